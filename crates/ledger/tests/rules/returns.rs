//! What comes back part by part, what is tried again, and the receipts by which help is said to have arrived.

use almoner_ledger::codes::{Category, DocumentKind, Method, PayoutState, Reason, RequestState};
use almoner_ledger::command::{Command, Part, ProposePayout, RecordIncome, SignedReceipt};
use almoner_ledger::refusal::Refusal;

use crate::payout::{paid, pay};
use crate::support::books::Books;
use crate::support::words::{
    ACO, BANK, CVETA, DESK, RADE, TEA, code, day, donation, paper, rice, text, transfer, units,
};

const VOUCHERS: &str = "1080";

fn back(payout: i64, on: &str, part: Option<Part>) -> Command {
    let account = Some(BANK.to_owned());
    Command::ReturnPayout { payout, account, returned_on: day(on), document: paper(), part }
}

fn denars(sum: i64) -> Option<Part> {
    Some(Part::Money(units(sum)))
}

pub(crate) fn signed() -> Option<SignedReceipt> {
    Some(SignedReceipt {
        kind: DocumentKind::Receipt,
        number: code("P-7"),
        dated_on: day("2026-03-10"),
        attachment: None,
    })
}

/// 700 paid from 500 for food only, drawn first, and 200 of 500 free denars.
fn paid_from_two() -> (Books, i64, i64, i64) {
    let mut books = Books::open();
    let free = books.income(donation(books.free, books.giver, 500));
    let bound = books.income(RecordIncome {
        restriction: Some(Books::for_food()),
        received_on: day("2026-03-01"),
        ..donation(books.free, books.giver, 500)
    });
    let payout = books.proposed(books.free, 700);
    paid(&mut books, payout);
    (books, payout, free, bound)
}

#[test]
fn what_comes_back_fills_the_lot_drawn_last_first() {
    let (mut books, payout, free, bound) = paid_from_two();
    let first = books.does(TEA, back(payout, "2026-03-10", denars(150)));
    assert_eq!(books.entry(first), ["D 1000 150.00", "C 451001 150.00"]);
    assert_eq!((books.left(free), books.left(bound)), (45_000, 0));
    assert_eq!(books.facts.payouts[&payout].state, PayoutState::PartlyReturned);
    let request = books.facts.payouts[&payout].request_seq;
    assert_eq!(books.facts.requests[&request].state, RequestState::Closed);
    let second = books.does(TEA, back(payout, "2026-03-10", denars(100)));
    assert_eq!(
        books.entry(second),
        ["D 1000 100.00", "C 451001 100.00", "C 2910 50.00", "D 7311 50.00"]
    );
    assert_eq!((books.left(free), books.left(bound)), (50_000, 5_000));
    let beyond = books.refuses(TEA, back(payout, "2026-03-10", denars(451)));
    assert_eq!(beyond, Refusal::BeyondReturn { left_minor: 45_000 });
    books.does(TEA, back(payout, "2026-03-10", None));
    assert_eq!((books.left(free), books.left(bound)), (50_000, 50_000));
    assert_eq!(books.facts.payouts[&payout].state, PayoutState::Returned);
    assert_eq!(books.facts.payouts[&payout].returned_minor, 70_000);
    assert_eq!(books.facts.requests[&request].state, RequestState::Assessed);
    let again = books.refuses(TEA, back(payout, "2026-03-10", denars(1)));
    assert_eq!(again, Refusal::PayoutStep { state: PayoutState::Returned });
}

#[test]
fn a_part_that_comes_back_after_the_year_waits_for_its_purpose_or_is_new_income() {
    let (mut books, payout, ..) = paid_from_two();
    books.today = day("2027-01-15");
    let first = books.does(TEA, back(payout, "2027-01-15", denars(250)));
    assert_eq!(books.entry(first), ["D 1000 250.00", "C 2910 50.00", "C 780 200.00"]);
}

#[test]
fn what_stays_with_the_person_can_still_be_confirmed() {
    let (mut books, payout, ..) = paid_from_two();
    books.does(TEA, back(payout, "2026-03-10", denars(150)));
    let confirmed_on = day("2026-03-10");
    books.does(CVETA, Command::ConfirmPayout { payout, confirmed_on, receipt: None });
    books.does(TEA, back(payout, "2026-03-10", denars(1)));
    assert_eq!(books.facts.payouts[&payout].state, PayoutState::PartlyReturned);
}

#[test]
fn goods_come_back_by_their_count_and_the_last_brings_the_last_deni() {
    let mut books = Books::open();
    let gift = books.income(rice(donation(books.free, books.giver, 1), 10, 901));
    let request = books.request(Category::Food, 1_000);
    let goods = ProposePayout {
        method: Method::InKind,
        amount: None,
        goods: Some((text("rice"), 3)),
        ..Books::proposal(request, books.free, 1)
    };
    let payout = books.does(CVETA, Command::ProposePayout(goods));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    books.does(TEA, pay(payout, None, "2026-03-10"));
    let back = |part| Command::ReturnPayout {
        payout,
        account: None,
        returned_on: day("2026-03-10"),
        document: paper(),
        part,
    };
    assert_eq!(books.refuses(TEA, back(denars(90))), Refusal::PayoutShape);
    let none = books.refuses(TEA, back(Some(Part::Goods(0))));
    assert_eq!(none, Refusal::CountNotPositive);
    let one = books.does(TEA, back(Some(Part::Goods(1))));
    assert_eq!(books.entry(one), ["D 3100 90.10", "C 4511 90.10"]);
    let rest = books.does(TEA, back(None));
    assert_eq!(books.entry(rest), ["D 3100 180.20", "C 4511 180.20"]);
    assert_eq!((books.left(gift), books.lot(gift).left_value_minor), (10, 90_100));
}

#[test]
fn an_attempt_that_failed_is_tried_again_as_a_new_one() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let first = books.proposed(books.free, 300);
    books.approved_by(ACO, first);
    books.released_by(RADE, first);
    let request = books.facts.payouts[&first].request_seq;
    books.does(RADE, Command::FailPayout { payout: first, reason: Reason::BankRefused });
    let again =
        ProposePayout { retry_of: Some(first), ..Books::proposal(request, books.free, 300) };
    let second = books.does(CVETA, Command::ProposePayout(again));
    assert_eq!(books.facts.payouts[&second].retry_of, Some(first));
    let other = books.request(Category::Food, 300);
    let odd = ProposePayout { retry_of: Some(first), ..Books::proposal(other, books.free, 100) };
    let refusal = books.refuses(CVETA, Command::ProposePayout(odd));
    assert_eq!(refusal, Refusal::NothingToRetry { payout: first });
}

fn proposed_by(books: &mut Books, method: Method) -> i64 {
    let request = books.request(Category::Rent, 300);
    let base = Books::proposal(request, books.free, 300);
    let payout = books.does(CVETA, Command::ProposePayout(ProposePayout { method, ..base }));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    payout
}

#[test]
fn vouchers_are_bought_and_given_out_against_a_signature() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let payout = proposed_by(&mut books, Method::Voucher);
    assert_eq!(books.refuses(RADE, Command::SendPayout { payout }), Refusal::PayMethod);
    let short = books.refuses(TEA, pay(payout, Some(VOUCHERS), "2026-03-10"));
    assert_eq!(short.name(), "money-short");
    books.does(TEA, Command::Transfer(transfer(BANK, VOUCHERS, books.free, 300)));
    let from_desk = books.refuses(TEA, pay(payout, Some(DESK), "2026-03-10"));
    assert_eq!(from_desk, Refusal::PayMethod);
    let given = books.does(TEA, pay(payout, Some(VOUCHERS), "2026-03-10"));
    assert_eq!(books.entry(given), ["D 2610 300.00", "C 1080 300.00"]);
    let confirmed_on = day("2026-03-10");
    let confirm = |receipt| Command::ConfirmPayout { payout, confirmed_on, receipt };
    assert_eq!(books.refuses(RADE, confirm(None)), Refusal::ReceiptMissing);
    books.does(RADE, confirm(signed()));
}

#[test]
fn that_aid_arrived_is_said_by_another_with_a_receipt_that_can_be_one() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let payout = proposed_by(&mut books, Method::Voucher);
    books.does(TEA, Command::Transfer(transfer(BANK, VOUCHERS, books.free, 300)));
    books.does(TEA, pay(payout, Some(VOUCHERS), "2026-03-10"));
    let confirm = |change: fn(&mut SignedReceipt)| {
        let mut receipt = signed();
        receipt.iter_mut().for_each(change);
        Command::ConfirmPayout { payout, confirmed_on: day("2026-03-10"), receipt }
    };
    let mut refused = |who, change| books.refuses(who, confirm(change)).name();
    assert_eq!(refused(CVETA, |_| ()), "duty-done");
    assert_eq!(refused(RADE, |receipt| receipt.kind = DocumentKind::Payroll), "receipt-kind");
    assert_eq!(refused(RADE, |receipt| receipt.kind = DocumentKind::Invoice), "receipt-kind");
    let later = refused(RADE, |receipt| receipt.dated_on = day("2036-01-01"));
    assert_eq!(later, "document-in-the-future");
    let early = refused(RADE, |receipt| receipt.dated_on = day("2026-03-09"));
    assert_eq!(early, "before-release");
    let nowhere = refused(RADE, |receipt| receipt.attachment = Some([9; 32]));
    assert_eq!(nowhere, "receipt-unknown");
    let request = books.facts.payouts[&payout].request_seq;
    let scan = crate::requests::paper(request, 9);
    let content = scan.content;
    books.does(CVETA, Command::AttachEvidence(scan));
    let receipt = signed().map(|receipt| SignedReceipt { attachment: Some(content), ..receipt });
    let confirmed_on = day("2026-03-10");
    books.does(RADE, Command::ConfirmPayout { payout, confirmed_on, receipt });
}

#[test]
fn a_third_party_is_paid_by_bank() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let payout = proposed_by(&mut books, Method::ThirdParty);
    books.does(RADE, Command::SendPayout { payout });
    let sent = books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(books.entry(sent), ["D 2610 300.00", "C 1000 300.00"]);
}
