//! The public tables of some payments, and what may be said of a payment that is told beside them.

use std::collections::BTreeSet;

use crate::publish::apart::{Payment, cells};
use crate::publish::suppress::{Cell, Published, Rules, publish};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    pub published: Published,
    /// Axis by axis, the parts whose cell is told.
    told: Vec<BTreeSet<Option<String>>>,
}

impl Tables {
    pub fn of(payments: &[Payment], rules: &Rules) -> Self {
        let axes = payments.iter().map(|payment| payment.parts.len()).max().unwrap_or(0);
        let tables: Vec<_> = (0..axes)
            .map(|axis| {
                let parts = payments.iter().filter_map(|payment| {
                    Some((payment.parts.get(axis)?, payment.person, payment.minor))
                });
                cells(parts)
            })
            .collect();
        let whole = cells(payments.iter().map(|payment| ((), payment.person, payment.minor)));
        let total = whole.get(&()).copied().unwrap_or_default();
        let figures: Vec<Vec<Cell>> =
            tables.iter().map(|table| table.values().copied().collect()).collect();
        let published = publish(&total, &figures, rules);
        let told = tables.iter().zip(&published.tables).map(|(table, cells)| {
            let parts = table.keys().zip(cells);
            parts.filter_map(|(part, cell)| cell.map(|_| (*part).clone())).collect()
        });
        Self { told: told.collect(), published }
    }

    pub fn is_told(&self, axis: usize, part: &Option<String>) -> bool {
        self.told.get(axis).is_some_and(|told| told.contains(part))
    }

    /// Payment by payment: whether it may be told for which part of one axis it was, beside its part of another and its
    /// fund. Nothing else is told across axes; so those who share all three must be fit to be told too, besides the cell.
    pub fn shown(
        &self,
        payments: &[Payment],
        (beside, shown): (usize, usize),
        rules: &Rules,
    ) -> Vec<bool> {
        let key = |payment: &Payment| {
            let [beside, shown] =
                [beside, shown].map(|axis| payment.parts.get(axis).cloned().flatten());
            (payment.fund, beside, shown)
        };
        let across =
            cells(payments.iter().map(|payment| (key(payment), payment.person, payment.minor)));
        let is_shown = |payment: &Payment| {
            let key = key(payment);
            key.2.is_some()
                && self.is_told(shown, &key.2)
                && across.get(&key).is_some_and(|cell| rules.allow(cell))
        };
        payments.iter().map(is_shown).collect()
    }
}
