//! What has been used of each income and what is left of it, for many incomes at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// In denars. What was sold for other money, or moved to another purpose, counts as it came; sales may add to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Taken for aid and costs, or gone back to who gave it.
    pub used_minor: i64,
    pub left_minor: i64,
    /// The restriction of a single gift in JSON; an agreement carries its own.
    pub restriction: Option<String>,
}

impl Store {
    /// By income, of those that came within some days; what was booked after the last of them does not count. Equipment
    /// and services leave nothing to use.
    pub async fn used_of_incomes(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<BTreeMap<i64, Used>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::used::of_incomes(connection, days, known_at).await)
    }
}
