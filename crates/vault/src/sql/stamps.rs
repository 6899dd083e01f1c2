//! Attachments by what the log knows of them.

use uuid::Uuid;

use super::driver::Connection;
use super::{files, head, keys, rows};
use crate::attachment::{Attachment, Stamp};
use crate::error::VaultError;
use crate::keys::Keys;
use crate::note::Commitment;
use crate::tables::{ATTACHMENT, CHUNK, Row};

/// Takes back what nothing came of.
pub(crate) async fn detach(connection: &mut Connection, id: Uuid) -> Result<(), VaultError> {
    rows::delete(connection, &CHUNK, "attachment_id", id).await?;
    rows::delete(connection, &ATTACHMENT, "attachment_id", id).await.map(drop)
}

pub(crate) async fn stamp(
    connection: &mut Connection,
    opened: &Keys,
    id: Uuid,
) -> Result<Stamp, VaultError> {
    let row = rows::one(connection, &ATTACHMENT, "attachment_id", id).await?;
    stamp_of(connection, opened, &row.ok_or(VaultError::UnknownAttachment)?).await
}

async fn stamp_of(
    connection: &mut Connection,
    opened: &Keys,
    row: &Row,
) -> Result<Stamp, VaultError> {
    let key = keys::of(connection, opened, row.uuid("holder_id")?).await?;
    let commitment = files::open_head(&key, row)?.commitment();
    Ok(Stamp { attachment: row.uuid("attachment_id")?, commitment })
}

/// Everything that is kept, without opening the bytes.
pub(crate) async fn stamps(
    connection: &mut Connection,
    opened: &Keys,
) -> Result<Vec<Stamp>, VaultError> {
    let mut stamps = Vec::new();
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &ATTACHMENT, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { return Ok(stamps) };
        for row in &page {
            stamps.push(stamp_of(connection, opened, row).await?);
        }
        after = Some(last);
    }
}

/// The attachment of a request that the log knows by a commitment.
pub(crate) async fn of_request(
    connection: &mut Connection,
    opened: &Keys,
    request: Uuid,
    commitment: Commitment,
) -> Result<Attachment, VaultError> {
    for row in rows::with(connection, &ATTACHMENT, "request_id", request).await? {
        let stamp = stamp_of(connection, opened, &row).await?;
        if stamp.commitment == commitment {
            return files::one(connection, opened, stamp.attachment).await;
        }
    }
    Err(VaultError::UnknownAttachment)
}
