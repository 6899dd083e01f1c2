//! The keys of people: read, made, wrapped anew.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::driver::Connection;
use super::{erase, files, head, people, rows};
use crate::error::VaultError;
use crate::key::Key;
use crate::keys::Keys;
use crate::tables::{ATTACHMENT, BLIND, Cell, HOLDER_KEY, PERSON, Row};

/// The key of a holder who is known and not erased.
pub(crate) async fn of(
    connection: &mut Connection,
    keys: &Keys,
    holder: Uuid,
) -> Result<Key, VaultError> {
    erase::refuse(connection, holder).await?;
    let row = rows::one(connection, &HOLDER_KEY, "holder_id", holder).await?;
    keys.unwrap(&row.ok_or(VaultError::Unknown)?)
}

/// The key of somebody not known by name yet: made now, or when it was foreseen, or with the first of their papers.
pub(crate) async fn own(
    connection: &mut Connection,
    keys: &Keys,
    holder: Uuid,
) -> Result<Key, VaultError> {
    match rows::one(connection, &HOLDER_KEY, "holder_id", holder).await? {
        Some(_) => of(connection, keys, holder).await,
        None => make(connection, keys, holder).await,
    }
}

pub(crate) async fn make(
    connection: &mut Connection,
    keys: &Keys,
    holder: Uuid,
) -> Result<Key, VaultError> {
    erase::refuse(connection, holder).await?;
    if rows::one(connection, &HOLDER_KEY, "holder_id", holder).await?.is_some() {
        return Err(VaultError::IdTaken);
    }
    let key = keys.fresh();
    rows::insert(connection, &HOLDER_KEY, &keys.wrap(holder, &key)).await?;
    Ok(key)
}

/// Closes every key with a new one, in place of the old.
pub(crate) async fn rewrap(
    connection: &mut Connection,
    old: &Keys,
    new: &Keys,
) -> Result<(), VaultError> {
    let (mut vault, _) = head::lock_with(connection, old).await?;
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &HOLDER_KEY, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in page {
            let cells = new.wrap(row.uuid("holder_id")?, &old.unwrap(&row)?);
            let row = Row { table: &HOLDER_KEY, cells: cells.to_vec() };
            rows::update(connection, &row).await?;
        }
        after = Some(last);
    }
    vault.set("kek_id", Cell::Uuid(new.kek_id));
    vault.set("index_key", Cell::Bytes(new.wrapped_index()));
    rows::update(connection, &vault).await
}

/// Makes every blind index anew under another key.
pub(crate) async fn reindex(
    connection: &mut Connection,
    old: &Keys,
    new: &Keys,
) -> Result<(), VaultError> {
    let (mut vault, _) = head::lock_with(connection, old).await?;
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &PERSON, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in page {
            let person = row.uuid("person_id")?;
            let (identity, _) = people::latest(connection, old, person).await?;
            rows::delete(connection, &BLIND, "person_id", person).await?;
            people::insert_blinds(connection, new, person, &identity).await?;
        }
        after = Some(last);
    }
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &ATTACHMENT, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for mut row in page {
            let key = of(connection, old, row.uuid("holder_id")?).await?;
            let digest = files::open_head(&key, &row)?.digest;
            row.set("digest", Cell::Bytes(new.index.file(&digest)));
            rows::update(connection, &row).await?;
        }
        after = Some(last);
    }
    vault.set("index_key", Cell::Bytes(new.wrapped_index()));
    vault.set("index_version", Cell::Int(new.index_version));
    rows::update(connection, &vault).await
}

/// Every key that opens, by holder, and those that do not.
pub(crate) async fn all(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<(BTreeMap<Uuid, Key>, Vec<Uuid>), VaultError> {
    let (mut opened, mut closed) = (BTreeMap::new(), Vec::new());
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &HOLDER_KEY, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let holder = row.uuid("holder_id")?;
            match keys.unwrap(row) {
                Ok(key) => drop(opened.insert(holder, key)),
                Err(_) => closed.push(holder),
            }
        }
        after = Some(last);
    }
    Ok((opened, closed))
}
