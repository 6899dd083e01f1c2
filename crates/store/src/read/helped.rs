//! How many people were helped, by kind of need, group and place: counts and sums, and never who.

use almoner_ledger::codes::Axis;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// The people of one part of an axis, or all of them where there is no axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpedRow {
    pub axis: Option<Axis>,
    /// A category, a group or a municipality; absent where nobody said which.
    pub part: Option<String>,
    /// What each person was paid, in deni, largest first; nothing says who it was.
    pub paid: Vec<i64>,
}

impl Store {
    /// Of the payments booked within some days and not taken back, as the log knew them at an act.
    pub async fn helped(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<HelpedRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::helped::by_part(connection, days, known_at).await)
    }
}
