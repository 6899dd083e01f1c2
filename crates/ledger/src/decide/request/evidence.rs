//! The papers of a request.

use crate::act::Act;
use crate::codes::PayoutState;
use crate::command::{AttachEvidence, Context};
use crate::decide::payout;
use crate::decide::request::found;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::request::Evidence;

/// The most that one paper may weigh.
const SIZE_MAX: i64 = 10 * 1024 * 1024;

pub(in crate::decide) fn attach(
    facts: &Facts,
    attach: &AttachEvidence,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, attach.request)?;
    if !(1..=SIZE_MAX).contains(&attach.size_bytes) {
        return Err(Refusal::EvidenceSize);
    }
    if let Some(on) = attach.dated_on.filter(|on| context.today < *on) {
        return Err(Refusal::InTheFuture { on });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "evidence.attached");
    act.extend(payout::changed(facts, seq, |payout| {
        payout.request_seq == request.seq && payout.state == PayoutState::Proposed
    }));
    Ok(act.with(Evidence {
        seq,
        line: 1,
        request_seq: request.seq,
        kind: attach.kind,
        number: attach.number.as_ref().map(|number| number.as_str().to_owned()),
        dated_on: attach.dated_on,
        amount_minor: attach.amount.map(crate::money::Amount::minor),
        media_type: attach.media_type,
        size_bytes: attach.size_bytes,
        content: attach.content.to_vec(),
    }))
}
