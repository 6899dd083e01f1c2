//! What people typed about an act; it can be erased.

use almoner_ledger::codes::NoteKind;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    pub seq: i64,
    pub line: i64,
    pub kind: NoteKind,
    /// Absent once it has been erased.
    pub body: Option<String>,
}

impl Store {
    pub async fn notes(&self, seq: i64) -> Result<Vec<NoteRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::notes::of(connection, seq).await)
    }
}
