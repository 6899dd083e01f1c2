//! Drawing on lots: everything that spends says which income it spends. Which lots those are is `proposal`'s to say.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::{AllocationEvent, Currency, LotKind};
use crate::journal::Line;
use crate::money::share;
use crate::refusal::Refusal;
use crate::restriction::Misfit;
use crate::rows::lots::{Allocation, Lot};

/// So much of one lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    pub lot_seq: i64,
    pub lot_line: i64,
    pub quantity_minor: i64,
    pub value_minor: i64,
    /// Where restricted income waits, and where it becomes income once spent.
    pub release: Option<(String, String)>,
    pub stock_account: Option<String>,
}

/// What is wanted from the lots of a fund.
#[derive(Clone, Debug)]
pub enum Want<'a> {
    Money { currency: Currency, quantity_minor: i64 },
    Goods { item: &'a str, count: i64 },
}

/// What a quantity of one lot is worth; the last of it takes what value is left.
pub fn worth(lot: &Lot, quantity_minor: i64) -> i64 {
    if lot.kind == LotKind::Money && lot.currency == Currency::Mkd {
        quantity_minor
    } else {
        share(lot.left_value_minor, quantity_minor, lot.left_quantity_minor)
    }
}

/// Takes a quantity from one lot, with its share of the value.
pub fn take(lot: &Lot, quantity_minor: i64) -> Draw {
    let release =
        lot.deferred_account.clone().map(|deferred| (deferred, lot.income_account.clone()));
    Draw {
        lot_seq: lot.seq,
        lot_line: lot.line,
        quantity_minor,
        value_minor: worth(lot, quantity_minor),
        release,
        stock_account: lot.stock_account.clone(),
    }
}

impl Want<'_> {
    /// How much is wanted: minor units of the currency, or whole units of the item.
    pub const fn quantity(&self) -> i64 {
        match self {
            Self::Money { quantity_minor, .. } => *quantity_minor,
            Self::Goods { count, .. } => *count,
        }
    }

    pub fn is(&self, lot: &Lot) -> bool {
        match self {
            Want::Money { currency, .. } => lot.kind == LotKind::Money && lot.currency == *currency,
            Want::Goods { item, .. } => {
                lot.kind == LotKind::Goods && lot.item.as_deref() == Some(*item)
            }
        }
    }
}

/// Says no because of what a giver laid down.
pub(crate) fn misfit_refusal(
    misfit: Misfit,
    fund: i64,
    wanted_minor: i64,
    free_minor: i64,
) -> Refusal {
    if misfit == Misfit::AgreementEnded {
        Refusal::AgreementEnded { fund }
    } else {
        Refusal::RestrictionForbids { fund, misfit, wanted_minor, free_minor }
    }
}

/// The lines that turn deferred income into income for the restricted part of some draws.
pub fn release_lines(draws: &[Draw], fund: i64) -> Vec<Line> {
    let mut sums: BTreeMap<&(String, String), i64> = BTreeMap::new();
    for draw in draws {
        if let Some(release) = &draw.release {
            let sum = sums.entry(release).or_insert(0);
            *sum = sum.saturating_add(draw.value_minor);
        }
    }
    sums.into_iter()
        .flat_map(|((deferred, income), minor)| {
            [Line::debit(deferred, fund, minor), Line::credit(income, fund, minor)]
        })
        .collect()
}

/// Which of some draws (their quantities and values) come back next, the last first, after so much has come back already:
/// the place of each, with the quantity and the value that come back of it.
///
/// The value of goods goes by what has come back in total, so that the last of them brings what value is left.
pub fn last_first(drawn: &[(i64, i64)], already: i64, wanted: i64) -> Vec<(usize, i64, i64)> {
    let (mut skipped, mut left) = (already, wanted);
    let mut back = Vec::new();
    for (at, (quantity, value)) in drawn.iter().enumerate().rev() {
        let gone = skipped.min(*quantity);
        skipped = skipped.saturating_sub(gone);
        let taken = left.min(quantity.saturating_sub(gone));
        if taken == 0 {
            continue;
        }
        left = left.saturating_sub(taken);
        let worth = |part: i64| share(*value, part, *quantity);
        back.push((at, taken, worth(gone.saturating_add(taken)).saturating_sub(worth(gone))));
    }
    back
}

/// The value of some draws in denars.
pub fn value(draws: &[Draw]) -> i64 {
    draws.iter().fold(0_i64, |sum, draw| sum.saturating_add(draw.value_minor))
}

/// Allocation rows for draws, numbered from `first`.
pub fn allocations(
    seq: i64,
    first: i64,
    event: AllocationEvent,
    payout: Option<i64>,
    draws: &[Draw],
) -> Vec<Allocation> {
    draws
        .iter()
        .zip(first..)
        .map(|(draw, line)| Allocation {
            seq,
            line,
            event,
            lot_seq: draw.lot_seq,
            lot_line: draw.lot_line,
            payout_seq: payout,
            quantity_minor: draw.quantity_minor,
            value_minor: draw.value_minor,
        })
        .collect()
}

/// The day that orders lots: a converted lot keeps the day of the money it came from.
pub fn age(lot: &Lot) -> (NaiveDate, i64, i64) {
    (lot.received_on, lot.seq, lot.line)
}
