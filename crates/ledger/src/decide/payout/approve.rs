//! Approving: the last approval reserves the lots and books the obligation, in one act.

use almoner_proof::hash::Hash;
use chrono::TimeDelta;

use crate::act::Act;
use crate::bands;
use crate::codes::{AllocationEvent, DocumentKind, Duty, EntryKind, Method, PayoutState};
use crate::command::{Context, Document};
use crate::decide::cooled;
use crate::decide::payout::{
    allocate, check_duty, check_unchanged, draws, duty, event, expect, found, moved, tax,
};
use crate::draw::{self, Draw};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::proposal;
use crate::refusal::Refusal;
use crate::restriction::Stage;
use crate::rows::aid::Payout;
use crate::text::Code;

/// How long a reservation lasts where the law data says nothing.
const RESERVATION_DAYS: i64 = 30;

pub(in crate::decide) fn approve(
    facts: &Facts,
    payout: i64,
    signed: &Hash,
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
    let seq = facts.next_seq;
    let given = facts.duties.get(&payout.seq).into_iter().flatten();
    let given = given.filter(|done| done.duty == Duty::Approve).count();
    let given = i64::try_from(given).unwrap_or(0).saturating_add(1);
    // What counts is the strictest of the day of the proposal and of today, with what the household has had meanwhile.
    let request = super::request_of(facts, payout)?;
    let (amount, today) = (payout.amount_minor, context.today);
    let today_needs = bands::needed(facts, request, Some(payout.seq), amount, today);
    let needed = payout.approvals_needed.max(today_needs);
    let signature = duty(seq, payout, Duty::Approve, context);
    if given < needed {
        return Ok(Act::new(seq, "payout.approved_in_part").with(signature));
    }
    let mut act = Act::new(seq, "payout.approved").with(signature);
    let reserved = reserve(facts, payout, &mut act, context)?;
    act.push(Payout { state: PayoutState::Approved, ..reserved });
    act.push(event(seq, payout.seq, PayoutState::Approved, context.today, None));
    Ok(act)
}

/// Reserves the lots and books the obligation in an act; gives back the payout as it is then, in its next version.
pub(super) fn reserve(
    facts: &Facts,
    payout: &Payout,
    act: &mut Act,
    context: &Context,
) -> Result<Payout, Refusal> {
    tax::check(facts, payout, context.today)?;
    let draws = check_lots(facts, payout, context)?;
    let (entry, owed) = obligation(facts, payout, &draws, context)?;
    let days = facts.law_number("payout_reservation", context.today).unwrap_or(RESERVATION_DAYS);
    let seq = act.seq;
    entry.write(facts, act)?;
    act.extend(allocate(seq, AllocationEvent::Reserve, payout.seq, &draws));
    Ok(Payout {
        obligation_account: Some(owed.person),
        tax_account: owed.tax,
        obligation_seq: Some(seq),
        expires_on: context.today.checked_add_signed(TimeDelta::days(days.clamp(1, 366))),
        ..moved(payout, PayoutState::Approved)
    })
}

/// The proposed lots, checked again at the moment that counts.
fn check_lots(facts: &Facts, payout: &Payout, context: &Context) -> Result<Vec<Draw>, Refusal> {
    let fund = facts.open_fund(payout.fund_seq)?;
    if 0 < fund.overdrawn_minor {
        return Err(Refusal::FundOverdrawn { fund: fund.seq });
    }
    let request = super::request_of(facts, payout)?;
    let purpose = proposal::purpose(request, context.today, Stage::Decision);
    let draws = draws(facts, payout.seq)?;
    for draw in &draws {
        let gone = Refusal::LotNoLongerFree { lot: draw.lot_seq };
        let lot = facts.lots.get(&(draw.lot_seq, draw.lot_line)).ok_or_else(|| gone.clone())?;
        if lot.left_quantity_minor < draw.quantity_minor || lot.left_value_minor < draw.value_minor
        {
            return Err(gone);
        }
        // Rounding has left the last of this lot another value than was signed: it must be proposed again.
        let last = lot.left_quantity_minor == draw.quantity_minor;
        if last && lot.left_value_minor != draw.value_minor {
            return Err(gone);
        }
    }
    let had = proposal::had(facts, request, Some(payout.seq), false);
    proposal::check(facts, payout.fund_seq, &draws, &purpose, &had)?;
    Ok(draws)
}

/// The accounts on which a payout is owed: to the person, and to the tax office.
struct Owed {
    person: String,
    tax: Option<String>,
}

fn obligation(
    facts: &Facts,
    payout: &Payout,
    draws: &[Draw],
    context: &Context,
) -> Result<(JournalEntry, Owed), Refusal> {
    let on = context.today;
    let branch = if payout.method == Method::InKind { "aid_in_kind" } else { "aid" };
    let aid = facts.scheme(&format!("{branch}/{}", payout.category), on)?;
    let owed = facts.scheme("aid_obligation", on)?;
    let fund = payout.fund_seq;
    let mut lines = vec![
        Line::debit(&aid, fund, payout.amount_minor),
        Line::credit(&owed, fund, payout.net_minor()),
    ];
    let tax = if 0 < payout.tax_minor { Some(facts.scheme("aid_tax", on)?) } else { None };
    if let Some(account) = &tax {
        lines.push(Line::credit(account, fund, payout.tax_minor));
    }
    lines.extend(draw::release_lines(draws, fund));
    let number =
        Code::parse(&format!("payout-{}", payout.seq)).map_err(|_| Refusal::NumbersExhausted)?;
    let document =
        Document::Paper { kind: DocumentKind::Decision, number, dated_on: on, issuer: None };
    let entry = JournalEntry::new(facts, context, EntryKind::AidObligation, on, document, lines)?;
    Ok((entry.for_payout(payout.seq), Owed { person: owed, tax }))
}
