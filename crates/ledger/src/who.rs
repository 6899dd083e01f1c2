//! Who can do the next step of a payout, and why not I: every person is asked the very rule that would decide.

use almoner_proof::hash::Hash;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::authority;
use crate::codes::{PayoutState, PersonState, Reason, ReviewFinding, Role, WarningCode};
use crate::command::{Actor, Command, Context, Seen};
use crate::decide::decide;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Payout;
use crate::text::Code;

/// One person before one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub step: &'static str,
    pub role: Role,
    pub person: Uuid,
    /// Absent where the person can do it now.
    pub refusal: Option<Refusal>,
}

/// Everyone who holds a role for a step that is open now, with what would keep them from it; `seen` is what the vault says of
/// the recipient, as the step itself would be told.
pub fn next(
    facts: &Facts,
    payout: &Payout,
    seen: &Seen,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Vec<Standing> {
    let mut standings = Vec::new();
    for (step, command) in steps(payout, seen) {
        for role in authority::permission(&command).roles {
            for person in facts.persons.values().filter(|row| row.state == PersonState::Active) {
                if !facts.holds(person.id, *role, now) {
                    continue;
                }
                let actor = Actor { person: person.id, role: *role };
                let context = Context { actor, now, today, entropy: [0; 32] };
                let refusal = decide(facts, &command, None, &context).err();
                standings.push(Standing { step, role: *role, person: person.id, refusal });
            }
        }
    }
    standings
}

/// Who lets taxed aid go in an emergency names the list of the tax office with it; that it is still to come stops nobody.
fn named_then(payout: &Payout) -> Option<Code> {
    if payout.tax_minor == 0 { None } else { Code::parse("ppd").ok() }
}

/// The steps that people sign, by the state of the payout; what money does by itself is not among them.
fn steps(payout: &Payout, seen: &Seen) -> Vec<(&'static str, Command)> {
    let seq = payout.seq;
    let digest: Hash = payout.digest.as_slice().try_into().unwrap_or_default();
    let mut steps = match payout.state {
        PayoutState::Proposed => vec![
            ("approve", Command::ApprovePayout { payout: seq, digest }),
            (
                "emergency_release",
                Command::BreakGlass {
                    payout: seq,
                    digest,
                    reason: Reason::Other,
                    note: None,
                    acknowledge: WarningCode::ALL.to_vec(),
                    seen: seen.clone(),
                    tax_list: named_then(payout),
                },
            ),
        ],
        PayoutState::Approved => {
            vec![(
                "release",
                Command::ReleasePayout {
                    payout: seq,
                    digest,
                    acknowledge: WarningCode::ALL.to_vec(),
                    seen: seen.clone(),
                },
            )]
        }
        PayoutState::Released
        | PayoutState::Sent
        | PayoutState::Paid
        | PayoutState::Confirmed
        | PayoutState::Rejected
        | PayoutState::Cancelled
        | PayoutState::Voided
        | PayoutState::Expired
        | PayoutState::Failed
        | PayoutState::PartlyReturned
        | PayoutState::Returned => Vec::new(),
    };
    if payout.review_due_at.is_some() && payout.reviewed_seq.is_none() {
        let finding = ReviewFinding::InOrder;
        let review = Command::ReviewEmergency { payout: seq, finding, note: None };
        steps.push(("review", review));
    }
    steps
}
