//! What comes in, by kind of source, in money and in kind.

use almoner_ledger::codes::{BookedAs, Currency, IncomeKind, LotKind, SourceKind};
use almoner_ledger::command::{Command, ExplainReceipt, Means, RecordIncome};
use almoner_ledger::facts::Series;
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{
    DESK, TEA, day, donation, in_euros, paper, rice, source, unclear, units,
};

pub(crate) fn explanation(income: i64, fund: i64, source: i64) -> ExplainReceipt {
    ExplainReceipt {
        income,
        source: Some(source),
        agreement: None,
        kind: IncomeKind::Donation,
        fund,
        booked_on: day("2026-03-06"),
        restriction: None,
        document: paper(),
        memo: None,
    }
}

fn services(value: i64) -> Means {
    Means::Services { value: units(value) }
}

#[test]
fn a_free_donation_is_income_at_once_and_leaves_a_lot() {
    let mut books = Books::open();
    let income = books.income(donation(books.free, books.giver, 500));
    assert_eq!(books.entry(income), ["D 1000 500.00", "C 7311 500.00"]);
    assert_eq!(books.left(income), 50_000);
    assert_eq!(books.lot(income).deferred_account, None);
    assert_eq!(books.facts.series[&(Series::Receipt, 2026)], 1);
}

#[test]
fn each_kind_of_source_has_its_own_income_account() {
    let mut books = Books::open();
    for (kind, account) in [
        (SourceKind::Person, "7310"),
        (SourceKind::Company, "7311"),
        (SourceKind::DomesticFoundation, "7313"),
        (SourceKind::ForeignFoundation, "7314"),
        (SourceKind::StateBody, "7315"),
        (SourceKind::Municipality, "7316"),
        (SourceKind::InternationalOrganisation, "7317"),
        (SourceKind::Anonymous, "7318"),
    ] {
        let giver = books.does(TEA, source(kind, "Некој"));
        let income = books.income(donation(books.free, giver, 100));
        assert_eq!(books.entry(income)[1], format!("C {account} 100.00"), "{kind}");
    }
}

#[test]
fn each_kind_of_income_has_its_own_account() {
    let mut books = Books::open();
    for (kind, account) in [
        (IncomeKind::Sponsorship, "7312"),
        (IncomeKind::MembershipFee, "730"),
        (IncomeKind::Interest, "720"),
        (IncomeKind::EconomicActivity, "715"),
        (IncomeKind::MunicipalBudget, "7316"),
        (IncomeKind::CentralBudget, "7315"),
        (IncomeKind::Other, "760"),
    ] {
        let base = donation(books.free, books.giver, 100);
        let income = books.income(RecordIncome { kind, ..base });
        assert_eq!(books.entry(income)[1], format!("C {account} 100.00"), "{kind}");
    }
}

#[test]
fn interest_has_no_giver_and_no_receipt() {
    let mut books = Books::open();
    let base = donation(books.free, 0, 3);
    books.income(RecordIncome { source: None, kind: IncomeKind::Interest, ..base });
    assert_eq!(books.facts.series.get(&(Series::Receipt, 2026)), None);
}

#[test]
fn a_gift_for_a_purpose_waits_as_deferred_income() {
    let mut books = Books::open();
    let base = donation(books.free, books.giver, 500);
    let income = books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
    assert_eq!(books.entry(income), ["D 1000 500.00", "C 2910 500.00"]);
    assert_eq!(books.lot(income).deferred_account.as_deref(), Some("2910"));
    assert_eq!(books.lot(income).income_account, "7311");
}

#[test]
fn an_agreement_says_where_its_money_is_booked() {
    let mut books = Books::open();
    for (booked_as, account) in [
        (BookedAs::Income, "7311"),
        (BookedAs::DeferredIncome, "2910"),
        (BookedAs::Liability, "270"),
    ] {
        let mut agreement = books.agreement(books.food, 1_000);
        agreement.booked_as = booked_as;
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        let base = donation(books.food, books.giver, 400);
        let income = books.income(RecordIncome { agreement: Some(agreement), ..base });
        assert_eq!(books.entry(income)[1], format!("C {account} 400.00 in FOOD"));
        assert_eq!(books.facts.agreements[&agreement].received_minor, 40_000);
    }
}

#[test]
fn goods_lie_in_stock_and_can_wait_for_a_purpose() {
    let mut books = Books::open();
    let free = books.income(rice(donation(books.free, books.giver, 1), 10, 900));
    assert_eq!(books.entry(free), ["D 3100 900.00", "C 7319 900.00"]);
    assert_eq!((books.lot(free).kind, books.left(free)), (LotKind::Goods, 10));
    let mut agreement = books.agreement(books.free, 1_000);
    agreement.booked_as = BookedAs::Liability;
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = rice(donation(books.free, books.giver, 1), 10, 900);
    let bound = books.income(RecordIncome { agreement: Some(agreement), ..base });
    assert_eq!(books.entry(bound), ["D 3100 900.00", "C 271 900.00"]);
}

#[test]
fn equipment_and_services_leave_no_lot() {
    let mut books = Books::open();
    let base = donation(books.free, books.giver, 1);
    let table = Means::Equipment { value: units(800) };
    let income = books.income(RecordIncome { means: table, ..base.clone() });
    assert_eq!(books.entry(income), ["D 013 800.00", "C 7319 800.00"]);
    let income = books.income(RecordIncome { means: services(300), ..base });
    assert_eq!(books.entry(income), ["D 403 300.00", "C 7319 300.00"]);
    assert!(books.facts.lots.is_empty());
}

#[test]
fn foreign_money_is_booked_in_denars_with_its_quantity_and_rate() {
    let mut books = Books::open();
    let income = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.695"));
    assert_eq!(books.entry(income), ["D 1020 6169.50 (EUR 100.00)", "C 7311 6169.50"]);
    assert_eq!(books.lot(income).currency, Currency::Eur);
    assert_eq!(books.facts.entries[&income].postings[0].rate.as_deref(), Some("61.695"));
}

#[test]
fn money_in_the_cash_desk_gets_a_slip() {
    let mut books = Books::open();
    let means = Means::Money { account: DESK.to_owned(), quantity: units(50), rate: None };
    books.income(RecordIncome { means, ..donation(books.free, books.giver, 1) });
    assert_eq!(books.facts.series[&(Series::CashIn, 2026)], 1);
}

#[test]
fn an_unclear_receipt_waits_and_is_explained_in_another_fund() {
    let mut books = Books::open();
    let receipt = books.income(unclear(books.free, 700));
    assert_eq!(books.entry(receipt), ["D 1000 700.00", "C 2601 700.00"]);
    assert!(books.facts.lots.is_empty(), "nobody may spend it yet");
    let food = books.food;
    let told = Command::ExplainReceipt(explanation(receipt, food, books.giver));
    let told = books.does(TEA, told);
    assert_eq!(
        books.entry(told),
        ["D 2601 700.00", "C 1000 700.00", "D 1000 700.00 in FOOD", "C 7311 700.00 in FOOD"]
    );
    assert_eq!(books.lot(told).received_on, day("2026-03-02"), "its age is that of the money");
    assert!(books.facts.unclear.is_empty());
    let again = Command::ExplainReceipt(explanation(receipt, food, books.giver));
    assert_eq!(books.refuses(TEA, again), Refusal::IncomeUnknown { income: receipt });
}

#[test]
fn an_unclear_receipt_in_euros_keeps_its_quantity() {
    let mut books = Books::open();
    let receipt = books.income(in_euros(unclear(books.free, 1), 100, "61.5"));
    let told = explanation(receipt, books.food, books.giver);
    let told = books.does(TEA, Command::ExplainReceipt(told));
    assert_eq!(books.entry(told)[2], "D 1020 6150.00 (EUR 100.00) in FOOD");
    assert_eq!(books.left(told), 10_000);
}

#[test]
fn an_unclear_receipt_leaves_the_account_it_was_booked_on_whatever_the_scheme_says_now() {
    let mut books = Books::open();
    let receipt = books.income(unclear(books.free, 700));
    crate::chart::put_rule(&mut books, "unclear", "245", "2026-01-01");
    let told = explanation(receipt, books.free, books.giver);
    let told = books.does(TEA, Command::ExplainReceipt(told));
    assert_eq!(books.entry(told)[0], "D 2601 700.00");
}

#[test]
fn an_unclear_receipt_counts_towards_an_agreement_once_when_it_is_explained() {
    let mut books = Books::open();
    let agreement = books.agreement(books.food, 700);
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = unclear(books.food, 700);
    let receipt = books.income(RecordIncome {
        source: Some(books.giver),
        agreement: Some(agreement),
        ..base
    });
    assert_eq!(books.facts.agreements[&agreement].received_minor, 0);
    let mut told = explanation(receipt, books.food, books.giver);
    told.agreement = Some(agreement);
    books.does(TEA, Command::ExplainReceipt(told));
    assert_eq!(books.facts.agreements[&agreement].received_minor, 70_000);
}

#[test]
fn goods_cannot_be_unclear_and_turn_into_money() {
    let mut books = Books::open();
    let odd = rice(unclear(books.free, 1), 10, 900);
    let refusal = books.refuses(TEA, Command::RecordIncome(odd));
    assert_eq!(refusal.name(), "wrong-account");
}

#[test]
fn the_posting_scheme_alone_decides_where_an_income_is_booked() {
    let mut books = Books::open();
    crate::chart::put_rule(&mut books, "income/donation/company", "740", "2026-03-01");
    let income = books.income(donation(books.free, books.giver, 500));
    assert_eq!(books.entry(income), ["D 1000 500.00", "C 740 500.00"]);
    let earlier = donation(books.free, books.giver, 500);
    let earlier = books.income(RecordIncome { received_on: day("2026-02-28"), ..earlier });
    assert_eq!(books.entry(earlier)[1], "C 7311 500.00", "a rule begins on its day");
}

#[test]
fn a_receipt_is_not_explained_before_it_came() {
    let mut books = Books::open();
    let receipt = books.income(unclear(books.free, 700));
    let mut told = explanation(receipt, books.free, books.giver);
    told.booked_on = day("2026-03-01");
    let refusal = books.refuses(TEA, Command::ExplainReceipt(told));
    assert_eq!(refusal, Refusal::ReversalBeforeEntry { on: day("2026-03-02") });
}
