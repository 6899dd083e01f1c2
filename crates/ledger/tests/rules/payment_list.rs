//! Payment orders handed to the bank in one file.

use almoner_ledger::codes::{
    AccountRole, Category, Method, NoteKind, PayeeKind, PayoutState, Purpose, SubjectKind,
};
use almoner_ledger::command::{
    Command, MakePaymentList, PaymentOrder, ProposePayout, PutAccount, Subject, SubmitRequest,
};
use almoner_ledger::decide::{Decided, Key};
use almoner_ledger::refusal::Refusal;

use crate::chart::desk;
use crate::identity::put;
use crate::payout::pay;
use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{ACO, BANK, CVETA, RADE, TEA, code, day, donation};

/// A second bank account with its number at the bank.
pub(crate) fn numbered(number: &str) -> PutAccount {
    let role = AccountRole::Bank;
    PutAccount { role, number: Some(code(number)), ..desk("1002", "100") }
}

/// The order for a payout to the recipient themselves.
pub(crate) fn order(books: &Books, payout: i64) -> PaymentOrder {
    let request = books.facts.payouts[&payout].request_seq;
    let recipient = books.facts.requests[&request].recipient.unwrap();
    let seq = books.facts.recipients[&recipient].seq;
    PaymentOrder { payout, payee: Subject { kind: SubjectKind::Recipient, seq } }
}

fn released(books: &mut Books, denars: i64, method: Method) -> PaymentOrder {
    let request = books.request(Category::Food, denars);
    let base = Books::proposal(request, books.free, denars);
    let payout = books.does(CVETA, Command::ProposePayout(ProposePayout { method, ..base }));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    order(books, payout)
}

pub(crate) fn list(orders: &[PaymentOrder]) -> MakePaymentList {
    MakePaymentList {
        orders: orders.to_vec(),
        account: "1002".to_owned(),
        value_on: day("2026-03-11"),
        file: [7; 32],
        instead_of: None,
    }
}

/// A payout that is ready for the bank, and the list it could be on.
pub(crate) fn listed(books: &mut Books) -> (i64, MakePaymentList) {
    books.does(TEA, Command::PutAccount(numbered("300000000000133")));
    books.income(donation(books.free, books.giver, 9_000));
    let order = released(books, 100, Method::Bank);
    (order.payout, list(&[order]))
}

#[test]
fn a_list_sends_what_is_on_it_and_says_who_was_named() {
    let mut books = Books::open();
    let (payout, one) = listed(&mut books);
    let other = released(&mut books, 200, Method::ThirdParty);
    let both = list(&[one.orders[0], other]);
    let acts = books.tries(RADE, Command::MakePaymentList(both)).unwrap();
    let kinds: Vec<&str> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, ["payment_list.made", "payout.sent", "payout.sent"]);
    let told: Vec<_> = rows!(acts[0].rows, PaymentList).collect();
    assert_eq!((told[0].item_count, told[0].total_minor), (2, 30_000));
    let shown: Vec<_> = rows!(acts[0].rows, Reveal).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|row| row.purpose == Purpose::PaymentList));
    assert_eq!(shown[0].payout_seq, Some(payout));
    let note = rows!(acts[0].rows, Note).next().unwrap();
    assert_eq!((note.kind, note.body.clone()), (NoteKind::Digest, Some("07".repeat(32))));
    for payout in [payout, other.payout] {
        let row = &books.facts.payouts[&payout];
        assert_eq!((row.state, row.list_seq), (PayoutState::Sent, Some(acts[0].seq)));
    }
}

#[test]
fn a_lost_file_is_made_again_for_whom_it_was() {
    let mut books = Books::open();
    let (payout, first) = listed(&mut books);
    let lost = books.does(RADE, Command::MakePaymentList(first.clone()));
    let again = MakePaymentList { instead_of: Some(lost), ..first };
    let acts = books.tries(RADE, Command::MakePaymentList(again)).unwrap();
    let kinds: Vec<&str> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, ["payment_list.made", "payout.listed"]);
    assert_eq!(books.facts.payouts[&payout].list_seq, Some(acts[0].seq));
}

#[test]
fn a_list_asked_for_again_is_what_the_bank_still_has_to_do() {
    let mut books = Books::open();
    let (payout, first) = listed(&mut books);
    let (key, make) = (Some(Key { hash: [3; 32] }), Command::MakePaymentList(first.clone()));
    let Ok(Decided::Acts(acts)) = books.decide(RADE, &make, key) else { panic!("refused") };
    books.take(&acts);
    let list = acts[0].seq;
    let again = |books: &Books| books.decide(RADE, &make, key);
    assert_eq!(again(&books), Ok(Decided::Earlier { seq: list }));
    let mut changed = books.clone();
    changed.does(CVETA, put(first.orders[0].payee, 1));
    changed.does(CVETA, put(first.orders[0].payee, 2));
    assert_eq!(again(&changed), Err(Refusal::PayeeChanged { payout }));
    let mut replaced = books.clone();
    let later = MakePaymentList { instead_of: Some(list), ..first };
    replaced.does(RADE, Command::MakePaymentList(later));
    assert_eq!(again(&replaced), Err(Refusal::ListOver { list, payout }));
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(again(&books), Err(Refusal::ListOver { list, payout }));
}

#[test]
fn money_goes_to_nobody_but_whom_the_request_names() {
    let mut books = Books::open();
    let (_, one) = listed(&mut books);
    let stranger = released(&mut books, 200, Method::Bank).payee;
    let astray = PaymentOrder { payee: stranger, ..one.orders[0] };
    let refusal = books.refuses(RADE, Command::MakePaymentList(list(&[astray])));
    assert_eq!(refusal, Refusal::RevealPayout);
    let landlord = books.does(CVETA, Command::AddPayee(None));
    let landlord = Subject { kind: SubjectKind::Payee, seq: landlord };
    let recipient = books.recipient();
    let need = SubmitRequest {
        payee_kind: PayeeKind::Landlord,
        payee: books.facts.reference_of(landlord),
        ..Books::need(recipient, Category::Rent, 300)
    };
    let request = books.assessed(need);
    let base = Books::proposal(request, books.free, 300);
    let third = ProposePayout { method: Method::ThirdParty, ..base };
    let payout = books.does(CVETA, Command::ProposePayout(third));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    let seq = books.facts.recipients[&recipient].seq;
    let tenant = Subject { kind: SubjectKind::Recipient, seq };
    let to = |payee| Command::MakePaymentList(list(&[PaymentOrder { payout, payee }]));
    assert_eq!(books.refuses(RADE, to(tenant)), Refusal::RevealPayout);
    books.does(RADE, to(landlord));
}

#[test]
fn cash_is_not_ordered_from_the_bank() {
    let mut books = Books::open();
    listed(&mut books);
    let cash = released(&mut books, 200, Method::Cash);
    let refusal = books.refuses(RADE, Command::MakePaymentList(list(&[cash])));
    assert_eq!(refusal, Refusal::PayMethod);
}
