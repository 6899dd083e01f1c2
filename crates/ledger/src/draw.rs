//! Drawing on lots: everything that spends says which income it spends, oldest first for now.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::{AgreementState, AllocationEvent, Currency, LotKind};
use crate::facts::Facts;
use crate::journal::Line;
use crate::money::share;
use crate::refusal::Refusal;
use crate::restriction::{Misfit, Purpose, Restriction};
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

/// Whether a lot may pay for a purpose: its agreement lives and its restriction allows it.
pub fn fits(facts: &Facts, lot: &Lot, purpose: &Purpose) -> Result<(), Misfit> {
    if let Some(seq) = lot.agreement_seq {
        let agreement = facts.agreements.get(&seq).ok_or(Misfit::Unreadable)?;
        if agreement.state != AgreementState::Active || agreement.valid_to < purpose.on() {
            return Err(Misfit::AgreementEnded);
        }
        if let Some(json) = &agreement.restriction {
            Restriction::from_json(json)?.allows(purpose)?;
        }
    }
    if let Some(json) = &lot.restriction {
        Restriction::from_json(json)?.allows(purpose)?;
    }
    Ok(())
}

/// What a search among the lots of a fund found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub draws: Vec<Draw>,
    pub short_minor: i64,
    /// Why other open lots of the fund do not fit, with the first reason of each.
    misfits: BTreeMap<Misfit, i64>,
    free_minor: i64,
}

/// Takes from the open lots of a fund, oldest first; `purpose` is absent where nothing is being spent (a sale of currency).
pub fn find(facts: &Facts, fund: i64, want: &Want<'_>, purpose: Option<&Purpose>) -> Found {
    find_for(facts, fund, want, purpose.map(std::slice::from_ref).unwrap_or_default())
}

/// As [`find`], where one sum serves several purposes: a lot pays only for what it may pay for in whole.
pub fn find_for(facts: &Facts, fund: i64, want: &Want<'_>, purposes: &[Purpose]) -> Found {
    let mut open: Vec<&Lot> = facts
        .lots
        .values()
        .filter(|lot| lot.fund_seq == fund && 0 < lot.left_quantity_minor && is_wanted(lot, want))
        .collect();
    open.sort_by_key(|lot| age(lot));
    let mut left = match want {
        Want::Money { quantity_minor, .. } => *quantity_minor,
        Want::Goods { count, .. } => *count,
    };
    let mut found = Found::default();
    for lot in open {
        if let Some(misfit) = purposes.iter().find_map(|purpose| fits(facts, lot, purpose).err()) {
            let held = found.misfits.entry(misfit).or_insert(0);
            *held = held.saturating_add(lot.left_quantity_minor);
            continue;
        }
        found.free_minor = found.free_minor.saturating_add(lot.left_quantity_minor);
        if 0 < left {
            let taken = left.min(lot.left_quantity_minor);
            left = left.saturating_sub(taken);
            found.draws.push(take(lot, taken));
        }
    }
    found.short_minor = left;
    found
}

/// Takes a quantity from one lot, with its share of the value; the last of it takes what value is left.
pub fn take(lot: &Lot, quantity_minor: i64) -> Draw {
    let value_minor = if lot.kind == LotKind::Money && lot.currency == Currency::Mkd {
        quantity_minor
    } else {
        share(lot.left_value_minor, quantity_minor, lot.left_quantity_minor)
    };
    let release =
        lot.deferred_account.clone().map(|deferred| (deferred, lot.income_account.clone()));
    Draw {
        lot_seq: lot.seq,
        lot_line: lot.line,
        quantity_minor,
        value_minor,
        release,
        stock_account: lot.stock_account.clone(),
    }
}

fn is_wanted(lot: &Lot, want: &Want<'_>) -> bool {
    match want {
        Want::Money { currency, .. } => lot.kind == LotKind::Money && lot.currency == *currency,
        Want::Goods { item, .. } => {
            lot.kind == LotKind::Goods && lot.item.as_deref() == Some(*item)
        }
    }
}

impl Found {
    /// All of it, or the reason why the fund cannot give it.
    pub fn complete(self, fund: i64, want: &Want<'_>) -> Result<Vec<Draw>, Refusal> {
        if self.short_minor == 0 {
            return Ok(self.draws);
        }
        let wanted_minor = match want {
            Want::Money { quantity_minor, .. } => *quantity_minor,
            Want::Goods { count, .. } => *count,
        };
        let free_minor = self.free_minor;
        // Of several reasons the one that is about this need says more than an agreement that is over.
        let about_need = self.misfits.keys().find(|misfit| **misfit != Misfit::AgreementEnded);
        let misfit = about_need.or(self.misfits.keys().next());
        match (misfit, want) {
            (Some(misfit), _) => Err(misfit_refusal(*misfit, fund, wanted_minor, free_minor)),
            (None, Want::Goods { item, count }) => Err(Refusal::GoodsShort {
                item: (*item).to_owned(),
                wanted: *count,
                left: free_minor,
            }),
            (None, Want::Money { .. }) => {
                Err(Refusal::FundShort { fund, wanted_minor, free_minor })
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
