//! What adds up from postings and overdrafts: balances by month, movements of cash desks, and what funds have.

use std::collections::BTreeMap;

use almoner_ledger::cell::Value;
use almoner_ledger::codes::{AccountRole, EntryKind, PeriodState};
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use chrono::NaiveDate;

use super::findings::{Findings, Place};
use super::replay::Parts;
use crate::moved::Moved;

/// Rows of a derived table by key.
pub(super) type Derived = BTreeMap<Vec<Value>, Vec<Value>>;

/// Account, fund, currency.
type Line = (String, i64, &'static str);

#[derive(Default)]
pub(super) struct Sums {
    months: BTreeMap<i64, BTreeMap<Line, Moved>>,
    cash: BTreeMap<(String, NaiveDate), i64>,
    overdrawn: BTreeMap<i64, i64>,
    /// What each fund owes or has paid as aid: debits on aid accounts, less those of payouts that ended unpaid.
    aid: BTreeMap<i64, i64>,
}

impl Sums {
    pub(super) fn act(&mut self, known: &Facts, parts: &Parts<'_>) {
        for posting in &parts.postings {
            let month = self.months.entry(Month::of(posting.booked_on).number()).or_default();
            let line = (posting.account.clone(), posting.fund_seq, posting.currency.code());
            month.entry(line).or_default().add(posting);
            if known
                .accounts
                .get(&posting.account)
                .is_some_and(|account| account.role == AccountRole::Cash)
            {
                let day =
                    self.cash.entry((posting.account.clone(), posting.booked_on)).or_insert(0);
                *day = day.saturating_add(posting.amount_minor);
            }
        }
        let decides = |kind: EntryKind| {
            matches!(
                kind,
                EntryKind::AidObligation
                    | EntryKind::AidRelease
                    | EntryKind::HandOut
                    | EntryKind::AdvanceSettlement
            )
        };
        if parts.entries.iter().any(|entry| decides(entry.kind)) {
            self.aid(known, parts);
        }
        for overdraft in &parts.overdrafts {
            let sum = self.overdrawn.entry(overdraft.fund_seq).or_insert(0);
            *sum = sum.saturating_add(overdraft.amount_minor);
        }
    }

    fn aid(&mut self, known: &Facts, parts: &Parts<'_>) {
        for posting in &parts.postings {
            let account = known.accounts.get(&posting.account);
            if account.is_some_and(|account| account.role == AccountRole::Aid) {
                let sum = self.aid.entry(posting.fund_seq).or_insert(0);
                *sum = sum.saturating_add(posting.amount_minor);
            }
        }
    }

    pub(super) fn aid_by_fund(&self) -> &BTreeMap<i64, i64> {
        &self.aid
    }

    /// The cash desk is never negative on any day; a fund is never overdrawn by less than nothing.
    pub(super) fn finish(&self, findings: &mut Findings) {
        let mut held: Option<(&str, i64)> = None;
        for ((account, day), moved) in &self.cash {
            let before = held.filter(|(known, _)| known == account).map_or(0, |(_, minor)| minor);
            let after = before.saturating_add(*moved);
            if after < 0 {
                let place = Place::new("cash_day", format!("account {account}, day {day}"), None);
                findings.row(
                    place,
                    format!(
                        "the cash desk is short by {} deni on this day",
                        after.saturating_neg()
                    ),
                );
            }
            held = Some((account, after));
        }
        for (fund, minor) in self.overdrawn.iter().filter(|(_, minor)| **minor < 0) {
            let place = Place::new("fund", format!("seq {fund}"), None);
            findings.column(
                place,
                "overdrawn_minor",
                format!("more was made good than was overdrawn ({minor} deni)"),
            );
        }
    }

    pub(super) fn balance_month(&self) -> Derived {
        let rows = self
            .months
            .iter()
            .flat_map(|(month, lines)| lines.iter().map(|(line, moved)| (*month, line, moved)));
        let row = |(month, line, moved): (i64, &Line, &Moved)| {
            let (keys, mut values) = row(month, line, (moved.amount_minor, moved.quantity_minor));
            values.push(Value::Int(moved.debit_minor));
            (keys, values)
        };
        rows.map(row).collect()
    }

    /// For each closed month what every account had at its end, without what is zero.
    pub(super) fn balance_closed(&self, known: &Facts) -> Derived {
        let mut rows = Derived::new();
        let mut running: BTreeMap<&Line, (i64, i64)> = BTreeMap::new();
        let mut months = self.months.iter().peekable();
        let closed = known.periods.iter().filter(|(_, period)| period.state == PeriodState::Closed);
        for (closed, _) in closed {
            while let Some((_, lines)) = months.next_if(|(month, _)| **month <= closed.number()) {
                for (line, moved) in lines {
                    let sum = running.entry(line).or_insert((0, 0));
                    *sum = added(*sum, moved);
                }
            }
            let standing = running.iter().filter(|(_, sum)| **sum != (0, 0));
            rows.extend(standing.map(|(line, sum)| row(closed.number(), line, *sum)));
        }
        rows
    }

    /// What stands on each account in each fund at the end of a year: denars and quantity.
    pub(super) fn year_end(&self, year: i64) -> BTreeMap<(&str, i64), (i64, i64)> {
        let december = year.saturating_mul(100).saturating_add(12);
        let mut ends: BTreeMap<(&str, i64), (i64, i64)> = BTreeMap::new();
        for ((code, fund, _), moved) in self.months.range(..=december).flat_map(|(_, lines)| lines)
        {
            let sum = ends.entry((code.as_str(), *fund)).or_insert((0, 0));
            *sum = added(*sum, moved);
        }
        ends
    }

    pub(super) fn cash_day(&self) -> Derived {
        let rows = self.cash.iter().map(|((account, day), minor)| {
            (vec![Value::Text(account.clone()), Value::Date(*day)], vec![Value::Int(*minor)])
        });
        rows.collect()
    }

    pub(super) fn overdrawn(&self, fund: i64) -> i64 {
        self.overdrawn.get(&fund).copied().unwrap_or(0)
    }

    /// What each fund has by its accounts, and what of it waits as deferred income.
    pub(super) fn pools(&self, known: &Facts) -> BTreeMap<i64, (i64, i64)> {
        let mut pools: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for ((code, fund, _), moved) in self.months.values().flatten() {
            let Some(account) = known.accounts.get(code) else { continue };
            let sum = pools.entry(*fund).or_insert((0, 0));
            if account.pool {
                sum.0 = sum.0.saturating_add(moved.amount_minor);
            }
            if account.role == AccountRole::Deferred {
                sum.1 = sum.1.saturating_sub(moved.amount_minor);
            }
        }
        pools
    }
}

fn added(sum: (i64, i64), moved: &Moved) -> (i64, i64) {
    (sum.0.saturating_add(moved.amount_minor), sum.1.saturating_add(moved.quantity_minor))
}

fn row(month: i64, line: &Line, sum: (i64, i64)) -> (Vec<Value>, Vec<Value>) {
    let (account, fund, currency) = line;
    (
        vec![
            Value::Int(month),
            Value::Text(account.clone()),
            Value::Int(*fund),
            Value::Text((*currency).to_owned()),
        ],
        vec![Value::Int(sum.0), Value::Int(sum.1)],
    )
}
