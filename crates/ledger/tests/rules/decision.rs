//! What takes two persons: exactly what one proposed is done when another confirms it.

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{BandSpec, Command, Deed, LawValueSpec};
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;

use crate::income::explanation;
use crate::support::books::Books;
use crate::support::words::{
    ACO, ANA, BORIS, CVETA, TEA, TONI, Who, day, donation, reverse, unclear,
};

pub(crate) fn close(month: i64) -> Deed {
    Deed::CloseMonth { month, why: Reason::PeriodEnd }
}

pub(crate) fn reopen(month: i64) -> Deed {
    Deed::ReopenMonth { month, why: Reason::LateDocument }
}

pub(crate) fn bands(specs: &[(Option<i64>, i64)]) -> Deed {
    let bands = specs
        .iter()
        .map(|(up_to_minor, approvals)| BandSpec {
            up_to_minor: *up_to_minor,
            approvals: *approvals,
        })
        .collect();
    Deed::SetBands { valid_from: day("2026-03-01"), bands, source: "Board".to_owned() }
}

/// Books with an income in each of January and February.
pub(crate) fn two_months() -> Books {
    let mut books = Books::open();
    for on in ["2026-01-15", "2026-02-15"] {
        let mut gift = donation(books.free, books.giver, 500);
        gift.received_on = day(on);
        books.income(gift);
    }
    books
}

#[test]
fn months_close_in_order_and_open_again_in_reverse() {
    let mut books = two_months();
    let month = |number| Month::from_number(number).unwrap();
    let early = books.refuses_deed(TEA, close(202_602));
    assert_eq!(early, Refusal::MonthOutOfOrder { month: month(202_602) });
    books.two(TEA, TONI, close(202_601));
    books.two(TEA, TONI, close(202_602));
    let over = books.refuses_deed(TEA, close(202_603));
    assert_eq!(over, Refusal::MonthNotOver { month: month(202_603) });
    let wrong = books.refuses_deed(TEA, reopen(202_601));
    assert_eq!(wrong, Refusal::MonthOutOfOrder { month: month(202_601) });
    let mut late = donation(books.free, books.giver, 5);
    late.received_on = day("2026-02-20");
    let closed = books.refuses(TEA, Command::RecordIncome(late.clone()));
    assert_eq!(closed, Refusal::PeriodClosed { month: month(202_602) });
    books.two(TEA, TONI, reopen(202_602));
    books.income(late);
    books.two(TEA, TONI, close(202_602));
}

#[test]
fn a_month_with_an_unclear_receipt_does_not_close() {
    let mut books = two_months();
    let mut receipt = unclear(books.free, 50);
    receipt.received_on = day("2026-01-20");
    let income = books.income(receipt);
    let month = Month::from_number(202_601).unwrap();
    let refusal = books.refuses_deed(TEA, close(202_601));
    assert_eq!(refusal, Refusal::UnclearReceiptsLeft { month, income });
    books.does(TEA, Command::ExplainReceipt(explanation(income, books.free, books.giver)));
    books.two(TEA, TONI, close(202_601));
}

#[test]
fn nothing_before_a_closed_month_is_open() {
    let mut books = two_months();
    books.two(TEA, TONI, close(202_601));
    let mut old = donation(books.free, books.giver, 5);
    old.received_on = day("2025-06-01");
    assert_eq!(books.refuses(TEA, Command::RecordIncome(old)).name(), "period-closed");
}

#[test]
fn who_proposed_does_not_confirm() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let propose = Command::ProposeDecision { deed: reverse(gift), reason: None };
    let decision = books.does(TEA, propose);
    let confirm = || Command::ConfirmDecision { decision };
    assert_eq!(books.refuses(TEA, confirm()), Refusal::SamePerson);
    books.does(TONI, confirm());
    assert_eq!(books.refuses(TONI, confirm()), Refusal::DecisionUnknown { decision });
}

#[test]
fn nobody_confirms_a_role_for_themselves() {
    let mut books = Books::open();
    books.does(
        ANA,
        Command::AddPerson {
            login: crate::support::words::code("dora"),
            name: crate::support::words::text("dora"),
        },
    );
    let dora = Who("dora", Role::Admin);
    books.grant(dora);
    let person = books.person(dora);
    let grant = *books.facts.grants.keys().next_back().unwrap();
    let deed = Deed::GrantRole { person, role: Role::Admin, until_at: None, why: Reason::Joined };
    // Dora leaves the role while a proposal to give it back is open.
    books.does(ANA, Command::RevokeRole { grant, reason: Reason::Left });
    let decision = books.does(ANA, Command::ProposeDecision { deed, reason: None });
    books.grant(dora);
    assert_eq!(books.refuses(dora, Command::ConfirmDecision { decision }), Refusal::SamePerson);
}

#[test]
fn a_decision_is_proposed_and_withdrawn_by_the_roles_it_belongs_to() {
    let mut books = two_months();
    assert_eq!(books.refuses_deed(CVETA, close(202_601)).name(), "not-allowed");
    assert_eq!(books.refuses_deed(TEA, bands(&[(None, 2)])).name(), "not-allowed");
    let propose = Command::ProposeDecision { deed: bands(&[(None, 2)]), reason: None };
    let decision = books.does(ANA, propose);
    let withdraw = || Command::WithdrawDecision { decision };
    assert_eq!(books.refuses(CVETA, withdraw()).name(), "not-allowed");
    let confirm = Command::ConfirmDecision { decision };
    assert_eq!(books.refuses(ACO, confirm.clone()).name(), "not-allowed");
    books.does(BORIS, withdraw());
    assert_eq!(books.refuses(BORIS, confirm), Refusal::DecisionUnknown { decision });
}

#[test]
fn bands_rise_and_leave_no_amount_out() {
    let mut books = Books::open();
    for odd in [
        vec![],
        vec![(Some(100), 1)],
        vec![(Some(200), 1), (Some(100), 2), (None, 2)],
        vec![(Some(100), 2), (None, 1)],
        vec![(None, 1), (None, 2)],
        vec![(Some(0), 1), (None, 2)],
        vec![(None, 0)],
        vec![(None, 6)],
    ] {
        assert_eq!(books.refuses_deed(ANA, bands(&odd)), Refusal::BandsUnreadable, "{odd:?}");
    }
    books.two(ANA, BORIS, bands(&[(Some(10_000), 1), (Some(50_000), 2), (None, 3)]));
    let needed = |minor| books.facts.approvals_needed(minor, books.today);
    assert_eq!([needed(10_000), needed(10_001), needed(50_001)], [1, 2, 3]);
    assert_eq!(books.facts.approvals_needed(10_001, day("2026-02-28")), 1, "the older table");
    assert_eq!(books.facts.approvals_needed(1, day("2009-12-31")), 3, "no table: the strictest");
}

#[test]
fn bands_set_again_for_the_same_day_replace_the_earlier_ones() {
    let mut books = Books::open();
    books.two(ANA, BORIS, bands(&[(None, 5)]));
    books.two(ANA, BORIS, bands(&[(None, 2)]));
    assert_eq!(books.facts.approvals_needed(1, books.today), 2);
}

pub(crate) fn law_value(name: &str, value: &str) -> Deed {
    Deed::SetLawValue(spec(name, value))
}

fn spec(name: &str, value: &str) -> LawValueSpec {
    LawValueSpec {
        name: name.to_owned(),
        value: value.to_owned(),
        valid_from: day("2027-01-01"),
        valid_to: None,
        source: "Сл. весник 1/27".to_owned(),
        why: Reason::LawChanged,
    }
}

fn rate(value: &str, from: &str, to: Option<&str>) -> Deed {
    let spec = spec("personal_income_tax_rate", value);
    Deed::SetLawValue(LawValueSpec { valid_from: day(from), valid_to: to.map(day), ..spec })
}

#[test]
fn a_value_of_the_law_is_changed_by_two_from_a_day_on() {
    let mut books = Books::open();
    books.two(TEA, ANA, rate("1200", "2027-01-01", Some("2027-12-31")));
    books.two(ANA, BORIS, rate("1100", "2027-01-01", Some("2027-06-30")));
    let on = |at: &str| books.facts.law_number("personal_income_tax_rate", day(at));
    assert_eq!(
        ["2026-12-31", "2027-01-01", "2027-07-01", "2028-01-01"].map(on),
        [1_000, 1_100, 1_200, 1_000].map(Some)
    );
    assert_eq!(books.refuses_deed(CVETA, rate("900", "2027-01-01", None)).name(), "not-allowed");
}

#[test]
fn a_value_of_the_law_keeps_its_unit() {
    let mut books = Books::open();
    for odd in ["", "-1", "10001", "12%", "0012", "12.5", "04-30"] {
        let refusal = books.refuses_deed(ANA, rate(odd, "2027-01-01", None));
        assert_eq!(refusal.name(), "law-value-unreadable", "{odd}");
    }
    let refusal = books.refuses_deed(ANA, rate("1", "2027-01-02", Some("2027-01-01")));
    assert_eq!(refusal.name(), "law-value-unreadable");
    assert_eq!(
        books.refuses_deed(ANA, law_value("flood_levy", "1")),
        Refusal::LawValueUnknown { name: "flood_levy".to_owned() }
    );
    for (name, value, fits) in [
        ("public_report_due", "03-31", true),
        ("public_report_due", "02-29", false),
        ("public_report_due", "3-31", false),
        ("annual_account_due", "03", true),
        ("annual_account_due", "13", false),
        ("retention_payroll", "10", false),
    ] {
        let command = Command::ProposeDecision { deed: law_value(name, value), reason: None };
        assert_eq!(books.tries(TEA, command).is_ok(), fits, "{name} {value}");
    }
}
