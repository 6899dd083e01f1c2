//! Other aid that a request was found to look like.

use almoner_ledger::codes::{Combined, MatchHow, Reason};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchRow {
    pub seq: i64,
    pub line: i64,
    pub request_seq: i64,
    /// The recipient of the other aid; absent once erased.
    pub other: Option<Uuid>,
    /// The request that the other aid answers.
    pub aid_seq: i64,
    pub how: MatchHow,
    pub level: Combined,
    pub until_on: NaiveDate,
    pub allowed_by: Option<Uuid>,
    pub reason: Option<Reason>,
}

impl Store {
    /// What an act found.
    pub async fn matches_of_act(&self, seq: i64) -> Result<Vec<MatchRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::matches::of_act(connection, seq).await)
    }
}
