//! What somebody found to be needed, in a sum and in words that can be erased.

use crate::act::Act;
use crate::codes::{NoteKind, RequestState, Step};
use crate::command::{AssessRequest, Context};
use crate::decide::note;
use crate::decide::request::{act, check_appeal, double_aid, expect, found, moved};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Request;

pub(in crate::decide) fn assess(
    facts: &Facts,
    assess: &AssessRequest,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, assess.request)?;
    expect(request, &[RequestState::Screening])?;
    check_appeal(facts, request.seq, context)?;
    if request.asked_minor < assess.found.minor() {
        return Err(Refusal::BeyondRequest { asked_minor: request.asked_minor });
    }
    let alike = double_aid::cleared(facts, request, &assess.seen, context)?;
    let row = Request {
        found_minor: Some(assess.found.minor()),
        identities_checked: assess.seen.checked,
        ..moved(request, RequestState::Assessed)
    };
    let mut act = act(facts, "request.assessed", (row, Step::Assess), None, context);
    act.push(note(act.seq, 1, NoteKind::Finding, &assess.finding, context));
    act.extend(alike);
    Ok(act)
}
