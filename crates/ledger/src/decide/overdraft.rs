//! What the bank took beyond the lots of a fund, and what makes it good.

use std::collections::BTreeMap;

use crate::act::Act;
use crate::codes::{AllocationEvent, Currency, LotKind};
use crate::facts::Facts;
use crate::rows::Row;
use crate::rows::lots::{Allocation, Lot, Overdraft};

/// Free denars that an act brings or gives back make an overdraft of their fund good before anything else.
///
/// To be called when the act holds all its lots, allocations and overdrafts.
pub(super) fn settle(facts: &Facts, act: &mut Act) {
    let mut open = overdrawn(facts, act);
    let mut covers: Vec<(Lot, i64)> = Vec::new();
    for (lot, freed) in freed(facts, act) {
        let Some(left) = open.get_mut(&lot.fund_seq).filter(|left| 0 < **left) else { continue };
        let covered = freed.min(*left);
        *left = left.saturating_sub(covered);
        covers.push((lot, covered));
    }
    let first = next_line(act, |row| matches!(row, Row::Allocation(_)));
    let mut made_good: BTreeMap<i64, i64> = BTreeMap::new();
    for ((lot, covered), line) in covers.into_iter().zip(first..) {
        act.push(Allocation {
            seq: act.seq,
            line,
            event: AllocationEvent::Cover,
            lot_seq: lot.seq,
            lot_line: lot.line,
            payout_seq: None,
            quantity_minor: covered,
            value_minor: covered,
        });
        let sum = made_good.entry(lot.fund_seq).or_insert(0);
        *sum = sum.saturating_add(covered);
    }
    let first = next_line(act, |row| matches!(row, Row::Overdraft(_)));
    for ((fund_seq, covered), line) in made_good.into_iter().zip(first..) {
        let amount_minor = covered.saturating_neg();
        act.push(Overdraft { seq: act.seq, line, fund_seq, amount_minor });
    }
}

pub(super) fn next_line(act: &Act, counted: impl Fn(&Row) -> bool) -> i64 {
    let there = act.rows.iter().filter(|row| counted(row)).count();
    i64::try_from(there).unwrap_or(i64::MAX).saturating_add(1)
}

/// The overdraft of each fund once the act has happened.
fn overdrawn(facts: &Facts, act: &Act) -> BTreeMap<i64, i64> {
    let mut open: BTreeMap<i64, i64> =
        facts.funds.iter().map(|(seq, fund)| (*seq, fund.overdrawn_minor)).collect();
    for row in &act.rows {
        if let Row::Overdraft(row) = row {
            let sum = open.entry(row.fund_seq).or_insert(0);
            *sum = sum.saturating_add(row.amount_minor);
        }
    }
    open
}

/// Lots of free denars with what the act adds to them.
fn freed(facts: &Facts, act: &Act) -> Vec<(Lot, i64)> {
    let mut freed = Vec::new();
    for row in &act.rows {
        if let Row::Lot(lot) = row {
            freed.push((lot.clone(), lot.left_quantity_minor));
        } else if let Row::Allocation(row) = row
            && row.event == AllocationEvent::GiveBack
            && let Some(lot) = facts.lots.get(&(row.lot_seq, row.lot_line))
        {
            freed.push((lot.clone(), row.quantity_minor));
        }
    }
    freed.retain(|(lot, _)| is_free(facts, lot));
    freed
}

/// Denars that no giver bound to a purpose.
fn is_free(facts: &Facts, lot: &Lot) -> bool {
    let bound = lot.agreement_seq.is_some_and(|seq| {
        facts.agreements.get(&seq).is_none_or(|agreement| agreement.restriction.is_some())
    });
    lot.kind == LotKind::Money
        && lot.currency == Currency::Mkd
        && lot.deferred_account.is_none()
        && lot.restriction.is_none()
        && !bound
}
