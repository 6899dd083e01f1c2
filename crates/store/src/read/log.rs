//! The log as an auditor reads it: its leaves, and proofs that they are in it.

use almoner_proof::hash::Hash;
use almoner_proof::tree;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

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
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::log::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    pub async fn act(&self, seq: i64) -> Result<Option<ActDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::log::one(connection, seq).await)
    }

    /// Proves an act in the log of that size, or as the log is now; `None` where the log of that size has no such act.
    pub async fn inclusion_proof(
        &self,
        seq: i64,
        size: Option<i64>,
    ) -> Result<Option<InclusionProof>, StoreError> {
        let Some(hashes) = self.hashes(size).await? else { return Ok(None) };
        let (Ok(index), Ok(at)) =
            (u64::try_from(seq.saturating_sub(1)), usize::try_from(seq.saturating_sub(1)))
        else {
            return Ok(None);
        };
        let Some(leaf) = hashes.get(at).copied() else { return Ok(None) };
        let size = size_of(&hashes);
        let (root, path) =
            hashing(move || (tree::root(&hashes), tree::inclusion_proof(&hashes, index))).await?;
        Ok(path.map(|path| InclusionProof { seq, index, size, leaf, root, path }))
    }

    /// Proves that the log of a size, or as it is now, grew out of that of an older size.
    pub async fn consistency_proof(
        &self,
        old_size: i64,
        size: Option<i64>,
    ) -> Result<Option<ConsistencyProof>, StoreError> {
        let Some(hashes) = self.hashes(size).await? else { return Ok(None) };
        let (Ok(old), Ok(upto)) = (u64::try_from(old_size), usize::try_from(old_size)) else {
            return Ok(None);
        };
        let size = size_of(&hashes);
        let made = hashing(move || {
            let old_root = tree::root(hashes.get(..upto)?);
            Some((old_root, tree::root(&hashes), tree::consistency_proof(&hashes, old)?))
        });
        Ok(made.await?.map(|(old_root, root, path)| ConsistencyProof {
            old_size: old,
            old_root,
            size,
            root,
            path,
        }))
    }

    /// Signed checkpoints, newest first.
    pub async fn checkpoints(&self, paging: &Paging) -> Result<Page<CheckpointRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::log::checkpoints(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.size, 0)))
    }

    /// The leaf hashes of the log of a size, or as it is now; `None` where it is not so long.
    async fn hashes(&self, size: Option<i64>) -> Result<Option<Vec<Hash>>, StoreError> {
        let head = on_reader!(self, sql, connection => sql::reads::head_seq(connection).await)?;
        let size = size.unwrap_or(head);
        if !(0..=head).contains(&size) {
            return Ok(None);
        }
        let hashes =
            on_reader!(self, sql, connection => sql::reads::log::hashes(connection, size).await)?;
        if i64::try_from(hashes.len()) != Ok(size) {
            return Err(StoreError::Corrupt(format!("leaf: {} of {size} are there", hashes.len())));
        }
        Ok(Some(hashes))
    }
}

fn size_of(hashes: &[Hash]) -> u64 {
    u64::try_from(hashes.len()).unwrap_or(u64::MAX)
}

/// Hashing a long log takes a good part of a second: not on a thread that others wait for.
async fn hashing<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Database("a proof was broken off".to_owned()))
}
