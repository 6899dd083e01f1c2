//! Recipients and their requests. The books know a random reference; all else about a person can be erased.

use chrono::Datelike as _;
use uuid::Uuid;

use crate::act::Act;
use crate::codes::{NoteKind, Reason, RequestState};
use crate::command::{Context, SubmitRequest};
use crate::decide::{note, sealed};
use crate::facts::Facts;
use crate::journal::check_day;
use crate::refusal::Refusal;
use crate::rows::aid::{Recipient, Request};
use crate::text::Text;

pub(super) fn add_recipient(
    facts: &Facts,
    household: Option<Uuid>,
    birth_year: Option<i64>,
    context: &Context,
) -> Result<Act, Refusal> {
    let this_year = i64::from(context.today.year());
    if birth_year.is_some_and(|year| year < this_year.saturating_sub(120) || this_year < year) {
        return Err(Refusal::BirthYear);
    }
    let seq = facts.next_seq;
    let mut row = Recipient {
        seq,
        taken_by: context.actor.person,
        taken_on: context.today,
        reference: Some(context.reference("recipient")),
        household: Some(household.unwrap_or_else(|| context.reference("household"))),
        birth_year,
        salt: Some(context.salt("recipient", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    row.commitment = sealed(&row);
    Ok(Act::new(seq, "recipient.added").with(row))
}

pub(super) fn submit(
    facts: &Facts,
    submit: &SubmitRequest,
    context: &Context,
) -> Result<Act, Refusal> {
    if facts.erased.contains(&submit.recipient) {
        return Err(Refusal::PersonErased);
    }
    if !facts.recipients.contains_key(&submit.recipient) {
        return Err(Refusal::RecipientUnknown);
    }
    if context.today < submit.received_on {
        return Err(Refusal::InTheFuture { on: submit.received_on });
    }
    check_day(facts, context.today, context)?;
    let seq = facts.next_seq;
    let mut row = Request {
        seq,
        category: submit.category,
        urgency: submit.urgency,
        asked_minor: submit.asked.minor(),
        received_on: submit.received_on,
        state: RequestState::Submitted,
        recipient: Some(submit.recipient),
        target_group: submit.target_group,
        municipality: submit.municipality.as_ref().map(|code| code.as_str().to_owned()),
        salt: Some(context.salt("request", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    row.commitment = sealed(&row);
    let mut act = Act::new(seq, "request.submitted").with(row);
    if let Some(story) = &submit.story {
        act.push(note(seq, 1, NoteKind::Story, story, context));
    }
    Ok(act)
}

pub(super) fn reject(
    facts: &Facts,
    request: i64,
    _reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let found = facts.requests.get(&request).ok_or(Refusal::RequestUnknown { request })?;
    if found.state != RequestState::Submitted {
        return Err(Refusal::RequestStep { state: found.state });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "request.rejected").with(moved(found, RequestState::Rejected));
    if let Some(text) = text {
        act.push(note(seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}

pub(super) fn moved(request: &Request, state: RequestState) -> Request {
    Request { state, version: request.version.saturating_add(1), ..request.clone() }
}
