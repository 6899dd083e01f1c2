//! Erasing people. It needs no keys, so that a lost passphrase never stands between a person and this right.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Database, Vault, on_read, on_write, to_the_end};
use crate::error::VaultError;
use crate::person::Erasure;
use crate::{postgres, sqlite};

impl Vault {
    /// Destroys the key of a person (or of a request about nobody known) and all that it opened. Asked again, it answers
    /// with the day on which it was done.
    pub async fn erase(&self, person: Uuid, now: DateTime<Utc>) -> Result<Erasure, VaultError> {
        let done = self.erase_all(vec![Erasure { person, at: now }]).await?;
        done.into_iter().next().ok_or(VaultError::Unknown)
    }

    /// Does again what was done before a copy was taken back. To be called before anybody works with it.
    pub async fn replay_erasures(&self, erasures: Vec<Erasure>) -> Result<(), VaultError> {
        self.erase_all(erasures).await.map(drop)
    }

    async fn erase_all(&self, erasures: Vec<Erasure>) -> Result<Vec<Erasure>, VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let (done, due) = on_write!(vault, sql, connection => async {
                sql::head::lock(connection).await?;
                let mut done = Vec::with_capacity(erasures.len());
                for erasure in &erasures {
                    let at = sql::erase::erase(connection, *erasure).await?;
                    done.push(Erasure { person: erasure.person, at });
                }
                let head = sql::head::read(connection).await?.ok_or(VaultError::NoVault)?;
                Ok::<_, VaultError>((done, head.shred_due))
            }
            .await);
            if let Ok(unlocked) = vault.unlocked() {
                let mut index = unlocked.index.write().unwrap_or_else(PoisonError::into_inner);
                for erasure in &done {
                    index.remove(erasure.person);
                }
            }
            if due {
                vault.shred().await?;
            }
            Ok(done)
        })
        .await
    }

    /// Who was erased, and when.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, VaultError> {
        Ok(on_read!(self, sql, connection => sql::erase::all(connection).await))
    }

    /// Overwrites what was deleted. Where somebody reads meanwhile, the next erasure or opening does it.
    pub(super) async fn shred(&self) -> Result<(), VaultError> {
        let is_done = match &self.inner.database {
            Database::Sqlite(pool) => sqlite::shred(&mut *pool.acquire().await?).await,
            Database::Postgres(pool) => postgres::shred(&mut *pool.acquire().await?).await,
        };
        match is_done {
            Ok(true) => {
                on_write!(self, sql, connection => sql::head::set_shred_due(connection, false).await);
                Ok(())
            }
            Ok(false) | Err(VaultError::Busy) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
