//! Aid that would be given twice is seen in time, and goes on only when a second person says so.

use almoner_ledger::codes::{Category, Combined, MatchHow, Reason, Role};
use almoner_ledger::command::{AllowMatch, AssessRequest, Command, Seen, SeenMatch};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::who;
use uuid::Uuid;

use crate::requests::{allow, doubled, judge};
use crate::support::books::Books;
use crate::support::words::{ACO, CVETA, RADE, Who, day, donation, text, units};

const VERA: Who = Who("vera", Role::CaseWorker);

fn rich() -> Books {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 5_000));
    books.hire_settled(VERA);
    books
}

fn helped(books: &mut Books, who: Uuid, category: Category) -> i64 {
    let request = books.assessed(Books::need(who, category, 10));
    books.does(CVETA, Command::ProposePayout(Books::proposal(request, books.free, 10)))
}

fn screened(books: &mut Books, who: Uuid, category: Category, seen: Seen) -> i64 {
    let mut need = Books::need(who, category, 10);
    (need.received_on, need.seen) = (books.today, seen);
    let request = books.does(CVETA, Command::SubmitRequest(need));
    books.does(CVETA, Command::ScreenRequest { request });
    request
}

fn seen(how: MatchHow, other: Uuid) -> Seen {
    Seen { checked: true, matches: vec![SeenMatch { how, other }], ..Seen::default() }
}

fn levels(books: &Books, request: i64) -> Vec<(MatchHow, Combined)> {
    let rows = books.facts.matches.get(&request).into_iter().flatten();
    rows.map(|row| (row.how, row.level)).collect()
}

#[test]
fn the_same_person_waits_for_a_second_person() {
    let mut books = rich();
    let request = doubled(&mut books);
    let who = books.facts.requests[&request].recipient.unwrap();
    assert_eq!(levels(&books, request), [(MatchHow::Person, Combined::Hard)]);
    assert_eq!(books.refuses(CVETA, Books::assessment(request, units(10))).name(), "double-aid");
    assert_eq!(books.refuses(CVETA, allow(request, who)), Refusal::SamePerson);
    let nina = Who("nina", Role::Approver);
    books.hire(nina);
    assert_eq!(books.refuses(nina, allow(request, who)).name(), "role-too-young");
    books.does(VERA, allow(request, who));
    books.does(CVETA, Books::assessment(request, units(10)));
    let payout =
        books.does(CVETA, Command::ProposePayout(Books::proposal(request, books.free, 10)));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
}

#[test]
fn a_household_is_one_across_funds() {
    let mut books = rich();
    let one = books.recipient();
    let household = books.facts.recipients[&one].household;
    let other = books.recipient_like(household, None);
    helped(&mut books, one, Category::Rent);
    let request = screened(&mut books, other, Category::Shelter, Seen::default());
    assert_eq!(levels(&books, request), [(MatchHow::Household, Combined::Hard)]);
    assert_eq!(books.refuses(CVETA, Books::assessment(request, units(10))).name(), "double-aid");
}

#[test]
fn time_and_what_goes_together_set_it_free() {
    let mut books = rich();
    let who = books.recipient();
    helped(&mut books, who, Category::Food);
    let health = screened(&mut books, who, Category::Health, Seen::default());
    assert_eq!(levels(&books, health), [], "medicine goes with food");
    let rent = screened(&mut books, who, Category::Rent, Seen::default());
    assert_eq!(levels(&books, rent), [(MatchHow::Person, Combined::Warn)]);
    books.does(CVETA, Books::assessment(rent, units(10)));
    books.today = day("2026-03-17");
    let last = screened(&mut books, who, Category::Food, Seen::default());
    assert_eq!(levels(&books, last)[0].1, Combined::Hard, "the last day counts");
    books.today = day("2026-03-18");
    books.does(CVETA, Books::assessment(last, units(10)));
}

#[test]
fn what_ended_unpaid_is_no_aid() {
    let mut books = rich();
    let who = books.recipient();
    let payout = helped(&mut books, who, Category::Food);
    let request = screened(&mut books, who, Category::Food, Seen::default());
    books.refuses(CVETA, Books::assessment(request, units(10)));
    books.does(CVETA, Command::CancelPayout { payout, reason: Reason::NeedPassed });
    books.does(CVETA, Books::assessment(request, units(10)));
}

#[test]
fn what_the_vault_says_is_kept_when_it_is_closed_again() {
    for how in [MatchHow::IdentityNumber, MatchHow::Phone, MatchHow::Account, MatchHow::Address] {
        let mut books = rich();
        let (one, other) = (books.recipient(), books.recipient());
        helped(&mut books, one, Category::Food);
        let request = screened(&mut books, other, Category::Food, seen(how, one));
        assert!(books.facts.requests[&request].identities_checked);
        let refusal = books.refuses(CVETA, Books::assessment(request, units(10)));
        assert!(
            matches!(refusal, Refusal::DoubleAid { how: said, .. } if said == how),
            "{refusal}"
        );
    }
}

#[test]
fn a_name_only_warns() {
    let mut books = rich();
    let (one, other) = (books.recipient(), books.recipient());
    helped(&mut books, one, Category::Food);
    let request = screened(&mut books, other, Category::Food, seen(MatchHow::Name, one));
    assert_eq!(levels(&books, request), [(MatchHow::Name, Combined::Warn)]);
    books.does(CVETA, Books::assessment(request, units(10)));
    assert!(!books.facts.requests[&request].identities_checked, "the vault was closed this time");
}

#[test]
fn a_pair_judged_different_is_not_raised_again() {
    let mut books = rich();
    let (one, other) = (books.recipient(), books.recipient());
    helped(&mut books, one, Category::Food);
    let request = screened(&mut books, other, Category::Food, seen(MatchHow::Phone, one));
    books.refuses(CVETA, Books::assessment(request, units(10)));
    assert_eq!(books.refuses(CVETA, judge(one, other)), Refusal::SamePerson);
    books.does(VERA, judge(one, other));
    let again = AssessRequest {
        request,
        found: units(10),
        finding: text("two brothers with one phone"),
        seen: seen(MatchHow::Phone, one),
    };
    books.does(CVETA, Command::AssessRequest(again));
}

#[test]
fn it_is_asked_again_when_the_money_is_let_go() {
    let mut books = rich();
    let (one, other) = (books.recipient(), books.recipient());
    let first = helped(&mut books, one, Category::Food);
    let second = helped(&mut books, other, Category::Food);
    for payout in [first, second] {
        books.approved_by(ACO, payout);
    }
    let digest = books.facts.payouts[&second].digest.as_slice().try_into().unwrap();
    let seen = seen(MatchHow::Account, one);
    let release = Command::ReleasePayout {
        payout: second,
        digest,
        acknowledge: Vec::new(),
        seen: seen.clone(),
    };
    assert_eq!(books.refuses(RADE, release.clone()).name(), "double-aid");
    // Who asks whether they can hears what they would hear.
    let at = (books.today.and_hms_opt(9, 0, 0).unwrap().and_utc(), books.today);
    let next = who::next(&books.facts, &books.facts.payouts[&second], &seen, at);
    let told: Vec<_> = next.iter().map(|standing| standing.refusal.as_ref()).collect();
    assert!(matches!(told[..], [Some(Refusal::DoubleAid { .. })]), "{told:?}");
    let request = books.facts.payouts[&second].request_seq;
    let allowed = AllowMatch {
        request,
        other: one,
        reason: Reason::Other,
        note: Some(text("one account, two needs")),
        seen,
    };
    assert_eq!(books.refuses(CVETA, Command::AllowMatch(allowed.clone())), Refusal::SamePerson);
    books.does(VERA, Command::AllowMatch(allowed));
    books.does(RADE, release);
    assert!(books.facts.requests[&request].identities_checked);
}

#[test]
fn of_two_on_their_way_the_later_one_waits() {
    let mut books = rich();
    let who = books.recipient();
    let needs: Vec<i64> =
        (0..2).map(|_| books.assessed(Books::need(who, Category::Food, 10))).collect();
    let free = books.free;
    let pay = |request| Command::ProposePayout(Books::proposal(request, free, 10));
    let first = books.does(CVETA, pay(needs[0]));
    assert_eq!(books.refuses(CVETA, pay(needs[1])).name(), "double-aid");
    books.does(VERA, allow(needs[1], who));
    books.does(CVETA, pay(needs[1]));
    books.approved_by(ACO, first);
    books.released_by(RADE, first);
}

#[test]
fn two_that_only_wait_warn_one_another() {
    let mut books = rich();
    let who = books.recipient();
    screened(&mut books, who, Category::Food, Seen::default());
    let second = screened(&mut books, who, Category::Food, Seen::default());
    assert_eq!(levels(&books, second), [(MatchHow::Person, Combined::Warn)]);
    helped(&mut books, who, Category::Documents);
    books.does(CVETA, Books::assessment(second, units(10)));
}
