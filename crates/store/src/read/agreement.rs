//! Agreements: what was promised, what came, and what is left of it.

use almoner_ledger::codes::{AgreementKind, AgreementState, BookedAs, Currency, Unspent};
use almoner_ledger::rows::giving::Instalment;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgreementFilter {
    pub source: Option<i64>,
    pub fund: Option<i64>,
    pub state: Option<AgreementState>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementRow {
    pub seq: i64,
    pub source_seq: i64,
    pub source_name: String,
    pub fund_seq: i64,
    pub fund_code: String,
    pub kind: AgreementKind,
    pub number: String,
    pub signed_on: NaiveDate,
    pub currency: Currency,
    /// In the agreement's currency, as `received_minor`.
    pub promised_minor: i64,
    pub received_minor: i64,
    /// What its lots still hold, in denars.
    pub left_value_minor: i64,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    pub report_due_on: Option<NaiveDate>,
    pub unspent: Unspent,
    pub booked_as: BookedAs,
    /// The typed restriction in JSON; absent means free.
    pub restriction: Option<String>,
    pub state: AgreementState,
    pub version: i64,
}

impl AgreementRow {
    /// What is still to come, in the agreement's currency.
    pub fn due_minor(&self) -> i64 {
        self.promised_minor.saturating_sub(self.received_minor)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementDetail {
    pub agreement: AgreementRow,
    pub instalments: Vec<Instalment>,
}

impl Store {
    /// Newest first, by number in the log.
    pub async fn agreements(
        &self,
        filter: &AgreementFilter,
        paging: &Paging,
    ) -> Result<Page<AgreementRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::agreements::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn agreement(&self, seq: i64) -> Result<Option<AgreementDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::agreements::one(connection, seq).await)
    }
}
