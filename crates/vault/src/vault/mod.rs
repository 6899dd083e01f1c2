//! The handle: a vault that is open, and locked until somebody gives its passphrase.

mod copies;
mod erasing;
mod opening;
mod papers;
mod people;
mod rotation;

use std::fmt;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

pub use copies::Backup;
pub use rotation::Rotated;

use crate::config::Config;
use crate::error::VaultError;
use crate::keys::Keys;
use crate::matching::index::Index;
use crate::{postgres, sqlite};

#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    database: Database,
    unlocked: RwLock<Option<Arc<Unlocked>>>,
    /// One writer at a time, so that the index in memory sees changes in the order of the database.
    writing: Mutex<()>,
}

enum Database {
    Sqlite(sqlite::Pool),
    Postgres(postgres::Pool),
}

/// Gone, and wiped, when the last who works with it has finished after [`Vault::lock`].
struct Unlocked {
    keys: Keys,
    index: RwLock<Index>,
}

/// Reads from one snapshot of whichever database is open.
macro_rules! on_read {
    ($vault:expr, $sql:ident, $connection:ident => $body:expr) => {
        match &$vault.inner.database {
            $crate::vault::Database::Sqlite(pool) => {
                use $crate::sqlite::sql as $sql;
                $crate::vault::read_on!(sqlite, pool, $connection => $body)
            }
            $crate::vault::Database::Postgres(pool) => {
                use $crate::postgres::sql as $sql;
                $crate::vault::read_on!(postgres, pool, $connection => $body)
            }
        }
    };
}

/// Writes all or nothing. A connection on which something failed is not used again: a full disk poisons it.
macro_rules! on_write {
    ($vault:expr, $sql:ident, $connection:ident => $body:expr) => {
        match &$vault.inner.database {
            $crate::vault::Database::Sqlite(pool) => {
                use $crate::sqlite::sql as $sql;
                $crate::vault::write_on!(sqlite, pool, $connection => $body)
            }
            $crate::vault::Database::Postgres(pool) => {
                use $crate::postgres::sql as $sql;
                $crate::vault::write_on!(postgres, pool, $connection => $body)
            }
        }
    };
}

/// The same on the database of one kind.
macro_rules! write_on {
    ($kind:ident, $pool:ident, $connection:ident => $body:expr) => {{
        let mut held = $pool.acquire().await?;
        let begin = $crate::$kind::BEGIN_WRITE;
        let outcome: Result<_, $crate::error::VaultError> = async {
            let mut tx = sqlx::Connection::begin_with(&mut *held, begin).await?;
            let $connection: &mut $crate::$kind::Connection = &mut tx;
            let value = $body?;
            tx.commit().await?;
            Ok(value)
        }
        .await;
        if outcome.is_err() {
            held.close_on_drop();
        }
        outcome?
    }};
}

/// What a snapshot of a database of one kind says.
macro_rules! read_on {
    ($kind:ident, $pool:ident, $connection:ident => $body:expr) => {{
        let mut held = $pool.acquire().await?;
        let begin = $crate::$kind::BEGIN_READ;
        let mut tx = sqlx::Connection::begin_with(&mut *held, begin).await?;
        let $connection: &mut $crate::$kind::Connection = &mut tx;
        let value = $body?;
        tx.rollback().await?;
        value
    }};
}
pub(crate) use {on_read, on_write, read_on, write_on};

impl Vault {
    fn unlocked(&self) -> Result<Arc<Unlocked>, VaultError> {
        let held = self.inner.unlocked.read().unwrap_or_else(PoisonError::into_inner);
        held.clone().ok_or(VaultError::Locked)
    }

    pub fn is_locked(&self) -> bool {
        self.unlocked().is_err()
    }

    /// Forgets the keys and the index of names.
    pub fn lock(&self) {
        drop(self.inner.unlocked.write().unwrap_or_else(PoisonError::into_inner).take());
    }

    fn unlock_with(&self, unlocked: Unlocked) {
        let mut held = self.inner.unlocked.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some(Arc::new(unlocked));
    }

    /// How many people the index in memory knows by name.
    pub fn indexed(&self) -> Result<usize, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(unlocked.index.read().unwrap_or_else(PoisonError::into_inner).len())
    }

    pub async fn close(&self) {
        self.lock();
        match &self.inner.database {
            Database::Sqlite(pool) => pool.close().await,
            Database::Postgres(pool) => pool.close().await,
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_locked() { "Vault(locked)" } else { "Vault(unlocked)" })
    }
}

/// Carries a change through, whether or not the caller waits for it.
async fn to_the_end<T: Send + 'static>(
    change: impl Future<Output = Result<T, VaultError>> + Send + 'static,
) -> Result<T, VaultError> {
    let done = tokio::spawn(change).await;
    done.unwrap_or_else(|_| Err(VaultError::Database("the change was broken off".to_owned())))
}

/// Runs what takes long away from those who wait.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(VaultError::Database("the work was broken off".to_owned())))
}
