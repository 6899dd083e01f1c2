//! A statement as CSV: what was there, line by line what moved, what is left, and the sums that prove it complete.
//!
//! Every record of the file has the same fields, the first record names them, and the field `record` says what each of
//! the others is. A spreadsheet shows it as one table; a program keeps `record = line` and checks it by the rest:
//!
//! | `record` | how often | what it says |
//! |---|---|---|
//! | `head` | once per fact, first | `name` and `value`: books, statement, subject, from, to, currency, as_of_seq, demo |
//! | `opening` | once, unless a journal | `booked_on` and `balance` before the first line |
//! | `line` | once per posting | what moved, and the `balance` after it |
//! | `total` | once | all of `debit`, all of `credit` |
//! | `closing` | once, unless a journal | `booked_on` and `balance` after the last line |
//! | `control` | twice, last | `rows`: how many lines; `control_total`: debits and credits added up, whatever their side |
//!
//! A file that does not end with the two `control` records was cut off on its way. `debit`, `credit` and `balance` are in
//! the currency of the statement, and a balance is opening plus debits less credits, so that a credit balance is
//! negative; `quantity` is what moved in the account's own currency, with the sign of the side. Memos are not in it:
//! what people type may name a person.
//!
//! [`writer::StatementWriter`] is fed one line at a time and keeps sums only, so a million lines need no more memory
//! than one.

use chrono::NaiveDate;

use almoner_ledger::codes::{Currency, DocumentKind, EntryKind, NoDocument};

pub mod column;
pub mod words;
pub mod writer;

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    Account,
    Fund,
    Source,
    Agreement,
    CashBook,
    /// Entry by entry, all accounts: it has no balance of its own, and its debits equal its credits.
    Journal,
}

impl StatementKind {
    pub const ALL: [Self; 6] =
        [Self::Account, Self::Fund, Self::Source, Self::Agreement, Self::CashBook, Self::Journal];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Fund => "fund",
            Self::Source => "source",
            Self::Agreement => "agreement",
            Self::CashBook => "cash_book",
            Self::Journal => "journal",
        }
    }

    pub const fn has_balance(self) -> bool {
        !matches!(self, Self::Journal)
    }
}

/// What stands above the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementHead {
    pub kind: StatementKind,
    /// The name of the books.
    pub books: String,
    /// Whose statement it is: `1000 Main denar account`, a fund's code and name; empty for a journal.
    pub subject: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Of `debit`, `credit` and `balance`.
    pub currency: Currency,
    /// Before `from`; zero for a journal.
    pub opening_minor: i64,
    /// The log's seq up to which the statement knows the books.
    pub as_of_seq: i64,
    /// Books made by `demo` say so on everything they print.
    pub demo: bool,
}

/// The paper behind a line, as the statement names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineDocument<'a> {
    Paper { kind: DocumentKind, number: &'a str },
    Missing(NoDocument),
}

/// One posting, or one receipt or payment where the statement is of a source or an agreement.
///
/// Lines come in the order of `booked_on`, then `seq`, then `line`, each once: the writer refuses any other, since a
/// page read twice or left out would show there first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementLine<'a> {
    pub seq: i64,
    /// The posting's place within its entry.
    pub line: i64,
    pub entry_year: i64,
    pub entry_number: i64,
    pub booked_on: NaiveDate,
    pub document: LineDocument<'a>,
    pub kind: EntryKind,
    pub account: &'a str,
    /// The fund's code.
    pub fund: &'a str,
    pub source: Option<&'a str>,
    pub reference: Option<&'a str>,
    /// The account's own currency and what moved in it: debit positive, credit negative.
    pub currency: Currency,
    pub quantity_minor: i64,
    /// In the currency of the statement: debit positive, credit negative.
    pub amount_minor: i64,
}

/// What the lines came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementTotals {
    pub rows: u64,
    pub debit_minor: i64,
    pub credit_minor: i64,
    pub closing_minor: i64,
}

/// Why a statement was not finished. What has been written by then lacks its `control` records.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    #[error("the line of entry {seq}/{line} comes out of order; a page was read twice or left out")]
    OutOfOrder { seq: i64, line: i64 },
    #[error("the line of entry {seq}/{line} is dated {on}, outside the statement")]
    OutsideRange { seq: i64, line: i64, on: NaiveDate },
    #[error(
        "the line of entry {seq}/{line} is newer than the books this statement was drawn from ({as_of_seq})"
    )]
    TooNew { seq: i64, line: i64, as_of_seq: i64 },
    #[error("the lines lead to a closing balance of {} and the books say {}", almoner_ledger::money::format_minor(*found_minor), almoner_ledger::money::format_minor(*expected_minor))]
    ClosingDiffers { found_minor: i64, expected_minor: i64 },
    #[error("the journal's debits are {} and its credits {}", almoner_ledger::money::format_minor(*debit_minor), almoner_ledger::money::format_minor(*credit_minor))]
    Unbalanced { debit_minor: i64, credit_minor: i64 },
    #[error("the sums leave the range that books can hold")]
    Overflow,
    #[error("the statement could not be written")]
    Write(#[from] csv::Error),
}

#[cfg(test)]
mod tests;
