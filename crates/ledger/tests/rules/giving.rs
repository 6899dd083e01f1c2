//! Funds, givers and what they signed.

use almoner_ledger::codes::{AgreementState, Reason, SourceKind};
use almoner_ledger::command::{Command, RecordIncome, SourceDetails};
use almoner_ledger::refusal::Refusal;

use crate::income::explanation;
use crate::support::books::Books;
use crate::support::words::{
    ACO, BANK, CVETA, RENT, TEA, credit, day, debit, donation, entry, expense, text, transfer,
    unclear, units,
};

fn close(books: &Books, fund: i64) -> Command {
    Command::CloseFund { fund, version: books.facts.funds[&fund].version }
}

#[test]
fn an_empty_fund_closes_and_takes_nothing_more() {
    let mut books = Books::open();
    let fund = books.food;
    let closing = close(&books, fund);
    books.does(TEA, closing);
    let late = books.refuses(TEA, Command::RecordIncome(donation(fund, books.giver, 5)));
    assert_eq!(late, Refusal::FundClosed { fund });
}

#[test]
fn a_fund_with_an_open_payout_does_not_close() {
    let mut books = Books::open();
    let fund = books.food;
    books.income(donation(fund, books.giver, 500));
    let payout = books.proposed(fund, 500);
    books.approved_by(ACO, payout);
    assert_eq!(books.facts.pools[&fund], 0, "bank and obligation cancel out");
    let closing = close(&books, fund);
    assert_eq!(books.refuses(TEA, closing.clone()), Refusal::FundNotEmpty { fund });
    books.does(CVETA, Command::CancelPayout { payout, reason: Reason::NeedPassed });
    assert_eq!(books.refuses(TEA, closing), Refusal::FundNotEmpty { fund });
}

#[test]
fn a_fund_with_an_unclear_receipt_or_a_debt_does_not_close() {
    let mut books = Books::open();
    let fund = books.food;
    let receipt = books.income(unclear(fund, 500));
    let closing = close(&books, fund);
    assert_eq!(books.refuses(TEA, closing.clone()), Refusal::FundNotEmpty { fund });
    books.does(TEA, Command::ExplainReceipt(explanation(receipt, fund, books.giver)));
    let invoice = vec![debit(RENT, fund, 500), credit("220", fund, 500)];
    books.does(TEA, Command::PostEntry(entry(invoice)));
    assert_eq!(books.refuses(TEA, closing.clone()), Refusal::FundNotEmpty { fund });
    let paid = vec![debit("220", fund, 500), credit(BANK, fund, 500)];
    books.does(TEA, Command::PostEntry(entry(paid)));
    books.does(TEA, closing);
}

#[test]
fn money_returned_to_a_closed_fund_is_refused_there() {
    let mut books = Books::open();
    let fund = books.food;
    books.income(donation(fund, books.giver, 500));
    let payout = books.proposed(fund, 500);
    crate::payout::paid(&mut books, payout);
    let closing = close(&books, fund);
    books.does(TEA, closing);
    let back = crate::payout::returned(payout, "2026-03-10");
    assert_eq!(books.refuses(TEA, back), Refusal::FundClosed { fund });
}

#[test]
fn a_change_of_something_that_has_changed_is_refused() {
    let mut books = Books::open();
    let details = SourceDetails {
        kind: SourceKind::Company,
        name: Some(text("Пекара Ново")),
        identifier: None,
        country: None,
    };
    let edit = Command::EditSource { source: books.giver, version: 1, active: false, details };
    books.does(TEA, edit.clone());
    assert_eq!(books.refuses(TEA, edit), Refusal::StaleVersion { version: 2 });
    let source_seq = books.giver;
    let gift = Command::RecordIncome(donation(books.free, source_seq, 5));
    assert_eq!(books.refuses(TEA, gift), Refusal::SourceInactive { source_seq });
}

#[test]
fn an_agreement_goes_its_way_and_not_back_to_the_start() {
    let mut books = Books::open();
    let agreement = books.agreement(books.food, 500);
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let step = |version, state| Command::SetAgreementState { agreement, version, state };
    books.does(TEA, step(1, AgreementState::Reported));
    books.does(TEA, step(2, AgreementState::Active));
    books.does(TEA, step(3, AgreementState::Closed));
    for state in AgreementState::ALL {
        let refusal = books.refuses(TEA, step(4, *state));
        assert_eq!(refusal, Refusal::AgreementStep { from: AgreementState::Closed, to: *state });
    }
    let base = donation(books.food, books.giver, 5);
    let late = RecordIncome { agreement: Some(agreement), ..base };
    assert_eq!(books.refuses(TEA, Command::RecordIncome(late)).name(), "agreement-not-active");
}

#[test]
fn an_agreement_belongs_to_its_source_and_its_fund() {
    let mut books = Books::open();
    let agreement = books.agreement(books.food, 500);
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let other = books.does(TEA, crate::support::words::source(SourceKind::Company, "Друга"));
    for base in [donation(books.free, books.giver, 5), donation(books.food, other, 5)] {
        let odd = RecordIncome { agreement: Some(agreement), ..base };
        assert_eq!(
            books.refuses(TEA, Command::RecordIncome(odd)),
            Refusal::AgreementOfAnother { agreement }
        );
    }
}

#[test]
fn instalments_add_up_to_the_promise() {
    let mut books = Books::open();
    let mut agreement = books.agreement(books.food, 500);
    agreement.instalments = vec![(day("2026-02-01"), units(200)), (day("2026-05-01"), units(301))];
    let refusal = books.refuses(TEA, Command::AddAgreement(agreement.clone()));
    let differ = Refusal::InstalmentsDiffer { promised_minor: 50_000, planned_minor: 50_100 };
    assert_eq!(refusal, differ);
    agreement.instalments[1].1 = units(300);
    books.does(TEA, Command::AddAgreement(agreement));
}

#[test]
fn money_of_an_ended_agreement_is_not_spent() {
    let mut books = Books::open();
    let fund = books.food;
    let mut agreement = books.agreement(fund, 500);
    agreement.valid_to = day("2026-03-04");
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = donation(fund, books.giver, 500);
    books.income(RecordIncome { agreement: Some(agreement), ..base });
    let rent = Command::PostEntry(expense(RENT, fund, 5));
    assert_eq!(books.refuses(TEA, rent), Refusal::AgreementEnded { fund });
    books.does(TEA, Command::Transfer(transfer(BANK, "1010", fund, 5)));
}

#[test]
fn the_last_day_of_an_agreement_belongs_to_it() {
    let mut books = Books::open();
    let mut agreement = books.agreement(books.food, 500);
    agreement.valid_to = day("2026-03-10");
    agreement.restriction = Some(Books::for_food());
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = donation(books.food, books.giver, 500);
    books.income(RecordIncome { agreement: Some(agreement), ..base });
    let payout = books.proposed(books.food, 500);
    books.approved_by(ACO, payout);
}
