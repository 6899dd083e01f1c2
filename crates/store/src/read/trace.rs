//! From an income to what it paid for, and from a payout back to those who gave.

use almoner_ledger::codes::{AllocationEvent, Category, Currency, EntryKind, PayoutState};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

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
    /// Every event of the lots of an income, converted ones too, in the order of the log.
    pub async fn income_allocations(&self, income: i64) -> Result<Vec<AllocationRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::trace::income_allocations(connection, income).await)
    }

    /// The lots that pay a payout and their givers, in the order of the proposal.
    pub async fn payout_shares(&self, payout: i64) -> Result<Vec<PayoutShare>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::trace::payout_shares(connection, payout).await)
    }
}
