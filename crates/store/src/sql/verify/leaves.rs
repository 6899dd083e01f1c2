//! Reading the log: head, leaves and signed notes.

use almoner_ledger::cell::Value;
use sqlx::AssertSqlSafe;

use super::super::driver::{Connection, DbRow};
use super::rows::read;
use crate::error::StoreError;
use crate::shape::{HEAD, LEAF};
use crate::verify::{HeadRow, LeafRow};

pub(super) async fn heads(connection: &mut Connection) -> Result<Vec<HeadRow>, StoreError> {
    let rows =
        sqlx::query("select id, size, frontier, recorded_at, reference_seq from head order by id")
            .fetch_all(&mut *connection)
            .await?;
    Ok(rows.iter().map(head).collect())
}

fn head(row: &DbRow) -> HeadRow {
    let mut stored = read(row, HEAD.into_iter());
    let mut values = stored.values.drain(..);
    let mut next = || values.next().unwrap_or(Value::Null);
    HeadRow {
        id: int(next()),
        size: int(next()),
        frontier: bytes(next()).unwrap_or_default(),
        recorded_at: if let Value::Instant(at) = next() { Some(at) } else { None },
        reference_seq: int(next()),
        unreadable: stored.unreadable,
    }
}

pub(super) async fn page(
    connection: &mut Connection,
    from: i64,
    most: usize,
) -> Result<Vec<LeafRow>, StoreError> {
    let text = format!(
        "select seq, recorded_at, actor_id, kind, kind_version, salt, payload, hash
         from leaf where seq >= $1 order by seq limit {most}"
    );
    let rows = sqlx::query(AssertSqlSafe(text)).bind(from).fetch_all(&mut *connection).await?;
    Ok(rows.iter().map(leaf).collect())
}

fn leaf(row: &DbRow) -> LeafRow {
    let mut stored = read(row, LEAF.into_iter());
    let mut values = stored.values.drain(..);
    let mut next = || values.next().unwrap_or(Value::Null);
    let seq = int(next());
    let recorded_at = if let Value::Instant(at) = next() { Some(at) } else { None };
    let actor = if let Value::Uuid(id) = next() { Some(id) } else { None };
    let kind = if let Value::Text(kind) = next() { Some(kind) } else { None };
    let kind_version = int(next());
    let salt = bytes(next()).and_then(|salt| salt.try_into().ok());
    let payload = bytes(next()).unwrap_or_default();
    let hash = bytes(next()).and_then(|hash| hash.try_into().ok());
    drop(values);
    let mut unreadable = stored.unreadable;
    for (column, missing) in [("salt", salt.is_none()), ("hash", hash.is_none())] {
        if missing && !unreadable.contains(&column) {
            unreadable.push(column);
        }
    }
    LeafRow { seq, recorded_at, actor, kind, kind_version, salt, payload, hash, unreadable }
}

fn int(value: Value) -> i64 {
    if let Value::Int(number) = value { number } else { 0 }
}

fn bytes(value: Value) -> Option<Vec<u8>> {
    if let Value::Bytes(bytes) = value { Some(bytes) } else { None }
}

/// The checkpoints filed under sizes of a stretch.
pub(super) async fn notes(
    connection: &mut Connection,
    from: i64,
    to: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    let notes = sqlx::query_as(
        "select size, note from checkpoint where size >= $1 and size <= $2 order by size",
    );
    Ok(notes.bind(from).bind(to).fetch_all(&mut *connection).await?)
}
