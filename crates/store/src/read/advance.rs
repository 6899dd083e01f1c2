//! Money given to staff ahead: what is open, and what was made good.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvanceRow {
    pub seq: i64,
    pub person_id: Uuid,
    pub fund_seq: i64,
    pub amount_minor: i64,
    /// What neither a receipt nor money that came back has made good.
    pub open_minor: i64,
    pub given_on: NaiveDate,
    pub due_on: NaiveDate,
    pub version: i64,
}

impl Store {
    /// The oldest first: those that are open, those that are settled, or all.
    pub async fn advances(
        &self,
        open: Option<bool>,
        paging: &Paging,
    ) -> Result<Page<AdvanceRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::advances::list(connection, open, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }
}
