//! From an income to what it paid for, from a payout back to those who gave, and what became of the money of a fund or an
//! agreement.

use almoner_ledger::codes::{
    AllocationEvent, Axis, Category, Currency, EntryKind, IncomeKind, PayoutState,
};
use almoner_ledger::rows::giving::{Agreement, Fund};
use almoner_ledger::rows::lots::Lot;
use almoner_ledger::trace::Sums;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::read::income::IncomeRow;
use crate::store::{Store, on_reader};

/// What became of money, in denars: everything, and the same broken down along each axis. The lines of an axis add up to
/// the totals in every figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    pub totals: Sums,
    pub lines: Vec<TraceLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceLine {
    pub axis: Axis,
    /// A category, a group, a municipality, or a month as `2026-03`; absent where the axis says nothing, as for costs.
    pub part: Option<String>,
    pub sums: Sums,
}

impl Traced {
    pub fn along(&self, axis: Axis) -> impl Iterator<Item = &TraceLine> {
        self.lines.iter().filter(move |line| line.axis == axis)
    }
}

/// What was promised and what came of it, in the currency of the paper; drafts promise nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub currency: Currency,
    pub promised_minor: i64,
    pub received_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundTrace {
    pub as_of_seq: i64,
    pub fund: Fund,
    /// One for each currency.
    pub promised: Vec<Promise>,
    pub traced: Traced,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementTrace {
    pub as_of_seq: i64,
    pub agreement: Agreement,
    pub traced: Traced,
}

/// What the money of an income was moved for in one month; `category` is absent where it was no aid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedFor {
    pub category: Option<Category>,
    /// As `2026-03`.
    pub month: String,
    /// Payouts that were paid in this month.
    pub payouts: i64,
    pub sums: Sums,
}

/// What the money of an income paid of the costs on one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostShare {
    /// Absent for what the bank had taken before this money came.
    pub account: Option<String>,
    pub name_mk: Option<String>,
    pub minor: i64,
}

/// An income to its end; lots that were converted from its lots are followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomeTrace {
    pub as_of_seq: i64,
    pub income: IncomeRow,
    pub lots: Vec<Lot>,
    pub totals: Sums,
    pub moved: Vec<MovedFor>,
    /// They add up to what was spent on costs; each account has its part of an entry that several lots paid.
    pub costs: Vec<CostShare>,
    pub steps: Vec<AllocationRow>,
}

/// Who paid a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutTrace {
    pub payout_seq: i64,
    pub amount_minor: i64,
    pub state: PayoutState,
    pub shares: Vec<PayoutShare>,
}

/// One step of the money of an income.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationRow {
    pub seq: i64,
    pub line: i64,
    pub event: AllocationEvent,
    pub lot_seq: i64,
    pub lot_line: i64,
    pub booked_on: NaiveDate,
    pub entry_kind: EntryKind,
    pub payout_seq: Option<i64>,
    /// The need that the payout met.
    pub category: Option<Category>,
    pub payout_state: Option<PayoutState>,
    pub currency: Currency,
    pub quantity_minor: i64,
    /// In denars, without a sign: the event says which way.
    pub value_minor: i64,
}

/// The part of a payout that one lot pays, and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutShare {
    pub line: i64,
    pub lot_seq: i64,
    pub lot_line: i64,
    pub income_seq: Option<i64>,
    /// What came in: absent for what the books were opened with.
    pub income_kind: Option<IncomeKind>,
    /// The currency it came in; another than the lot's where it has been sold since.
    pub income_currency: Option<Currency>,
    pub received_on: NaiveDate,
    pub source_seq: Option<i64>,
    /// The public name of an organisation or the reference of a person.
    pub source_name: Option<String>,
    pub agreement_seq: Option<i64>,
    pub agreement_number: Option<String>,
    pub currency: Currency,
    pub quantity_minor: i64,
    /// In denars; over all shares it adds up to the payout's amount.
    pub value_minor: i64,
}

impl Store {
    pub async fn fund_trace(&self, fund: i64) -> Result<Option<FundTrace>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::trace::fund(connection, fund).await)
    }

    pub async fn agreement_trace(
        &self,
        agreement: i64,
    ) -> Result<Option<AgreementTrace>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::trace::agreement(connection, agreement).await)
    }

    pub async fn income_trace(&self, income: i64) -> Result<Option<IncomeTrace>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::income_trace::one(connection, income).await)
    }

    /// The lots that pay a payout and their givers, in the order of the proposal.
    pub async fn payout_trace(&self, payout: i64) -> Result<Option<PayoutTrace>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::trace::payout(connection, payout).await)
    }
}
