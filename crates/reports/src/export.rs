//! The books in the plain text of two other programs, hledger and beancount, so that a stranger's arithmetic checks ours.
//!
//! One journal holds all funds or one of them: what stood before the first day, every entry with its number and its paper,
//! and the balance of every account on the last day as the books keep it, which the other program proves. What is in
//! foreign money is written with its quantity and, after `@@`, its value in denars to the deni. The only words in it are
//! those of the chart and of closed lists: what people type may name a person.
//!
//! [`writer::JournalWriter`] is fed one line at a time and keeps a sum for each account, so a long year needs no more
//! memory than a short one.

use chrono::NaiveDate;

use almoner_ledger::codes::{AccountKind, Currency};

mod beancount;
mod hledger;
mod piece;
#[cfg(test)]
mod tests;
pub mod writer;

/// Whose language the journal is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Hledger,
    Beancount,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Hledger, Self::Beancount];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Hledger => "hledger",
            Self::Beancount => "beancount",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// How a file of it ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Hledger => "journal",
            Self::Beancount => "beancount",
        }
    }
}

/// What stands above the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub format: Format,
    /// The name of the books.
    pub books: String,
    /// The fund's code, where it is the journal of one fund.
    pub fund: Option<String>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The log's seq up to which the journal knows the books.
    pub as_of_seq: i64,
    /// Books made by `demo` say so on everything they print.
    pub demo: bool,
    /// Every account that may be posted to, by code.
    pub accounts: Vec<ExportAccount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAccount {
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
}

/// What an account has in one fund: debit positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    pub account: &'a str,
    /// The fund's code.
    pub fund: &'a str,
    /// The account's own currency and what it has of it.
    pub currency: Currency,
    pub quantity_minor: i64,
    /// In denars.
    pub amount_minor: i64,
}

/// Why a journal was not finished. What has been written by then lacks the balances of its last day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("account {0} is posted to and not in the chart")]
    UnknownAccount(String),
    #[error("entry {year}/{number} does not balance: debits less credits are {}", almoner_ledger::money::format_minor(*difference_minor))]
    Unbalanced { year: i64, number: i64, difference_minor: i64 },
    #[error("the lines lead account {account} to {} and the books say {}", almoner_ledger::money::format_minor(*found_minor), almoner_ledger::money::format_minor(*expected_minor))]
    ClosingDiffers { account: String, found_minor: i64, expected_minor: i64 },
    #[error("the sums leave the range that books can hold")]
    Overflow,
}
