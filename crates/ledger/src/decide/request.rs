//! A need, from intake to its end. The books know a random reference; all else about a person can be erased.

pub(super) mod assess;
pub(super) mod double_aid;
pub(super) mod evidence;
pub(super) mod finish;
pub(super) mod recipient;
pub(super) mod repeat;
pub(super) mod screen;
pub(super) mod submit;

use uuid::Uuid;

use crate::act::Act;
use crate::codes::{Reason, RequestState, Step};
use crate::command::Context;
use crate::decide::sealed;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Request;
use crate::rows::request::RequestStep;

pub(super) fn found(facts: &Facts, request: i64) -> Result<&Request, Refusal> {
    facts.requests.get(&request).ok_or(Refusal::RequestUnknown { request })
}

fn expect(request: &Request, states: &[RequestState]) -> Result<(), Refusal> {
    if states.contains(&request.state) {
        Ok(())
    } else {
        Err(Refusal::RequestStep { state: request.state })
    }
}

/// What a person did for a request, under the number of the act.
fn step(
    seq: i64,
    request: i64,
    step: Step,
    reason: Option<Reason>,
    context: &Context,
) -> RequestStep {
    RequestStep { seq, request_seq: request, person_id: context.actor.person, step, reason }
}

fn steps(facts: &Facts, request: i64) -> impl Iterator<Item = &RequestStep> {
    facts.request_steps.get(&request).into_iter().flatten()
}

/// An appeal is heard by somebody else than who rejected.
fn check_appeal(facts: &Facts, request: i64, context: &Context) -> Result<(), Refusal> {
    let appealed = steps(facts, request).any(|done| done.step == Step::Appeal);
    let rejected = steps(facts, request)
        .any(|done| done.step == Step::Reject && done.person_id == context.actor.person);
    if appealed && rejected { Err(Refusal::AppealOfOwn) } else { Ok(()) }
}

/// Refuses a person of the intake's side the part of an approver or releaser.
pub(super) fn check_apart(facts: &Facts, request: i64, person: Uuid) -> Result<(), Refusal> {
    let mine = steps(facts, request).find(|done| done.step.is_intake() && done.person_id == person);
    match mine {
        Some(done) => Err(Refusal::IntakeDone { step: done.step }),
        None => Ok(()),
    }
}

pub(super) fn moved(request: &Request, state: RequestState) -> Request {
    Request { state, version: request.version.saturating_add(1), ..request.clone() }
}

/// The state to which a request comes back when its payout ends: assessed, unless it was changed meanwhile.
pub(super) const fn reopened(request: &Request) -> RequestState {
    if request.found_minor.is_some() { RequestState::Assessed } else { RequestState::Screening }
}

/// Puts the commitment to what can be erased into a request.
fn seal(mut row: Request, context: &Context) -> Request {
    row.salt = Some(context.salt("request", row.seq.saturating_add(row.version)).to_vec());
    row.commitment = sealed(&row);
    row
}

/// A request in a new state, and who brought it there.
fn act(
    facts: &Facts,
    kind: &'static str,
    (row, done): (Request, Step),
    reason: Option<Reason>,
    context: &Context,
) -> Act {
    let seq = facts.next_seq;
    let request = row.seq;
    Act::new(seq, kind).with(row).with(step(seq, request, done, reason, context))
}
