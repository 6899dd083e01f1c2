//! SQLite: the default, where the vault is one file beside the books. One of the two files that name a driver.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::config::Config;
use crate::error::VaultError;
use crate::own_file::own_file;

#[path = "sql/mod.rs"]
pub(crate) mod sql;

pub(crate) type Connection = sqlx::SqliteConnection;
pub(crate) type Pool = sqlx::SqlitePool;
pub(crate) type DbRow = sqlx::sqlite::SqliteRow;

/// The writer's `BEGIN IMMEDIATE` is the lock.
pub(crate) const FOR_UPDATE: &str = "";
pub(crate) const BEGIN_WRITE: &str = "begin immediate";
pub(crate) const BEGIN_READ: &str = "begin";
/// The oldest SQLite whose write-ahead log is sound under concurrent checkpoints.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/vault/sqlite");

fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .page_size(8192)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "memory")
        .pragma("secure_delete", "on")
        .pragma("trusted_schema", "off")
        .pragma("cache_size", "-16384")
        .disable_statement_logging()
}

pub(crate) fn file_of(config: &Config) -> Result<PathBuf, VaultError> {
    let options = SqliteConnectOptions::from_str(&config.url).map_err(|_| VaultError::Address)?;
    Ok(options.get_filename().to_owned())
}

pub(crate) async fn pool(config: &Config, create: bool) -> Result<Pool, VaultError> {
    let options = SqliteConnectOptions::from_str(&config.url).map_err(|_| VaultError::Address)?;
    let pool = SqlitePoolOptions::new()
        .max_connections(config.connections)
        .acquire_timeout(Duration::from_secs(10));
    if create {
        own_file(options.get_filename()).map_err(sqlx::Error::Io)?;
    }
    Ok(pool.connect_with(tuned(options).create_if_missing(create)).await?)
}

/// One connection to a copy of a vault, made where there is none.
pub(crate) async fn file(path: &Path, create: bool) -> Result<Connection, VaultError> {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(create);
    if create {
        own_file(path).map_err(sqlx::Error::Io)?;
    }
    Ok(Connection::connect_with(&tuned(options)).await?)
}

/// Leaves everything in the one file, with nothing beside it.
pub(crate) async fn close_file(mut connection: Connection) -> Result<(), VaultError> {
    sqlx::query("pragma journal_mode = delete").execute(&mut connection).await?;
    Ok(connection.close().await?)
}

pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), VaultError> {
    let version: String =
        sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *connection).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST {
        return Err(VaultError::Database(format!(
            "SQLite {version} is too old; 3.51.3 or newer is needed"
        )));
    }
    MIGRATIONS.run(&mut *connection).await?;
    Ok(())
}

/// Overwrites what was deleted, in the file and in the log beside it; `false` where a reader is still in the way.
pub(crate) async fn shred(connection: &mut Connection) -> Result<bool, VaultError> {
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut *connection).await?;
    sqlx::query("vacuum").execute(&mut *connection).await?;
    let busy: i64 =
        sqlx::query_scalar("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await?;
    Ok(busy == 0)
}

/// Whether the pages of a file hang together.
pub(crate) async fn is_whole(connection: &mut Connection) -> Result<bool, VaultError> {
    let said: String =
        sqlx::query_scalar("pragma integrity_check").fetch_one(&mut *connection).await?;
    let astray: i64 = sqlx::query_scalar("select count(*) from pragma_foreign_key_check")
        .fetch_one(&mut *connection)
        .await?;
    Ok(said == "ok" && astray == 0)
}

/// Writes a consistent copy of the whole database, while others read and write.
pub(crate) async fn copy_to(connection: &mut Connection, path: &str) -> Result<(), VaultError> {
    own_file(Path::new(path)).map_err(sqlx::Error::Io)?;
    sqlx::query("vacuum into $1").bind(path).execute(&mut *connection).await?;
    Ok(())
}
