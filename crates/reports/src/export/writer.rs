//! Entry by entry into the other program's words, with sums that must meet what the books keep.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use almoner_ledger::codes::{Currency, EntryKind};
use chrono::NaiveDate;

use super::piece::{self, Piece};
use super::{ExportError, Format, Head, Standing, beancount, hledger};
use crate::statement::{LineDocument, StatementLine};

/// What stands on the first line of a transaction.
pub(super) struct Title<'a> {
    pub(super) on: NaiveDate,
    pub(super) place: Place,
    paper: Option<(EntryKind, LineDocument<'a>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Opening,
    Entry { year: i64, number: i64, seq: i64 },
    Closing,
}

impl Title<'_> {
    pub(super) fn words(&self) -> String {
        let paper = match &self.paper {
            None => String::new(),
            Some((kind, LineDocument::Paper { kind: paper, number })) => {
                format!("{kind}, {paper} {number}")
            }
            Some((kind, LineDocument::Missing(why))) => format!("{kind}, no paper: {why}"),
        };
        match self.place {
            Place::Opening => "balances before the first day".to_owned(),
            Place::Closing => "balances on the last day".to_owned(),
            // A line break in a number would begin something else.
            Place::Entry { .. } => paper.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// What an account came to so far.
#[derive(Default)]
struct Account {
    name: String,
    /// What was posted, in each currency.
    posted: BTreeMap<Currency, i64>,
    quantity_minor: i64,
    amount_minor: i64,
}

/// The entry whose lines are being told.
#[derive(Default)]
struct Open {
    seq: i64,
    year: i64,
    number: i64,
    difference_minor: i64,
}

pub struct JournalWriter {
    head: Head,
    accounts: BTreeMap<String, Account>,
    open: Open,
}

impl JournalWriter {
    pub fn new(head: Head) -> Self {
        let named = head.accounts.iter().map(|account| {
            let name = match head.format {
                Format::Hledger => hledger::name(account),
                Format::Beancount => beancount::name(account),
            };
            (account.code.clone(), Account { name, ..Account::default() })
        });
        Self { accounts: named.collect(), head, open: Open::default() }
    }

    /// The head, the accounts, and what stood before the first day.
    pub fn begin(
        &mut self,
        standings: &[Standing<'_>],
        out: &mut String,
    ) -> Result<(), ExportError> {
        let about = self.about();
        match self.head.format {
            Format::Hledger => hledger::head(&self.head, &about, out),
            Format::Beancount => beancount::head(&self.head, &about, out),
        }
        if !standings.is_empty() {
            self.title(&Title { on: self.head.from, place: Place::Opening, paper: None }, out);
        }
        for standing in standings {
            self.post(standing, out)?;
        }
        Ok(())
    }

    fn about(&self) -> String {
        let Head { books, fund, from, to, as_of_seq, demo, .. } = &self.head;
        let mut about = books.split_whitespace().collect::<Vec<_>>().join(" ");
        let fund = fund.as_deref().map_or_else(|| "all funds".to_owned(), |f| format!("fund {f}"));
        write!(about, "\n{from} to {to}, {fund}, as of act {as_of_seq}").ok();
        if *demo {
            about.push_str("\nDEMO: these books are invented");
        }
        about
    }

    /// The next line, in the order of the journal.
    pub fn line(&mut self, line: &StatementLine<'_>, out: &mut String) -> Result<(), ExportError> {
        if self.open.seq != line.seq {
            self.end_entry()?;
            let (year, number, seq) = (line.entry_year, line.entry_number, line.seq);
            self.open = Open { seq, year, number, difference_minor: 0 };
            let place = Place::Entry { year, number, seq };
            let paper = Some((line.kind, line.document));
            self.title(&Title { on: line.booked_on, place, paper }, out);
        }
        self.open.difference_minor = add(self.open.difference_minor, line.amount_minor)?;
        let standing = Standing {
            account: line.account,
            fund: line.fund,
            currency: line.currency,
            quantity_minor: line.quantity_minor,
            amount_minor: line.amount_minor,
        };
        self.post(&standing, out)
    }

    /// What every account has on the last day, which must be what the books keep.
    pub fn finish(
        &mut self,
        standings: &[Standing<'_>],
        out: &mut String,
    ) -> Result<(), ExportError> {
        self.end_entry()?;
        let mut kept: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for standing in standings {
            let sum = kept.entry(standing.account).or_default();
            *sum = (add(sum.0, standing.amount_minor)?, add(sum.1, standing.quantity_minor)?);
        }
        for (code, account) in &self.accounts {
            let (amount_minor, quantity_minor) = kept.remove(code.as_str()).unwrap_or_default();
            let meets = |found_minor: i64, expected_minor: i64| {
                let account = code.clone();
                if found_minor == expected_minor {
                    Ok(())
                } else {
                    Err(ExportError::ClosingDiffers { account, found_minor, expected_minor })
                }
            };
            meets(account.amount_minor, amount_minor)?;
            meets(account.quantity_minor, quantity_minor)?;
        }
        if let Some((unknown, _)) = kept.pop_first() {
            return Err(ExportError::UnknownAccount(unknown.to_owned()));
        }
        self.assert(out);
        Ok(())
    }

    fn assert(&self, out: &mut String) {
        let moved = self.accounts.values().any(|account| !account.posted.is_empty());
        match self.head.format {
            Format::Hledger if moved => {
                let place = Place::Closing;
                self.title(&Title { on: self.head.to, place, paper: None }, out);
            }
            Format::Hledger | Format::Beancount => out.push('\n'),
        }
        for account in self.accounts.values() {
            for (currency, minor) in &account.posted {
                match self.head.format {
                    Format::Hledger => hledger::assertion(&account.name, *currency, *minor, out),
                    Format::Beancount => {
                        let at = (account.name.as_str(), self.head.to);
                        beancount::assertion(at, *currency, *minor, out);
                    }
                }
            }
        }
    }

    const fn end_entry(&self) -> Result<(), ExportError> {
        let Open { year, number, difference_minor, .. } = self.open;
        if difference_minor == 0 {
            Ok(())
        } else {
            Err(ExportError::Unbalanced { year, number, difference_minor })
        }
    }

    fn title(&self, title: &Title<'_>, out: &mut String) {
        match self.head.format {
            Format::Hledger => hledger::title(title, out),
            Format::Beancount => beancount::title(title, out),
        }
    }

    fn post(&mut self, standing: &Standing<'_>, out: &mut String) -> Result<(), ExportError> {
        let Standing { currency, quantity_minor, amount_minor, .. } = *standing;
        let account = self.accounts.get_mut(standing.account);
        let account =
            account.ok_or_else(|| ExportError::UnknownAccount(standing.account.to_owned()))?;
        account.amount_minor = add(account.amount_minor, amount_minor)?;
        account.quantity_minor = add(account.quantity_minor, quantity_minor)?;
        for piece in piece::pieces(currency, quantity_minor, amount_minor) {
            let Piece { currency, minor, .. } = piece;
            let posted = account.posted.entry(currency).or_default();
            *posted = add(*posted, minor)?;
            match self.head.format {
                Format::Hledger => hledger::posting(&account.name, standing.fund, &piece, out),
                Format::Beancount => beancount::posting(&account.name, standing.fund, &piece, out),
            }
        }
        Ok(())
    }
}

fn add(sum: i64, minor: i64) -> Result<i64, ExportError> {
    sum.checked_add(minor).ok_or(ExportError::Overflow)
}
