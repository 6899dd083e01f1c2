//! The journal: entries with their postings, and where one stands in the log.

use almoner_ledger::codes::{DocumentKind, EntryKind, NoDocument, Reason, VoucherDirection};
use almoner_ledger::rows::journal::{CashVoucher, Posting};
use almoner_proof::hash::Hash;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

/// What to list; absent fields ask for everything. Days are inclusive and are the days of booking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    /// Entries with a posting on this account; with a fund, on this account in that fund.
    pub account: Option<String>,
    pub fund: Option<i64>,
    pub kind: Option<EntryKind>,
    pub payout: Option<i64>,
    /// Entries with a paper of this kind.
    pub document: Option<DocumentKind>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    pub seq: i64,
    pub year: i64,
    pub number: i64,
    pub booked_on: NaiveDate,
    pub kind: EntryKind,
    pub document_kind: Option<DocumentKind>,
    pub document_number: Option<String>,
    pub document_on: Option<NaiveDate>,
    pub document_issuer: Option<String>,
    pub no_document: Option<NoDocument>,
    pub payout_seq: Option<i64>,
    /// The entry that took this one back.
    pub reversed_by_seq: Option<i64>,
    pub postings: Vec<Posting>,
}

/// A reversal seen from either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReversalRow {
    pub seq: i64,
    pub reversed_seq: i64,
    pub reason: Reason,
}

/// Where an act stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafRef {
    /// Counted from zero, as proofs count.
    pub index: i64,
    pub hash: Hash,
    pub kind: String,
    pub recorded_at: DateTime<Utc>,
    pub actor: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryDetail {
    pub entry: EntryRow,
    pub slips: Vec<CashVoucher>,
    pub reversed_by: Option<ReversalRow>,
    /// What this entry itself takes back; a returned payout takes back two.
    pub reverses: Vec<ReversalRow>,
    pub leaf: LeafRef,
    pub notes: Vec<NoteRow>,
}

impl Store {
    /// Newest first, by day of booking.
    pub async fn entries(
        &self,
        filter: &EntryFilter,
        paging: &Paging,
    ) -> Result<Page<EntryRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::entries::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (Some(row.booked_on), row.seq, 0)))
    }

    pub async fn entry(&self, seq: i64) -> Result<Option<EntryDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::entries::one(connection, seq).await)
    }

    /// The entry of a cash slip, and its line there.
    pub async fn entry_of_slip(
        &self,
        direction: VoucherDirection,
        (year, number): (i64, i64),
    ) -> Result<Option<(i64, i64)>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::entries::of_slip(connection, direction, (year, number)).await)
    }

    pub async fn entry_by_number(&self, year: i64, number: i64) -> Result<Option<i64>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::entries::by_number(connection, year, number).await)
    }
}
