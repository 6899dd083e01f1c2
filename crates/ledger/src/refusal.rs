//! Every way in which the books say no: by name, with what to do next.

mod part;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{
    AgreementState, Currency, DocumentKind, Duty, MatchHow, Method, PayeeKind, PayoutState,
    Purpose, RequestState, Role, Step, SubjectKind, TaxBasis, TravelState, WarningCode,
};
use crate::month::Month;
use crate::restriction::Misfit;
use part::Told as _;

pub use part::Part;

macro_rules! refusals {
    ($($(#[$meta:meta])* $variant:ident $({ $($field:ident: $type:ty),+ })? = $name:literal, $message:literal $(, $argument:expr)*;)+) => {
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$meta])* #[error($message $(, $argument)*)] $variant $({ $($field: $type),+ })?,)+
        }

        impl Refusal {
            /// The stable name by which programs know the refusal.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant $({ $($field: _),+ })? => $name,)+ }
            }

            /// What it speaks of, by name.
            pub fn parts(&self) -> Vec<(&'static str, Part)> {
                match self {
                    $(Self::$variant $({ $($field),+ })? => vec![$($((stringify!($field), $field.told())),+)?],)+
                }
            }

            /// Every name, for the documentation and its test.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
        }
    };
}

refusals! {
    BooksNotOpen = "books-not-open", "there are no books yet; run `almoner init` first";
    BooksAlreadyOpen = "books-already-open", "these books are already open; each association has its own database";
    TwoAdmins = "two-admins", "books are opened by two different administrators, so that no one grants roles alone";
    NotAllowed { role: Role, what: &'static str } = "not-allowed", "the role {role} may not do this ({what}); ask someone who may";
    RoleNotHeld { role: Role } = "role-not-held", "the role {role} is not held by you now; ask two administrators for it";
    PersonUnknown { person: Uuid } = "person-unknown", "no active person has the id {person}";
    LoginTaken { login: String } = "login-taken", "the login {login} is taken; choose another";
    RolesExclude { held: Role, asked: Role } = "roles-exclude", "who holds {held} cannot also hold {asked}; these two check each other";
    RoleHeldAlready { role: Role } = "role-held-already", "this person already holds the role {role}";
    GrantUnknown { grant: i64 } = "grant-unknown", "there is no role grant {grant} in force";
    LastAdmins = "last-admins", "two administrators must remain; grant the role to another person first";
    TokenUnknown { token: i64 } = "token-unknown", "there is no live token {token}";
    TokenForAnother = "token-for-another", "a token for another person takes two administrators: the person makes it (`almoner token make`) and its hash is proposed as a decision";
    SessionTooLong = "session-too-long", "a session lives at most 12 hours; sign in again after it";
    TokenTooLong = "token-too-long", "a token lives at most 366 days; choose an earlier expiry in the future";

    AccountUnknown { account: String } = "account-unknown", "there is no account {account} in the chart";
    AccountClosed { account: String } = "account-closed", "account {account} is no longer used; choose another";
    AccountNotPostable { account: String } = "account-not-postable", "account {account} has sub-accounts; book on one of them";
    AccountTaken { account: String } = "account-taken", "account {account} exists; send its version to change it";
    AccountShape { account: String } = "account-shape", "account {account} does not fit its parent: kind, role and currency must agree, and its code must begin with the parent's";
    AccountInUse { account: String } = "account-in-use", "account {account} carries a balance or is named by the posting scheme; move that first";
    GuardedAccount { account: String } = "guarded-account", "account {account} is not for manual entries; it is booked by its own commands (income, aid, transfer, sale of currency)";
    WrongAccount { account: String, wanted: &'static str } = "wrong-account", "account {account} cannot be used here; it must be {wanted}";
    SchemeSilent { event: String } = "scheme-silent", "the posting scheme names no account for {event}; add a line for it";

    FundUnknown { fund: i64 } = "fund-unknown", "there is no fund {fund}";
    FundClosed { fund: i64 } = "fund-closed", "fund {fund} is closed; choose an open one";
    FundCodeTaken { code: String } = "fund-code-taken", "the fund code {code} is taken; choose another";
    FundNotEmpty { fund: i64 } = "fund-not-empty", "fund {fund} still has money, goods or an overdraft; bring it to zero before closing it";
    FundOverdrawn { fund: i64 } = "fund-overdrawn", "the bank has overdrawn fund {fund}; nothing is spent from it until income covers it";
    FundShort { fund: i64, wanted_minor: i64, free_minor: i64 } = "fund-short", "fund {fund} has {} free for this and {} is wanted; choose another fund or a smaller amount", crate::money::format_minor(*free_minor), crate::money::format_minor(*wanted_minor);
    RestrictionForbids { fund: i64, misfit: Misfit, wanted_minor: i64, free_minor: i64 } = "restriction-forbids", "fund {fund} has {} that fits and {} is wanted; other money in it does not fit: {}", crate::money::format_minor(*free_minor), crate::money::format_minor(*wanted_minor), misfit.sentence();
    AgreementEnded { fund: i64 } = "agreement-ended", "what is left in fund {fund} belongs to an agreement that has ended; it goes back to the giver or needs an annex";
    GoodsShort { item: String, wanted: i64, left: i64 } = "goods-short", "there are {left} of {item} left and {wanted} are wanted";
    LotNoLongerFree { lot: i64 } = "lot-no-longer-free", "lot {lot} has been used by another payout since this one was proposed; cancel this payout and propose it again";
    LotAlreadyDrawn { lot: i64 } = "lot-already-drawn", "lot {lot} has already paid for something; take that back first";
    IncreasesFund { fund: i64 } = "increases-fund", "this entry would add money to fund {fund}; record an income or reverse the earlier entry instead";

    SourceUnknown { source_seq: i64 } = "source-unknown", "there is no source {source_seq}";
    SourceInactive { source_seq: i64 } = "source-inactive", "source {source_seq} is no longer used; choose another or make it active";
    SourceMissing = "source-missing", "this kind of income needs a source; record it as unclear if the giver is not known yet";
    SourceNameMissing = "source-name-missing", "a source needs a name, unless it is anonymous";
    AgreementUnknown { agreement: i64 } = "agreement-unknown", "there is no agreement {agreement}";
    AgreementNotActive { agreement: i64, state: AgreementState } = "agreement-not-active", "agreement {agreement} is {state}; only an active agreement receives money (record a late instalment as unclear)";
    AgreementOfAnother { agreement: i64 } = "agreement-of-another", "agreement {agreement} belongs to another source or another fund";
    AgreementDates = "agreement-dates", "an agreement ends on or after the day it begins, and is reported after it begins";
    AgreementStep { from: AgreementState, to: AgreementState } = "agreement-step", "an agreement that is {from} cannot become {to}";
    MemberUnknown { member: i64 } = "member-unknown", "there is no membership {member}";
    MemberNameless { source_seq: i64 } = "member-nameless", "source {source_seq} is anonymous and cannot be a member; add who it is as a source first";
    AlreadyMember { source_seq: i64 } = "already-member", "source {source_seq} is a member on that day already; end that membership first";
    MemberLeft { member: i64, on: NaiveDate } = "member-left", "membership {member} ended on {on}; who joins again is added again";
    MembershipDates = "membership-dates", "a membership begins in 1900 or later and ends on or after the day it began; write the days as in the register";
    StillMember { source_seq: i64 } = "still-member", "source {source_seq} is a member still; end the membership first, then erase";
    TravelUnknown { order: i64 } = "travel-unknown", "there is no travel order {order}";
    TravelDates = "travel-dates", "a journey ends on or after the day it begins, lasts at most a year, and begins within a year of today";
    TravelStep { state: TravelState } = "travel-step", "a travel order that is {state} cannot be changed so; order the journey anew";
    TravelCosts = "travel-costs", "name at most 100 entries, each once";
    NoTravelCost { entry: i64 } = "no-travel-cost", "entry {entry} books no ordinary expense; name the entry of the ticket, the fuel or the per-diem";
    CostOfAnother { entry: i64 } = "cost-of-another", "entry {entry} is counted as the cost of a journey already; it counts once";
    AssetUnknown { asset: i64 } = "asset-unknown", "there is no asset {asset} in the register";
    AssetLeft { asset: i64, on: NaiveDate } = "asset-left", "asset {asset} left the register on {on}";
    AssetBeyondEntry { entry: i64, left_minor: i64 } = "asset-beyond-entry", "entry {entry} has {} on that account in that fund that is not in the register yet; write no more than that, or name the entry that has the cost", crate::money::format_minor(*left_minor);
    AssetRate = "asset-rate", "a yearly rate is 1 to 10000 hundredths of a percent, or 0 for what does not wear off, as land";
    AssetInUse { from: NaiveDate } = "asset-in-use", "an asset is put to use on or after the day of the entry that has its cost; write {from} or a later day";
    AssetLeaves { from: NaiveDate } = "asset-leaves", "an asset does not leave before it was put to use, nor before the month up to which it was charged; write {from} or a later day";
    AssetDepreciated = "asset-depreciated", "only an asset of an opening entry was charged before: at most its cost, through a month that is neither before it was put to use nor after the opening";
    NothingToDepreciate { month: Month } = "nothing-to-depreciate", "no asset in use has anything to charge through {month}; record the assets first, or choose a later month";
    EntryHasAsset { entry: i64, asset: i64 } = "entry-has-asset", "entry {entry} has the cost of asset {asset} in the register; it is not taken back: retire the asset, and correct what else was wrong by an entry of its own";
    BelongsToAssets = "belongs-to-assets", "this entry belongs to the register of fixed assets; correct it by an entry of its own on the same accounts, which the register shows as a difference";
    BeyondPromise { agreement: i64, left_minor: i64 } = "beyond-promise", "agreement {agreement} has only {} still due; record the surplus as unclear or sign an annex", crate::money::format_minor(*left_minor);
    InstalmentsDiffer { promised_minor: i64, planned_minor: i64 } = "instalments-differ", "the instalments add up to {} and the promise is {}", crate::money::format_minor(*planned_minor), crate::money::format_minor(*promised_minor);

    AmountTooLarge = "amount-too-large", "the amount is too large; the most one line may carry is 10000000000.00";
    CountNotPositive = "count-not-positive", "the number of items must be greater than zero";
    CurrencyMismatch { account: String, currency: Currency } = "currency-mismatch", "account {account} is kept in {currency}; the two sides must agree";
    RateMissing { currency: Currency } = "rate-missing", "money in {currency} needs a rate, with its date and its source";
    RateNotWanted = "rate-not-wanted", "denars need no rate";
    InTheFuture { on: NaiveDate } = "in-the-future", "{on} has not come yet; record it on the day";
    DateOutOfRange { on: NaiveDate } = "date-out-of-range", "{on} is outside the years these books can hold (2000 to 2100)";
    PeriodClosed { month: Month } = "period-closed", "{month} is closed; book in an open month, or have two persons open it again";
    MonthNotOver { month: Month } = "month-not-over", "{month} is not over yet; close it when it is";
    MonthOutOfOrder { month: Month } = "month-out-of-order", "months close one after another and open again in reverse; {month} is not next";
    MonthUnknown = "month-unknown", "a month is written as year and month, for example 2026-03";
    YearUnknown = "year-unknown", "a year is written in four digits, for example 2026";
    YearNotOver { year: i64 } = "year-not-over", "{year} is not over yet; close it when it is";
    YearOutOfOrder { year: i64 } = "year-out-of-order", "years close one after another and open again in reverse; {year} is not next";
    YearClosed { year: i64 } = "year-closed", "{year} is closed; book it in an open month, or have two persons open the year again first";
    YearOpen { year: i64 } = "year-open", "{year} is not closed; have two persons close it first";
    MonthStillOpen { month: Month } = "month-still-open", "{month} is still open; close the months of the year first, one after another";
    ReviewOverdue { payout: i64 } = "review-overdue", "payout {payout} went the emergency way and nobody reviewed it in time; have it reviewed before the year is closed";
    InventoryMissing { year: i64 } = "inventory-missing", "nobody has counted what there was at the end of {year}; record an inventory first";
    InventoryLines = "inventory-lines", "an inventory has 1 to 2,000 lines, and names each account once, or once for each of its funds";
    InventoryIncomplete { account: String } = "inventory-incomplete", "account {account} has a balance on the last day of the year and was not counted; add a line for it";
    InventoryDiffers { account: String, difference_minor: i64 } = "inventory-differs", "account {account} was found to differ from the books by {}; book the difference in that year, or count again", crate::money::format_minor(*difference_minor);
    BelongsToYear { year: i64 } = "belongs-to-year", "this entry closed {year}; have two persons open the year again instead";
    AlreadyIssued { document: String } = "already-issued", "the paper {document} of this year was issued already in this language; print that one again, or have the year opened again first";
    IssueSize = "issue-size", "1 to 60 papers are issued at once, each once and of at most 10 megabytes; issue fewer, or by month";
    UnclearReceiptsLeft { month: Month, income: i64 } = "unclear-receipts-left", "{month} still holds an unclear receipt ({income}); explain it before the month closes";

    TooFewLines = "too-few-lines", "an entry has at least two lines";
    TooManyLines = "too-many-lines", "an entry has at most 500 lines";
    Unbalanced { difference_minor: i64 } = "unbalanced", "debits and credits differ by {}", crate::money::format_minor(*difference_minor);
    FundUnbalanced { fund: i64, difference_minor: i64 } = "fund-unbalanced", "inside fund {fund} debits and credits differ by {}; money moves between funds only by its own command", crate::money::format_minor(*difference_minor);
    OffBalanceMixed = "off-balance-mixed", "accounts 990 to 999 are booked only against each other";
    CashShort { account: String, on: NaiveDate, short_minor: i64 } = "cash-short", "the cash desk {account} would be short by {} on {on}; bring cash first", crate::money::format_minor(*short_minor);
    NothingToRevalue { fund: i64, currency: Currency } = "nothing-to-revalue", "fund {fund} has no {currency} that is worth more or less at this rate than it stands at; name another fund or account, or leave it as it is";
    MoneyShort { account: String, short_minor: i64 } = "money-short", "account {account} would be short by {}; pay from another account or later", crate::money::format_minor(*short_minor);
    SameAccount = "same-account", "the two accounts of a transfer must differ";
    OpeningOnce = "opening-once", "the opening balance has been recorded; correct it by a reversal";
    OpeningLots { fund: i64 } = "opening-lots", "in fund {fund} the lots do not add up to money, stock and claims less obligations";
    OpeningDeferred { fund: i64 } = "opening-deferred", "in fund {fund} the restricted lots do not add up to deferred income";

    IncomeUnknown { income: i64 } = "income-unknown", "there is no such unclear receipt {income} waiting to be explained";
    ReceiptExplained { income: i64 } = "receipt-explained", "the unclear receipt {income} has been explained; reverse the explanation first";
    ImportInUse { request: i64 } = "import-in-use", "request {request} of this import has gone on to a payout; end that payout first, or close the other requests one by one";
    NothingToImport = "nothing-to-import", "every row of this file is in the books already";
    ImportRow { row: i64, refusal: Box<Refusal> } = "import-row", "row {row}: {refusal}";
    ImportUnknown { import: i64 } = "import-unknown", "there is no import {import}, or it has been undone";

    EntryUnknown { entry: i64 } = "entry-unknown", "there is no entry {entry}";
    AlreadyReversed { entry: i64 } = "already-reversed", "entry {entry} has been reversed already; an entry is reversed once";
    IsAReversal { entry: i64 } = "is-a-reversal", "entry {entry} is itself a correction; record the event again instead";
    BelongsToPayout { payout: i64 } = "belongs-to-payout", "this entry belongs to payout {payout}; cancel, void or return the payout instead";
    ReversalBeforeEntry { on: NaiveDate } = "reversal-before-entry", "a reversal cannot be dated before the entry it takes back ({on})";
    DecisionUnknown { decision: i64 } = "decision-unknown", "there is no open decision {decision}";
    SamePerson = "same-person", "this takes two persons; someone else must confirm it";
    BandsUnreadable = "bands-unreadable", "approval bands rise strictly, end without a limit, and take one to five approvers each";
    StaleVersion { version: i64 } = "stale-version", "someone has changed this since you read it; it is at version {version} now";

    RecipientUnknown = "recipient-unknown", "no recipient has this reference";
    PayeeUnknown { payee: i64 } = "payee-unknown", "there is no payee {payee}";
    PayeeNotPublic { kind: PayeeKind } = "payee-not-public", "a payee of kind {kind} may be a person, whose name stands in the vault alone; only a pharmacy, a utility, a shop or a school has a public name";
    PersonErased = "person-erased", "this person was erased, and nothing about them can be known or added any more; register them anew if they come again";
    RevealForbidden { role: Role, kind: SubjectKind } = "reveal-forbidden", "the role {role} is not shown this of a {kind}; ask for less, or ask someone whose work it is";
    NotYourCase = "not-your-case", "somebody else took this person in; ask them, or take a request of this person in yourself";
    RevealReasonMissing = "reveal-reason-missing", "say in words why this identity is needed; the log keeps that a reason was given";
    RevealPurpose { purpose: Purpose } = "reveal-purpose", "the purpose {purpose} is not for this: payment is for a releaser who looks at who is paid by a payout (scope payment), and who is on a payment list is told by the list; say what it is really for";
    RevealPayout = "reveal-payout", "for a payment, name the payout: it must be approved, not yet over, and for this person or payee";
    RevealLimit { limit: i64 } = "reveal-limit", "you have been shown the {limit} identities that one person is shown in a day; go on tomorrow, or ask a colleague";
    ShownAlready { act: i64 } = "shown-already", "this was shown by act {act} and is not shown twice by one act; ask again with a new idempotency key, so that the log says it again";
    NothingToReveal = "nothing-to-reveal", "name at least one person, each once, and at most 500";
    IdentityVersion { version: i64 } = "identity-version", "the books know version {version} of this identity; read it again and send the change once more";
    CaseOpen { subject: i64 } = "case-open", "{subject} still has an open request or payout; end it first, then erase";
    Held { subject: i64 } = "held", "there is a reason in law to keep {subject}; end that first";
    ErasureReason = "erasure-reason", "people are erased because they asked (person_asked) or because their time is over (retention_over)";
    NotYetDue { subject: i64, due_on: NaiveDate } = "not-yet-due", "{subject} is kept until {due_on}; until then only the person's own wish erases";
    NotAPerson { source_seq: i64 } = "not-a-person", "source {source_seq} is not a natural person; its name stands in the books";
    BirthYear = "birth-year", "the birth year is not one a living person can have";
    RequestUnknown { request: i64 } = "request-unknown", "there is no request {request}";
    RequestStep { state: RequestState } = "request-step", "the request is {state}; this step is not open now";
    BeyondRequest { asked_minor: i64 } = "beyond-request", "the request asks for {}; an assessment cannot find more to be needed", crate::money::format_minor(*asked_minor);
    BeyondFinding { found_minor: i64 } = "beyond-finding", "the assessment found {} to be needed; a payout cannot be larger", crate::money::format_minor(*found_minor);
    BeyondFindingWithTax { found_minor: i64, tax_minor: i64 } = "beyond-finding-with-tax", "the assessment found {} to be needed, and the tax of {} on top goes beyond it; propose less, or assess again what is needed with its tax", crate::money::format_minor(*found_minor), crate::money::format_minor(*tax_minor);
    PayeeNotWanted = "payee-not-wanted", "the recipient is paid, so leave the payee out; or say which kind of payee is paid instead";
    PayeeNotKnown = "payee-not-known", "nobody is registered under this payee's reference; register the payee first (/api/v1/payees), and name the reference you get";
    HouseholdUnknown = "household-unknown", "nobody lives in this household; name the household of another recipient as their record shows it, or leave it out";
    PayeeMissing = "payee-missing", "where another than the recipient is paid, name the reference of who that is";
    CannotSignAlone = "cannot-sign-alone", "a child, or a street child of unknown age, does not sign alone; a guardian, the centre for social work or two witnesses sign";
    ReceivedLongAgo { on: NaiveDate, from: NaiveDate } = "received-long-ago", "a need received on {on} is too old to be taken in; ask whether it is still so, and write the day on which you asked ({from} or later)";
    RecurringShape = "recurring-shape", "recurring aid comes every 1 to 12 months, lasts long enough to come again, and ends within five years";
    NotRecurring { request: i64 } = "not-recurring", "request {request} does not come again; take in a new one";
    NotDueYet { on: NaiveDate } = "not-due-yet", "the next one is due on {on}; repeat it then";
    AppealOfOwn = "appeal-of-own", "you rejected this request; its appeal is heard by somebody else";
    IntakeDone { step: Step } = "intake-done", "you did a part of the intake ({step}) for this request; somebody else must approve or release";
    EvidenceSize = "evidence-size", "a paper weighs between 1 byte and 10 megabytes; scan it smaller";
    EvidenceUnknown { paper: i64 } = "evidence-unknown", "this request has no paper {paper}; its list of papers says which it has";
    DoubleAid { request: i64, how: MatchHow, until_on: NaiveDate } = "double-aid", "request {request} has been helped already (same {how}) and is too close until {until_on}; another person than the one who took this in must allow it, with a reason";
    NothingToAllow = "nothing-to-allow", "nothing of this recipient stands in the way of the request; go on without an allowance";
    PairOfOne = "pair-of-one", "a recipient cannot be told apart from themselves; name two";
    PairJudged = "pair-judged", "these two have been judged to be two people already";
    CombinationsUnreadable = "combinations-unreadable", "a table of what goes together has a row for every category with every other, no pair twice, and windows of 0 to 366 days";
    PayoutUnknown { payout: i64 } = "payout-unknown", "there is no payout {payout}";
    PayoutStep { state: PayoutState } = "payout-step", "the payout is {state}; this step is not open now";
    PayoutShape = "payout-shape", "a payout in kind names goods and no amount; any other names an amount and no goods";
    TaxBasisMissing = "tax-basis-missing", "say on which ground this money is free of tax, or that it is taxed (tax_basis); /api/v1/tax-bases lists the grounds with the papers each needs";
    TaxBasisUnfit { basis: TaxBasis, method: Method } = "tax-basis-unfit", "the tax basis {basis} does not go with {method}: in_kind is for goods, and goods are not given taxed; choose another";
    TaxLawSilent { what: &'static str } = "tax-law-silent", "the law data says nothing of {what} on this day; have it laid down there first";
    TaxChanged { payout: i64 } = "tax-changed", "what the law takes of payout {payout} has changed since it was proposed; cancel it and propose it again";
    TaxDocumentMissing { basis: TaxBasis, wanted: String } = "tax-document-missing", "the tax basis {basis} needs papers that the request does not have ({wanted}); cancel the payout, attach them and propose it again";
    TaxListMissing { payout: i64 } = "tax-list-missing", "payout {payout} is taxed and is let go only under a list that the tax office has approved; note the number of the list first, or name it with an emergency release";
    NotTaxed { payout: i64 } = "not-taxed", "payout {payout} carries no tax; leave the number of a tax list out";
    TaxNotDue { payout: i64 } = "tax-not-due", "no tax of payout {payout} is due: it is paid once for each taxed payout, after the payment and before all of it has come back";
    TaxRulesUnreadable = "tax-rules-unreadable", "tax rules name each basis once and at least one, and no empty group of papers";
    LawValueUnknown { name: String } = "law-value-unknown", "the law data knows no value {name}; /api/v1/law-values lists them all";
    RegisterNumberUnfit = "register-number-unfit", "a register number (ЕМБС) has seven digits; write it as the Central Register has it";
    TaxNumberUnfit = "tax-number-unfit", "a tax number (ЕДБ) has thirteen digits, and the last of them does not fit the others; compare it with the paper of the tax office, without the letters MK";
    LawValueUnreadable { name: String, unit: String } = "law-value-unreadable", "{name} is a figure in {unit}, written as /api/v1/law-values writes it, from a day to the same day or a later one";
    BelongsToTax = "belongs-to-tax", "this entry paid the tax of aid; ask the tax office for what was too much, and record what comes back as an income";
    NotDelegated { role: Role } = "not-delegated", "the role {role} is not stood in for, nor by oneself; two administrators give it to somebody else";
    DelegationDates = "delegation-dates", "a deputy stands in from now or later, until a later day";
    LotNotOfFund { lot: i64, fund: i64 } = "lot-not-of-fund", "fund {fund} has no open lot {lot} of what is wanted; choose among the lots it proposes";
    LotsDoNotAddUp { wanted_minor: i64, chosen_minor: i64 } = "lots-do-not-add-up", "the chosen lots come to {}, and {} is wanted; they must agree", crate::money::format_minor(*chosen_minor), crate::money::format_minor(*wanted_minor);
    DutyDone { duty: Duty } = "duty-done", "you have already done your part ({duty}) for this payout; another person must do this";
    InConflict = "in-conflict", "you have declared an interest of your own in this payout; others must decide it";
    RoleTooYoung { until: chrono::DateTime<chrono::Utc> } = "role-too-young", "this role is new and may do this from {} on; until then someone else must", until.format("%Y-%m-%d %H:%M UTC");
    NotAnEmergency = "not-an-emergency", "the emergency path is for requests marked as an emergency; this one takes the ordinary steps";
    EmergencyAboveCap { cap_minor: i64 } = "emergency-above-cap", "in an emergency a household is helped with up to {}; more takes the ordinary steps", crate::money::format_minor(*cap_minor);
    EmergencyShut { payout: i64 } = "emergency-shut", "the emergency path is shut until payout {payout} has been reviewed";
    NotToReview { payout: i64 } = "not-to-review", "payout {payout} did not go the emergency way, or has been reviewed";
    DigestDiffers = "digest-differs", "this is not what the payout says now; read it again before you sign";
    PayoutChanged { payout: i64 } = "payout-changed", "the request, its papers or who is paid changed after payout {payout} was proposed; cancel it and propose it again, so that all sign the same";
    ReservationExpired { on: NaiveDate } = "reservation-expired", "the reservation ended on {on}; expire the payout and propose it again";
    NotExpired { on: NaiveDate } = "not-expired", "the reservation lasts until {on}";
    PayMethod = "pay-method", "a payout is paid the way it was approved: by bank (also to a third party) from a bank account, in cash from a cash desk, by voucher from the voucher account, in kind from stock";
    ReceiptMissing = "receipt-missing", "this needs the receipt itself: its kind, number and date; only what a bank has moved speaks for itself";
    ReceiptKind { kind: DocumentKind } = "receipt-kind", "a {kind} says of nobody that aid arrived; name what the receiver signed (receipt, delivery_note, cash_voucher), or where a bank has paid the invoice or the bank_statement";
    ReceiptUnknown { request: i64 } = "receipt-unknown", "request {request} has no paper of this content; hand the signed receipt in as a paper of the request, and name its content";
    DocumentInFuture { on: NaiveDate } = "document-in-the-future", "the document is dated {on}, which has not come yet; copy the date from the paper";
    BeyondReturn { left_minor: i64 } = "beyond-return", "more comes back than went out: {} is left of this payout to return", crate::money::format_minor(*left_minor);
    NothingToRetry { payout: i64 } = "nothing-to-retry", "payout {payout} is no earlier attempt for this request that failed or came back; leave it out, or name the one that did";
    BeforeRelease { on: NaiveDate } = "before-release", "the money cannot have moved before it was let go ({on}); write the day on which it moved";

    RefundBeyondLeft { agreement: i64, left_minor: i64 } = "refund-beyond-left", "of agreement {agreement} only {} is neither spent nor reserved; refund that, or cancel the payouts that hold the rest", crate::money::format_minor(*left_minor);
    ConsentMissing = "consent-missing", "money changes its purpose only with the giver's consent or the board's decision; name that document";
    PurposeUnchanged = "purpose-unchanged", "nothing would change: name another fund or another restriction";
    AdvanceUnknown { advance: i64 } = "advance-unknown", "there is no open advance {advance}";
    AdvanceOverdue { advance: i64, on: NaiveDate } = "advance-overdue", "advance {advance} was to be settled by {on}; settle it or bring the rest back first";
    BeyondAdvance { left_minor: i64 } = "beyond-advance", "only {} of this advance is open; pay what is above it as an ordinary cost", crate::money::format_minor(*left_minor);
    AdvanceAboveCap { cap_minor: i64, out_minor: i64 } = "advance-above-cap", "one person has at most {} ahead, and {} is out with this one; have it settled first, or give less", crate::money::format_minor(*cap_minor), crate::money::format_minor(*out_minor);
    AidByAdvance { cap_minor: i64 } = "aid-by-advance", "aid out of an advance is at most {} a receipt; more goes by a request, which others approve", crate::money::format_minor(*cap_minor);
    ReceiptSettled { entry: i64 } = "receipt-settled", "this paper has made an advance good already (entry {entry}); it counts once for a purpose, and in one advance only, and another of the same number has another issuer or day";
    AdvanceOfAnother { advance: i64 } = "advance-of-another", "advance {advance} was given to somebody else or for another journey; leave it out or name the right one";
    BelongsToAdvance = "belongs-to-advance", "something of this advance was made good already; take back its receipts and what came back first";

    IdentitiesNotChecked = "identities-not-checked", "the vault is not open, so nobody has compared names, numbers and accounts; have it opened, or acknowledge identities-not-checked";
    AcknowledgementMissing { warning: WarningCode, limit_minor: i64 } = "acknowledgement-missing", "this is more cash than the law data warns of ({}); pay by bank or voucher, or go on knowingly with acknowledge: [\"{warning}\"]", crate::money::format_minor(*limit_minor);
    BatchCountDiffers { declared: i64, found: i64 } = "batch-count-differs", "{declared} payouts were declared and {found} are listed; count again before you let anything go";
    BatchTotalDiffers { declared_minor: i64, found_minor: i64 } = "batch-total-differs", "the declared total is {} and the payouts come to {}; add up again before you let anything go", crate::money::format_minor(*declared_minor), crate::money::format_minor(*found_minor);
    BatchSize = "batch-size", "a batch holds one to 200 payouts";
    ReleasedByAnother { payout: i64 } = "released-by-another", "payout {payout} was let go by somebody else, and a batch is the session of one releaser; leave it out of this one";
    AlreadyInBatch { payout: i64 } = "already-in-batch", "payout {payout} is in a batch already; a payout is let go once";
    AlreadyListed { payout: i64, list: i64 } = "already-listed", "payout {payout} is on payment list {list} already; to replace that list say instead_of: {list}, so that nobody is paid twice";
    SentByHand { payout: i64 } = "sent-by-hand", "payout {payout} was ordered at the bank by hand; leave it off the list, or, where the bank did not take it, let it fail and propose it again";
    NotOnList { payout: i64 } = "not-on-list", "payout {payout} is not on the list that this one replaces; put it on a list of its own";
    ListOver { list: i64, payout: i64 } = "list-over", "the file of payment list {list} is not handed out again: payout {payout} has gone on since, or is on a later list; look at the list, and make a new one for what is still to be paid";
    PayeeChanged { payout: i64 } = "payee-changed", "the name or account of who is paid was recorded or changed after payout {payout} was proposed; cancel it or let it fail, and propose it again, so that what is signed is what is paid";
    AccountNumberMissing { account: String } = "account-number-missing", "account {account} has no number at a bank yet; give it one under the chart of accounts";
    AccountNumber { account: String } = "account-number", "the number of account {account} is not fifteen digits with right check digits; copy it from the bank's contract";
    ValueDatePast { on: NaiveDate } = "value-date-past", "the bank cannot pay on {on}, which is over; choose today or a later day";
    ValueDateFar { on: NaiveDate, until: NaiveDate } = "value-date-far", "{on} is too far off for an order to the bank; choose a day until {until}";
    NothingDue = "nothing-due", "no reservation has run out";

    KeyReused = "key-reused", "this idempotency key was already used for a different request; use a new key";
    NumbersExhausted = "numbers-exhausted", "a series has no numbers left";
}
