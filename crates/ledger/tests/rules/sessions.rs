//! Letting go in one session, cash that is warned of, and reservations whose time has run out.

use almoner_ledger::codes::{Category, Method, PayoutState, WarningCode};
use almoner_ledger::command::{BatchItem, Command, OpenBatch, ProposePayout, Seen};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::Row;

use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{ACO, CVETA, RADE, TEA, day, donation, units};

fn item(books: &Books, payout: i64) -> BatchItem {
    let digest = books.facts.payouts[&payout].digest.as_slice().try_into().unwrap();
    BatchItem { payout, digest, seen: Seen::default() }
}

pub(crate) fn batch(books: &Books, payouts: &[i64], denars: i64) -> OpenBatch {
    OpenBatch {
        items: payouts.iter().map(|payout| item(books, *payout)).collect(),
        count: i64::try_from(payouts.len()).unwrap(),
        total: units(denars),
        acknowledge: Vec::new(),
    }
}

/// Payouts of 100, 200 and so on, approved.
pub(crate) fn approved(books: &mut Books, count: i64) -> Vec<i64> {
    books.income(donation(books.free, books.giver, 9_000));
    (1..=count)
        .map(|number| {
            let payout = books.proposed(books.free, number * 100);
            books.approved_by(ACO, payout);
            payout
        })
        .collect()
}

pub(crate) fn in_cash(books: &mut Books, denars: i64) -> i64 {
    let request = books.request(Category::Food, denars);
    let base = Books::proposal(request, books.free, denars);
    let cash = ProposePayout { method: Method::Cash, ..base };
    let payout = books.does(CVETA, Command::ProposePayout(cash));
    books.approved_by(ACO, payout);
    payout
}

fn knowingly(release: Command, said: &[WarningCode]) -> Command {
    let Command::ReleasePayout { payout, digest, seen, .. } = release else { unreachable!() };
    Command::ReleasePayout { payout, digest, acknowledge: said.to_vec(), seen }
}

#[test]
fn a_session_lets_go_what_was_counted_and_nothing_else() {
    let mut books = Books::open();
    let payouts = approved(&mut books, 3);
    let alone = payouts[2];
    books.released_by(RADE, alone);
    let open = Command::OpenBatch(batch(&books, &payouts, 600));
    let acts = books.tries(RADE, open).unwrap();
    let kinds: Vec<&str> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, ["batch.opened", "payout.released", "payout.released", "payout.batched"]);
    for payout in &payouts {
        let row = &books.facts.payouts[payout];
        assert_eq!((row.state, row.batch_seq), (PayoutState::Released, Some(acts[0].seq)));
    }
    let again = books.refuses(RADE, Command::OpenBatch(batch(&books, &payouts, 600)));
    assert_eq!(again, Refusal::AlreadyInBatch { payout: payouts[0] });
}

#[test]
fn a_session_is_of_one_releaser_who_signs_what_is_in_it() {
    let mut books = Books::open();
    let payouts = approved(&mut books, 1);
    books.released_by(RADE, payouts[0]);
    let whole = batch(&books, &payouts, 100);
    let mut other = whole.clone();
    other.items[0].digest = [0; 32];
    assert_eq!(books.refuses(RADE, Command::OpenBatch(other)), Refusal::DigestDiffers);
    let urgent = books.urgent(books.free, 50);
    let glass = books.break_glass(urgent);
    books.does(ACO, glass);
    let theirs = Command::OpenBatch(batch(&books, &[urgent], 50));
    assert_eq!(books.refuses(RADE, theirs), Refusal::ReleasedByAnother { payout: urgent });
    books.does(RADE, Command::OpenBatch(whole));
}

#[test]
fn a_session_with_one_that_cannot_go_lets_nothing_go() {
    let mut books = Books::open();
    let mut payouts = approved(&mut books, 2);
    payouts.push(books.proposed(books.free, 300));
    let open = Command::OpenBatch(batch(&books, &payouts, 600));
    let refusal = books.refuses(RADE, open);
    assert_eq!(refusal, Refusal::PayoutStep { state: PayoutState::Proposed });
    assert_eq!(books.facts.payouts[&payouts[0]].state, PayoutState::Approved);
}

#[test]
fn cash_above_the_limit_goes_only_knowingly_and_the_leaf_says_so() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    let within = in_cash(&mut books, 6_000);
    books.released_by(RADE, within);
    let above = in_cash(&mut books, 6_001);
    let release = books.release(above);
    let silent = books.refuses(RADE, release.clone());
    let (warning, limit_minor) = (WarningCode::CashLimit, 600_000);
    assert_eq!(silent, Refusal::AcknowledgementMissing { warning, limit_minor });
    let acts = books.tries(RADE, knowingly(release, &[WarningCode::CashLimit])).unwrap();
    let told: Vec<_> = rows!(acts[0].rows, Warning).collect();
    assert_eq!((told.len(), told[0].acknowledged, told[0].verified), (1, true, false));
    let told: Vec<_> = rows!(books.rows, Warning).filter(|row| !row.acknowledged).collect();
    assert_eq!(told.len(), 1, "it was told at the proposal");
}

#[test]
fn the_cash_of_a_month_is_added_up() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    for _ in 0..10 {
        let payout = in_cash(&mut books, 6_000);
        books.released_by(RADE, payout);
    }
    let last = in_cash(&mut books, 1);
    let release = books.release(last);
    let refusal = books.refuses(RADE, release.clone());
    let (warning, limit_minor) = (WarningCode::CashMonth, 6_000_000);
    assert_eq!(refusal, Refusal::AcknowledgementMissing { warning, limit_minor });
    books.today = day("2026-04-01");
    books.does(RADE, release);
}

#[test]
fn what_is_due_is_given_back_in_one_go() {
    let mut books = Books::open();
    let mut payouts = approved(&mut books, 3);
    books.released_by(RADE, payouts[2]);
    books.today = day("2026-04-20");
    payouts.push(999);
    let expire = || Command::ExpireDue { payouts: payouts.clone() };
    let acts = books.tries(TEA, expire()).unwrap();
    let kinds: Vec<&str> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, ["reservations.expired", "payout.expired", "payout.expired"]);
    assert!(acts.iter().skip(1).all(|act| act.rows.iter().any(|row| matches!(row, Row::Entry(_)))));
    assert_eq!(books.refuses(TEA, expire()), Refusal::NothingDue);
}
