//! One refusal of each kind, so that every problem's page can show what it looks like.

use almoner_ledger::codes::{AgreementState, Currency, Duty, PayoutState, RequestState, Role};
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Misfit;
use chrono::NaiveDate;
use uuid::Uuid;

#[expect(clippy::too_many_lines, reason = "a list with one line for each refusal")]
pub fn all() -> Vec<Refusal> {
    let day = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap_or_default();
    vec![
        Refusal::BooksNotOpen,
        Refusal::BooksAlreadyOpen,
        Refusal::TwoAdmins,
        Refusal::NotAllowed { role: Role::Approver, what: "approve aid" },
        Refusal::RoleNotHeld { role: Role::Approver },
        Refusal::PersonUnknown { person: Uuid::nil() },
        Refusal::LoginTaken { login: "biljana".into() },
        Refusal::RolesExclude { held: Role::Auditor, asked: Role::Approver },
        Refusal::RoleHeldAlready { role: Role::Approver },
        Refusal::GrantUnknown { grant: 7 },
        Refusal::LastAdmins,
        Refusal::TokenUnknown { token: 7 },
        Refusal::TokenForAnother,
        Refusal::TokenTooLong,
        Refusal::AccountUnknown { account: "1000".into() },
        Refusal::AccountClosed { account: "1000".into() },
        Refusal::AccountNotPostable { account: "1000".into() },
        Refusal::AccountTaken { account: "1000".into() },
        Refusal::AccountShape { account: "1000".into() },
        Refusal::AccountInUse { account: "1000".into() },
        Refusal::GuardedAccount { account: "1000".into() },
        Refusal::WrongAccount { account: "1000".into(), wanted: "a currency account" },
        Refusal::SchemeSilent { event: "aid/food".into() },
        Refusal::FundUnknown { fund: 7 },
        Refusal::FundClosed { fund: 7 },
        Refusal::FundCodeTaken { code: "MK-814".into() },
        Refusal::FundNotEmpty { fund: 7 },
        Refusal::FundOverdrawn { fund: 7 },
        Refusal::FundShort { fund: 7, wanted_minor: 350_050, free_minor: 120_000 },
        Refusal::RestrictionForbids {
            fund: 7,
            misfit: Misfit::Category,
            wanted_minor: 350_050,
            free_minor: 120_000,
        },
        Refusal::AgreementEnded { fund: 7 },
        Refusal::GoodsShort { item: "blanket".into(), wanted: 7, left: 7 },
        Refusal::LotNoLongerFree { lot: 7 },
        Refusal::LotAlreadyDrawn { lot: 7 },
        Refusal::IncreasesFund { fund: 7 },
        Refusal::SourceUnknown { source_seq: 7 },
        Refusal::SourceInactive { source_seq: 7 },
        Refusal::SourceMissing,
        Refusal::SourceNameMissing,
        Refusal::AgreementUnknown { agreement: 7 },
        Refusal::AgreementNotActive { agreement: 7, state: AgreementState::Closed },
        Refusal::AgreementOfAnother { agreement: 7 },
        Refusal::AgreementDates,
        Refusal::AgreementStep { from: AgreementState::Closed, to: AgreementState::Active },
        Refusal::BeyondPromise { agreement: 7, left_minor: 120_000 },
        Refusal::InstalmentsDiffer { promised_minor: 350_050, planned_minor: 350_050 },
        Refusal::AmountTooLarge,
        Refusal::CountNotPositive,
        Refusal::CurrencyMismatch { account: "1000".into(), currency: Currency::Eur },
        Refusal::RateMissing { currency: Currency::Eur },
        Refusal::RateNotWanted,
        Refusal::InTheFuture { on: day },
        Refusal::DateOutOfRange { on: day },
        Refusal::PeriodClosed { month: Month::of(day) },
        Refusal::MonthNotOver { month: Month::of(day) },
        Refusal::MonthOutOfOrder { month: Month::of(day) },
        Refusal::MonthUnknown,
        Refusal::UnclearReceiptsLeft { month: Month::of(day), income: 7 },
        Refusal::TooFewLines,
        Refusal::TooManyLines,
        Refusal::Unbalanced { difference_minor: 350_050 },
        Refusal::FundUnbalanced { fund: 7, difference_minor: 350_050 },
        Refusal::OffBalanceMixed,
        Refusal::CashShort { account: "1000".into(), on: day, short_minor: 350_050 },
        Refusal::MoneyShort { account: "1000".into(), short_minor: 350_050 },
        Refusal::SameAccount,
        Refusal::OpeningOnce,
        Refusal::OpeningLots { fund: 7 },
        Refusal::OpeningDeferred { fund: 7 },
        Refusal::IncomeUnknown { income: 7 },
        Refusal::ReceiptExplained { income: 7 },
        Refusal::NothingToImport,
        Refusal::ImportRow { row: 7, refusal: Box::new(Refusal::RateNotWanted) },
        Refusal::ImportUnknown { import: 7 },
        Refusal::EntryUnknown { entry: 7 },
        Refusal::AlreadyReversed { entry: 7 },
        Refusal::IsAReversal { entry: 7 },
        Refusal::BelongsToPayout { payout: 7 },
        Refusal::ReversalBeforeEntry { on: day },
        Refusal::DecisionUnknown { decision: 7 },
        Refusal::SamePerson,
        Refusal::BandsUnreadable,
        Refusal::StaleVersion { version: 7 },
        Refusal::RecipientUnknown,
        Refusal::BirthYear,
        Refusal::MunicipalityUnknown { code: "MK-814".into() },
        Refusal::RequestUnknown { request: 7 },
        Refusal::RequestStep { state: RequestState::Closed },
        Refusal::BeyondRequest { asked_minor: 350_050 },
        Refusal::PayoutUnknown { payout: 7 },
        Refusal::PayoutStep { state: PayoutState::Paid },
        Refusal::PayoutShape,
        Refusal::DutyDone { duty: Duty::Propose },
        Refusal::DigestDiffers,
        Refusal::PayoutChanged { payout: 7 },
        Refusal::ReservationExpired { on: day },
        Refusal::NotExpired { on: day },
        Refusal::PayMethod,
        Refusal::BeforeRelease { on: day },
        Refusal::KeyReused,
        Refusal::NumbersExhausted,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_sample_of_every_refusal() {
        let sampled: Vec<&str> = all().iter().map(Refusal::name).collect();
        assert_eq!(sampled, Refusal::NAMES);
    }
}
