//! Entries: they balance in total and inside each fund, stand in a month that was open, and carry their cash slips.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountKind, AccountRole, Currency, PeriodState, VoucherDirection};
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use almoner_ledger::rows::journal::{CashVoucher, Posting};
use chrono::Datelike as _;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};
use super::year::is_of_year;

pub(super) fn check(known: &Facts, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
    let place = || Place::act("entry", told.seq);
    match parts.entries.as_slice() {
        [] if parts.postings.is_empty() => return,
        [] => findings.row(Place::act("posting", told.seq), "these lines belong to no entry"),
        [entry] => {
            if entry.document_kind.is_some() == entry.no_document.is_some() {
                findings.row(place(), "an entry has a document, or a named reason why it has none");
            }
        }
        [_, ..] => findings.row(place(), "an act makes at most one entry"),
    }
    check_balance(known, told.seq, parts, findings);
    for posting in &parts.postings {
        check_line(known, posting, parts, findings);
    }
    for slip in &parts.slips {
        let line = parts.postings.iter().find(|posting| posting.line == slip.line);
        if !line.is_some_and(|posting| fits(slip, posting)) {
            findings.row(
                Place::line("cash_voucher", slip.seq, slip.line),
                "the slip is not that of its line",
            );
        }
    }
}

/// Checks the days of an act's entry by the months that were closed before the act.
pub(super) fn check_days(known: &Facts, parts: &Parts<'_>, findings: &mut Findings) {
    let Some(entry) = parts.entries.first() else { return };
    let place = || Place::act("entry", entry.seq);
    if entry.year != i64::from(entry.booked_on.year()) {
        findings.column(place(), "year", format!("it is not the year of {}", entry.booked_on));
    }
    let month = Month::of(entry.booked_on);
    let closed =
        || known.periods.range(month..).any(|(_, period)| period.state == PeriodState::Closed);
    if !is_of_year(entry.kind) && closed() {
        findings.column(place(), "booked_on", format!("{month} was closed when this was booked"));
    }
    for posting in &parts.postings {
        if posting.booked_on != entry.booked_on {
            let place = Place::line("posting", posting.seq, posting.line);
            findings.column(
                place,
                "booked_on",
                format!("its entry is booked on {}", entry.booked_on),
            );
        }
    }
}

fn check_balance(known: &Facts, seq: i64, parts: &Parts<'_>, findings: &mut Findings) {
    let place = || Place::act("entry", seq);
    if parts.postings.len() < 2 {
        findings.row(place(), "an entry has at least two lines");
    }
    let mut funds: BTreeMap<i64, i128> = BTreeMap::new();
    let mut off_balance = 0_usize;
    for posting in &parts.postings {
        let sum = funds.entry(posting.fund_seq).or_insert(0);
        *sum = sum.saturating_add(i128::from(posting.amount_minor));
        let account = known.accounts.get(&posting.account);
        if account.is_some_and(|account| account.kind == AccountKind::OffBalance) {
            off_balance = off_balance.saturating_add(1);
        }
    }
    let total = funds.values().fold(0_i128, |sum, fund| sum.saturating_add(*fund));
    if total != 0 {
        findings.row(place(), format!("debits and credits differ by {total} deni"));
    }
    for (fund, difference) in funds.iter().filter(|(_, difference)| **difference != 0) {
        findings.row(
            place(),
            format!("inside fund {fund} debits and credits differ by {difference} deni"),
        );
    }
    if off_balance != 0 && off_balance != parts.postings.len() {
        findings.row(place(), "off-balance accounts are booked only against each other");
    }
}

fn check_line(known: &Facts, posting: &Posting, parts: &Parts<'_>, findings: &mut Findings) {
    let place = || Place::line("posting", posting.seq, posting.line);
    if !known.funds.contains_key(&posting.fund_seq) {
        findings.column(place(), "fund_seq", format!("there is no fund {}", posting.fund_seq));
    }
    let Some(account) = known.accounts.get(&posting.account) else {
        findings.column(place(), "account", format!("there is no account {}", posting.account));
        return;
    };
    let currency = account.currency.unwrap_or(Currency::Mkd);
    if currency != posting.currency {
        findings.column(
            place(),
            "currency",
            format!("account {} is kept in {currency}", account.code),
        );
    }
    if currency == Currency::Mkd && posting.quantity_minor != posting.amount_minor {
        findings.column(
            place(),
            "quantity_minor",
            "on a denar account it is the same as the amount",
        );
    }
    if account.role == AccountRole::Cash
        && !parts.slips.iter().any(|slip| slip.line == posting.line)
    {
        findings.row(place(), "money moved through the cash desk without a slip");
    }
}

fn fits(slip: &CashVoucher, posting: &Posting) -> bool {
    let direction =
        if posting.amount_minor < 0 { VoucherDirection::Out } else { VoucherDirection::In };
    slip.account == posting.account
        && slip.direction == direction
        && slip.amount_minor == posting.amount_minor.saturating_abs()
        && slip.year == i64::from(posting.booked_on.year())
}
