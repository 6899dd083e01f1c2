//! Erasing: the key is destroyed, and with it everything it opened, wherever a copy lies.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::driver::Connection;
use super::{head, rows};
use crate::error::VaultError;
use crate::person::Erasure;
use crate::tables::{
    ATTACHMENT, BLIND, CHUNK, Cell, ERASED, HOLDER_KEY, NOTE, PERSON, PERSON_VERSION,
};

/// Names the erasure of whoever was erased.
pub(crate) async fn refuse(connection: &mut Connection, holder: Uuid) -> Result<(), VaultError> {
    match at(connection, holder).await? {
        Some(at) => Err(VaultError::Erased { at }),
        None => Ok(()),
    }
}

async fn at(
    connection: &mut Connection,
    holder: Uuid,
) -> Result<Option<DateTime<Utc>>, VaultError> {
    let row = rows::one(connection, &ERASED, "holder_id", holder).await?;
    row.map(|row| row.instant("erased_at")).transpose()
}

/// Erases once; asked again, says when it was.
///
/// Somebody who was never known is erased too: a copy from another day may know them.
pub(crate) async fn erase(
    connection: &mut Connection,
    erasure: Erasure,
) -> Result<DateTime<Utc>, VaultError> {
    let holder = erasure.person;
    if let Some(at) = at(connection, holder).await? {
        return Ok(at);
    }
    for file in rows::with(connection, &ATTACHMENT, "holder_id", holder).await? {
        rows::delete(connection, &CHUNK, "attachment_id", file.uuid("attachment_id")?).await?;
    }
    rows::delete(connection, &ATTACHMENT, "holder_id", holder).await?;
    rows::delete(connection, &NOTE, "holder_id", holder).await?;
    rows::delete(connection, &BLIND, "person_id", holder).await?;
    rows::delete(connection, &PERSON_VERSION, "person_id", holder).await?;
    rows::delete(connection, &PERSON, "person_id", holder).await?;
    let had_key = rows::delete(connection, &HOLDER_KEY, "holder_id", holder).await? > 0;
    let cells = [Cell::Uuid(holder), Cell::Instant(erasure.at)];
    rows::insert(connection, &ERASED, &cells).await?;
    if had_key {
        head::set_shred_due(connection, true).await?;
    }
    Ok(erasure.at)
}

pub(crate) async fn all(connection: &mut Connection) -> Result<Vec<Erasure>, VaultError> {
    let rows: Vec<(Uuid, DateTime<Utc>)> =
        sqlx::query_as("select holder_id, erased_at from erased order by erased_at, holder_id")
            .fetch_all(&mut *connection)
            .await?;
    Ok(rows.into_iter().map(|(person, at)| Erasure { person, at }).collect())
}
