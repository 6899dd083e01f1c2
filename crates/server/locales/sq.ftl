books-not-open = Librat nuk janë hapur

shell-skip = Te përmbajtja
shell-demo = Libra për shembull: njerëzit dhe paratë janë të shpikura.
shell-language = Gjuha
shell-leave = Dil
shell-home = Te faqja kryesore

role-admin = Administrator
role-treasurer = Arkëtar
role-case-worker = Punonjës në terren
role-approver = Miratues
role-releaser = Lëshues i pagesave
role-auditor = Revizor

enter-title = Hyrja
enter-demo = Zgjidhni si kush do të hyni. Asgjë këtu nuk është e vërtetë.
enter-closed = Tani për tani këto libra mbahen përmes API-së dhe rreshtit të komandave; hyrje me shfletues ende nuk ka.

home-title = Kryefaqja
home-nothing = Asgjë këtu nuk ju pret.
home-money = Paratë sipas fondit
home-money-none = Nuk ka fond të hapur. Hapni së pari një fond.
home-received = Të ardhurat e fundit
home-received-none = Ende nuk ka të ardhura.
home-due = Çfarë pritet
home-due-none = Deri në fund të vitit nuk ka afate.
home-to-pay = Për pagesë
home-to-pay-none = Asgjë nuk pret pagesë.
home-to-approve = Për miratim
home-to-approve-none = Asnjë pagesë nuk pret miratim.
home-to-release = Për lëshim
home-to-release-none = Asnjë pagesë nuk pret të lëshohet.
home-late = Kërkesa me vonesë
home-late-none = Asnjë kërkesë nuk vonohet.
home-open = Kërkesa të hapura
home-open-none = Nuk ka kërkesa të hapura.
home-log = Ditari i veprimeve
home-unreviewed = Pagesa urgjente pa rishikim
home-unreviewed-none = Të gjitha pagesat urgjente janë rishikuar.
home-shown = Kujt iu treguan të dhëna personale
home-shown-none = Deri tani askujt nuk iu treguan të dhëna personale.

column-number = Numri
column-day = Dita
column-need = Nevoja
column-fund = Fondi
column-denars = Shuma, den.
column-reserved = Miratuar, e papaguar, den.
column-left = Mbetet, den.
column-giver = Dhuruesi
column-what = Çfarë
column-to-whom = Kujt
column-acts = Veprime
column-who = Kush
column-people = Njerëz

row-together = Gjithsej
row-log = Veprime të regjistruara
row-checkpoint = Të nënshkruara në pikën e fundit të kontrollit
giver-nobody-knows = I panjohur

fault-not-found = Këtu nuk ka asgjë
fault-role-forbids = Roli juaj nuk e hap këtë faqe
fault-disk-full = Disku është plot; asgjë nuk u regjistrua dhe asgjë nuk humbi
fault-other = Kjo nuk funksionoi
