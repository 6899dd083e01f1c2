//! The emergency path: two persons now, a third within 72 hours, and shut while a review is overdue.

use almoner_ledger::codes::{PayoutState, Reason, ReviewFinding, Role};
use almoner_ledger::command::{Command, Deed};
use almoner_ledger::refusal::Refusal;

use crate::payout::pay;
use crate::support::books::Books;
use crate::support::words::{ACO, ANA, BANK, BETI, BORIS, CVETA, RADE, TEA, Who, day, donation};

fn review(payout: i64) -> Command {
    Command::ReviewEmergency { payout, finding: ReviewFinding::InOrder, note: None }
}

#[test]
fn an_emergency_is_paid_by_two_and_reviewed_by_a_third() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 8_000));
    let payout = books.urgent(books.free, 5_000);
    let glass = books.break_glass(payout);
    // The proposer is not the second person.
    let refusal = books.refuses(CVETA, glass.clone());
    assert_eq!(refusal.name(), "not-allowed");
    let released = books.does(ACO, glass);
    assert_eq!(books.facts.payouts[&payout].state, PayoutState::Released);
    assert_eq!(books.left(gift), 300_000);
    assert_eq!(books.entry(released)[1], "C 2610 5000.00");
    books.does(RADE, pay(payout, Some(BANK), "2026-03-10"));
    // Who let it go does not review it; who was not there does, once.
    let refusal = books.refuses(ACO, review(payout));
    assert_eq!(refusal.name(), "duty-done");
    books.does(BETI, review(payout));
    assert_eq!(books.facts.payouts[&payout].review_finding, Some(ReviewFinding::InOrder));
    assert_eq!(books.refuses(RADE, review(payout)), Refusal::NotToReview { payout });
}

#[test]
fn an_overdue_review_shuts_the_path_for_all_until_it_is_done() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 8_000));
    let first = books.urgent(books.free, 1_000);
    let glass = books.break_glass(first);
    books.does(ACO, glass);
    // On the third day there is still time, and the path is open.
    books.today = day("2026-03-13");
    let second = books.urgent(books.free, 1_000);
    let glass = books.break_glass(second);
    books.does(ACO, glass);
    books.today = day("2026-03-14");
    let third = books.urgent(books.free, 1_000);
    let glass = books.break_glass(third);
    assert_eq!(books.refuses(BETI, glass.clone()), Refusal::EmergencyShut { payout: first });
    books.does(TEA, review(first));
    books.does(BETI, glass);
}

#[test]
fn the_cap_counts_what_a_household_has_had_this_way() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 50_000));
    let home = books.home(uuid::Uuid::from_u128(5));
    let urgent = |books: &mut Books, denars| {
        use almoner_ledger::codes::{Category, Urgency};
        let request =
            books.request_with(Some(home), (Category::Shelter, Urgency::Emergency), denars);
        let proposal = Books::proposal(request, books.free, denars);
        books.does(CVETA, Command::ProposePayout(proposal))
    };
    let first = urgent(&mut books, 6_000);
    let glass = books.break_glass(first);
    books.does(ACO, glass);
    let second = urgent(&mut books, 4_001);
    let glass = books.break_glass(second);
    let refusal = books.refuses(ACO, glass);
    assert_eq!(refusal, Refusal::EmergencyAboveCap { cap_minor: 1_000_000 });
    let third = urgent(&mut books, 4_000);
    let glass = books.break_glass(third);
    books.does(BETI, glass);
}

#[test]
fn who_declares_an_interest_is_out_of_every_step() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 8_000));
    let payout = books.proposed(books.free, 1_000);
    books.does(RADE, Command::DeclareConflict { payout });
    books.approved_by(ACO, payout);
    let release = books.release(payout);
    assert_eq!(books.refuses(RADE, release), Refusal::InConflict);
}

#[test]
fn a_deputy_signs_as_themselves_and_only_while_the_other_is_away() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 8_000));
    let deputy = Who("deputy", Role::CaseWorker);
    let person = books.hire_settled(deputy);
    let time = |on: &str| day(on).and_hms_opt(9, 0, 0).unwrap().and_utc();
    let deed = Deed::Delegate {
        absent: books.person(ACO),
        deputy: person,
        role: Role::Approver,
        from_at: time("2026-03-12"),
        until_at: time("2026-03-20"),
        why: Reason::Other,
    };
    books.two(ANA, BORIS, deed);
    let acting = Who("deputy", Role::Approver);
    let payout = books.proposed(books.free, 1_000);
    let approval = books.approval(payout);
    assert_eq!(books.refuses(acting, approval.clone()).name(), "role-not-held");
    // Decided two days ago, the role has settled when the absence begins.
    books.today = day("2026-03-12");
    books.does(acting, approval);
    books.today = day("2026-03-21");
    let payout = books.proposed(books.free, 1_000);
    let approval = books.approval(payout);
    assert_eq!(books.refuses(acting, approval).name(), "role-not-held");
}
