//! Years: closed on months that are closed and a count that agrees, by an entry that leaves no income and no expense; and
//! the papers that were issued of them, byte for byte.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountKind, AccountRole, EntryKind, PeriodState};
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use almoner_ledger::rows::year::{FiscalYear, InventoryLine};
use almoner_proof::hash::sha256;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};
use super::sums::Sums;

#[derive(Default)]
pub(super) struct Years {
    known: BTreeMap<i64, FiscalYear>,
    /// The last count of each year.
    counts: BTreeMap<i64, (i64, Vec<InventoryLine>)>,
    /// What the bytes of each issued paper must be.
    issued: BTreeMap<(i64, i64), Vec<u8>>,
}

impl Years {
    /// The sums are those with the act.
    pub(super) fn act(
        &mut self,
        (facts, sums): (&Facts, &Sums),
        told: &Told,
        parts: &Parts<'_>,
        findings: &mut Findings,
    ) {
        self.count((facts, sums), parts, findings);
        for row in &parts.years {
            let before = self.known.insert(row.year, (*row).clone());
            let place = || Place::new("fiscal_year", format!("year {}", row.year), Some(told.seq));
            let was_open = before.as_ref().is_none_or(|year| year.state == PeriodState::Open);
            if row.seq != told.seq || was_open != (row.state == PeriodState::Closed) {
                findings.column(place(), "state", "it was in this state already");
            }
            let booked = row.entry_seq == Some(told.seq);
            let of_year = |kind| parts.entries.iter().any(|entry| entry.kind == kind);
            if row.state == PeriodState::Closed {
                if booked != of_year(EntryKind::Closing) || row.entry_seq.is_some() != booked {
                    findings.column(
                        place(),
                        "entry_seq",
                        "it names another entry than that of its act",
                    );
                }
                self.closed((facts, sums), row, parts, findings);
            } else {
                let taken_back = parts.reversals.iter().map(|row| row.reversed_seq).next();
                if before.and_then(|year| year.entry_seq) != taken_back
                    || taken_back.is_some() != of_year(EntryKind::Reopening)
                {
                    findings.row(place(), "it was opened again and its closing not taken back");
                }
            }
        }
        self.entries(told, parts, findings);
        for row in &parts.issued {
            let year = self.known.get(&row.year);
            let closed = year.is_some_and(|year| {
                year.state == PeriodState::Closed && year.seq == row.closed_seq
            });
            if !closed {
                let what = "the year was not closed by this act when the paper was issued";
                findings.column(Place::line("issued", row.seq, row.line), "closed_seq", what);
            }
            self.issued.insert((row.seq, row.line), row.hash.clone());
        }
    }

    /// What the books were said to say is what they said.
    fn count(
        &mut self,
        (facts, sums): (&Facts, &Sums),
        parts: &Parts<'_>,
        findings: &mut Findings,
    ) {
        let Some(inventory) = parts.inventories.first() else { return };
        let lines: Vec<InventoryLine> =
            parts.inventory_lines.iter().map(|line| (*line).clone()).collect();
        for line in &lines {
            if booked(facts, sums, inventory.year, line) != line.booked_minor {
                let place = Place::line("inventory_line", line.seq, line.line);
                findings.column(place, "booked_minor", "the books said otherwise");
            }
        }
        self.counts.insert(inventory.year, (inventory.seq, lines));
    }

    fn closed(
        &self,
        (facts, sums): (&Facts, &Sums),
        row: &FiscalYear,
        parts: &Parts<'_>,
        findings: &mut Findings,
    ) {
        let place = || Place::new("fiscal_year", format!("year {}", row.year), Some(row.seq));
        let december = Month::december(row.year);
        if facts.closed_through() < december {
            findings.row(place(), "it was closed before its months");
        }
        let counted = self.counts.get(&row.year).filter(|(seq, _)| Some(*seq) == row.inventory_seq);
        let agrees = counted.is_some_and(|(_, lines)| {
            lines.iter().all(|line| booked(facts, sums, row.year, line) == line.counted_minor)
        });
        if !agrees {
            let what = "it was closed without a count that agrees with the books";
            findings.column(place(), "inventory_seq", what);
        }
        let left = sums.year_end(row.year);
        let kind_of = |code: &str| facts.accounts.get(code).map(|account| account.kind);
        for ((code, fund), _) in left
            .iter()
            .filter(|((code, _), sum)| sum.0 != 0 && kind_of(code).is_some_and(is_result))
        {
            let what = format!("account {code} in fund {fund} was not taken to zero");
            findings.row(place(), what);
        }
        let equity = |code: &str| {
            facts.accounts.get(code).is_some_and(|account| account.role == AccountRole::Equity)
        };
        for posting in &parts.postings {
            if !kind_of(&posting.account).is_some_and(is_result) && !equity(&posting.account) {
                let place = Place::line("posting", posting.seq, posting.line);
                findings.column(place, "account", "the closing of a year books no such account");
            }
        }
    }

    /// An entry of a year stands with its year, on the last day of it; and it is taken back only with its year.
    fn entries(&self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for entry in &parts.entries {
            if !is_of_year(entry.kind) {
                continue;
            }
            let year = parts.years.iter().find(|row| row.year == entry.year);
            let last = Month::december(entry.year).map(Month::last_day);
            if year.is_none() || last != Some(entry.booked_on) {
                let what = "it closes or opens no year on its last day";
                findings.column(Place::act("entry", told.seq), "kind", what);
            }
        }
        let closings = || self.known.values().filter_map(|year| year.entry_seq);
        for row in parts.reversals.iter().filter(|_| parts.years.is_empty()) {
            if closings().any(|entry| entry == row.reversed_seq) {
                let place = Place::line("reversal", row.seq, row.line);
                findings.column(
                    place,
                    "reversed_seq",
                    "this entry closed a year that is still closed",
                );
            }
        }
        for period in &parts.periods {
            let year = Month::from_number(period.month).map(Month::year);
            let closed = year.and_then(|year| self.known.get(&year));
            let closed = closed.is_some_and(|year| year.state == PeriodState::Closed);
            if closed && period.state == PeriodState::Open {
                let place = Place::new("period", format!("month {}", period.month), Some(told.seq));
                findings.column(place, "state", "its year was closed");
            }
        }
    }

    pub(super) fn file(&self, (seq, line): (i64, i64), content: &[u8], findings: &mut Findings) {
        if self.issued.get(&(seq, line)).is_some_and(|hash| sha256(&[content]) != hash.as_slice()) {
            let place = Place::line("issued_file", seq, line);
            findings.column(place, "content", "these are not the bytes that were issued");
        }
    }
}

/// Whether an entry may stand in a month that is closed.
pub(super) const fn is_of_year(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Closing | EntryKind::Reopening)
}

const fn is_result(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Income | AccountKind::Expense | AccountKind::Result)
}

fn booked(facts: &Facts, sums: &Sums, year: i64, line: &InventoryLine) -> i64 {
    let ends = sums.year_end(year);
    let of_line = ends.iter().filter(|((code, fund), _)| {
        *code == line.account && line.fund_seq.is_none_or(|of| of == *fund)
    });
    let sum = of_line.fold(0_i64, |sum, (_, (_, quantity))| sum.saturating_add(*quantity));
    facts.accounts.get(&line.account).map_or(sum, |account| account.grown(sum))
}
