//! Four people and three duties, in every order: no one does two things for one payout.

use almoner_ledger::codes::{DecisionKind, Duty, PayoutState, Reason, ReviewFinding, Role};
use almoner_ledger::command::Command;
use almoner_ledger::refusal::Refusal;

use crate::other_ways;
use crate::support::books::Books;
use crate::support::words::{ACO, ANA, BORIS, CVETA, TEA, Who, day, donation, reverse};

/// Four people who each hold all three roles, so that only the duties stand between them.
const FOUR: [&str; 4] = ["p1", "p2", "p3", "p4"];

fn team() -> Books {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    for name in FOUR {
        books.hire_settled(Who(name, Role::CaseWorker));
        books.grant_settled(Who(name, Role::Approver));
        books.grant_settled(Who(name, Role::Releaser));
    }
    books.two(ANA, BORIS, crate::decision::bands(&[(None, 2)]));
    books
}

/// Lets four people propose, approve, approve again and release; answers with the duty that was refused.
fn walk(team: &Books, [proposer, first, second, releaser]: [&'static str; 4]) -> Option<Duty> {
    let mut books = team.clone();
    let request = books.request(almoner_ledger::codes::Category::Food, 100);
    let proposal = Command::ProposePayout(Books::proposal(request, books.free, 100));
    let payout = books.does(Who(proposer, Role::CaseWorker), proposal);
    for approver in [first, second] {
        let approval = books.approval(payout);
        match books.tries(Who(approver, Role::Approver), approval) {
            Err(Refusal::DutyDone { duty }) => return Some(duty),
            other => drop(other.unwrap()),
        }
    }
    assert_eq!(books.facts.payouts[&payout].state, PayoutState::Approved);
    let release = books.release(payout);
    match books.tries(Who(releaser, Role::Releaser), release) {
        Err(Refusal::DutyDone { duty }) => Some(duty),
        other => {
            drop(other.unwrap());
            None
        }
    }
}

#[test]
fn only_four_different_people_bring_a_payout_out() {
    let team = team();
    let (mut out, mut stopped) = (0, 0);
    for proposer in FOUR {
        for first in FOUR {
            for second in FOUR {
                for releaser in FOUR {
                    let people = [proposer, first, second, releaser];
                    let mut distinct = people.to_vec();
                    distinct.sort_unstable();
                    distinct.dedup();
                    let refused = walk(&team, people);
                    assert_eq!(refused.is_none(), distinct.len() == 4, "{people:?}: {refused:?}");
                    if refused.is_none() { out += 1 } else { stopped += 1 }
                }
            }
        }
    }
    assert_eq!((out, stopped), (24, 232));
}

#[test]
fn who_proposed_does_not_reject() {
    let mut team = team();
    let one = Who("p1", Role::CaseWorker);
    let request = team.request(almoner_ledger::codes::Category::Food, 100);
    let proposal = Command::ProposePayout(Books::proposal(request, team.free, 100));
    let payout = team.does(one, proposal);
    let reason = almoner_ledger::codes::Reason::NotEligible;
    let reject = Command::RejectPayout { payout, reason, note: None };
    let refusal = team.refuses(Who("p1", Role::Approver), reject);
    assert_eq!(refusal, Refusal::DutyDone { duty: Duty::Propose });
}

#[test]
fn a_step_takes_its_role() {
    let mut team = team();
    let payout = team.proposed(team.free, 100);
    let approval = team.approval(payout);
    for role in [Role::CaseWorker, Role::Releaser] {
        assert_eq!(team.refuses(Who("p1", role), approval.clone()).name(), "not-allowed");
    }
    let release = team.release(payout);
    let early = team.refuses(Who("p1", Role::Releaser), release);
    assert_eq!(early, Refusal::PayoutStep { state: PayoutState::Proposed });
}

/// What each kind of decision by which something leaves or somebody is erased asks of who confirms it.
#[test]
fn a_role_of_today_confirms_nothing_by_which_money_leaves_or_people_go() {
    let mut books = Books::open();
    other_ways::with_cash(&mut books);
    let gift = books.income(donation(books.free, books.giver, 1));
    let subject = crate::identity::recipient(&mut books);
    let nina = Who("nina", Role::Releaser);
    books.hire(nina);
    let deeds = [
        (TEA, other_ways::advance(&books, 100)),
        (TEA, reverse(gift)),
        (CVETA, crate::identity::erase(subject, Reason::PersonAsked)),
    ];
    for (who, deed) in deeds {
        let decision = books.does(who, Command::ProposeDecision { deed, reason: None });
        let refusal = books.refuses(nina, Command::ConfirmDecision { decision });
        assert_eq!(refusal.name(), "role-too-young");
    }
    let urgent = books.urgent(books.free, 50);
    let glass = books.break_glass(urgent);
    books.does(ACO, glass);
    let (finding, note) = (ReviewFinding::InOrder, None);
    let review = Command::ReviewEmergency { payout: urgent, finding, note };
    assert_eq!(books.refuses(nina, review.clone()).name(), "role-too-young");
    books.today = day("2026-03-11");
    books.does(nina, review);
    // Who may act at all is decided among administrators, who wait for nothing: there must be two at any time.
    assert!(!almoner_ledger::waits(DecisionKind::GrantRole));
}
