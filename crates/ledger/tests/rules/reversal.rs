//! An entry is corrected by its mirror, once, by two persons, with everything it did.

use almoner_ledger::codes::{IncomeKind, Reason};
use almoner_ledger::command::{Command, Deed, RecordIncome};
use almoner_ledger::refusal::Refusal;

use crate::income::explanation;
use crate::support::books::Books;
use crate::support::words::{
    ACO, BANK, CVETA, DESK, RENT, TEA, TONI, day, donation, expense, in_euros, reverse, rice,
    transfer, unclear,
};

#[test]
fn an_income_is_taken_back_with_its_lot_and_its_place_in_the_promise() {
    let mut books = Books::open();
    let agreement = books.agreement(books.food, 500);
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = donation(books.food, books.giver, 500);
    let gift = books.income(RecordIncome { agreement: Some(agreement), ..base.clone() });
    let again = RecordIncome { agreement: Some(agreement), ..base };
    let beyond = books.refuses(TEA, Command::RecordIncome(again.clone()));
    assert_eq!(beyond, Refusal::BeyondPromise { agreement, left_minor: 0 });
    let back = books.two(TEA, TONI, reverse(gift));
    assert_eq!(books.entry(back), ["C 1000 500.00 in FOOD", "D 2910 500.00 in FOOD"]);
    assert_eq!(books.left(gift), 0);
    books.income(again);
}

#[test]
fn an_income_in_kind_and_one_in_euros_are_taken_back() {
    let mut books = Books::open();
    let goods = books.income(rice(donation(books.free, books.giver, 1), 10, 900));
    let back = books.two(TEA, TONI, reverse(goods));
    assert_eq!(books.entry(back), ["C 3100 900.00", "D 7319 900.00"]);
    let euros = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let back = books.two(TEA, TONI, reverse(euros));
    assert_eq!(books.entry(back), ["C 1020 6150.00 (EUR 100.00)", "D 7311 6150.00"]);
}

#[test]
fn an_income_that_has_paid_for_something_stays() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    books.income(donation(books.food, books.giver, 500));
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 1)));
    let refusal = books.refuses_deed(TEA, reverse(gift));
    assert_eq!(refusal, Refusal::LotAlreadyDrawn { lot: gift });
    books.two(TEA, TONI, reverse(rent));
    books.two(TEA, TONI, reverse(gift));
}

#[test]
fn a_transfer_is_taken_back_while_the_cash_is_there() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let moved = books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 200)));
    let back = books.two(TEA, TONI, reverse(moved));
    assert_eq!(books.entry(back), ["C 1010 200.00", "D 1000 200.00"]);
}

#[test]
fn an_entry_is_reversed_once_and_a_reversal_never() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let back = books.two(TEA, TONI, reverse(gift));
    let refusal = books.refuses_deed(TEA, reverse(gift));
    assert_eq!(refusal, Refusal::AlreadyReversed { entry: gift });
    let refusal = books.refuses_deed(TEA, reverse(back));
    assert_eq!(refusal, Refusal::IsAReversal { entry: back });
}

#[test]
fn two_proposals_to_reverse_one_entry_reverse_it_once() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let propose = || Command::ProposeDecision { deed: reverse(gift), reason: None };
    let one = books.does(TEA, propose());
    let other = books.does(TONI, propose());
    books.does(TONI, Command::ConfirmDecision { decision: one });
    let late = books.refuses(TEA, Command::ConfirmDecision { decision: other });
    assert_eq!(late, Refusal::AlreadyReversed { entry: gift });
}

#[test]
fn a_reversal_is_not_dated_before_its_entry() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let early = Deed::Reverse { entry: gift, booked_on: day("2026-03-01"), why: Reason::Mistake };
    let refusal = books.refuses_deed(TEA, early);
    assert_eq!(refusal, Refusal::ReversalBeforeEntry { on: day("2026-03-02") });
}

#[test]
fn an_explained_receipt_is_not_reversed_under_its_explanation() {
    let mut books = Books::open();
    let receipt = books.income(unclear(books.free, 700));
    let told = explanation(receipt, books.food, books.giver);
    let told = books.does(TEA, Command::ExplainReceipt(told));
    let refusal = books.refuses_deed(TEA, reverse(receipt));
    assert_eq!(refusal, Refusal::ReceiptExplained { income: receipt });
    books.two(TEA, TONI, reverse(told));
    books.two(TEA, TONI, reverse(receipt));
    assert!(books.facts.unclear.is_empty());
}

#[test]
fn an_explanation_taken_back_leaves_the_receipt_waiting() {
    let mut books = Books::open();
    let receipt = books.income(unclear(books.free, 700));
    let told = explanation(receipt, books.food, books.giver);
    let told = books.does(TEA, Command::ExplainReceipt(told));
    books.two(TEA, TONI, reverse(told));
    assert_eq!(books.facts.unclear[&receipt].kind, IncomeKind::Unclear);
    let mut better = explanation(receipt, books.free, books.giver);
    better.booked_on = day("2026-03-10");
    let better = books.does(TEA, Command::ExplainReceipt(better));
    assert_eq!(books.entry(better), ["D 2601 700.00", "C 7311 700.00"]);
}

#[test]
fn an_entry_of_a_payout_is_taken_back_only_with_its_payout() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let payout = books.proposed(books.free, 100);
    let approved = books.approved_by(ACO, payout);
    let refusal = books.refuses_deed(CVETA, reverse(approved));
    assert_eq!(refusal, Refusal::BelongsToPayout { payout });
}

#[test]
fn nothing_is_given_back_to_a_closed_fund() {
    let mut books = Books::open();
    let fund = books.food;
    let gift = books.income(donation(fund, books.giver, 500));
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, fund, 500)));
    let version = books.facts.funds[&fund].version;
    books.does(TEA, Command::CloseFund { fund, version });
    assert_eq!(books.refuses_deed(TEA, reverse(rent)), Refusal::FundClosed { fund });
    assert_eq!(books.left(gift), 0);
}
