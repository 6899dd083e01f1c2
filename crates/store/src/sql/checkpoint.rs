//! Reading what a checkpoint is signed over, and filing the note, in a small transaction of its own.

use almoner_proof::checkpoint::Signer;
use almoner_proof::hash::Hash;
use sqlx::Executor as _;

use super::driver::{BEGIN_WRITE, Connection};
use super::facts::{head_now, lock_head};
use crate::checkpoint::{CheckpointError, Ground, Grown};
use crate::error::StoreError;

/// Leaf hashes that are held in memory at once.
const PAGE: i64 = 20_000;

pub(crate) async fn sign(
    connection: &mut Connection,
    signer: &Signer,
) -> Result<Option<String>, CheckpointError> {
    let before = ground(connection).await?;
    let mut grown = Grown::from(&before, signer)?;
    let size = head_now(connection).await?.size;
    if before.last.as_ref().is_some_and(|(last, _)| *last == size) {
        return Ok(None);
    }
    // Leaves are never changed, so most of the way is gone before the writer is held up.
    extend(connection, &mut grown, None).await?;
    connection.execute(BEGIN_WRITE).await.map_err(StoreError::from)?;
    match sign_locked(connection, grown, &before, signer).await {
        Ok(note) => {
            connection.execute("commit").await.map_err(StoreError::from)?;
            Ok(note)
        }
        Err(error) => {
            drop(connection.execute("rollback").await);
            Err(error)
        }
    }
}

async fn sign_locked(
    connection: &mut Connection,
    mut grown: Grown,
    before: &Ground,
    signer: &Signer,
) -> Result<Option<String>, CheckpointError> {
    let head = lock_head(connection).await?;
    // Another process may have signed meanwhile: what counts is what stands there now.
    let ground = ground(connection).await?;
    if ground != *before {
        grown = Grown::from(&ground, signer)?;
    }
    extend(connection, &mut grown, Some(head.size)).await?;
    let Some((size, note)) = grown.sign(&ground, &head.frontier, signer)? else { return Ok(None) };
    sqlx::query("insert into checkpoint (size, note) values ($1, $2)")
        .bind(size)
        .bind(&note)
        .execute(&mut *connection)
        .await
        .map_err(StoreError::from)?;
    Ok(Some(note))
}

async fn ground(connection: &mut Connection) -> Result<Ground, CheckpointError> {
    let origin: Option<String> = sqlx::query_scalar("select origin from books where id = 1")
        .fetch_optional(&mut *connection)
        .await
        .map_err(StoreError::from)?;
    let key: Option<(String, Vec<u8>)> =
        sqlx::query_as("select name, public_key from signing_key order by seq desc limit 1")
            .fetch_optional(&mut *connection)
            .await
            .map_err(StoreError::from)?;
    let last: Option<(i64, String)> =
        sqlx::query_as("select size, note from checkpoint order by size desc limit 1")
            .fetch_optional(&mut *connection)
            .await
            .map_err(StoreError::from)?;
    let (Some(origin), Some((key_name, public_key))) = (origin, key) else {
        return Err(CheckpointError::NoBooks);
    };
    Ok(Ground { origin, key_name, public_key, last })
}

/// Reads on from where the tree stands, up to a size or to the end.
async fn extend(
    connection: &mut Connection,
    grown: &mut Grown,
    to: Option<i64>,
) -> Result<(), CheckpointError> {
    loop {
        let from =
            i64::try_from(grown.frontier.size()).map_err(|_| CheckpointError::HeadDiffers)?;
        let hashes: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "select seq, hash from leaf where seq > $1 and seq <= $2 order by seq limit $3",
        )
        .bind(from)
        .bind(to.unwrap_or(i64::MAX))
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await
        .map_err(StoreError::from)?;
        if hashes.is_empty() {
            return Ok(());
        }
        for ((seq, hash), due) in hashes.iter().zip(from.saturating_add(1)..) {
            let hash: Option<Hash> = hash.as_slice().try_into().ok();
            match hash {
                Some(hash) if *seq == due => grown.push(hash)?,
                Some(_) | None => return Err(CheckpointError::HeadDiffers),
            }
        }
    }
}
