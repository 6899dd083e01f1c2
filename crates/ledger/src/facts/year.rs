//! Years as they come to be known: that they were closed, what stands at their ends, what was counted and issued.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use crate::codes::PeriodState;
use crate::facts::Facts;
use crate::rows::Row;
use crate::rows::journal::Posting;
use crate::rows::year::{Inventory, InventoryLine};

/// Denars and quantity by account and fund; what is zero is left out.
pub type Balances = BTreeMap<(String, i64), (i64, i64)>;

/// The last count of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub inventory: Inventory,
    pub lines: Vec<InventoryLine>,
}

impl Facts {
    pub fn year_is_closed(&self, year: i64) -> bool {
        self.years.get(&year).is_some_and(|known| known.state == PeriodState::Closed)
    }

    /// The last closed year; years close one after another.
    pub fn last_closed_year(&self) -> Option<i64> {
        let closed = self.years.values().filter(|known| known.state == PeriodState::Closed);
        closed.map(|known| known.year).max()
    }

    pub(super) fn apply_year(&mut self, row: &Row) {
        if let Row::FiscalYear(row) = row {
            self.years.insert(row.year, row.clone());
        } else if let Row::Inventory(row) = row {
            let counted = Counted { inventory: row.clone(), lines: Vec::new() };
            self.counted.insert(row.year, counted);
        } else if let Row::InventoryLine(row) = row {
            let mut counted = self.counted.values_mut();
            if let Some(counted) = counted.find(|known| known.inventory.seq == row.seq) {
                counted.lines.push(row.clone());
            }
        } else if let Row::Issued(row) = row {
            self.issued.insert((row.seq, row.line), row.clone());
        }
    }

    /// Of years that were asked about, what a posting changes at their ends.
    pub(super) fn apply_year_end(&mut self, row: &Posting) {
        for (_, balances) in self.year_ends.range_mut(i64::from(row.booked_on.year())..) {
            let key = (row.account.clone(), row.fund_seq);
            let sum = balances.entry(key.clone()).or_insert((0, 0));
            sum.0 = sum.0.saturating_add(row.amount_minor);
            sum.1 = sum.1.saturating_add(row.quantity_minor);
            if *sum == (0, 0) {
                balances.remove(&key);
            }
        }
    }
}
