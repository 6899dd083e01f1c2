//! Moving house: books leave PostgreSQL as one SQLite file, which is a backup, and enter it from one.

use std::path::Path;

use sqlx::{Connection as _, Executor as _};
use tokio::sync::mpsc;

use crate::backup::RestoreError;
use crate::config::Config;
use crate::error::StoreError;
use crate::shape::shapes;
use crate::verify::{Report, Trust, verify_file};
use crate::{postgres, sqlite};

/// Copies the books as they are at one moment to a new file, while others read and write.
pub(crate) async fn leave_postgres(config: &Config, to: &Path) -> Result<(), StoreError> {
    let mut from = postgres::connect(config).await?;
    let mut file = sqlite::create(to).await?;
    let shapes = shapes();
    let (sender, pages) = mpsc::channel(1);
    file.execute("begin").await?;
    tokio::try_join!(
        postgres::sql::copy::send(&mut from, &shapes, sender),
        sqlite::sql::copy::receive(&mut file, &shapes, pages),
    )?;
    file.execute("commit").await?;
    sqlite::analyse(&mut file).await?;
    file.close().await?;
    drop(from.close().await);
    Ok(())
}

/// Puts a backup (an SQLite file) into an empty PostgreSQL database, all of it or nothing, and checks there what has
/// arrived before it counts. Books that are there are never overwritten.
///
/// Whatever has been erased since the backup was made comes back with it and has to be erased again.
pub async fn restore_to_postgres(
    from: &Path,
    config: &Config,
    trust: &Trust,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Report, RestoreError> {
    if !from.is_file() {
        return Err(RestoreError::NoBackup(from.to_owned()));
    }
    if !["postgres:", "postgresql:"].iter().any(|scheme| config.url.starts_with(scheme)) {
        return Err(StoreError::Address(config.url.clone()).into());
    }
    let report = verify_file(from, trust, &progress).await?;
    if !report.is_sound() {
        return Err(RestoreError::NotSound(Box::new(report)));
    }
    let mut to = postgres::connect(config).await?;
    postgres::migrate(&mut to).await?;
    to.execute(postgres::BEGIN_WRITE).await.map_err(StoreError::from)?;
    let entered = enter(from, &mut to, trust, &progress).await;
    let end = if entered.is_ok() { "commit" } else { "rollback" };
    let ended = to.execute(end).await;
    let report = entered?;
    ended.map_err(|_| StoreError::OutcomeUnknown)?;
    drop(to.close().await);
    Ok(report)
}

async fn enter(
    from: &Path,
    to: &mut postgres::Connection,
    trust: &Trust,
    progress: &(impl Fn(u64, u64) + Send + Sync),
) -> Result<Report, RestoreError> {
    // Whoever holds the head is the only writer until the end.
    let size = postgres::sql::facts::lock_head(to).await?.size;
    if size != 0 {
        return Err(RestoreError::NotEmpty { size });
    }
    let mut file = sqlite::connect_to_read(from).await?;
    // Holding each page of entries against all postings would take hours; the check below holds all of them, at once.
    postgres::check_entries(to, false).await?;
    let shapes = shapes();
    let (sender, pages) = mpsc::channel(1);
    tokio::try_join!(
        sqlite::sql::copy::send(&mut file, &shapes, sender),
        postgres::sql::copy::receive(to, &shapes, pages),
    )?;
    drop(file.close().await);
    postgres::check_entries(to, true).await?;
    // The check asks for sums over whole tables, of which the planner knows nothing yet.
    postgres::analyse(to).await?;
    let report = postgres::sql::verify::check(to, trust, progress).await?;
    if report.is_sound() { Ok(report) } else { Err(RestoreError::NotSound(Box::new(report))) }
}
