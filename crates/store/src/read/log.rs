//! The log as an auditor reads it: its leaves, and proofs that they are in it.

use almoner_proof::hash::Hash;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::Store;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeafFilter {
    /// The first act wanted.
    pub from_seq: Option<i64>,
    pub kind: Option<String>,
    pub actor: Option<Uuid>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafRow {
    pub seq: i64,
    pub recorded_at: DateTime<Utc>,
    pub actor: Uuid,
    pub kind: String,
    pub kind_version: i64,
    pub hash: Hash,
}

/// An act with all that its hash is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActDetail {
    pub leaf: LeafRow,
    pub salt: Hash,
    pub payload: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    pub size: i64,
    /// The signed note, as it is given away.
    pub note: String,
}

/// That an act is in the log of a certain size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    pub seq: i64,
    /// Counted from zero: the seq less one.
    pub index: u64,
    pub size: u64,
    pub leaf: Hash,
    pub root: Hash,
    /// The siblings on the way to the root, lowest first.
    pub path: Vec<Hash>,
}

/// That the log of one size grew out of the log of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    pub old_size: u64,
    pub old_root: Hash,
    pub size: u64,
    pub root: Hash,
    pub path: Vec<Hash>,
}

impl Store {
    /// The acts in the order of the log.
    pub async fn leaves(
        &self,
        filter: &LeafFilter,
        paging: &Paging,
    ) -> Result<Page<LeafRow>, StoreError> {
        Err(crate::read::not_built_of((self, filter, paging)))
    }

    pub async fn act(&self, seq: i64) -> Result<Option<ActDetail>, StoreError> {
        Err(crate::read::not_built_of((self, seq)))
    }

    /// Proves an act in the log of that size, or as the log is now; `None` where the log of that size has no such act.
    pub async fn inclusion_proof(
        &self,
        seq: i64,
        size: Option<i64>,
    ) -> Result<Option<InclusionProof>, StoreError> {
        Err(crate::read::not_built_of((self, seq, size)))
    }

    /// Proves that the log of a size, or as it is now, grew out of that of an older size.
    pub async fn consistency_proof(
        &self,
        old_size: i64,
        size: Option<i64>,
    ) -> Result<Option<ConsistencyProof>, StoreError> {
        Err(crate::read::not_built_of((self, old_size, size)))
    }

    /// Signed checkpoints, newest first.
    pub async fn checkpoints(&self, paging: &Paging) -> Result<Page<CheckpointRow>, StoreError> {
        Err(crate::read::not_built_of((self, paging)))
    }
}
