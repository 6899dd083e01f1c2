//! What was done for many at once: batches let go, lists handed to the bank, goods handed out.

use almoner_ledger::codes::{Category, TargetGroup};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

/// Payouts let go in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    pub seq: i64,
    pub person: Uuid,
    pub opened_at: DateTime<Utc>,
    pub item_count: i64,
    pub total_minor: i64,
}

/// Payment orders handed to the bank in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentListRow {
    pub seq: i64,
    pub person: Uuid,
    pub made_at: DateTime<Utc>,
    pub account: String,
    pub value_on: NaiveDate,
    pub item_count: i64,
    pub total_minor: i64,
    pub instead_of: Option<i64>,
    /// SHA-256 of the file, in hexadecimal; absent once somebody on it was erased.
    pub digest: Option<String>,
    /// The payouts that are on it now.
    pub payouts: Vec<i64>,
}

/// Goods handed to people unnamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOutRow {
    pub seq: i64,
    pub fund_seq: i64,
    pub category: Category,
    pub item: String,
    pub item_quantity: i64,
    pub people: i64,
    pub target_group: TargetGroup,
    pub municipality: String,
    pub given_on: NaiveDate,
    /// Who proposed it and who confirmed it: both were there.
    pub witnesses: (Uuid, Uuid),
}

impl Store {
    /// Newest first.
    pub async fn batches(&self, paging: &Paging) -> Result<Page<BatchRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::bundles::batches(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    /// Newest first.
    pub async fn payment_lists(&self, paging: &Paging) -> Result<Page<PaymentListRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::bundles::payment_lists(connection, span.below_seq(), span.fetch()).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn payment_list(&self, seq: i64) -> Result<Option<PaymentListRow>, StoreError> {
        let below = seq.saturating_add(1);
        let found = on_reader!(self, sql, connection => sql::reads::bundles::payment_lists(connection, below, 1).await)?;
        Ok(found.into_iter().find(|row| row.seq == seq))
    }

    /// Newest first.
    pub async fn hand_outs(&self, paging: &Paging) -> Result<Page<HandOutRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::bundles::hand_outs(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }
}
