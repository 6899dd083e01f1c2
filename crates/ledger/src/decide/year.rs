//! Closing a year, by two persons, and opening it again.
//!
//! Closing takes every account of income, expenses and result to zero inside each fund, by one entry on the last day. What a
//! fund is worth goes to the account of the surplus with either sign; only where all funds together made a deficit does it
//! go to that of the deficit instead, so that this account shows the net deficit and nothing else. Lots are untouched.
//!
//! Refused is what would make the figures of the year doubtful: an open month, an earlier year left open, a count that is
//! missing or differs, a receipt that nobody has explained (an explanation may have been taken back since its month was
//! closed), and aid that went the emergency way and was not reviewed in time. Open advances, reservations and an overdraft
//! are no hindrance: they stand in the books and in the count as what they are.

pub(super) mod inventory;
pub(super) mod issue;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AccountKind, EntryKind, NoDocument, PeriodState, Reason};
use crate::command::{Context, Document};
use crate::decide::reversal;
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line, mirrored};
use crate::money::total;
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::journal::Reversal;
use crate::rows::year::FiscalYear;

/// The last day of a year that books may have.
fn last_day(year: i64) -> Result<NaiveDate, Refusal> {
    let december = Month::december(year).filter(|_| (2000..=2100).contains(&year));
    december.map(Month::last_day).ok_or(Refusal::YearUnknown)
}

pub(super) fn close(facts: &Facts, year: i64, context: &Context) -> Result<Act, Refusal> {
    let on = last_day(year)?;
    check_order(facts, (year, on), context)?;
    check_settled(facts, on, context)?;
    let inventory = inventory::agreed(facts, year)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "year.closed");
    let lines = lines(facts, year, on)?;
    let booked = !lines.is_empty();
    if booked {
        let document = Document::Missing(NoDocument::Internal);
        JournalEntry::of_year(EntryKind::Closing, on, document, lines)?.write(facts, &mut act)?;
    }
    act.push(FiscalYear {
        year,
        state: PeriodState::Closed,
        entry_seq: booked.then_some(seq),
        inventory_seq: Some(inventory),
        seq,
        version: next_version(facts, year),
    });
    Ok(act)
}

fn check_order(
    facts: &Facts,
    (year, on): (i64, NaiveDate),
    context: &Context,
) -> Result<(), Refusal> {
    if context.today <= on {
        return Err(Refusal::YearNotOver { year });
    }
    if facts.year_is_closed(year) {
        return Err(Refusal::YearClosed { year });
    }
    let began = facts.first_month.is_some_and(|first| first.year() <= year);
    let later = facts.last_closed_year().is_some_and(|last| year < last);
    if !began || later || results(facts, year.saturating_sub(1)).next().is_some() {
        return Err(Refusal::YearOutOfOrder { year });
    }
    let december = Month::of(on);
    match facts.closed_through() {
        Some(closed) if december <= closed => Ok(()),
        closed => {
            let open = closed.map(Month::next).or(facts.first_month).unwrap_or(december);
            Err(Refusal::MonthStillOpen { month: open })
        }
    }
}

fn check_settled(facts: &Facts, on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if let Some(income) = facts.unclear.values().find(|income| income.received_on <= on) {
        return Err(Refusal::UnclearReceiptsLeft { month: Month::of(on), income: income.seq });
    }
    match facts.unreviewed.iter().find(|(_, due)| **due < context.now) {
        Some((payout, _)) => Err(Refusal::ReviewOverdue { payout: *payout }),
        None => Ok(()),
    }
}

/// Income, expenses and result at the end of a year: account, fund and denars.
fn results(facts: &Facts, year: i64) -> impl Iterator<Item = (&str, i64, i64)> {
    let balances = facts.year_ends.get(&year).into_iter().flatten();
    let results = balances.filter(|((code, _), (minor, _))| {
        let kind = facts.accounts.get(code).map(|account| account.kind);
        *minor != 0
            && matches!(
                kind,
                Some(AccountKind::Income | AccountKind::Expense | AccountKind::Result)
            )
    });
    results.map(|((code, fund), (minor, _))| (code.as_str(), *fund, *minor))
}

fn lines(facts: &Facts, year: i64, on: NaiveDate) -> Result<Vec<Line>, Refusal> {
    let mut funds: BTreeMap<i64, i64> = BTreeMap::new();
    let mut lines = Vec::new();
    for (code, fund, minor) in results(facts, year) {
        lines.push(Line::credit(code, fund, minor));
        let sum = funds.entry(fund).or_insert(0);
        *sum = sum.checked_add(minor).ok_or(Refusal::AmountTooLarge)?;
    }
    let whole = total(funds.values().copied()).ok_or(Refusal::AmountTooLarge)?;
    let event = if 0 < whole { "closing/deficit" } else { "closing/surplus" };
    let carried = facts.scheme(event, on)?;
    let sums = funds.into_iter().filter(|(_, minor)| *minor != 0);
    lines.extend(sums.map(|(fund, minor)| Line::debit(&carried, fund, minor)));
    Ok(lines)
}

fn next_version(facts: &Facts, year: i64) -> i64 {
    facts.years.get(&year).map_or(1, |known| known.version.saturating_add(1))
}

/// The entry that closed the year is taken back on the same day; the months stay closed until they are opened themselves.
pub(super) fn reopen(facts: &Facts, year: i64, why: Reason) -> Result<Act, Refusal> {
    let on = last_day(year)?;
    let closed = facts.years.get(&year).filter(|known| known.state == PeriodState::Closed);
    let closed = closed.ok_or(Refusal::YearOpen { year })?;
    if facts.last_closed_year() != Some(year) {
        return Err(Refusal::YearOutOfOrder { year });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "year.reopened");
    if let Some(entry) = closed.entry_seq {
        let booked = facts.entries.get(&entry).ok_or(Refusal::EntryUnknown { entry })?;
        let (document, lines) = (reversal::document_of(booked)?, mirrored(&booked.postings));
        JournalEntry::of_year(EntryKind::Reopening, on, document, lines)?.write(facts, &mut act)?;
        act.push(Reversal { seq, line: 1, reversed_seq: entry, reason: why });
    }
    act.push(FiscalYear {
        year,
        state: PeriodState::Open,
        entry_seq: None,
        inventory_seq: None,
        seq,
        version: next_version(facts, year),
    });
    Ok(act)
}
