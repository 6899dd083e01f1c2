//! The papers of requests, and bills that are still to come.

use std::collections::BTreeSet;

use almoner_ledger::codes::{Category, EvidenceKind, MediaType};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    pub seq: i64,
    pub line: i64,
    pub request_seq: i64,
    pub kind: EvidenceKind,
    pub number: Option<String>,
    pub dated_on: Option<NaiveDate>,
    pub amount_minor: Option<i64>,
    pub media_type: MediaType,
    pub size_bytes: i64,
    /// The commitment to its bytes, in hexadecimal.
    pub content: String,
}

/// A request that was paid on a pro-forma: its final invoice is missing, or says another sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProFormaRow {
    pub request_seq: i64,
    pub category: Category,
    pub number: Option<String>,
    pub dated_on: Option<NaiveDate>,
    pub pro_forma_minor: Option<i64>,
    pub paid_minor: i64,
    /// Absent until the final invoice is recorded.
    pub final_minor: Option<i64>,
}

impl Store {
    /// Other requests that were given the same bytes, before the paper of this act.
    pub async fn same_papers(&self, seq: i64) -> Result<Vec<i64>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::evidence::same(connection, seq).await)
    }

    /// The paper that is known by a commitment: the act that attached it, and its request.
    pub async fn paper_by_content(&self, content: &[u8]) -> Result<Option<(i64, i64)>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::evidence::by_content(connection, content).await)
    }

    /// Every commitment to bytes that the books name, of papers and of receipts.
    pub async fn paper_contents(&self) -> Result<BTreeSet<Vec<u8>>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::evidence::contents(connection).await)
    }

    /// Requests paid on a pro-forma whose final invoice is missing or differs, by number.
    pub async fn pro_formas(&self, paging: &Paging) -> Result<Page<ProFormaRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::evidence::pro_formas(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.request_seq, 0)))
    }
}
