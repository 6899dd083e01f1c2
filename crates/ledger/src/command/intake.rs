//! A list of needs taken in as a whole.

use almoner_proof::hash::Hash;
use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::codes::{Category, PayeeKind, Signs, TargetGroup, Urgency};
use crate::command::{ExcludedRow, Seen};
use crate::money::Amount;
use crate::text::Code;

#[derive(Clone, Debug, Serialize)]
pub struct ImportRequests {
    pub profile: Code,
    pub file_hash: Hash,
    /// Over the file and all that was stated for it, and over nothing that the books or the vault knew.
    pub asked: Hash,
    pub rows_read: i64,
    pub excluded: Vec<ExcludedRow>,
    /// What all rows ask for together.
    pub total: i64,
    pub rows: Vec<NeedRow>,
}

/// One need of one person.
#[derive(Clone, Debug, Serialize)]
pub struct NeedRow {
    /// The number of the record in the file, counted from 1 after the header.
    pub row: i64,
    /// Over case, day, category and sum.
    pub fingerprint: Hash,
    /// A mark of the association's own number of the person: the same mark is the same person.
    pub case: Hash,
    /// A mark of what the file calls the household.
    pub household: Option<Hash>,
    pub birth_year: Option<i64>,
    pub category: Category,
    pub urgency: Urgency,
    pub asked: Amount,
    pub received_on: NaiveDate,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<Code>,
    pub payee_kind: PayeeKind,
    pub payee: Option<Uuid>,
    pub signs: Signs,
    #[serde(skip)]
    pub seen: Seen,
}
