//! Requests for aid. Who needs it is a random reference here.

use almoner_ledger::codes::{
    Category, PayeeKind, Reason, RequestState, Signs, Step, TargetGroup, Urgency,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::evidence::EvidenceRow;
use crate::read::likeness::MatchRow;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging};
use crate::read::payout::PayoutRow;
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    pub state: Option<RequestState>,
    pub category: Option<Category>,
    pub urgency: Option<Urgency>,
    pub recipient: Option<Uuid>,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<String>,
    /// Only those that should have been answered before this instant and still are not.
    pub overdue_at: Option<DateTime<Utc>>,
    /// Only recurring ones of which the next is due on this day.
    pub recurring_due_on: Option<NaiveDate>,
    /// Only those of one list of needs.
    pub import: Option<i64>,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    pub seq: i64,
    pub category: Category,
    pub urgency: Urgency,
    pub asked_minor: i64,
    /// What the assessment found to be needed.
    pub found_minor: Option<i64>,
    pub received_on: NaiveDate,
    pub due_at: Option<DateTime<Utc>>,
    pub payee_kind: PayeeKind,
    pub identities_checked: bool,
    pub every_months: Option<i64>,
    pub until_on: Option<NaiveDate>,
    pub next_on: Option<NaiveDate>,
    pub parent_seq: Option<i64>,
    pub import_seq: Option<i64>,
    pub state: RequestState,
    /// This and the four below are absent once erased.
    pub recipient: Option<Uuid>,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<String>,
    pub payee: Option<Uuid>,
    pub signs: Option<Signs>,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestStepRow {
    pub seq: i64,
    pub person: Uuid,
    pub step: Step,
    pub reason: Option<Reason>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDetail {
    pub request: RequestRow,
    pub steps: Vec<RequestStepRow>,
    pub papers: Vec<EvidenceRow>,
    pub matches: Vec<MatchRow>,
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
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::requests::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn request(&self, seq: i64) -> Result<Option<RequestDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::requests::one(connection, seq).await)
    }
}
