//! How a request ends without help, and how it is heard again.

use crate::act::Act;
use crate::codes::{NoteKind, Reason, RequestState, Step};
use crate::command::Context;
use crate::decide::note;
use crate::decide::request::{act, check_appeal, expect, found, moved};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Request;
use crate::text::Text;

/// What stands before a proposal: nobody has said yes or no yet.
const UNANSWERED: [RequestState; 4] = [
    RequestState::Submitted,
    RequestState::Screening,
    RequestState::NeedsInfo,
    RequestState::Assessed,
];

pub(in crate::decide) fn reject(
    facts: &Facts,
    request: i64,
    reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    expect(request, &UNANSWERED)?;
    check_appeal(facts, request.seq, context)?;
    let row = moved(request, RequestState::Rejected);
    let act = act(facts, "request.rejected", (row, Step::Reject), Some(reason), context);
    Ok(saying(act, text, context))
}

/// The recipient does not agree: the request is heard again, by somebody else.
pub(in crate::decide) fn appeal(
    facts: &Facts,
    request: i64,
    grounds: &Text,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    expect(request, &[RequestState::Rejected])?;
    let row = Request { found_minor: None, ..moved(request, RequestState::Submitted) };
    let mut act = act(facts, "request.appealed", (row, Step::Appeal), None, context);
    act.push(note(act.seq, 1, NoteKind::Grounds, grounds, context));
    Ok(act)
}

/// Ends a request that needs no answer any more.
pub(in crate::decide) fn close(
    facts: &Facts,
    request: i64,
    reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    if request.state != RequestState::Draft {
        expect(request, &UNANSWERED)?;
    }
    // What is closed unpaid comes no more either.
    let row = Request { next_on: None, ..moved(request, RequestState::Closed) };
    let act = act(facts, "request.closed", (row, Step::Close), Some(reason), context);
    Ok(saying(act, text, context))
}

/// Takes a need back with the whole file it came in.
pub(in crate::decide) fn undo(
    facts: &Facts,
    request: i64,
    reason: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let row = moved(found(facts, request)?, RequestState::Closed);
    Ok(act(facts, "request.undone", (row, Step::Close), Some(reason), context))
}

/// Adds why, in words.
pub(super) fn saying(mut act: Act, text: Option<&Text>, context: &Context) -> Act {
    if let Some(text) = text {
        act.push(note(act.seq, 1, NoteKind::Reason, text, context));
    }
    act
}
