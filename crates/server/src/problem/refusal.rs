//! What each refusal of the books means to a caller. No wildcard: a new refusal does not compile before it is placed.

use almoner_ledger::refusal::Refusal;

/// What kind of no it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One field holds what it cannot hold.
    Field(&'static str),
    /// The request as a whole breaks a rule that no later moment will lift.
    Rule,
    /// It may be right at another moment: the state of the books forbids it now.
    State,
    /// This person or role may not do it.
    Authority,
    /// It was there and was erased.
    Gone,
    /// What is meant, by noun, is not there.
    Absent(&'static str),
}

use Class::{Absent, Authority, Field, Gone, Rule, State};

#[expect(clippy::too_many_lines, reason = "a table with one line for each refusal")]
pub(super) fn class(refusal: &Refusal) -> Class {
    match refusal {
        Refusal::NotAllowed { .. }
        | Refusal::RoleNotHeld { .. }
        | Refusal::RolesExclude { .. }
        | Refusal::SamePerson
        | Refusal::TokenForAnother
        | Refusal::InConflict
        | Refusal::RoleTooYoung { .. }
        | Refusal::ReleasedByAnother { .. }
        | Refusal::RevealForbidden { .. }
        | Refusal::NotYourCase
        | Refusal::AppealOfOwn
        | Refusal::IntakeDone { .. }
        | Refusal::DutyDone { .. } => Authority,

        Refusal::PersonErased => Gone,

        Refusal::PersonUnknown { .. } => Absent("person"),
        Refusal::GrantUnknown { .. } => Absent("grant"),
        Refusal::TokenUnknown { .. } => Absent("token"),
        Refusal::AccountUnknown { .. } => Absent("account"),
        Refusal::FundUnknown { .. } => Absent("fund"),
        Refusal::SourceUnknown { .. } => Absent("source"),
        Refusal::AgreementUnknown { .. } => Absent("agreement"),
        Refusal::MemberUnknown { .. } => Absent("member"),
        Refusal::TravelUnknown { .. } => Absent("travel order"),
        Refusal::AssetUnknown { .. } => Absent("asset"),
        Refusal::IncomeUnknown { .. } => Absent("income"),
        Refusal::ImportUnknown { .. } => Absent("import"),
        Refusal::EntryUnknown { .. } => Absent("entry"),
        Refusal::DecisionUnknown { .. } => Absent("decision"),
        Refusal::RecipientUnknown => Absent("recipient"),
        Refusal::PayeeUnknown { .. } => Absent("payee"),
        Refusal::RequestUnknown { .. } => Absent("request"),
        Refusal::PayoutUnknown { .. } => Absent("payout"),
        Refusal::EvidenceUnknown { .. } => Absent("paper"),

        Refusal::PayeeNotPublic { .. } => Field("kind"),
        Refusal::SessionTooLong | Refusal::TokenTooLong => Field("expires_at"),
        Refusal::RevealReasonMissing => Field("why"),
        Refusal::RevealPurpose { .. } => Field("purpose"),
        Refusal::RevealPayout => Field("payout"),
        Refusal::NothingToReveal => Field("subjects"),
        Refusal::ErasureReason => Field("why"),
        Refusal::NotAPerson { .. } => Field("source"),
        Refusal::AccountNotPostable { .. }
        | Refusal::GuardedAccount { .. }
        | Refusal::WrongAccount { .. }
        | Refusal::AccountShape { .. }
        | Refusal::CurrencyMismatch { .. }
        | Refusal::PayMethod => Field("account"),
        Refusal::ReceiptMissing | Refusal::ReceiptKind { .. } => Field("receipt"),
        Refusal::ReceiptUnknown { .. } => Field("receipt.attachment"),
        Refusal::DocumentInFuture { .. } => Field("document"),
        Refusal::BeyondReturn { .. } => Field("amount"),
        Refusal::NothingToRetry { .. } => Field("retry_of"),
        Refusal::AdvanceUnknown { .. } => Absent("advance"),
        Refusal::ConsentMissing => Field("document"),
        Refusal::AcknowledgementMissing { .. } | Refusal::IdentitiesNotChecked => {
            Field("acknowledge")
        }
        Refusal::BatchCountDiffers { .. } => Field("count"),
        Refusal::BatchTotalDiffers { .. } => Field("total"),
        Refusal::BatchSize => Field("items"),
        Refusal::NotOnList { .. } => Field("instead_of"),
        Refusal::AccountNumberMissing { .. } => Field("account"),
        Refusal::AccountNumber { .. } => Field("number"),
        Refusal::ValueDatePast { .. } | Refusal::ValueDateFar { .. } => Field("value_on"),
        Refusal::AdvanceAboveCap { .. } | Refusal::AidByAdvance { .. } => Field("amount"),
        Refusal::BeyondAdvance { .. } => Field("amount"),
        Refusal::SourceMissing => Field("source"),
        Refusal::SourceNameMissing => Field("name"),
        Refusal::AgreementOfAnother { .. } => Field("agreement"),
        Refusal::AgreementDates => Field("valid_to"),
        Refusal::MemberNameless { .. } => Field("source"),
        Refusal::MembershipDates => Field("left_on"),
        Refusal::TravelDates => Field("to_on"),
        Refusal::TravelCosts | Refusal::NoTravelCost { .. } => Field("entries"),
        Refusal::AdvanceOfAnother { .. } => Field("advance"),
        Refusal::AssetBeyondEntry { .. } => Field("cost"),
        Refusal::AssetRate => Field("rate_bp"),
        Refusal::AssetInUse { .. } => Field("in_use_on"),
        Refusal::AssetLeaves { .. } => Field("on"),
        Refusal::AssetDepreciated => Field("depreciated"),
        Refusal::InstalmentsDiffer { .. } => Field("instalments"),
        Refusal::AmountTooLarge => Field("amount"),
        Refusal::CountNotPositive => Field("count"),
        Refusal::RateMissing { .. } | Refusal::RateNotWanted => Field("rate"),
        Refusal::InTheFuture { .. }
        | Refusal::DateOutOfRange { .. }
        | Refusal::ReversalBeforeEntry { .. }
        | Refusal::BeforeRelease { .. } => Field("date"),
        Refusal::MonthUnknown => Field("month"),
        Refusal::YearUnknown => Field("year"),
        Refusal::InventoryLines | Refusal::InventoryIncomplete { .. } => Field("lines"),
        Refusal::IssueSize => Field("documents"),
        Refusal::SameAccount => Field("to"),
        Refusal::BandsUnreadable => Field("bands"),
        Refusal::BirthYear => Field("birth_year"),
        Refusal::NotDelegated { .. } => Field("role"),
        Refusal::DelegationDates => Field("until_at"),
        Refusal::LotNotOfFund { .. } | Refusal::LotsDoNotAddUp { .. } => Field("lots"),
        Refusal::BeyondRequest { .. } => Field("found"),
        Refusal::BeyondFinding { .. } | Refusal::BeyondFindingWithTax { .. } => Field("amount"),
        Refusal::PayeeMissing | Refusal::PayeeNotWanted | Refusal::PayeeNotKnown => Field("payee"),
        Refusal::HouseholdUnknown => Field("household"),
        Refusal::CannotSignAlone => Field("signs"),
        Refusal::ReceivedLongAgo { .. } => Field("received_on"),
        Refusal::RecurringShape => Field("recurring"),
        Refusal::EvidenceSize => Field("size_bytes"),
        Refusal::PairOfOne => Field("other"),
        Refusal::CombinationsUnreadable => Field("combinations"),
        Refusal::TaxBasisMissing | Refusal::TaxBasisUnfit { .. } => Field("tax_basis"),
        Refusal::TaxRulesUnreadable => Field("rules"),
        Refusal::LawValueUnknown { .. } => Field("name"),
        Refusal::RegisterNumberUnfit => Field("register_number"),
        Refusal::TaxNumberUnfit => Field("tax_number"),
        Refusal::LawValueUnreadable { .. } => Field("value"),
        Refusal::NotTaxed { .. } => Rule,

        Refusal::TwoAdmins
        | Refusal::RestrictionForbids { .. }
        | Refusal::TooFewLines
        | Refusal::TooManyLines
        | Refusal::Unbalanced { .. }
        | Refusal::FundUnbalanced { .. }
        | Refusal::OffBalanceMixed
        | Refusal::OpeningLots { .. }
        | Refusal::OpeningDeferred { .. }
        | Refusal::IncreasesFund { .. }
        | Refusal::NothingToImport
        | Refusal::ImportRow { .. }
        | Refusal::PayoutShape
        | Refusal::PurposeUnchanged
        | Refusal::IsAReversal { .. } => Rule,

        Refusal::BooksNotOpen
        | Refusal::BooksAlreadyOpen
        | Refusal::LoginTaken { .. }
        | Refusal::RoleHeldAlready { .. }
        | Refusal::LastAdmins
        | Refusal::AccountClosed { .. }
        | Refusal::AccountTaken { .. }
        | Refusal::AccountInUse { .. }
        | Refusal::SchemeSilent { .. }
        | Refusal::FundClosed { .. }
        | Refusal::FundCodeTaken { .. }
        | Refusal::FundNotEmpty { .. }
        | Refusal::FundOverdrawn { .. }
        | Refusal::FundShort { .. }
        | Refusal::AgreementEnded { .. }
        | Refusal::GoodsShort { .. }
        | Refusal::LotNoLongerFree { .. }
        | Refusal::LotAlreadyDrawn { .. }
        | Refusal::SourceInactive { .. }
        | Refusal::AgreementNotActive { .. }
        | Refusal::AgreementStep { .. }
        | Refusal::AlreadyMember { .. }
        | Refusal::MemberLeft { .. }
        | Refusal::StillMember { .. }
        | Refusal::TravelStep { .. }
        | Refusal::CostOfAnother { .. }
        | Refusal::AssetLeft { .. }
        | Refusal::NothingToDepreciate { .. }
        | Refusal::EntryHasAsset { .. }
        | Refusal::BelongsToAssets
        | Refusal::BeyondPromise { .. }
        | Refusal::PeriodClosed { .. }
        | Refusal::MonthNotOver { .. }
        | Refusal::MonthOutOfOrder { .. }
        | Refusal::YearNotOver { .. }
        | Refusal::YearOutOfOrder { .. }
        | Refusal::YearClosed { .. }
        | Refusal::YearOpen { .. }
        | Refusal::MonthStillOpen { .. }
        | Refusal::ReviewOverdue { .. }
        | Refusal::InventoryMissing { .. }
        | Refusal::InventoryDiffers { .. }
        | Refusal::BelongsToYear { .. }
        | Refusal::AlreadyIssued { .. }
        | Refusal::UnclearReceiptsLeft { .. }
        | Refusal::CashShort { .. }
        | Refusal::NothingToRevalue { .. }
        | Refusal::MoneyShort { .. }
        | Refusal::RefundBeyondLeft { .. }
        | Refusal::AdvanceOverdue { .. }
        | Refusal::AlreadyInBatch { .. }
        | Refusal::AlreadyListed { .. }
        | Refusal::SentByHand { .. }
        | Refusal::ListOver { .. }
        | Refusal::PayeeChanged { .. }
        | Refusal::NothingDue
        | Refusal::ReceiptSettled { .. }
        | Refusal::BelongsToAdvance
        | Refusal::TaxLawSilent { .. }
        | Refusal::TaxChanged { .. }
        | Refusal::TaxDocumentMissing { .. }
        | Refusal::TaxListMissing { .. }
        | Refusal::TaxNotDue { .. }
        | Refusal::BelongsToTax
        | Refusal::OpeningOnce
        | Refusal::AlreadyReversed { .. }
        | Refusal::BelongsToPayout { .. }
        | Refusal::StaleVersion { .. }
        | Refusal::RequestStep { .. }
        | Refusal::NotRecurring { .. }
        | Refusal::NotDueYet { .. }
        | Refusal::DoubleAid { .. }
        | Refusal::NothingToAllow
        | Refusal::PairJudged
        | Refusal::PayoutStep { .. }
        | Refusal::NotAnEmergency
        | Refusal::EmergencyAboveCap { .. }
        | Refusal::EmergencyShut { .. }
        | Refusal::NotToReview { .. }
        | Refusal::DigestDiffers
        | Refusal::PayoutChanged { .. }
        | Refusal::ReservationExpired { .. }
        | Refusal::NotExpired { .. }
        | Refusal::KeyReused
        | Refusal::RevealLimit { .. }
        | Refusal::ShownAlready { .. }
        | Refusal::IdentityVersion { .. }
        | Refusal::CaseOpen { .. }
        | Refusal::Held { .. }
        | Refusal::NotYetDue { .. }
        | Refusal::ReceiptExplained { .. }
        | Refusal::ImportInUse { .. }
        | Refusal::NumbersExhausted => State,
    }
}
