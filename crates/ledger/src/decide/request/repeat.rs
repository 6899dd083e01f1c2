//! Recurring aid: the next request of a series, when its day has come.

use crate::act::Act;
use crate::codes::{Reason, RequestState, Step};
use crate::command::{Context, Seen};
use crate::decide::request::finish::saying;
use crate::decide::request::submit::{due_at, later};
use crate::decide::request::{act, double_aid, found, moved, seal, step};
use crate::facts::Facts;
use crate::journal::check_day;
use crate::refusal::Refusal;
use crate::rows::aid::Request;
use crate::text::Text;

pub(in crate::decide) fn repeat(
    facts: &Facts,
    request: i64,
    seen: &Seen,
    context: &Context,
) -> Result<Act, Refusal> {
    let first = found(facts, request)?;
    let (Some(months), Some(until_on), Some(due_on)) =
        (first.every_months, first.until_on, first.next_on)
    else {
        return Err(Refusal::NotRecurring { request });
    };
    if matches!(first.state, RequestState::Draft | RequestState::Rejected) {
        return Err(Refusal::RequestStep { state: first.state });
    }
    if context.today < due_on {
        return Err(Refusal::NotDueYet { on: due_on });
    }
    if first.recipient.is_none() {
        return Err(Refusal::PersonErased);
    }
    check_day(facts, context.today, context)?;
    let seq = facts.next_seq;
    let next = Request {
        seq,
        found_minor: None,
        received_on: context.today,
        due_at: Some(due_at(facts, first.urgency, context)),
        identities_checked: seen.checked,
        every_months: None,
        until_on: None,
        next_on: None,
        parent_seq: Some(first.seq),
        import_seq: None,
        fingerprint: None,
        state: RequestState::Submitted,
        version: 1,
        ..first.clone()
    };
    let next = seal(next, context);
    let alike = double_aid::rows(facts, &next, seen, context)?;
    let told = Request {
        next_on: later(due_on, months).filter(|next| *next <= until_on),
        ..moved(first, first.state)
    };
    let mut act = Act::new(seq, "request.repeated").with(next).with(told);
    act.push(step(seq, seq, Step::Repeat, None, context));
    act.extend(alike);
    Ok(act)
}

/// Nothing comes again; what has come stays as it is.
pub(in crate::decide) fn end(
    facts: &Facts,
    request: i64,
    reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let first = found(facts, request)?;
    if first.next_on.is_none() {
        return Err(Refusal::NotRecurring { request });
    }
    let ended = Request { next_on: None, ..moved(first, first.state) };
    let told = act(facts, "request.series_ended", (ended, Step::EndSeries), Some(reason), context);
    Ok(saying(told, text, context))
}
