//! The emergency path: two persons now, a third within days, and shut for everybody while a review is overdue.

use almoner_proof::hash::Hash;
use chrono::TimeDelta;

use crate::act::Act;
use crate::codes::{Duty, NoteKind, PayoutState, Reason, ReviewFinding, Urgency, WarningCode};
use crate::command::{Context, Seen};
use crate::decide::payout::approve::reserve;
use crate::decide::payout::steps::check_window;
use crate::decide::payout::{
    check_duty, check_unchanged, duty, event, expect, found, moved, request_of, tax, warning,
};
use crate::decide::request::double_aid;
use crate::decide::{cooled, note};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{Payout, Request};
use crate::text::{Code, Text};

/// Within how many hours the review must be done where the law data says nothing.
const REVIEW_HOURS: i64 = 72;

/// One other person than the proposer approves and releases at once, up to a cap and with a reason.
pub(in crate::decide) fn break_glass(
    facts: &Facts,
    (payout, signed, seen): (i64, &Hash, &Seen),
    (reason, text, acknowledge, tax_list): (Reason, Option<&Text>, &[WarningCode], Option<&Code>),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Proposed])?;
    check_duty(facts, payout, context.actor)?;
    cooled::check(facts, context)?;
    check_unchanged(facts, payout)?;
    if payout.digest.as_slice() != signed.as_slice() {
        return Err(Refusal::DigestDiffers);
    }
    let request = request_of(facts, payout)?;
    if request.urgency != Urgency::Emergency {
        return Err(Refusal::NotAnEmergency);
    }
    if let Some((payout, _)) = facts.unreviewed.iter().find(|(_, due)| **due < context.now) {
        return Err(Refusal::EmergencyShut { payout: *payout });
    }
    let tax_list = tax_list.map(Code::as_str);
    tax::check_listed(payout, tax_list)?;
    if tax_list.is_some() {
        tax::check_taxed(payout)?;
    }
    check_cap(facts, payout, request, context)?;
    check_window(facts, payout, context.today)?;
    let alike = double_aid::cleared_for(facts, (request, payout.seq), seen, context)?;
    let hours = facts.law_number("emergency_review", context.today).unwrap_or(REVIEW_HOURS);
    let due = context.now.checked_add_signed(TimeDelta::hours(hours.clamp(1, 720)));
    let due = due.ok_or(Refusal::DateOutOfRange { on: context.today })?;
    let seq = facts.next_seq;
    let warnings = warning::acknowledged(facts, (seq, payout), (acknowledge, seen), context)?;
    let done = duty(seq, payout, Duty::ApproveAndRelease, context);
    let mut act = Act::new(seq, "payout.emergency_released").with(done);
    let reserved = reserve(facts, payout, &mut act, context)?;
    let released = Payout {
        state: PayoutState::Released,
        released_on: Some(context.today),
        review_due_at: Some(due),
        tax_list_number: tax_list.map(str::to_owned),
        ..reserved
    };
    act.push(released);
    act.extend(alike);
    act.push(event(seq, payout.seq, PayoutState::Released, context.today, Some(reason)));
    act.extend(warnings);
    if let Some(text) = text {
        act.push(note(seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}

/// The cap counts what the household has had by this path within the window of the bands: splitting gains nothing. Where
/// nobody has set a cap there is no such path.
fn check_cap(
    facts: &Facts,
    payout: &Payout,
    request: &Request,
    context: &Context,
) -> Result<(), Refusal> {
    let cap_minor = facts.law_number("emergency_payout_max", context.today).unwrap_or(0);
    let since = crate::bands::window_begins(facts, context.today);
    let had = request.recipient.map_or(0, |recipient| {
        facts
            .aid_of(recipient)
            .filter(|(other, _)| other.review_due_at.is_some() && since < other.proposed_on)
            .fold(0_i64, |sum, (other, _)| sum.saturating_add(other.amount_minor))
    });
    if cap_minor < had.saturating_add(payout.amount_minor) {
        return Err(Refusal::EmergencyAboveCap { cap_minor });
    }
    Ok(())
}

/// A third person says whether what was done in the emergency was in order.
pub(in crate::decide) fn review(
    facts: &Facts,
    payout: i64,
    finding: ReviewFinding,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    if payout.review_due_at.is_none() || payout.reviewed_seq.is_some() {
        return Err(Refusal::NotToReview { payout: payout.seq });
    }
    check_duty(facts, payout, context.actor)?;
    cooled::check(facts, context)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "payout.emergency_reviewed");
    act.push(duty(seq, payout, Duty::Review, context));
    act.push(Payout {
        reviewed_seq: Some(seq),
        review_finding: Some(finding),
        ..moved(payout, payout.state)
    });
    if let Some(text) = text {
        act.push(note(seq, 1, NoteKind::Finding, text, context));
    }
    Ok(act)
}
