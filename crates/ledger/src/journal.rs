//! The entry that cannot be wrong: built only where it balances in denars, in total and per fund.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::act::Act;
use crate::codes::{
    AccountKind, AccountRole, Currency, DocumentKind, EntryKind, NoDocument, VoucherDirection,
};
use crate::command::{Context, Document};
use crate::facts::{Facts, Series};
use crate::money::{MINOR_MAX, Rate, total};
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::journal::{CashVoucher, Entry, Posting};

/// One line of an entry in the making. Debit is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub account: String,
    pub fund: i64,
    pub amount_minor: i64,
    pub currency: Currency,
    pub quantity_minor: i64,
    pub rate: Option<Rate>,
}

impl Line {
    pub fn debit(account: &str, fund: i64, minor: i64) -> Self {
        Self {
            account: account.to_owned(),
            fund,
            amount_minor: minor,
            currency: Currency::Mkd,
            quantity_minor: minor,
            rate: None,
        }
    }

    pub fn credit(account: &str, fund: i64, minor: i64) -> Self {
        Self::debit(account, fund, minor.saturating_neg())
    }

    /// Into a currency account: its own quantity beside the denar value, which may be nothing for a very small sum.
    pub fn debit_in(
        account: &str,
        fund: i64,
        minor: i64,
        (currency, quantity): (Currency, i64),
    ) -> Self {
        Self { currency, quantity_minor: quantity, ..Self::debit(account, fund, minor) }
    }

    pub fn credit_in(
        account: &str,
        fund: i64,
        minor: i64,
        (currency, quantity): (Currency, i64),
    ) -> Self {
        let quantity_minor = quantity.saturating_neg();
        Self { currency, quantity_minor, ..Self::credit(account, fund, minor) }
    }

    /// On a currency account: what moved in its own currency. The sign follows the amount.
    pub fn in_currency(
        mut self,
        currency: Currency,
        quantity_minor: i64,
        rate: Option<Rate>,
    ) -> Self {
        self.currency = currency;
        self.quantity_minor =
            if self.amount_minor < 0 { quantity_minor.saturating_neg() } else { quantity_minor };
        self.rate = rate;
        self
    }
}

/// A business event, checked.
///
/// Invariant: at least two lines, none of them empty; debits equal credits in total and inside each fund; off-balance
/// accounts stand alone; every account may be booked on; the month is open and the day has come. There is no way to
/// build one that breaks it, and no way to change one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    booked_on: NaiveDate,
    kind: EntryKind,
    document: Document,
    payout: Option<i64>,
    advance: Option<i64>,
    lines: Vec<Line>,
}

pub const LINES_MAX: usize = 500;

/// The entry that closes a year has a line for every account of income and expenses in every fund.
const YEAR_LINES_MAX: usize = 50_000;

/// Checks that a day may be booked on: within the books' years, come already, and in an open month.
pub fn check_day(facts: &Facts, on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if !(2000..=2100).contains(&on.year()) {
        return Err(Refusal::DateOutOfRange { on });
    }
    if context.today < on {
        return Err(Refusal::InTheFuture { on });
    }
    let month = Month::of(on);
    if facts.month_is_closed(month) || facts.closed_through().is_some_and(|closed| month <= closed)
    {
        return Err(Refusal::PeriodClosed { month });
    }
    Ok(())
}

/// A paper may be later than the day it is booked on, as a statement of the next morning is; nobody holds one of tomorrow.
fn check_document(document: &Document, context: &Context) -> Result<(), Refusal> {
    match document {
        Document::Paper { dated_on, .. } if context.today < *dated_on => {
            Err(Refusal::DocumentInFuture { on: *dated_on })
        }
        Document::Paper { .. } | Document::Missing(_) => Ok(()),
    }
}

impl JournalEntry {
    pub fn new(
        facts: &Facts,
        context: &Context,
        kind: EntryKind,
        booked_on: NaiveDate,
        document: Document,
        lines: Vec<Line>,
    ) -> Result<Self, Refusal> {
        check_day(facts, booked_on, context)?;
        check_document(&document, context)?;
        let lines: Vec<Line> = lines
            .into_iter()
            .filter(|line| line.amount_minor != 0 || line.quantity_minor != 0)
            .collect();
        if lines.len() < 2 {
            return Err(Refusal::TooFewLines);
        }
        if LINES_MAX < lines.len() {
            return Err(Refusal::TooManyLines);
        }
        check_accounts(facts, &lines)?;
        check_balance(&lines)?;
        Ok(Self { booked_on, kind, document, payout: None, advance: None, lines })
    }

    /// The entry that closes a year, or opens it again: on the last day of a month that is closed, and on accounts that may
    /// have been given up since. Nothing else is booked like this.
    pub(crate) fn of_year(
        kind: EntryKind,
        booked_on: NaiveDate,
        document: Document,
        lines: Vec<Line>,
    ) -> Result<Self, Refusal> {
        if lines.len() < 2 {
            return Err(Refusal::TooFewLines);
        }
        if YEAR_LINES_MAX < lines.len() {
            return Err(Refusal::TooManyLines);
        }
        if lines.iter().any(|line| MINOR_MAX < line.amount_minor.saturating_abs()) {
            return Err(Refusal::AmountTooLarge);
        }
        check_balance(&lines)?;
        Ok(Self { booked_on, kind, document, payout: None, advance: None, lines })
    }

    pub fn for_payout(mut self, payout: i64) -> Self {
        self.payout = Some(payout);
        self
    }

    pub fn for_advance(mut self, advance: i64) -> Self {
        self.advance = Some(advance);
        self
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Refuses to pay out what is not there: no money account ends below zero, and no cash desk on any day.
    pub fn check_money(&self, facts: &Facts) -> Result<(), Refusal> {
        for (account, moved) in self.money_moved(facts) {
            if 0 <= moved {
                continue;
            }
            let held = facts.money.get(account).copied().unwrap_or(0);
            let left = held.saturating_add(moved);
            if left < 0 {
                return Err(Refusal::MoneyShort {
                    account: account.to_owned(),
                    short_minor: left.saturating_neg(),
                });
            }
            if facts.account(account)?.role == AccountRole::Cash {
                self.check_cash_days(facts, account, moved)?;
            }
        }
        Ok(())
    }

    fn money_moved(&self, facts: &Facts) -> BTreeMap<&str, i64> {
        let mut moved = BTreeMap::new();
        for line in &self.lines {
            if facts.accounts.get(&line.account).is_some_and(|account| account.role.is_money()) {
                let sum: &mut i64 = moved.entry(line.account.as_str()).or_insert(0);
                *sum = sum.saturating_add(line.quantity_minor);
            }
        }
        moved
    }

    fn check_cash_days(&self, facts: &Facts, account: &str, moved: i64) -> Result<(), Refusal> {
        let days = (account.to_owned(), NaiveDate::MIN)..=(account.to_owned(), NaiveDate::MAX);
        let mut held = 0_i64;
        let mut counted = false;
        let short = |held: i64, on: NaiveDate| Refusal::CashShort {
            account: account.to_owned(),
            on,
            short_minor: held.saturating_neg(),
        };
        for ((_, day), movement) in facts.cash_days.range(days) {
            if !counted && self.booked_on < *day {
                held = held.saturating_add(moved);
                counted = true;
                if held < 0 {
                    return Err(short(held, self.booked_on));
                }
            }
            held = held.saturating_add(*movement);
            if counted && held < 0 {
                return Err(short(held, *day));
            }
        }
        if !counted && held.saturating_add(moved) < 0 {
            return Err(short(held.saturating_add(moved), self.booked_on));
        }
        Ok(())
    }

    /// The change this entry makes to what a fund has, by fund.
    pub fn pool_moved(&self, facts: &Facts) -> BTreeMap<i64, i64> {
        let mut moved = BTreeMap::new();
        for line in &self.lines {
            if facts.accounts.get(&line.account).is_some_and(|account| account.pool) {
                let sum: &mut i64 = moved.entry(line.fund).or_insert(0);
                *sum = sum.saturating_add(line.amount_minor);
            }
        }
        moved
    }

    /// Writes the entry, its postings and the numbers of its cash slips into an act.
    pub fn write(self, facts: &Facts, act: &mut Act) -> Result<(), Refusal> {
        let seq = act.seq;
        let year = i64::from(self.booked_on.year());
        let document = DocumentColumns::of(self.document);
        act.push(Entry {
            seq,
            year,
            number: facts.next_number(Series::Entry, year)?,
            booked_on: self.booked_on,
            kind: self.kind,
            document_kind: document.kind,
            document_number: document.number,
            document_on: document.on,
            document_issuer: document.issuer,
            no_document: document.missing,
            payout_seq: self.payout,
            advance_seq: self.advance,
        });
        let mut slips =
            [(VoucherDirection::In, Series::CashIn), (VoucherDirection::Out, Series::CashOut)]
                .map(|(direction, series)| (direction, facts.next_number(series, year)));
        let mut slip_rows = Vec::new();
        for (line, place) in self.lines.into_iter().zip(1_i64..) {
            if facts.account(&line.account)?.role == AccountRole::Cash {
                let slip = slips.iter_mut().find(|(direction, _)| {
                    (*direction == VoucherDirection::In) == (0 < line.amount_minor)
                });
                if let Some((direction, next)) = slip {
                    let number = next.clone()?;
                    *next = number.checked_add(1).ok_or(Refusal::NumbersExhausted);
                    slip_rows.push(CashVoucher {
                        seq,
                        line: place,
                        year,
                        number,
                        direction: *direction,
                        account: line.account.clone(),
                        amount_minor: line.amount_minor.saturating_abs(),
                    });
                }
            }
            let (rate, rate_on, rate_source) = match line.rate {
                Some(rate) => (
                    Some(rate.value().to_string()),
                    Some(rate.on),
                    Some(rate.source.as_str().to_owned()),
                ),
                None => (None, None, None),
            };
            act.push(Posting {
                seq,
                line: place,
                account: line.account,
                fund_seq: line.fund,
                amount_minor: line.amount_minor,
                currency: line.currency,
                quantity_minor: line.quantity_minor,
                rate,
                rate_on,
                rate_source,
                booked_on: self.booked_on,
            });
        }
        act.extend(slip_rows);
        Ok(())
    }
}

/// The paper behind an entry, as its columns.
#[derive(Default)]
struct DocumentColumns {
    kind: Option<DocumentKind>,
    number: Option<String>,
    on: Option<NaiveDate>,
    issuer: Option<String>,
    missing: Option<NoDocument>,
}

impl DocumentColumns {
    fn of(document: Document) -> Self {
        match document {
            Document::Paper { kind, number, dated_on, issuer } => Self {
                kind: Some(kind),
                number: Some(number.as_str().to_owned()),
                on: Some(dated_on),
                issuer: issuer.map(|issuer| issuer.as_str().to_owned()),
                missing: None,
            },
            Document::Missing(reason) => Self { missing: Some(reason), ..Self::default() },
        }
    }
}

fn check_accounts(facts: &Facts, lines: &[Line]) -> Result<(), Refusal> {
    let mut off_balance = 0_usize;
    for line in lines {
        let account = facts.postable(&line.account)?;
        if !facts.funds.contains_key(&line.fund) {
            return Err(Refusal::FundUnknown { fund: line.fund });
        }
        let currency = account.currency.unwrap_or(Currency::Mkd);
        if currency != line.currency {
            return Err(Refusal::CurrencyMismatch { account: line.account.clone(), currency });
        }
        if MINOR_MAX < line.amount_minor.saturating_abs()
            || MINOR_MAX < line.quantity_minor.saturating_abs()
        {
            return Err(Refusal::AmountTooLarge);
        }
        if account.kind == AccountKind::OffBalance {
            off_balance = off_balance.saturating_add(1);
        }
    }
    if off_balance != 0 && off_balance != lines.len() {
        return Err(Refusal::OffBalanceMixed);
    }
    Ok(())
}

/// The central rule: what goes in comes out, in total and inside each fund.
pub fn check_balance(lines: &[Line]) -> Result<(), Refusal> {
    let difference_minor =
        total(lines.iter().map(|line| line.amount_minor)).ok_or(Refusal::AmountTooLarge)?;
    if difference_minor != 0 {
        return Err(Refusal::Unbalanced { difference_minor });
    }
    let mut funds: BTreeMap<i64, i64> = BTreeMap::new();
    for line in lines {
        let sum = funds.entry(line.fund).or_insert(0);
        *sum = sum.checked_add(line.amount_minor).ok_or(Refusal::AmountTooLarge)?;
    }
    match funds.into_iter().find(|(_, difference)| *difference != 0) {
        Some((fund, difference_minor)) => Err(Refusal::FundUnbalanced { fund, difference_minor }),
        None => Ok(()),
    }
}

/// The mirror of booked lines: the same accounts and funds with every sign turned.
pub fn mirrored(postings: &[Posting]) -> Vec<Line> {
    postings
        .iter()
        .map(|posting| Line {
            account: posting.account.clone(),
            fund: posting.fund_seq,
            amount_minor: posting.amount_minor.saturating_neg(),
            currency: posting.currency,
            quantity_minor: posting.quantity_minor.saturating_neg(),
            rate: None,
        })
        .collect()
}
