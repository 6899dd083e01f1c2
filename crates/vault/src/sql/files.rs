//! Attachments: sealed in chunks, found again by their bytes.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::driver::Connection;
use super::{erase, keys, rows};
use crate::attachment::{Attached, Attachment, CHUNK_BYTES, Head, MediaType, Owner, Reuse};
use crate::cipher::{Bucket, Place, open_field, seal_field};
use crate::error::VaultError;
use crate::key::{Key, sha256};
use crate::keys::Keys;
use crate::tables::{ATTACHMENT, CHUNK, Cell, HOLDER_KEY, PERSON, Row};

pub(crate) async fn attach(
    connection: &mut Connection,
    opened: &Keys,
    (id, owner): (Uuid, Owner),
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<Attached, VaultError> {
    let media = MediaType::recognise(bytes)?;
    let digest = sha256(bytes);
    if let Some(row) = rows::one(connection, &ATTACHMENT, "attachment_id", id).await? {
        let key = keys::of(connection, opened, row.uuid("holder_id")?).await?;
        let head = open_head(&key, &row)?;
        if owner_of(&row)? != owner || head.digest != digest {
            return Err(VaultError::IdTaken);
        }
        return attached(connection, opened, id, &head).await;
    }
    let key = holder(connection, opened, owner).await?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let head = Head { media, length, digest, salt: (opened.entropy)() };
    let place = head_place(owner.holder(), id, owner.request());
    let sealed = seal_field(&key, &place, Bucket::Small, &head.encode(), &opened.entropy);
    let count = i64::try_from(bytes.len().div_ceil(CHUNK_BYTES)).unwrap_or(i64::MAX);
    let cells = [
        Cell::Uuid(id),
        Cell::Uuid(owner.holder()),
        Cell::from(owner.request()),
        Cell::Instant(now),
        Cell::Int(count),
        Cell::Bytes(opened.index.file(&digest)),
        Cell::Bytes(sealed),
    ];
    rows::insert(connection, &ATTACHMENT, &cells).await?;
    for (number, chunk) in (0_i64..).zip(bytes.chunks(CHUNK_BYTES)) {
        let place = chunk_place(owner.holder(), id, number);
        let sealed = seal_field(&key, &place, Bucket::Large, chunk, &opened.entropy);
        let cells = [Cell::Uuid(id), Cell::Int(number), Cell::Bytes(sealed)];
        rows::insert(connection, &CHUNK, &cells).await?;
    }
    attached(connection, opened, id, &head).await
}

async fn attached(
    connection: &mut Connection,
    opened: &Keys,
    id: Uuid,
    head: &Head,
) -> Result<Attached, VaultError> {
    let mut reused_in = with_digest(connection, &opened.index.file(&head.digest)).await?;
    reused_in.retain(|reuse| reuse.attachment != id);
    let commitment = head.commitment();
    Ok(Attached { id, media: head.media, bytes: head.length, commitment, reused_in })
}

/// The key under which the files of an owner are sealed. A request about nobody known gets one of its own; a person whose
/// papers come before their name gets theirs now.
async fn holder(
    connection: &mut Connection,
    opened: &Keys,
    owner: Owner,
) -> Result<Key, VaultError> {
    let holder = owner.holder();
    erase::refuse(connection, holder).await?;
    let is_person = rows::one(connection, &PERSON, "person_id", holder).await?.is_some();
    match owner {
        Owner::RequestAbout { .. } => keys::own(connection, opened, holder).await,
        Owner::Person(_) if is_person => keys::of(connection, opened, holder).await,
        Owner::Person(_) => Err(VaultError::Unknown),
        Owner::Request(_) if is_person => Err(VaultError::IdTaken),
        Owner::Request(_) => match rows::one(connection, &HOLDER_KEY, "holder_id", holder).await? {
            Some(row) => opened.unwrap(&row),
            None => keys::make(connection, opened, holder).await,
        },
    }
}

pub(crate) async fn one(
    connection: &mut Connection,
    opened: &Keys,
    id: Uuid,
) -> Result<Attachment, VaultError> {
    let row = rows::one(connection, &ATTACHMENT, "attachment_id", id).await?;
    let row = row.ok_or(VaultError::UnknownAttachment)?;
    let owner = owner_of(&row)?;
    let key = keys::of(connection, opened, owner.holder()).await?;
    let head = open_head(&key, &row)?;
    let mut bytes = Zeroizing::new(Vec::new());
    for chunk in rows::with(connection, &CHUNK, "attachment_id", id).await? {
        bytes.extend_from_slice(&open_chunk(&key, owner.holder(), &chunk)?);
    }
    if sha256(&bytes) != head.digest {
        return Err(VaultError::Corrupt { table: CHUNK.name, column: "sealed" });
    }
    let attached_at = row.instant("written_at")?;
    Ok(Attachment {
        id,
        owner,
        media: head.media,
        attached_at,
        bytes,
        commitment: head.commitment(),
    })
}

/// The attachments of a person or of a request, oldest first.
pub(crate) async fn of(
    connection: &mut Connection,
    column: &'static str,
    id: Uuid,
) -> Result<Vec<Reuse>, VaultError> {
    let rows = rows::with(connection, &ATTACHMENT, column, id).await?;
    let mut found = rows.iter().map(reuse).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|file| (file.attached_at, file.attachment));
    Ok(found)
}

/// Other attachments with the same bytes.
pub(crate) async fn reused_in(
    connection: &mut Connection,
    opened: &Keys,
    id: Uuid,
) -> Result<Vec<Reuse>, VaultError> {
    let row = rows::one(connection, &ATTACHMENT, "attachment_id", id).await?;
    let row = row.ok_or(VaultError::UnknownAttachment)?;
    let key = keys::of(connection, opened, row.uuid("holder_id")?).await?;
    let head = open_head(&key, &row)?;
    Ok(attached(connection, opened, id, &head).await?.reused_in)
}

async fn with_digest(connection: &mut Connection, digest: &[u8]) -> Result<Vec<Reuse>, VaultError> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select attachment_id from attachment where digest = $1 order by written_at, attachment_id",
    )
    .bind(digest.to_vec())
    .fetch_all(&mut *connection)
    .await?;
    let mut found = Vec::new();
    for id in ids {
        if let Some(row) = rows::one(connection, &ATTACHMENT, "attachment_id", id).await? {
            found.push(reuse(&row)?);
        }
    }
    Ok(found)
}

fn reuse(row: &Row) -> Result<Reuse, VaultError> {
    Ok(Reuse {
        attachment: row.uuid("attachment_id")?,
        owner: owner_of(row)?,
        attached_at: row.instant("written_at")?,
    })
}

fn owner_of(row: &Row) -> Result<Owner, VaultError> {
    Ok(Owner::of(row.uuid("holder_id")?, row.uuid_or_none("request_id")))
}

fn head_place(holder: Uuid, id: Uuid, about: Option<Uuid>) -> Place<'static> {
    Place { table: ATTACHMENT.name, column: "head", holder, row: id, about, version: 1 }
}

fn chunk_place(holder: Uuid, id: Uuid, number: i64) -> Place<'static> {
    Place { table: CHUNK.name, column: "sealed", holder, row: id, about: None, version: number }
}

pub(crate) fn open_head(key: &Key, row: &Row) -> Result<Head, VaultError> {
    let (holder, id) = (row.uuid("holder_id")?, row.uuid("attachment_id")?);
    let place = head_place(holder, id, row.uuid_or_none("request_id"));
    let head = open_field(key, &place, row.bytes("head")?).map_err(|_| row.corrupt("head"))?;
    Head::decode(&head).ok_or(row.corrupt("head"))
}

pub(crate) fn open_chunk(
    key: &Key,
    holder: Uuid,
    row: &Row,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let place = chunk_place(holder, row.uuid("attachment_id")?, row.int("number")?);
    open_field(key, &place, row.bytes("sealed")?).map_err(|_| row.corrupt("sealed"))
}
