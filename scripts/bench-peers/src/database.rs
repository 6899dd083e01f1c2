//! The database a peer is measured in, made anew for every measurement.

use anyhow::Context;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

const NAME: &str = "almoner_peer";

/// The database `almoner_peer` on the server of the given URL.
pub(crate) struct PeerDatabase {
    options: PgConnectOptions,
    given: PgPool,
}

impl PeerDatabase {
    /// Drops whatever an earlier measurement left, and starts empty.
    ///
    /// Dropping makes the server write a checkpoint, so that the next measurement does not pay
    /// for the pages of the one before.
    pub(crate) async fn create(given_url: &str) -> anyhow::Result<Self> {
        Self::remove(given_url).await?;
        let given = connect(given_url).await?;
        sqlx::query("create database almoner_peer").execute(&given).await?;
        let options = given_url.parse::<PgConnectOptions>()?.database(NAME);
        Ok(Self { options, given })
    }

    pub(crate) async fn remove(given_url: &str) -> anyhow::Result<()> {
        let given = connect(given_url).await?;
        sqlx::query("drop database if exists almoner_peer with (force)").execute(&given).await?;
        Ok(())
    }

    pub(crate) async fn connect(&self, connections: u32) -> anyhow::Result<PgPool> {
        let options =
            PgPoolOptions::new().min_connections(connections).max_connections(connections);
        Ok(options.connect_with(self.options.clone()).await?)
    }

    pub(crate) async fn size_bytes(&self) -> anyhow::Result<u64> {
        let size: i64 = sqlx::query_scalar("select pg_database_size($1)")
            .bind(NAME)
            .fetch_one(&self.given)
            .await?;
        Ok(u64::try_from(size)?)
    }
}

/// What the server promises about a commit, without which no figure means anything.
pub(crate) async fn settings(given_url: &str) -> anyhow::Result<String> {
    let given = connect(given_url).await?;
    let settings = sqlx::query_scalar(
        "select format(
             'PostgreSQL %s, fsync=%s, synchronous_commit=%s, full_page_writes=%s, data_checksums=%s',
             current_setting('server_version'), current_setting('fsync'),
             current_setting('synchronous_commit'), current_setting('full_page_writes'),
             current_setting('data_checksums'))",
    )
    .fetch_one(&given)
    .await?;
    Ok(settings)
}

async fn connect(url: &str) -> anyhow::Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(1).connect(url).await;
    pool.context("the given database cannot be reached")
}
