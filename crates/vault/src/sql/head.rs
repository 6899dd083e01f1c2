//! The one row that says which vault this is.

use chrono::{DateTime, Utc};

use super::driver::{Connection, FOR_UPDATE};
use super::rows;
use crate::error::VaultError;
use crate::head::Head;
use crate::keys::Keys;
use crate::tables::{Cell, Row, TABLES, Table, VAULT};

pub(crate) async fn read(connection: &mut Connection) -> Result<Option<Head>, VaultError> {
    rows::locked(connection, &VAULT, "").await?.map(|row| head(&row)).transpose()
}

/// The row as it stands, held against other writers.
pub(crate) async fn lock(connection: &mut Connection) -> Result<(Row, Head), VaultError> {
    let row = rows::locked(connection, &VAULT, FOR_UPDATE).await?.ok_or(VaultError::NoVault)?;
    let head = head(&row)?;
    Ok((row, head))
}

/// As [`lock`], and refuses where another process has changed the keys since these were opened.
pub(crate) async fn lock_with(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<(Row, Head), VaultError> {
    let (row, head) = lock(connection).await?;
    if head.kek_id != keys.kek_id || head.index_version != keys.index_version {
        return Err(VaultError::KeysChanged);
    }
    Ok((row, head))
}

fn head(row: &Row) -> Result<Head, VaultError> {
    Ok(Head {
        vault_id: row.uuid("vault_id")?,
        kek_id: row.uuid("kek_id")?,
        index_key: row.bytes("index_key")?.to_vec(),
        index_version: row.int("index_version")?,
        shred_due: row.int("shred_due")? != 0,
    })
}

pub(crate) async fn begin(
    connection: &mut Connection,
    head: &Head,
    now: DateTime<Utc>,
) -> Result<(), VaultError> {
    let cells = [
        Cell::Int(1),
        Cell::Uuid(head.vault_id),
        Cell::Uuid(head.kek_id),
        Cell::Bytes(head.index_key.clone()),
        Cell::Int(head.index_version),
        Cell::Int(0),
        Cell::Instant(now),
    ];
    rows::insert(connection, &VAULT, &cells).await
}

pub(crate) async fn set_shred_due(
    connection: &mut Connection,
    due: bool,
) -> Result<(), VaultError> {
    let (mut row, _) = lock(connection).await?;
    row.set("shred_due", Cell::Int(i64::from(due)));
    rows::update(connection, &row).await
}

/// Whether there is nothing at all yet.
pub(crate) async fn is_empty(connection: &mut Connection) -> Result<bool, VaultError> {
    for table in TABLES {
        if !rows::page(connection, table, None, 1).await?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Hands over the pages of one table, one after the other.
pub(crate) async fn pages(
    connection: &mut Connection,
    table: &'static Table,
    after: Option<&Row>,
) -> Result<Vec<Row>, VaultError> {
    // Chunks are large; a page of anything stays below some sixteen megabytes.
    let limit = if table.name == crate::tables::CHUNK.name { 64 } else { 1_000 };
    rows::page(connection, table, after, limit).await
}
