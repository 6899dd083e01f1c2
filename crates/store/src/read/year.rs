//! What was counted at the end of a year, and the papers that were issued of it.

use std::collections::BTreeMap;

use almoner_ledger::rows::year::{InventoryLine, Issued};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// The last count of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRow {
    pub seq: i64,
    pub year: i64,
    pub recorded_at: DateTime<Utc>,
    pub lines: Vec<InventoryLine>,
    /// What was said about a line, by its number, where it has not been erased.
    pub remarks: BTreeMap<i64, String>,
}

/// A paper as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedRow {
    pub issued: Issued,
    pub issued_at: DateTime<Utc>,
    pub person: Uuid,
}

/// Goods of one kind in a fund at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsRow {
    pub account: String,
    pub fund_seq: i64,
    pub item: String,
    pub unit: String,
    pub quantity: i64,
}

impl Store {
    /// Goods that were in the store at the end of a day, reserved or not, as the log knew it at an act.
    pub async fn goods_at(
        &self,
        on: NaiveDate,
        known_at: i64,
    ) -> Result<Vec<GoodsRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::years::goods(connection, on, known_at).await)
    }

    /// The last count of a year, if there was one.
    pub async fn inventory(&self, year: i64) -> Result<Option<InventoryRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::years::inventory(connection, year).await)
    }

    /// What was issued of a year, or of all years, in the order in which it was issued.
    pub async fn issued(&self, year: Option<i64>) -> Result<Vec<IssuedRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::years::issued(connection, year).await)
    }

    /// The bytes of an issued paper, as they were issued.
    pub async fn issued_file(&self, seq: i64, line: i64) -> Result<Option<Vec<u8>>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::years::file(connection, (seq, line)).await)
    }
}
