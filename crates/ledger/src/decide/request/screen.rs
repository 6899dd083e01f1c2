//! Looking a request over: is anything missing, and what was answered.

use crate::act::Act;
use crate::codes::{NoteKind, RequestState, Step};
use crate::command::Context;
use crate::decide::note;
use crate::decide::request::{act, check_appeal, expect, found, moved};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::text::Text;

pub(in crate::decide) fn screen(
    facts: &Facts,
    request: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    expect(request, &[RequestState::Submitted])?;
    check_appeal(facts, request.seq, context)?;
    let row = moved(request, RequestState::Screening);
    Ok(act(facts, "request.screened", (row, Step::Screen), None, context))
}

pub(in crate::decide) fn ask(
    facts: &Facts,
    request: i64,
    question: &Text,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    expect(request, &[RequestState::Screening])?;
    check_appeal(facts, request.seq, context)?;
    let row = moved(request, RequestState::NeedsInfo);
    let mut act = act(facts, "request.asked", (row, Step::Ask), None, context);
    act.push(note(act.seq, 1, NoteKind::Question, question, context));
    Ok(act)
}

pub(in crate::decide) fn answer(
    facts: &Facts,
    request: i64,
    answer: &Text,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, request)?;
    expect(request, &[RequestState::NeedsInfo])?;
    let row = moved(request, RequestState::Screening);
    let mut act = act(facts, "request.answered", (row, Step::Answer), None, context);
    act.push(note(act.seq, 1, NoteKind::Answer, answer, context));
    Ok(act)
}
