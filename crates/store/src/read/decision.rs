//! What takes two persons: proposed, confirmed or withdrawn.

use almoner_ledger::codes::{DecisionKind, DecisionState};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    pub state: Option<DecisionState>,
    pub kind: Option<DecisionKind>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    pub seq: i64,
    pub kind: DecisionKind,
    /// The deed in JSON, exactly as it will be carried out.
    pub act: String,
    pub proposed_by: Uuid,
    pub proposed_at: DateTime<Utc>,
    pub decided_by: Option<Uuid>,
    pub decided_seq: Option<i64>,
    pub state: DecisionState,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDetail {
    pub decision: DecisionRow,
    pub notes: Vec<NoteRow>,
}

impl Store {
    /// Newest first.
    pub async fn decisions(
        &self,
        filter: &DecisionFilter,
        paging: &Paging,
    ) -> Result<Page<DecisionRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::decisions::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn decision(&self, seq: i64) -> Result<Option<DecisionDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::decisions::one(connection, seq).await)
    }
}
