//! Leaves, their hashes in one go, and signed checkpoints.

use almoner_proof::hash::Hash;
use futures_util::TryStreamExt as _;

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::log::{ActDetail, CheckpointRow, LeafFilter, LeafRow};
use crate::read::page::Span;

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &LeafFilter,
    span: &Span,
) -> Result<Vec<LeafRow>, StoreError> {
    let from = filter.from_seq.map_or(0, |seq| seq.saturating_sub(1));
    let rows = sqlx::query(
        "select seq, recorded_at, actor_id, kind, kind_version, hash
         from leaf
         where $1 < seq and seq <= $2
             and (cast($3 as text) is null or kind = $3)
             and (cast($4 as uuid) is null or actor_id = $4)
         order by seq
         limit $5",
    )
    .bind(span.above_seq().max(from))
    .bind(span.as_of_seq)
    .bind(filter.kind.as_deref())
    .bind(filter.actor)
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, leaf)
}

fn leaf(cells: &mut Cells<'_>) -> Result<LeafRow, StoreError> {
    Ok(LeafRow {
        seq: cells.next()?,
        recorded_at: cells.next()?,
        actor: cells.next()?,
        kind: cells.next()?,
        kind_version: cells.next()?,
        hash: cells.hash()?,
    })
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<ActDetail>, StoreError> {
    let row = sqlx::query(
        "select seq, recorded_at, actor_id, kind, kind_version, hash, salt, payload from leaf where seq = $1",
    )
    .bind(seq)
    .fetch_optional(&mut *connection)
    .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(ActDetail { leaf: leaf(&mut cells)?, salt: cells.hash()?, payload: cells.next()? })
    })
    .transpose()
}

/// The hashes of the first leaves, in the order of the log.
pub(crate) async fn hashes(
    connection: &mut Connection,
    size: i64,
) -> Result<Vec<Hash>, StoreError> {
    let mut hashes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let mut rows = sqlx::query("select hash from leaf where seq <= $1 order by seq")
        .bind(size)
        .fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        hashes.push(Cells::of(&row).hash()?);
    }
    Ok(hashes)
}

pub(crate) async fn checkpoints(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<CheckpointRow>, StoreError> {
    let rows = sqlx::query(
        "select size, note from checkpoint where size < $1 order by size desc limit $2",
    )
    .bind(span.below_seq())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| Ok(CheckpointRow { size: cells.next()?, note: cells.next()? }))
}
