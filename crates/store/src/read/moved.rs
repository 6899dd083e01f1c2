//! What moved on every account of every fund within some days, told apart by what it moved for.

use almoner_ledger::codes::{Category, EntryKind, IncomeForm, SourceKind};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// One sum. What was taken back counts, with the other sign, as what it takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedRow {
    pub fund_seq: i64,
    pub account: String,
    /// Of the entry, or of the entry that it takes back.
    pub kind: EntryKind,
    /// Of an income: who gave, where that is known.
    pub source: Option<SourceKind>,
    pub form: Option<IncomeForm>,
    /// Of a payout, or of goods handed out.
    pub category: Option<Category>,
    /// Incomes less those taken back.
    pub incomes: i64,
    /// Debit is positive.
    pub amount_minor: i64,
}

impl Store {
    /// Both days inclusive. It reads every posting of those days.
    pub async fn moved(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<MovedRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::moved::by_purpose(connection, days, known_at).await)
    }
}
