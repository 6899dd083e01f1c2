//! Files of incomes taken in as a whole.

use almoner_ledger::codes::{Currency, ImportKind};
use chrono::{DateTime, Utc};

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub seq: i64,
    pub kind: ImportKind,
    pub at: DateTime<Utc>,
    pub profile: String,
    /// SHA-256 of the file in hexadecimal.
    pub file_hash: String,
    pub rows_read: i64,
    pub rows_new: i64,
    pub rows_known: i64,
    /// Rows left out by number and reason, in JSON.
    pub excluded: String,
    pub currency: Currency,
    pub total_minor: i64,
    /// The act that undid it.
    pub undone_by_seq: Option<i64>,
}

impl Store {
    /// Of one kind, newest first.
    pub async fn imports(
        &self,
        kind: ImportKind,
        paging: &Paging,
    ) -> Result<Page<ImportRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::imports::list(connection, kind, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn import(&self, seq: i64) -> Result<Option<ImportRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::imports::one(connection, seq).await)
    }
}
