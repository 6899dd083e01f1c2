//! Traces: the kept sums against the rows they follow from, and these against lots and journal.

use std::collections::BTreeMap;

use almoner_ledger::cell::Value;
use almoner_ledger::codes::{Axis, TraceEvent};
use almoner_ledger::trace::Sums;

use super::findings::{Findings, Place};
use super::sums::Derived;

/// Fund, agreement (0 where there is none), axis, part, event, value in deni.
pub(crate) type TracedRow = (i64, i64, String, String, String, i64);

/// Fund, agreement, axis, event.
type Cell = (i64, i64, String, String);

/// What the rows of the books add up to.
#[derive(Default)]
pub(crate) struct Traced {
    sums: BTreeMap<Cell, BTreeMap<String, i64>>,
    /// What was moved for requests that have been erased since: of which group and place nobody knows any more.
    erased: BTreeMap<Cell, i64>,
}

impl Traced {
    pub(crate) fn add(&mut self, row: TracedRow, is_erased: bool) {
        let (fund, agreement, axis, part, event, minor) = row;
        let personal = [Axis::TargetGroup.code(), Axis::Municipality.code()];
        let lost = is_erased && personal.contains(&axis.as_str());
        let cell = (fund, agreement, axis, event);
        let sum = if lost {
            self.erased.entry(cell).or_insert(0)
        } else {
            self.sums.entry(cell).or_default().entry(part).or_insert(0)
        };
        *sum = sum.saturating_add(minor);
    }

    /// An erasure leaves the sums alone. Where there was one, the parts must hold at least what is known of each, and all
    /// together what was moved; then they are right as they stand.
    pub(crate) fn settle(&mut self, kept: &[TracedRow]) {
        let mut stored: BTreeMap<Cell, BTreeMap<String, i64>> = BTreeMap::new();
        for (fund, agreement, axis, part, event, minor) in kept {
            let cell = (*fund, *agreement, axis.clone(), event.clone());
            stored.entry(cell).or_default().insert(part.clone(), *minor);
        }
        for (cell, lost) in std::mem::take(&mut self.erased) {
            let known = self.sums.entry(cell.clone()).or_default();
            let kept = stored.remove(&cell).unwrap_or_default();
            let holds =
                |(part, minor): (&String, &i64)| *minor <= kept.get(part).copied().unwrap_or(0);
            if known.iter().all(holds) && total(&kept) == total(known).saturating_add(lost) {
                *known = kept;
            } else {
                let unknown = known.entry(String::new()).or_insert(0);
                *unknown = unknown.saturating_add(lost);
            }
        }
    }

    /// The rows of the kept sums as they must be.
    pub(super) fn expected(&self) -> Derived {
        let parts = self
            .sums
            .iter()
            .flat_map(|(cell, parts)| parts.iter().map(move |(part, minor)| (cell, part, *minor)));
        parts
            .filter(|(_, _, minor)| *minor != 0)
            .map(|((fund, agreement, axis, event), part, minor)| {
                let key = vec![
                    Value::Int(*fund),
                    Value::Int(*agreement),
                    Value::Text(axis.clone()),
                    Value::Text(part.clone()),
                    Value::Text(event.clone()),
                ];
                (key, vec![Value::Int(minor)])
            })
            .collect()
    }

    /// Sums by fund and agreement, from the axis that everything has.
    fn totals(&self) -> BTreeMap<(i64, i64), Sums> {
        let mut totals: BTreeMap<(i64, i64), Sums> = BTreeMap::new();
        for ((fund, agreement, axis, event), parts) in &self.sums {
            if axis == Axis::Month.code()
                && let Some(event) = TraceEvent::parse(event)
            {
                totals.entry((*fund, *agreement)).or_default().add(event, total(parts));
            }
        }
        totals
    }

    /// What came in less what went out is what the lots hold.
    pub(super) fn check_left(&self, left: &[(i64, i64, i64)], findings: &mut Findings) {
        let totals = self.totals();
        for (fund, agreement, held) in left {
            let due = totals.get(&(*fund, *agreement)).map_or(0, Sums::left);
            if due != *held {
                let (table, seq) =
                    if *agreement == 0 { ("fund", *fund) } else { ("agreement", *agreement) };
                let what = format!(
                    "what came in less what was reserved, spent and given back leaves {due} deni; its lots hold {held}"
                );
                findings.row(Place::new(table, format!("seq {seq}"), None), what);
            }
        }
    }

    /// Aid that was decided on, by allocations and by debits on the aid accounts of the fund.
    pub(super) fn check_aid(&self, booked: &BTreeMap<i64, i64>, findings: &mut Findings) {
        let mut allocated: BTreeMap<i64, i64> = BTreeMap::new();
        for ((fund, _), sums) in self.totals() {
            let decided = sums.of(TraceEvent::Reserve).saturating_sub(sums.of(TraceEvent::Release));
            let decided = decided.saturating_add(sums.of(TraceEvent::Give));
            let sum = allocated.entry(fund).or_insert(0);
            *sum = sum.saturating_add(decided);
        }
        for fund in allocated.keys().chain(booked.keys().filter(|it| !allocated.contains_key(it))) {
            let of = |sums: &BTreeMap<i64, i64>| sums.get(fund).copied().unwrap_or(0);
            let (lots, accounts) = (of(&allocated), of(booked));
            if lots != accounts {
                let what = format!(
                    "its lots gave {lots} deni as aid and its aid accounts were debited with {accounts}"
                );
                findings.row(Place::new("fund", format!("seq {fund}"), None), what);
            }
        }
    }
}

fn total(parts: &BTreeMap<String, i64>) -> i64 {
    parts.values().fold(0_i64, |sum, minor| sum.saturating_add(*minor))
}
