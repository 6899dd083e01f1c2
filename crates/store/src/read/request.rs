//! Requests for aid. Who needs it is a random reference here.

use almoner_ledger::codes::{Category, RequestState, TargetGroup, Urgency};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging, Span};
use crate::read::payout::PayoutRow;
use crate::store::{Store, on_reader};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    pub state: Option<RequestState>,
    pub category: Option<Category>,
    pub urgency: Option<Urgency>,
    pub recipient: Option<Uuid>,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    pub seq: i64,
    pub category: Category,
    pub urgency: Urgency,
    pub asked_minor: i64,
    pub received_on: NaiveDate,
    pub state: RequestState,
    /// This and the two below are absent once erased.
    pub recipient: Option<Uuid>,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<String>,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDetail {
    pub request: RequestRow,
    pub payouts: Vec<PayoutRow>,
    pub notes: Vec<NoteRow>,
}

impl Store {
    /// Newest first, by number.
    pub async fn requests(
        &self,
        filter: &RequestFilter,
        paging: &Paging,
    ) -> Result<Page<RequestRow>, StoreError> {
        let head = on_reader!(self, sql, connection => sql::reads::head_seq(connection).await)?;
        let span = Span::new(paging, head);
        let items = on_reader!(self, sql, connection => sql::reads::requests::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn request(&self, seq: i64) -> Result<Option<RequestDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::requests::one(connection, seq).await)
    }
}
