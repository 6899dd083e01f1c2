//! Taking an entry back: its mirror, once, with everything it drew given back and everything it brought withdrawn.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{
    AllocationEvent, Currency, DocumentKind, EntryKind, IncomeKind, LotKind, Reason,
};
use crate::command::{Context, Document};
use crate::decide::{advance, asset, overdraft};
use crate::draw;
use crate::facts::{Booked, Facts};
use crate::journal::{JournalEntry, mirrored};
use crate::refusal::Refusal;
use crate::rows::journal::Reversal;
use crate::rows::lots::{Allocation, Lot, Overdraft};
use crate::text::Code;

pub(super) fn reverse(
    facts: &Facts,
    entry_seq: i64,
    booked_on: NaiveDate,
    why: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    let booked = facts.entries.get(&entry_seq).ok_or(Refusal::EntryUnknown { entry: entry_seq })?;
    check_reversible(facts, booked, booked_on)?;
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Reversal,
        booked_on,
        document_of(booked)?,
        mirrored(&booked.postings),
    )?;
    let advance = advance::undo(facts, booked)?;
    let entry = match &advance {
        Some(advance) => entry.for_advance(advance.seq),
        None => entry,
    };
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "entry.reversed");
    entry.write(facts, &mut act)?;
    act.extend(advance);
    act.push(Reversal { seq, line: 1, reversed_seq: entry_seq, reason: why });
    let withdrawn = withdraw_lots(facts, booked, seq)?;
    let first = i64::try_from(withdrawn.len()).unwrap_or(0).saturating_add(1);
    act.extend(withdrawn);
    act.extend(give_back(booked, seq, first));
    undo_overdrafts(facts, booked, booked_on, &mut act)?;
    overdraft::settle(facts, &mut act);
    Ok(act)
}

fn check_reversible(facts: &Facts, booked: &Booked, booked_on: NaiveDate) -> Result<(), Refusal> {
    let entry = booked.entry.seq;
    if booked.reversed {
        return Err(Refusal::AlreadyReversed { entry });
    }
    if let Some(payout) = booked.entry.payout_seq {
        return Err(Refusal::BelongsToPayout { payout });
    }
    if booked.entry.kind == EntryKind::AidTax {
        return Err(Refusal::BelongsToTax);
    }
    if booked.entry.kind == EntryKind::Closing {
        return Err(Refusal::BelongsToYear { year: booked.entry.year });
    }
    if matches!(booked.entry.kind, EntryKind::Reversal | EntryKind::Reopening) {
        return Err(Refusal::IsAReversal { entry });
    }
    asset::check_reversal(facts, booked)?;
    if booked_on < booked.entry.booked_on {
        return Err(Refusal::ReversalBeforeEntry { on: booked.entry.booked_on });
    }
    if let Some(income) = &booked.income
        && income.kind == IncomeKind::Unclear
        && !facts.unclear.contains_key(&income.seq)
    {
        return Err(Refusal::ReceiptExplained { income: income.seq });
    }
    // A closed fund cannot be given anything back: it would lie there for ever.
    for posting in &booked.postings {
        facts.open_fund(posting.fund_seq)?;
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

/// Lots that the entry brought must be whole, but for what they made good of an overdraft in the same act.
fn withdraw_lots(facts: &Facts, booked: &Booked, seq: i64) -> Result<Vec<Allocation>, Refusal> {
    let mut whole = Vec::new();
    for key in &booked.lots {
        let lot = facts.lots.get(key).ok_or(Refusal::LotAlreadyDrawn { lot: key.0 })?;
        if lot.left_quantity_minor.saturating_add(covered(booked, *key)) != lot.quantity_minor {
            return Err(Refusal::LotAlreadyDrawn { lot: key.0 });
        }
        if 0 < lot.left_quantity_minor {
            whole.push(draw::take(lot, lot.left_quantity_minor));
        }
    }
    Ok(draw::allocations(seq, 1, AllocationEvent::Withdraw, None, &whole))
}

fn covered(booked: &Booked, lot: (i64, i64)) -> i64 {
    let covers = booked.allocations.iter().filter(|allocation| {
        allocation.event == AllocationEvent::Cover
            && (allocation.lot_seq, allocation.lot_line) == lot
    });
    covers.fold(0_i64, |sum, allocation| sum.saturating_add(allocation.quantity_minor))
}

/// What the entry drew from earlier lots goes back to them.
fn give_back(booked: &Booked, seq: i64, first: i64) -> Vec<Allocation> {
    let drawn = booked.allocations.iter().filter(|allocation| {
        matches!(allocation.event, AllocationEvent::Draw | AllocationEvent::Convert)
    });
    drawn
        .zip(first..)
        .map(|(allocation, line)| Allocation {
            seq,
            line,
            event: AllocationEvent::GiveBack,
            ..allocation.clone()
        })
        .collect()
}

/// An entry that overdrew a fund, taken back, closes its overdraft; what later income has already made good of it
/// becomes a free lot of the fund again. An income that made an overdraft good, taken back, opens it again.
fn undo_overdrafts(
    facts: &Facts,
    booked: &Booked,
    booked_on: NaiveDate,
    act: &mut Act,
) -> Result<(), Refusal> {
    for (row, line) in booked.overdrafts.iter().zip(1_i64..) {
        let open = facts.open_fund(row.fund_seq)?.overdrawn_minor;
        let closed = row.amount_minor.min(open);
        if closed != 0 {
            let amount_minor = closed.saturating_neg();
            act.push(Overdraft { seq: act.seq, line, fund_seq: row.fund_seq, amount_minor });
        }
        let made_good = row.amount_minor.saturating_sub(closed);
        if 0 < made_good {
            let income_account = facts.scheme("income/other/anonymous", booked_on)?;
            act.push(freed((act.seq, line), row.fund_seq, made_good, (booked_on, income_account)));
        }
    }
    Ok(())
}

fn freed(
    (seq, line): (i64, i64),
    fund_seq: i64,
    minor: i64,
    (received_on, income_account): (NaiveDate, String),
) -> Lot {
    Lot {
        seq,
        line,
        fund_seq,
        income_seq: None,
        parent_seq: None,
        parent_line: None,
        agreement_seq: None,
        source_seq: None,
        kind: LotKind::Money,
        currency: Currency::Mkd,
        item: None,
        unit: None,
        quantity_minor: minor,
        value_minor: minor,
        received_on,
        deferred_account: None,
        income_account,
        stock_account: None,
        restriction: None,
        left_quantity_minor: minor,
        left_value_minor: minor,
    }
}
