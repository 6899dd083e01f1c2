//! The head of the log as it stands on disk.

use almoner_proof::tree::Frontier;
use chrono::{DateTime, Utc};

use crate::error::StoreError;

pub(crate) struct Head {
    pub(crate) size: i64,
    pub(crate) frontier: Frontier,
    pub(crate) recorded_at: Option<DateTime<Utc>>,
    /// The last leaf that changed reference data.
    pub(crate) reference_seq: i64,
}

impl Head {
    pub(crate) fn new(
        size: i64,
        frontier: &[u8],
        recorded_at: Option<DateTime<Utc>>,
        reference_seq: i64,
    ) -> Result<Self, StoreError> {
        let frontier = Frontier::from_bytes(frontier)
            .map_err(|error| StoreError::Corrupt(format!("head: {error}")))?;
        if u64::try_from(size) != Ok(frontier.size()) {
            return Err(StoreError::Corrupt("head: size and frontier disagree".to_owned()));
        }
        Ok(Self { size, frontier, recorded_at, reference_seq })
    }
}
