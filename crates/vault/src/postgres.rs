//! PostgreSQL: a database and a role of its own, apart from those of the books. The other file that names a driver.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::config::Config;
use crate::error::VaultError;

#[path = "sql/mod.rs"]
pub(crate) mod sql;

pub(crate) type Connection = sqlx::PgConnection;
pub(crate) type Pool = sqlx::PgPool;
pub(crate) type DbRow = sqlx::postgres::PgRow;

/// The one row of the vault is the lock at which the writers of all processes meet.
pub(crate) const FOR_UPDATE: &str = " for update";
pub(crate) const BEGIN_WRITE: &str = "begin isolation level read committed";
pub(crate) const BEGIN_READ: &str = "begin isolation level repeatable read read only";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/vault/postgres");

pub(crate) async fn pool(config: &Config) -> Result<Pool, VaultError> {
    let options = PgConnectOptions::from_str(&config.url)
        .map_err(|_| VaultError::Address)?
        .options([("timezone", "UTC"), ("jit", "off")])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(config.connections)
        .acquire_timeout(Duration::from_secs(10));
    Ok(pool.connect_with(options).await?)
}

pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), VaultError> {
    MIGRATIONS.run(&mut *connection).await?;
    Ok(())
}

/// Writes the small table of keys anew, so that no page of it holds a destroyed key, and marks the rest as free. Logs and
/// copies of the server age out by its own rules.
pub(crate) async fn shred(connection: &mut Connection) -> Result<bool, VaultError> {
    sqlx::query("vacuum full holder_key").execute(&mut *connection).await?;
    sqlx::query("vacuum").execute(&mut *connection).await?;
    Ok(true)
}

pub(crate) async fn is_whole(_: &mut Connection) -> Result<bool, VaultError> {
    Ok(true)
}
