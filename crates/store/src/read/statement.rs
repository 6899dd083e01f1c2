//! Statements, a page of lines at a time: the memory they take does not grow with their length.
//!
//! No transaction is held open between pages. Booked rows never change, and whatever is booked meanwhile has a higher
//! number than the statement knows, so every page belongs to the same state of the books.

use almoner_ledger::codes::{Currency, DocumentKind, EntryKind, NoDocument, VoucherDirection};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

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
    /// At the end of the last day: of an account or a fund from the kept balances, so that the lines can be checked by it;
    /// absent for a journal.
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
    /// Of a source or an agreement: receipts less those taken back.
    pub received_minor: i64,
    /// Of an agreement: taken for aid and expenses.
    pub spent_minor: i64,
    /// Of an agreement: what came back of that.
    pub given_back_minor: i64,
    /// Of an agreement: what sales of foreign money added to its value, or took from it.
    pub converted_minor: i64,
}

impl StatementTotals {
    fn count(&mut self, line: &StatementLine) {
        let minor = line.amount_minor;
        self.rows = self.rows.saturating_add(1);
        self.debit_minor = self.debit_minor.saturating_add(minor.max(0));
        self.credit_minor = self.credit_minor.saturating_sub(minor.min(0));
        match line.event {
            LineEvent::Posted => {}
            LineEvent::Received | LineEvent::Withdrawn => {
                self.received_minor = self.received_minor.saturating_add(minor);
            }
            LineEvent::UsedOnArrival
            | LineEvent::Reserved
            | LineEvent::Drawn
            | LineEvent::Covered => {
                self.spent_minor = self.spent_minor.saturating_sub(minor);
            }
            LineEvent::GivenBack => {
                self.given_back_minor = self.given_back_minor.saturating_add(minor)
            }
            LineEvent::Converted => {
                self.converted_minor = self.converted_minor.saturating_add(minor)
            }
        }
    }
}

/// Lines in one page of a statement.
const LINES: usize = 1_000;

/// A day, an act and a line: lines come in this order.
pub(crate) type Place = (NaiveDate, i64, i64);

/// Where one gift, or the taking back of one, stands in a source's statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GiftKey {
    pub(crate) booked_on: NaiveDate,
    pub(crate) seq: i64,
    pub(crate) quantity_minor: i64,
    pub(crate) value_minor: i64,
}

/// One movement of a lot, or of what left none, in an agreement's statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LotKey {
    pub(crate) booked_on: NaiveDate,
    pub(crate) seq: i64,
    pub(crate) line: i64,
    pub(crate) event: LineEvent,
    pub(crate) lot: Option<(i64, i64)>,
    pub(crate) income_seq: Option<i64>,
    pub(crate) payout_seq: Option<i64>,
    pub(crate) quantity_minor: i64,
    pub(crate) value_minor: i64,
}

/// What is still to be read.
enum Rest {
    After(Place),
    Gifts(std::vec::IntoIter<GiftKey>),
    Lots(std::vec::IntoIter<LotKey>),
    Nothing,
}

/// A statement in the making. Call [`Statement::page`] until it gives `None`.
pub struct Statement {
    pub request: StatementRequest,
    pub start: StatementStart,
    store: Store,
    totals: StatementTotals,
    rest: Rest,
    /// A denar account without slips, whose lines are read from its index.
    plain: bool,
}

impl Statement {
    /// The next lines, a thousand at most; `None` after the last.
    pub async fn page(&mut self) -> Result<Option<Vec<StatementLine>>, StoreError> {
        let lines = match &mut self.rest {
            Rest::Nothing => return Ok(None),
            Rest::After(place) => {
                let place = *place;
                self.postings(place).await?
            }
            Rest::Gifts(keys) => {
                let keys: Vec<GiftKey> = keys.take(LINES).collect();
                on_reader!(self.store, sql, connection => sql::reads::source_lines::page(connection, &keys).await)?
            }
            Rest::Lots(keys) => {
                let keys: Vec<LotKey> = keys.take(LINES).collect();
                on_reader!(self.store, sql, connection => sql::reads::agreement_lines::page(connection, &keys).await)?
            }
        };
        if lines.is_empty() {
            self.rest = Rest::Nothing;
            return Ok(None);
        }
        lines.iter().for_each(|line| self.totals.count(line));
        Ok(Some(lines))
    }

    async fn postings(&mut self, after: Place) -> Result<Vec<StatementLine>, StoreError> {
        let until = (self.request.to, self.start.as_of_seq);
        let of = (&self.request.of, self.plain);
        let limit = i64::try_from(LINES).unwrap_or(i64::MAX);
        let lines = on_reader!(self.store, sql, connection =>
            sql::reads::posting_lines::page(connection, of, after, until, limit).await)?;
        self.rest = match lines.last() {
            Some(last) if LINES <= lines.len() => {
                Rest::After((last.booked_on, last.seq, last.line))
            }
            _ => Rest::Nothing,
        };
        Ok(lines)
    }

    /// What the lines given so far came to; of the whole statement once [`Statement::page`] has given `None`.
    pub const fn totals(&self) -> StatementTotals {
        self.totals
    }
}

impl Store {
    /// Begins a statement. The caller has checked that what it is about exists; of what does not it is empty.
    pub async fn statement(&self, request: StatementRequest) -> Result<Statement, StoreError> {
        let head = on_reader!(self, sql, connection => sql::reads::head_seq(connection).await)?;
        let as_of_seq = request.known_at.unwrap_or(head).clamp(0, head);
        let (opening, closing, rest) = match &request.of {
            StatementOf::Source { source } => self.gifts(*source, &request, as_of_seq).await?,
            StatementOf::Agreement { agreement } => {
                self.lots_of(*agreement, &request, as_of_seq).await?
            }
            StatementOf::Journal => (Sum::default(), None, Rest::After((request.from, 0, 0))),
            StatementOf::Account { .. }
            | StatementOf::CashBook { .. }
            | StatementOf::Fund { .. } => {
                let before = request.from.pred_opt().unwrap_or(request.from);
                let opening = self.standing(&request.of, before, as_of_seq).await?;
                let closing = self.standing(&request.of, request.to.max(before), as_of_seq).await?;
                (opening, Some(closing), Rest::After((request.from, 0, 0)))
            }
        };
        let rest = if request.to < request.from { Rest::Nothing } else { rest };
        let plain = match &request.of {
            StatementOf::Account { account, .. } | StatementOf::CashBook { account } => {
                on_reader!(self, sql, connection =>
                    sql::reads::posting_lines::is_plain(connection, account).await)?
            }
            StatementOf::Fund { .. }
            | StatementOf::Source { .. }
            | StatementOf::Agreement { .. }
            | StatementOf::Journal => false,
        };
        let start = StatementStart { as_of_seq, opening, closing };
        let totals = StatementTotals::default();
        Ok(Statement { request, start, store: self.clone(), totals, rest, plain })
    }

    /// The balance of an account, of a fund within it, or of all that a fund has.
    async fn standing(
        &self,
        of: &StatementOf,
        on: NaiveDate,
        known_at: i64,
    ) -> Result<Sum, StoreError> {
        let mut sum = Sum::default();
        let mut count = |row: &crate::read::balance::BalanceRow| {
            sum.amount_minor = sum.amount_minor.saturating_add(row.amount_minor);
            sum.quantity_minor = sum.quantity_minor.saturating_add(row.quantity_minor);
        };
        match of {
            StatementOf::Account { account, fund } => {
                let rows = self.balance(account, on, Some(known_at)).await?.rows;
                rows.iter()
                    .filter(|row| fund.is_none_or(|fund| row.fund_seq == fund))
                    .for_each(&mut count);
            }
            StatementOf::CashBook { account } => {
                self.balance(account, on, Some(known_at)).await?.rows.iter().for_each(&mut count);
            }
            StatementOf::Fund { fund } => {
                let pool = on_reader!(self, sql, connection => sql::reads::pool_accounts(connection).await)?;
                let rows = self.trial_balance(on, Some(known_at)).await?.rows;
                let of_fund = |row: &&crate::read::balance::BalanceRow| {
                    row.fund_seq == *fund && pool.contains(&row.account)
                };
                rows.iter().filter(of_fund).for_each(&mut count);
            }
            StatementOf::Source { .. } | StatementOf::Agreement { .. } | StatementOf::Journal => {}
        }
        Ok(sum)
    }

    async fn gifts(
        &self,
        source: i64,
        request: &StatementRequest,
        as_of_seq: i64,
    ) -> Result<(Sum, Option<Sum>, Rest), StoreError> {
        let to = request.to;
        let mut keys = on_reader!(self, sql, connection =>
            sql::reads::source_lines::keys(connection, source, as_of_seq, to).await)?;
        let first = keys.partition_point(|key| key.booked_on < request.from);
        let shown = keys.split_off(first);
        let opening = keys
            .iter()
            .fold(Sum::default(), |sum, key| sum.with(key.value_minor, key.quantity_minor));
        let closing =
            shown.iter().fold(opening, |sum, key| sum.with(key.value_minor, key.quantity_minor));
        Ok((opening, Some(closing), Rest::Gifts(shown.into_iter())))
    }

    async fn lots_of(
        &self,
        agreement: i64,
        request: &StatementRequest,
        as_of_seq: i64,
    ) -> Result<(Sum, Option<Sum>, Rest), StoreError> {
        let mut keys = on_reader!(self, sql, connection =>
            sql::reads::agreement_lines::keys(connection, agreement, as_of_seq).await)?;
        keys.retain(|key| key.booked_on <= request.to);
        let first = keys.partition_point(|key| key.booked_on < request.from);
        let shown = keys.split_off(first);
        let opening = keys
            .iter()
            .fold(Sum::default(), |sum, key| sum.with(key.value_minor, key.quantity_minor));
        let closing =
            shown.iter().fold(opening, |sum, key| sum.with(key.value_minor, key.quantity_minor));
        Ok((opening, Some(closing), Rest::Lots(shown.into_iter())))
    }
}

impl Sum {
    fn with(self, amount_minor: i64, quantity_minor: i64) -> Self {
        Self {
            amount_minor: self.amount_minor.saturating_add(amount_minor),
            quantity_minor: self.quantity_minor.saturating_add(quantity_minor),
        }
    }
}
