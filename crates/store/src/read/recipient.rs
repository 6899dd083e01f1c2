//! Recipients by their random reference; the books know no names.

use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRow {
    pub seq: i64,
    /// This and the two below are absent once erased.
    pub reference: Option<Uuid>,
    pub household: Option<Uuid>,
    pub birth_year: Option<i64>,
    pub version: i64,
}

impl Store {
    /// In the order in which they were added.
    pub async fn recipients(&self, paging: &Paging) -> Result<Page<RecipientRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::recipients::list(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn recipient(&self, reference: Uuid) -> Result<Option<RecipientRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::recipients::one(connection, reference).await)
    }
}
