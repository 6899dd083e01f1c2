//! What tests and the bench of the vault share: a fresh vault, a clock that stands still, people who are plainly made up.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a panic is a failed test")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use almoner_vault::config::{Config, Entropy};
use almoner_vault::identity::{Field, Identity};
use almoner_vault::passphrase::{Cost, Passphrase};
use almoner_vault::person::{PersonKind, Stored};
use almoner_vault::recovery::RecoveryCodes;
use almoner_vault::vault::Vault;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;
use tempfile::TempDir;
use uuid::Uuid;

/// A place for one vault: a folder of its own, and a PostgreSQL database of its own where one is asked for.
pub(crate) struct Fresh {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("vault.db").display());
        Self { url, folder }
    }

    /// `None` where no server was named; a server that was named but does not answer fails the test.
    pub(crate) async fn postgres() -> Option<Self> {
        let server = std::env::var("ALMONER_TEST_POSTGRES_URL").ok()?;
        let name = format!("v_{}", Uuid::new_v4().simple());
        let mut connection = sqlx::PgConnection::connect(&server)
            .await
            .expect("the PostgreSQL named for tests answers");
        let create = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::query(create).execute(&mut connection).await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{before}/{name}"), folder: tempfile::tempdir().unwrap() })
    }

    /// Another place on the same kind of database.
    pub(crate) async fn another(&self) -> Self {
        if self.is_sqlite() { Self::sqlite() } else { Self::postgres().await.unwrap() }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self) -> Config {
        let mut config = Config::new(&self.url, self.path("vault.keys"), entropy());
        config.cost = Cost::WEAK;
        config
    }

    pub(crate) async fn vault(&self) -> (Vault, RecoveryCodes) {
        Vault::create(self.config(), &passphrase(), now()).await.unwrap()
    }

    /// Runs a statement behind the vault's back.
    pub(crate) async fn behind(&self, text: &str) {
        let text = sqlx::AssertSqlSafe(text.to_owned());
        if self.is_sqlite() {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query("pragma foreign_keys = off").execute(&mut connection).await.unwrap();
            sqlx::query(text).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
            sqlx::query(text).execute(&mut connection).await.unwrap();
        }
    }

    /// The bytes in one column of the rows of a person.
    pub(crate) async fn bytes(
        &self,
        column: &str,
        table: &str,
        key: &str,
        id: Uuid,
    ) -> Vec<Vec<u8>> {
        let text = format!("select {column} from {table} where {key} = $1");
        let text = sqlx::AssertSqlSafe(text);
        if self.is_sqlite() {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).bind(id).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).bind(id).fetch_all(&mut connection).await.unwrap()
        }
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let text = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        if self.is_sqlite() {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
        }
    }
}

/// Bytes that never come twice in a run, from whichever vault they are asked.
pub(crate) fn entropy() -> Entropy {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    Arc::new(|| Sha256::digest(COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes()).into())
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2026-03-10T09:00:00Z")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn passphrase() -> Passphrase {
    Passphrase::parse("пробна лозинка за проби").unwrap()
}

/// A reference that is the same in every run.
pub(crate) fn reference(name: &str) -> Uuid {
    let bytes = Sha256::digest(name.as_bytes());
    uuid::Builder::from_random_bytes(bytes[..16].try_into().unwrap()).into_uuid()
}

/// „Проба Пробиќ, 1980, Скопје“: what people in tests are.
pub(crate) fn named(name: &str, year: &str, settlement: &str) -> Identity {
    Identity::new()
        .with(Field::Name, name)
        .with(Field::BirthYear, year)
        .with(Field::Settlement, settlement)
}

pub(crate) async fn put(vault: &Vault, name: &str, identity: &Identity) -> Stored {
    vault.put(reference(name), PersonKind::Recipient, identity, now()).await.unwrap()
}
