//! The steps around approval and payment: who may go on, and what is given back where it ends.

use almoner_proof::hash::Hash;
use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AllocationEvent, Duty, EntryKind, NoteKind, PayoutState, Reason, WarningCode};
use crate::command::{Context, Seen};
use crate::decide::payout::{
    allocate, check_duty, check_payee, check_unchanged, draws, duty, event, expect, found, moved,
    reopen_request, tax, warning,
};
use crate::decide::request::{self, double_aid};
use crate::decide::{cooled, note, overdraft, reversal};
use crate::draw::misfit_refusal;
use crate::facts::Facts;
use crate::journal::{JournalEntry, mirrored};
use crate::proposal;
use crate::refusal::Refusal;
use crate::restriction::Stage;
use crate::rows::aid::{Payout, Request};
use crate::rows::journal::Reversal;
use crate::terms::Terms;
use crate::text::Text;

pub(in crate::decide) fn reject(
    facts: &Facts,
    payout: i64,
    reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Proposed])?;
    check_duty(facts, payout, context.actor)?;
    let mut act = end(facts, payout, Ending::Rejected, reason, context)?;
    if let Some(text) = text {
        act.push(note(act.seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}

/// Who has an interest of their own takes the one place a person has in a payout, and can do nothing else for it.
pub(in crate::decide) fn declare_conflict(
    facts: &Facts,
    payout: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Proposed, PayoutState::Approved])?;
    check_duty(facts, payout, context.actor)?;
    let seq = facts.next_seq;
    let declared = duty(seq, payout, Duty::Conflict, context);
    Ok(Act::new(seq, "payout.conflict_declared").with(declared))
}

/// Before the release: a proposal is dropped, a reservation is given back.
pub(in crate::decide) fn cancel(
    facts: &Facts,
    payout: i64,
    reason: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Proposed, PayoutState::Approved])?;
    end(facts, payout, Ending::Cancelled, reason, context)
}

pub(in crate::decide) fn release(
    facts: &Facts,
    (payout, signed, seen): (i64, &Hash, &Seen),
    acknowledge: &[WarningCode],
    batch_seq: Option<i64>,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Approved])?;
    check_duty(facts, payout, context.actor)?;
    cooled::check(facts, context)?;
    check_unchanged(facts, payout)?;
    if payout.digest.as_slice() != signed.as_slice() {
        return Err(Refusal::DigestDiffers);
    }
    let signed_same = facts.duties.get(&payout.seq).into_iter().flatten();
    if signed_same.clone().any(|done| done.payout_digest != payout.digest) {
        return Err(Refusal::PayoutChanged { payout: payout.seq });
    }
    if let Some(on) = payout.expires_on.filter(|until| *until < context.today) {
        return Err(Refusal::ReservationExpired { on });
    }
    tax::check_listed(payout, payout.tax_list_number.as_deref())?;
    check_window(facts, payout, context.today)?;
    let request = request::found(facts, payout.request_seq)?;
    let alike = double_aid::cleared_for(facts, (request, payout.seq), seen, context)?;
    let seq = facts.next_seq;
    let warnings = warning::acknowledged(facts, (seq, payout), (acknowledge, seen), context)?;
    let mut act = Act::new(seq, "payout.released").with(duty(seq, payout, Duty::Release, context));
    if request.identities_checked != seen.checked {
        let looked = request::moved(request, request.state);
        act.push(Request { identities_checked: seen.checked, ..looked });
    }
    act.extend(alike);
    act.push(Payout {
        released_on: Some(context.today),
        batch_seq,
        ..moved(payout, PayoutState::Released)
    });
    act.push(event(seq, payout.seq, PayoutState::Released, context.today, None));
    act.extend(warnings);
    Ok(act)
}

/// Money whose window binds the payment is not let go, nor ordered for a day, before it begins or after it has ended.
pub(super) fn check_window(facts: &Facts, payout: &Payout, on: NaiveDate) -> Result<(), Refusal> {
    let request = super::request_of(facts, payout)?;
    let purpose = proposal::purpose(request, on, Stage::Payment);
    for draw in draws(facts, payout.seq)? {
        let lot = facts.lots.get(&(draw.lot_seq, draw.lot_line));
        let lot = lot.ok_or(Refusal::LotNoLongerFree { lot: draw.lot_seq })?;
        Terms::of(facts, lot)
            .allow(&purpose)
            .map_err(|misfit| misfit_refusal(misfit, payout.fund_seq, draw.value_minor, 0))?;
    }
    Ok(())
}

pub(in crate::decide) fn send(
    facts: &Facts,
    payout: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Released])?;
    if !payout.method.is_by_bank() {
        return Err(Refusal::PayMethod);
    }
    check_payee(facts, payout)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "payout.sent").with(moved(payout, PayoutState::Sent));
    act.push(event(seq, payout.seq, PayoutState::Sent, context.today, None));
    Ok(act)
}

pub(in crate::decide) fn fail(
    facts: &Facts,
    payout: i64,
    reason: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Released, PayoutState::Sent])?;
    end(facts, payout, Ending::Failed, reason, context)
}

pub(in crate::decide) fn void(
    facts: &Facts,
    payout: i64,
    reason: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Released])?;
    end(facts, payout, Ending::Voided, reason, context)
}

pub(in crate::decide) fn expire(
    facts: &Facts,
    payout: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Approved])?;
    match payout.expires_on {
        Some(on) if context.today <= on => Err(Refusal::NotExpired { on }),
        _ => end(facts, payout, Ending::Expired, Reason::TimeRanOut, context),
    }
}

/// The ways in which a payout ends unpaid.
#[derive(Clone, Copy, Debug)]
enum Ending {
    Rejected,
    Cancelled,
    Voided,
    Expired,
    Failed,
}

impl Ending {
    /// How the leaf names it, and the state it leads to.
    const fn names(self) -> (&'static str, PayoutState) {
        match self {
            Self::Rejected => ("payout.rejected", PayoutState::Rejected),
            Self::Cancelled => ("payout.cancelled", PayoutState::Cancelled),
            Self::Voided => ("payout.voided", PayoutState::Voided),
            Self::Expired => ("payout.expired", PayoutState::Expired),
            Self::Failed => ("payout.failed", PayoutState::Failed),
        }
    }
}

/// Ends a payout that has not been paid: the obligation is reversed, the lots are given back, the request is open again.
fn end(
    facts: &Facts,
    payout: &Payout,
    ending: Ending,
    reason: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let seq = facts.next_seq;
    let (kind, state) = ending.names();
    let mut act = Act::new(seq, kind);
    if let Some(obligation) = payout.obligation_seq {
        let booked =
            facts.entries.get(&obligation).ok_or(Refusal::EntryUnknown { entry: obligation })?;
        let document = reversal::document_of(booked)?;
        let lines = mirrored(&booked.postings);
        let entry = JournalEntry::new(
            facts,
            context,
            EntryKind::AidRelease,
            context.today,
            document,
            lines,
        )?;
        entry.for_payout(payout.seq).write(facts, &mut act)?;
        act.push(Reversal { seq, line: 1, reversed_seq: obligation, reason });
        act.extend(allocate(
            seq,
            AllocationEvent::GiveBack,
            payout.seq,
            &draws(facts, payout.seq)?,
        ));
    }
    overdraft::settle(facts, &mut act);
    act.push(moved(payout, state));
    act.push(event(seq, payout.seq, state, context.today, Some(reason)));
    reopen_request(facts, &mut act, payout)?;
    Ok(act)
}
