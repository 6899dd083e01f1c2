//! How many people were helped, by kind of need, group and place: counts and sums, and never who.

use almoner_ledger::codes::{Axis, PayeeKind};
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// By what help is told apart for everybody.
pub const AXES: [Axis; 3] = [Axis::Category, Axis::TargetGroup, Axis::Municipality];

/// One payment. Nothing says for whom, but payments for the same person have the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// Counted from nothing within one answer, and nowhere else the same.
    pub person: usize,
    /// Along [`AXES`]; absent where nobody said which.
    pub parts: [Option<String>; 3],
    pub payout_seq: i64,
    pub fund_seq: i64,
    /// With the tax that is part of it.
    pub minor: i64,
    pub tax_minor: i64,
    /// What the request asked for, where this payout is the only one that answers it.
    pub asked_minor: Option<i64>,
    pub payee_kind: PayeeKind,
    /// Who is paid for the person; absent where that is the person, or was erased.
    pub payee_seq: Option<i64>,
    /// What everybody may know of it, as it is called now.
    pub payee_name: Option<String>,
    pub payee_number: Option<String>,
    pub paid_on: NaiveDate,
    /// The day from which it was owed, where it was owed before it was paid.
    pub owed_on: Option<NaiveDate>,
}

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

    /// The same payments one by one, in the order in which they were booked.
    pub async fn help(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<HelpRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::helped::payments(connection, days, known_at).await)
    }
}
