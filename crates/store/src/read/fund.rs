//! Funds and what they have, from the balances.

use almoner_ledger::codes::FundState;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// A fund and its sums in denars, as of now.
///
/// Invariant: `brought_minor + received_minor - spent_minor = left_minor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundRow {
    pub seq: i64,
    pub code: String,
    pub name: String,
    pub restricted: bool,
    pub state: FundState,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub version: i64,
    /// What the opening balances brought, and results of closed years.
    pub brought_minor: i64,
    /// Income, and restricted income that still waits.
    pub received_minor: i64,
    /// Aid decided on, expenses, and what was made into things of lasting value.
    pub spent_minor: i64,
    /// Of what is spent: aid that has been approved and not yet been paid.
    pub reserved_minor: i64,
    /// Money, stock and claims less obligations.
    pub left_minor: i64,
    pub overdrawn_minor: i64,
}

impl Store {
    /// Every fund, by number.
    pub async fn funds(&self) -> Result<Vec<FundRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::funds::list(connection).await)
    }

    pub async fn fund(&self, seq: i64) -> Result<Option<FundRow>, StoreError> {
        Ok(self.funds().await?.into_iter().find(|fund| fund.seq == seq))
    }
}
