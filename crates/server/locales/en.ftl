books-not-open = The books are not open

shell-skip = To the content
shell-demo = Books for show: people and money are invented.
shell-language = Language
shell-leave = Sign out
shell-home = To the home page

role-admin = Administrator
role-treasurer = Treasurer
role-case-worker = Case worker
role-approver = Approver
role-releaser = Releaser
role-auditor = Auditor

enter-title = Sign in
enter-demo = Choose as whom to enter. Nothing here is real.
enter-closed = For now these books are kept through the API and the command line; there is no signing in by browser yet.

home-title = Home
home-nothing = Nothing here waits for you.
home-money = Money by fund
home-money-none = There is no open fund. Open one first.
home-received = Latest income
home-received-none = There is no income yet.
home-due = What is due
home-due-none = Nothing is due before the end of the year.
home-to-pay = To be paid
home-to-pay-none = Nothing waits to be paid.
home-to-approve = To be approved
home-to-approve-none = No payout waits for an approval.
home-to-release = To be released
home-to-release-none = No payout waits to be released.
home-late = Requests that are late
home-late-none = No request is late.
home-open = Open requests
home-open-none = There are no open requests.
home-log = The log of acts
home-unreviewed = Emergency payouts without a review
home-unreviewed-none = Every emergency payout has been reviewed.
home-shown = To whom personal data were shown
home-shown-none = Nobody has been shown personal data so far.

column-number = Number
column-day = Day
column-need = Need
column-fund = Fund
column-denars = Amount, MKD
column-reserved = Approved, unpaid, MKD
column-left = Left, MKD
column-giver = Giver
column-what = What
column-to-whom = To whom
column-acts = Acts
column-who = Who
column-people = People

row-together = Together
row-log = Acts recorded
row-checkpoint = Signed in the last checkpoint
giver-nobody-knows = Unknown

fault-not-found = There is nothing here
fault-role-forbids = Your role does not open this page
fault-disk-full = The disk is full; nothing was recorded and nothing was lost
fault-other = This did not work
