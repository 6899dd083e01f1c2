//! Unspent money of agreements that went back to its givers.

use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub seq: i64,
    pub agreement_seq: i64,
    pub fund_seq: i64,
    pub booked_on: NaiveDate,
    /// In deni, at the value at which it came.
    pub value_minor: i64,
}

impl Store {
    /// Booked within some days, both inclusive, and not taken back, as the log knew them at an act; in the order in which
    /// they were booked.
    pub async fn refunds(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<RefundRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::refunds::given_back(connection, days, known_at).await)
    }
}
