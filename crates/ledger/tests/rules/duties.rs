//! Four people and three duties, in every order: no one does two things for one payout.

use almoner_ledger::codes::{Duty, PayoutState, Role};
use almoner_ledger::command::Command;
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{ANA, BORIS, Who, donation};

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
