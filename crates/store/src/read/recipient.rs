//! Recipients by their random reference; the books know no names.

use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::Store;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRow {
    pub seq: i64,
    /// This and the two below are absent once erased.
    pub reference: Option<Uuid>,
    pub household: Option<Uuid>,
    pub birth_year: Option<i64>,
    pub version: i64,
}

impl Store {
    /// In the order in which they were added.
    pub async fn recipients(&self, paging: &Paging) -> Result<Page<RecipientRow>, StoreError> {
        Err(crate::read::not_built_of((self, paging)))
    }

    pub async fn recipient(&self, reference: Uuid) -> Result<Option<RecipientRow>, StoreError> {
        Err(crate::read::not_built_of((self, reference)))
    }
}
