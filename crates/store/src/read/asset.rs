//! The register of fixed assets with what was charged of each, and when.

use almoner_ledger::rows::asset::Asset;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// What one act charged of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    pub seq: i64,
    pub booked_on: NaiveDate,
    pub minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetRow {
    pub asset: Asset,
    /// The day of the entry that has its cost.
    pub acquired_on: NaiveDate,
    /// In the order of the acts.
    pub charges: Vec<Charge>,
}

impl AssetRow {
    /// What other books had charged of it.
    pub fn earlier_minor(&self) -> i64 {
        let all = self.asset.depreciated_minor;
        self.charges.iter().fold(all, |left, charge| left.saturating_sub(charge.minor))
    }
}

impl Store {
    /// Every asset by number, those that left too.
    pub async fn assets(&self) -> Result<Vec<AssetRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::assets::all(connection).await)
    }
}
