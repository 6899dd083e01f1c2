//! The gapless yearly series: each number is the one after the last, in the order of the acts.

use std::collections::BTreeMap;

use almoner_ledger::cell::Value;
use almoner_ledger::codes::VoucherDirection;
use almoner_ledger::facts::Series;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

#[derive(Default)]
pub(super) struct Numbers(BTreeMap<(Series, i64), i64>);

impl Numbers {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for entry in &parts.entries {
            self.take(
                (Series::Entry, entry.year),
                entry.number,
                ("number", Place::act("entry", told.seq)),
                findings,
            );
        }
        for income in &parts.incomes {
            let place = Place::act("income", told.seq);
            match (income.receipt_year, income.receipt_number) {
                (Some(year), Some(number)) => {
                    self.take((Series::Receipt, year), number, ("receipt_number", place), findings);
                }
                (None, None) => {}
                (Some(_), None) | (None, Some(_)) => {
                    findings.column(place, "receipt_number", "a receipt has a year and a number");
                }
            }
        }
        for order in &parts.travel {
            let place = Place::act("travel_order", told.seq);
            self.take((Series::Travel, order.year), order.number, ("number", place), findings);
        }
        for slip in &parts.slips {
            let series = match slip.direction {
                VoucherDirection::In => Series::CashIn,
                VoucherDirection::Out => Series::CashOut,
            };
            let place = Place::line("cash_voucher", slip.seq, slip.line);
            self.take((series, slip.year), slip.number, ("number", place), findings);
        }
    }

    fn take(
        &mut self,
        series: (Series, i64),
        number: i64,
        at: (&str, Place),
        findings: &mut Findings,
    ) {
        let last = self.0.entry(series).or_insert(0);
        let wanted = last.saturating_add(1);
        if number != wanted {
            findings.column(
                at.1,
                at.0,
                format!("the series has reached {last}: {wanted} was next, not {number}"),
            );
        }
        *last = number;
    }

    /// What `series` must hold.
    pub(super) fn rows(&self) -> BTreeMap<Vec<Value>, Vec<Value>> {
        let rows = self.0.iter().map(|((series, year), last)| {
            (
                vec![Value::Text(series.name().to_owned()), Value::Int(*year)],
                vec![Value::Int(*last)],
            )
        });
        rows.collect()
    }
}
