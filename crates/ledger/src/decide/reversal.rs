//! Taking an entry back: its mirror, once, with everything it drew given back and everything it brought withdrawn.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AllocationEvent, DocumentKind, EntryKind, Reason};
use crate::command::{Context, Document};
use crate::draw;
use crate::facts::{Booked, Facts};
use crate::journal::{JournalEntry, mirrored};
use crate::refusal::Refusal;
use crate::rows::journal::Reversal;
use crate::rows::lots::{Allocation, Overdraft};
use crate::text::Code;

pub(super) fn reverse(
    facts: &Facts,
    entry_seq: i64,
    booked_on: NaiveDate,
    why: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let booked = facts.entries.get(&entry_seq).ok_or(Refusal::EntryUnknown { entry: entry_seq })?;
    check_reversible(booked, booked_on)?;
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Reversal,
        booked_on,
        document_of(booked)?,
        mirrored(&booked.postings),
    )?;
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "entry.reversed");
    entry.write(facts, &mut act)?;
    act.push(Reversal { seq, line: 1, reversed_seq: entry_seq, reason: why });
    let withdrawn = withdraw_lots(facts, booked, seq)?;
    let first = i64::try_from(withdrawn.len()).unwrap_or(0).saturating_add(1);
    act.extend(withdrawn);
    act.extend(give_back(booked, seq, first));
    if let Some(undone) = booked_overdraft(booked) {
        act.push(Overdraft { seq, ..undone });
    }
    Ok(act)
}

fn check_reversible(booked: &Booked, booked_on: NaiveDate) -> Result<(), Refusal> {
    let entry = booked.entry.seq;
    if booked.reversed {
        return Err(Refusal::AlreadyReversed { entry });
    }
    if let Some(payout) = booked.entry.payout_seq {
        return Err(Refusal::BelongsToPayout { payout });
    }
    if booked.entry.kind == EntryKind::Reversal {
        return Err(Refusal::IsAReversal { entry });
    }
    if booked_on < booked.entry.booked_on {
        return Err(Refusal::ReversalBeforeEntry { on: booked.entry.booked_on });
    }
    Ok(())
}

pub(super) fn document_of(booked: &Booked) -> Result<Document, Refusal> {
    let number = format!("{}/{}", booked.entry.year, booked.entry.number);
    Ok(Document::Paper {
        kind: DocumentKind::Reversal,
        number: Code::parse(&number).map_err(|_| Refusal::NumbersExhausted)?,
        dated_on: booked.entry.booked_on,
        issuer: None,
    })
}

/// Lots that the entry brought must be whole, but for what covered an overdraft, which the overdraft takes back.
fn withdraw_lots(facts: &Facts, booked: &Booked, seq: i64) -> Result<Vec<Allocation>, Refusal> {
    let mut rows = Vec::new();
    for (key, line) in booked.lots.iter().zip(1_i64..) {
        let lot = facts.lots.get(key).ok_or(Refusal::LotAlreadyDrawn { lot: key.0 })?;
        let covered = covered(booked, *key);
        if lot.left_quantity_minor.saturating_add(covered) != lot.quantity_minor {
            return Err(Refusal::LotAlreadyDrawn { lot: key.0 });
        }
        if 0 < lot.left_quantity_minor {
            let whole = draw::take(lot, lot.left_quantity_minor);
            rows.extend(draw::allocations(seq, line, AllocationEvent::Withdraw, None, &[whole]));
        }
    }
    Ok(rows)
}

fn covered(booked: &Booked, lot: (i64, i64)) -> i64 {
    let covers = booked.allocations.iter().filter(|allocation| {
        allocation.event == AllocationEvent::Cover && (allocation.lot_seq, allocation.lot_line) == lot
    });
    covers.fold(0_i64, |sum, allocation| sum.saturating_add(allocation.quantity_minor))
}

/// What the entry drew from earlier lots goes back to them.
fn give_back(booked: &Booked, seq: i64, first: i64) -> Vec<Allocation> {
    let drawn = booked
        .allocations
        .iter()
        .filter(|allocation| matches!(allocation.event, AllocationEvent::Draw | AllocationEvent::Convert));
    drawn
        .zip(first..)
        .map(|(allocation, line)| Allocation { seq, line, event: AllocationEvent::GiveBack, ..allocation.clone() })
        .collect()
}

/// An income that covered an overdraft, taken back, opens the overdraft again.
fn booked_overdraft(booked: &Booked) -> Option<Overdraft> {
    let sum = booked
        .allocations
        .iter()
        .filter(|allocation| allocation.event == AllocationEvent::Cover)
        .fold(0_i64, |sum, allocation| sum.saturating_add(allocation.value_minor));
    let fund_seq = booked.income.as_ref()?.fund_seq;
    (0 < sum).then_some(Overdraft { seq: 0, line: 1, fund_seq, amount_minor: sum })
}
