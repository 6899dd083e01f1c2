//! Who is paid: as everybody who signs knew them, and not the same account for two.

use almoner_ledger::codes::{Category, Combined, MatchHow, Method, PayeeKind, WarningCode};
use almoner_ledger::command::{Command, EditRequest, ProposePayout, Seen, Subject, SubmitRequest};
use almoner_ledger::refusal::Refusal;
use uuid::Uuid;

use crate::identity::put;
use crate::requests::{edit_of, paper};
use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{ACO, BETI, CVETA, RADE, Who, donation};

/// More than one approver must sign.
const MUCH: i64 = 40_000;

fn rich() -> Books {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    books
}

fn rent(books: &mut Books, kind: PayeeKind, payee: Uuid) -> SubmitRequest {
    let need = Books::need(books.recipient(), Category::Rent, MUCH);
    SubmitRequest { payee_kind: kind, payee: Some(payee), ..need }
}

/// A rent proposed to a landlord whom the vault knows.
fn proposed(books: &mut Books) -> (i64, Subject) {
    let (landlord, reference) = books.payee();
    books.does(CVETA, put(landlord, 1));
    let need = rent(books, PayeeKind::Landlord, reference);
    let request = books.assessed(need);
    let base = Books::proposal(request, books.free, MUCH);
    let third = ProposePayout { method: Method::ThirdParty, ..base };
    (books.does(CVETA, Command::ProposePayout(third)), landlord)
}

/// A payout ready to be let go while the vault is closed, and the release.
pub(crate) fn closed_vault(books: &mut Books) -> (i64, Command) {
    books.income(donation(books.free, books.giver, 500));
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    (payout, with(books.release(payout), &[]))
}

fn with(release: Command, known: &[WarningCode]) -> Command {
    let Command::ReleasePayout { payout, digest, .. } = release else { unreachable!() };
    let seen = Seen { closed: true, ..Seen::default() };
    Command::ReleasePayout { payout, digest, seen, acknowledge: known.to_vec() }
}

#[track_caller]
fn stops(books: &mut Books, who: Who, step: Command, payout: i64) {
    assert_eq!(books.refuses(who, step), Refusal::PayeeChanged { payout });
    assert!(books.facts.payouts[&payout].changed_seq.is_some(), "everybody sees it");
}

#[test]
fn an_account_changed_between_two_signatures_stops_the_second() {
    let mut books = rich();
    let (payout, landlord) = proposed(&mut books);
    books.approved_by(ACO, payout);
    let recorded = books.does(CVETA, put(landlord, 2));
    assert_eq!(books.facts.payouts[&payout].changed_seq, Some(recorded));
    let second = books.approval(payout);
    stops(&mut books, BETI, second, payout);
}

#[test]
fn an_account_changed_after_the_approval_stops_the_release() {
    let mut books = rich();
    let (payout, landlord) = proposed(&mut books);
    books.approved_by(ACO, payout);
    books.approved_by(BETI, payout);
    books.does(CVETA, put(landlord, 2));
    let release = books.release(payout);
    stops(&mut books, RADE, release, payout);
}

#[test]
fn an_account_changed_after_the_release_stops_the_order_to_the_bank() {
    let mut books = rich();
    let (payout, landlord) = proposed(&mut books);
    books.approved_by(ACO, payout);
    books.approved_by(BETI, payout);
    books.released_by(RADE, payout);
    books.does(CVETA, put(landlord, 2));
    stops(&mut books, RADE, Command::SendPayout { payout }, payout);
}

#[test]
fn who_is_made_known_only_after_the_proposal_is_proposed_again() {
    let mut books = rich();
    let (landlord, reference) = books.payee();
    let need = rent(&mut books, PayeeKind::Landlord, reference);
    let request = books.assessed(need);
    let base = Books::proposal(request, books.free, MUCH);
    let third = ProposePayout { method: Method::ThirdParty, ..base };
    let payout = books.does(CVETA, Command::ProposePayout(third));
    books.does(CVETA, put(landlord, 1));
    let approval = books.approval(payout);
    stops(&mut books, ACO, approval, payout);
}

#[test]
fn what_does_not_touch_the_payment_changes_nothing() {
    let mut books = rich();
    let (payout, landlord) = proposed(&mut books);
    let Command::RecordIdentity(mut noted) = put(landlord, 2) else { unreachable!() };
    noted.pays = false;
    books.does(CVETA, Command::RecordIdentity(noted));
    assert_eq!(books.facts.payouts[&payout].changed_seq, None);
    books.approved_by(ACO, payout);
    books.approved_by(BETI, payout);
    books.released_by(RADE, payout);
    books.does(RADE, Command::SendPayout { payout });
}

#[test]
fn a_changed_request_or_a_new_paper_marks_what_was_signed() {
    let mut books = rich();
    let (payout, _) = proposed(&mut books);
    books.approved_by(ACO, payout);
    let request = books.facts.payouts[&payout].request_seq;
    let same: EditRequest = edit_of(&books, request);
    let edited = books.does(CVETA, Command::EditRequest(same));
    assert_eq!(books.facts.payouts[&payout].changed_seq, Some(edited));
    let (other, _) = proposed(&mut books);
    let request = books.facts.payouts[&other].request_seq;
    let paper = books.does(CVETA, Command::AttachEvidence(paper(request, 1)));
    assert_eq!(books.facts.payouts[&other].changed_seq, Some(paper));
    let approval = books.approval(other);
    assert_eq!(books.refuses(ACO, approval), Refusal::PayoutChanged { payout: other });
}

#[test]
fn the_same_landlord_for_two_waits_for_a_second_person() {
    let mut books = rich();
    let (payout, landlord) = proposed(&mut books);
    let helped = books.facts.payouts[&payout].request_seq;
    let reference = books.facts.reference_of(landlord).unwrap();
    let found = |books: &Books, request: i64| {
        let rows = books.facts.matches.get(&request).into_iter().flatten();
        rows.map(|row| (row.how, row.level, row.aid_seq)).collect::<Vec<_>>()
    };
    let need = rent(&mut books, PayeeKind::Landlord, reference);
    let request = books.does(CVETA, Command::SubmitRequest(need));
    assert_eq!(found(&books, request), [(MatchHow::Payee, Combined::Hard, helped)]);
    // Another name for the same account, as the vault says.
    let (_, alias) = books.payee();
    let seen = Seen { checked: true, payees: vec![reference], ..Seen::default() };
    let need = SubmitRequest { seen, ..rent(&mut books, PayeeKind::Other, alias) };
    let again = books.does(CVETA, Command::SubmitRequest(need));
    assert_eq!(found(&books, again)[0], (MatchHow::Payee, Combined::Hard, helped));
}

#[test]
fn a_pharmacy_is_paid_for_many() {
    let mut books = rich();
    let (_, pharmacy) = books.payee();
    for _ in 0..2 {
        let need = rent(&mut books, PayeeKind::Pharmacy, pharmacy);
        let request = books.does(CVETA, Command::SubmitRequest(need));
        assert!(!books.facts.matches.contains_key(&request));
    }
}

#[test]
fn a_release_behind_a_closed_vault_says_so_in_the_leaf() {
    let mut books = rich();
    let (_, release) = closed_vault(&mut books);
    assert_eq!(books.refuses(RADE, release.clone()), Refusal::IdentitiesNotChecked);
    let known = with(release, &[WarningCode::IdentitiesNotChecked]);
    let acts = books.tries(RADE, known).unwrap();
    let told: Vec<_> = rows!(acts[0].rows, Warning).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].acknowledged && told[0].code == WarningCode::IdentitiesNotChecked);
}
