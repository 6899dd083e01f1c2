//! Statements, a page of lines at a time: the memory they take does not grow with their length.
//!
//! No transaction is held open between pages. Booked rows never change, and whatever is booked meanwhile has a higher
//! number than the statement knows, so every page belongs to the same state of the books.

use almoner_ledger::codes::{Currency, DocumentKind, EntryKind, NoDocument, VoucherDirection};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::Store;

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementOf {
    /// Every posting of an account, of all funds or of one.
    Account { account: String, fund: Option<i64> },
    /// An account too, and meant for cash desks: its lines carry the numbers of the slips.
    CashBook { account: String },
    /// What a fund has, its money, stock and claims less its obligations: every posting of it on such an account.
    Fund { fund: i64 },
    /// What a source gave and what of that was taken back; unclear receipts count from the day they are explained.
    Source { source: i64 },
    /// What came under an agreement, what was taken from that, and what was given back; the balance is what is left.
    Agreement { agreement: i64 },
    /// Every entry with all its lines. It has no balance of its own.
    Journal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRequest {
    pub of: StatementOf,
    /// Both days inclusive.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The last act that is counted; absent for the head of the log.
    pub known_at: Option<i64>,
}

/// Amount in denars and quantity in the account's own currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub amount_minor: i64,
    pub quantity_minor: i64,
}

/// What is known before the first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementStart {
    pub as_of_seq: i64,
    /// At the end of the day before; zero for a journal.
    pub opening: Sum,
    /// At the end of the last day, from the balances and not from the lines; absent for a journal.
    pub closing: Option<Sum>,
}

/// Why a line is in the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEvent {
    /// A posting of the journal.
    Posted,
    Received,
    /// An income was taken back.
    Withdrawn,
    /// Equipment or services: they are used up as they arrive.
    UsedOnArrival,
    /// For an approved payout.
    Reserved,
    /// By an expense.
    Drawn,
    /// By what the bank had taken before there was enough.
    Covered,
    /// Foreign money sold, or the denars that came for it.
    Converted,
    GivenBack,
}

impl LineEvent {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Received => "received",
            Self::Withdrawn => "withdrawn",
            Self::UsedOnArrival => "used_on_arrival",
            Self::Reserved => "reserved",
            Self::Drawn => "drawn",
            Self::Covered => "covered",
            Self::Converted => "converted",
            Self::GivenBack => "given_back",
        }
    }
}

/// One line: a posting, or a receipt or payment where the statement is of a source or an agreement.
///
/// Lines come in the order of `booked_on`, `seq`, `line`, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    pub seq: i64,
    /// The posting's place in its entry; of a source or an agreement, the line's place among those of its act.
    pub line: i64,
    pub event: LineEvent,
    pub entry_year: i64,
    pub entry_number: i64,
    pub booked_on: NaiveDate,
    pub kind: EntryKind,
    pub document_kind: Option<DocumentKind>,
    pub document_number: Option<String>,
    pub no_document: Option<NoDocument>,
    pub account: String,
    pub fund_seq: i64,
    pub fund_code: String,
    /// The public name of an organisation or the reference of a person.
    pub source: Option<String>,
    pub reference: Option<String>,
    pub receipt: Option<(i64, i64)>,
    pub payout_seq: Option<i64>,
    pub slip: Option<Slip>,
    pub currency: Currency,
    /// Of the account's currency, or of the lot's where the statement is of an agreement.
    pub quantity_minor: i64,
    /// In denars: debit or received positive, credit or spent negative.
    pub amount_minor: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    pub direction: VoucherDirection,
    pub year: i64,
    pub number: i64,
}

/// What the lines so far came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementTotals {
    pub rows: u64,
    pub debit_minor: i64,
    /// Without its sign.
    pub credit_minor: i64,
    /// Of an agreement: receipts less those taken back.
    pub received_minor: i64,
    /// Of an agreement: taken for aid and expenses.
    pub spent_minor: i64,
    pub given_back_minor: i64,
}

/// A statement in the making. Call [`Statement::page`] until it gives `None`.
pub struct Statement {
    pub request: StatementRequest,
    pub start: StatementStart,
    totals: StatementTotals,
}

impl Statement {
    /// The next lines, some thousands at most; `None` after the last.
    pub async fn page(&mut self) -> Result<Option<Vec<StatementLine>>, StoreError> {
        Err(crate::read::not_built_of(self))
    }

    pub const fn totals(&self) -> StatementTotals {
        self.totals
    }
}

impl Store {
    /// Begins a statement. The caller has checked that what it is about exists; of what does not it is empty.
    pub async fn statement(&self, request: StatementRequest) -> Result<Statement, StoreError> {
        let start = StatementStart { as_of_seq: 0, opening: Sum::default(), closing: None };
        drop(Statement { request, start, totals: StatementTotals::default() });
        Err(crate::read::not_built_of(self))
    }
}
