//! Who gives. Of natural persons only the reference is ever read.

use almoner_ledger::codes::SourceKind;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFilter {
    pub kind: Option<SourceKind>,
    pub active: Option<bool>,
    /// How the public name or reference begins, letter by letter.
    pub name_begins: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    pub seq: i64,
    pub kind: SourceKind,
    /// The public name of an organisation, or a reference such as `P-7` for a person.
    pub name: String,
    pub identifier: Option<String>,
    pub country: Option<String>,
    pub active: bool,
    pub version: i64,
}

impl Store {
    /// In the order in which the sources were added.
    pub async fn sources(
        &self,
        filter: &SourceFilter,
        paging: &Paging,
    ) -> Result<Page<SourceRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::sources::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn source(&self, seq: i64) -> Result<Option<SourceRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::sources::one(connection, seq).await)
    }
}
