//! Taking a need in: as a draft or at once, and putting it right later.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::act::Act;
use crate::codes::{NoteKind, PayeeKind, RequestState, Signs, Step, TargetGroup, Urgency};
use crate::command::{Context, EditRequest, Recurring, Seen, SubmitRequest};
use crate::decide::request::{act, double_aid, expect, found, seal, step};
use crate::decide::{note, payee, payout};
use crate::facts::Facts;
use crate::journal::check_day;
use crate::refusal::Refusal;
use crate::rows::aid::Request;

const GROWN_UP: i64 = 18;
const MONTHS_MAX: i64 = 12;
/// A list that was kept on paper is taken in within this time.
const RECEIVED_MONTHS_MAX: Months = Months::new(12);
/// Whoever still needs it after five years is looked at anew.
const SERIES_MONTHS_MAX: i64 = 60;

pub(in crate::decide) fn draft(
    facts: &Facts,
    submit: &SubmitRequest,
    context: &Context,
) -> Result<Act, Refusal> {
    let row = row(facts, submit, RequestState::Draft, context)?;
    Ok(with_story(facts, "request.drafted", (row, Step::Draft), submit, context))
}

pub(in crate::decide) fn submit(
    facts: &Facts,
    submit: &SubmitRequest,
    context: &Context,
) -> Result<Act, Refusal> {
    taken_in(facts, submit, row(facts, submit, RequestState::Submitted, context)?, context)
}

/// The file a need came with, and by what its row is known again.
pub(in crate::decide) struct Imported {
    pub(in crate::decide) import_seq: i64,
    pub(in crate::decide) fingerprint: Vec<u8>,
}

pub(in crate::decide) fn imported(
    facts: &Facts,
    submit: &SubmitRequest,
    file: Imported,
    context: &Context,
) -> Result<Act, Refusal> {
    let row = Request {
        import_seq: Some(file.import_seq),
        fingerprint: Some(file.fingerprint),
        ..row(facts, submit, RequestState::Submitted, context)?
    };
    taken_in(facts, submit, seal(row, context), context)
}

fn taken_in(
    facts: &Facts,
    submit: &SubmitRequest,
    row: Request,
    context: &Context,
) -> Result<Act, Refusal> {
    let alike = double_aid::rows(facts, &row, &submit.seen, context)?;
    let mut act = with_story(facts, "request.submitted", (row, Step::Submit), submit, context);
    act.extend(alike);
    Ok(act)
}

pub(in crate::decide) fn submit_draft(
    facts: &Facts,
    request: i64,
    seen: &Seen,
    context: &Context,
) -> Result<Act, Refusal> {
    let draft = found(facts, request)?;
    expect(draft, &[RequestState::Draft])?;
    let recipient = draft.recipient.ok_or(Refusal::PersonErased)?;
    check_signs(facts, recipient, draft.target_group, draft.signs, context)?;
    let alike = double_aid::rows(facts, draft, seen, context)?;
    let row = Request {
        due_at: Some(due_at(facts, draft.urgency, context)),
        identities_checked: seen.checked,
        ..super::moved(draft, RequestState::Submitted)
    };
    let mut act = act(facts, "request.submitted", (row, Step::Submit), None, context);
    act.extend(alike);
    Ok(act)
}

/// Puts a request right. What was assessed is assessed again; a payout proposed for it no longer matches what is signed.
pub(in crate::decide) fn edit(
    facts: &Facts,
    edit: &EditRequest,
    context: &Context,
) -> Result<Act, Refusal> {
    let before = found(facts, edit.request)?;
    expect(
        before,
        &[
            RequestState::Draft,
            RequestState::Submitted,
            RequestState::Screening,
            RequestState::NeedsInfo,
            RequestState::Assessed,
            RequestState::Proposed,
        ],
    )?;
    if before.version != edit.version {
        return Err(Refusal::StaleVersion { version: before.version });
    }
    let recipient = before.recipient.ok_or(Refusal::PersonErased)?;
    check_payee(facts, edit.payee_kind, edit.payee)?;
    check_signs(facts, recipient, edit.target_group, Some(edit.signs), context)?;
    let assessed = before.state == RequestState::Assessed;
    let state = if assessed { RequestState::Screening } else { before.state };
    let shift =
        hours(facts, edit.urgency, context).saturating_sub(hours(facts, before.urgency, context));
    let shift = TimeDelta::try_hours(shift).unwrap_or_default();
    let row = Request {
        category: edit.category,
        urgency: edit.urgency,
        asked_minor: edit.asked.minor(),
        found_minor: None,
        due_at: before.due_at.and_then(|due| due.checked_add_signed(shift)),
        payee_kind: edit.payee_kind,
        payee: edit.payee,
        target_group: edit.target_group,
        municipality: edit.municipality.as_ref().map(|code| code.as_str().to_owned()),
        signs: Some(edit.signs),
        ..super::moved(before, state)
    };
    let mut act = act(facts, "request.edited", (seal(row, context), Step::Edit), None, context);
    act.extend(payout::changed(facts, act.seq, |payout| payout.request_seq == edit.request));
    Ok(act)
}

fn with_story(
    facts: &Facts,
    kind: &'static str,
    (row, done): (Request, Step),
    submit: &SubmitRequest,
    context: &Context,
) -> Act {
    let seq = facts.next_seq;
    let mut act = Act::new(seq, kind).with(row).with(step(seq, seq, done, None, context));
    if let Some(story) = &submit.story {
        act.push(note(seq, 1, NoteKind::Story, story, context));
    }
    act
}

fn row(
    facts: &Facts,
    submit: &SubmitRequest,
    state: RequestState,
    context: &Context,
) -> Result<Request, Refusal> {
    if facts.erased.contains(&submit.recipient) {
        return Err(Refusal::PersonErased);
    }
    if !facts.recipients.contains_key(&submit.recipient) {
        return Err(Refusal::RecipientUnknown);
    }
    if context.today < submit.received_on {
        return Err(Refusal::InTheFuture { on: submit.received_on });
    }
    check_received(submit.received_on, context)?;
    check_day(facts, context.today, context)?;
    check_payee(facts, submit.payee_kind, submit.payee)?;
    check_signs(facts, submit.recipient, submit.target_group, Some(submit.signs), context)?;
    let next_on = submit.recurring.map(|again| first_again(again, submit.received_on));
    let submitted = state == RequestState::Submitted;
    let row = Request {
        seq: facts.next_seq,
        category: submit.category,
        urgency: submit.urgency,
        asked_minor: submit.asked.minor(),
        found_minor: None,
        received_on: submit.received_on,
        due_at: submitted.then(|| due_at(facts, submit.urgency, context)),
        payee_kind: submit.payee_kind,
        identities_checked: submitted && submit.seen.checked,
        every_months: submit.recurring.map(|again| again.every_months),
        until_on: submit.recurring.map(|again| again.until_on),
        next_on: next_on.transpose()?,
        parent_seq: None,
        import_seq: None,
        fingerprint: None,
        state,
        recipient: Some(submit.recipient),
        target_group: submit.target_group,
        municipality: submit.municipality.as_ref().map(|code| code.as_str().to_owned()),
        payee: submit.payee,
        signs: Some(submit.signs),
        salt: None,
        commitment: Vec::new(),
        version: 1,
    };
    Ok(seal(row, context))
}

/// The day decides what is close to what, and from when aid comes again: a need of long ago is heard anew.
fn check_received(on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    let from = context.today.checked_sub_months(RECEIVED_MONTHS_MAX);
    match from.filter(|from| on < *from) {
        Some(from) => Err(Refusal::ReceivedLongAgo { on, from }),
        None => Ok(()),
    }
}

fn first_again(again: Recurring, from: NaiveDate) -> Result<NaiveDate, Refusal> {
    let next = if (1..=MONTHS_MAX).contains(&again.every_months) {
        later(from, again.every_months)
    } else {
        None
    };
    let last = later(from, SERIES_MONTHS_MAX);
    next.filter(|next| *next <= again.until_on && Some(again.until_on) <= last)
        .ok_or(Refusal::RecurringShape)
}

pub(super) fn later(from: NaiveDate, months: i64) -> Option<NaiveDate> {
    from.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

/// Who is paid for somebody is known and has not been erased; the recipient is not named twice.
fn check_payee(facts: &Facts, kind: PayeeKind, payee: Option<Uuid>) -> Result<(), Refusal> {
    match payee {
        None if kind == PayeeKind::Oneself => Ok(()),
        None => Err(Refusal::PayeeMissing),
        Some(_) if kind == PayeeKind::Oneself => Err(Refusal::PayeeNotWanted),
        Some(reference) => {
            let mut rows = facts.payees.values();
            let known = rows.find(|row| row.reference == Some(reference));
            match known.ok_or(Refusal::PayeeNotKnown)?.public_name {
                Some(_) => payee::fits(kind),
                None => Ok(()),
            }
        }
    }
}

/// A child does not sign alone, nor somebody of the street of whom nobody knows the age.
fn check_signs(
    facts: &Facts,
    recipient: Uuid,
    group: Option<TargetGroup>,
    signs: Option<Signs>,
    context: &Context,
) -> Result<(), Refusal> {
    if signs != Some(Signs::Oneself) {
        return Ok(());
    }
    let born = facts.recipients.get(&recipient).and_then(|row| row.birth_year);
    let year = i64::from(context.today.year());
    let child = match born {
        Some(born) => year.saturating_sub(born) < GROWN_UP,
        None => group == Some(TargetGroup::StreetChild),
    };
    if child { Err(Refusal::CannotSignAlone) } else { Ok(()) }
}

/// The hours within which a need is to be answered: law or board data, and our own choice where they are silent.
fn hours(facts: &Facts, urgency: Urgency, context: &Context) -> i64 {
    let (name, ours) = match urgency {
        Urgency::Emergency => ("service_target_emergency", 4),
        Urgency::Urgent => ("service_target_urgent", 72),
        Urgency::Normal => ("service_target_normal", 240),
    };
    facts.law_number(name, context.today).unwrap_or(ours).clamp(1, 10_000)
}

pub(super) fn due_at(facts: &Facts, urgency: Urgency, context: &Context) -> DateTime<Utc> {
    let hours = TimeDelta::try_hours(hours(facts, urgency, context)).unwrap_or_default();
    context.now.checked_add_signed(hours).unwrap_or(context.now)
}
