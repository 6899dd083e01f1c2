//! The books as the rest of the program sees them: one handle for either database.

use std::collections::BTreeSet;
use std::sync::Arc;

use almoner_ledger::command::Command;
use almoner_ledger::facts::Facts;
use tokio::sync::{Mutex, RwLock, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::error::{StoreError, WriteError};
use crate::write::{Answer, Request};
use crate::{postgres, sqlite};

pub(crate) type Outcome = Result<Answer, WriteError>;

/// A request on its way to the writer.
pub(crate) struct Job {
    pub(crate) request: Request,
    pub(crate) reply: oneshot::Sender<Outcome>,
}

#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) readers: Readers,
    queue: RwLock<Option<mpsc::Sender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    /// Reference data for reading, and the leaf it was read at.
    reference: RwLock<Option<(i64, Arc<Facts>)>>,
}

/// Connections that only read.
pub(crate) enum Readers {
    Sqlite(sqlite::Pool),
    Postgres(postgres::Pool),
}

/// Runs the same text on whichever database is open: `$connection` is a reading connection of it.
macro_rules! on_reader {
    ($store:expr, $sql:ident, $connection:ident => $body:expr) => {
        match &$store.inner.readers {
            $crate::store::Readers::Sqlite(pool) => {
                use $crate::sqlite::sql as $sql;
                let mut held = pool.acquire().await.map_err($crate::error::StoreError::from)?;
                let $connection: &mut $crate::sqlite::Connection = &mut held;
                $body
            }
            $crate::store::Readers::Postgres(pool) => {
                use $crate::postgres::sql as $sql;
                let mut held = pool.acquire().await.map_err($crate::error::StoreError::from)?;
                let $connection: &mut $crate::postgres::Connection = &mut held;
                $body
            }
        }
    };
}
pub(crate) use on_reader;

/// How the books are, for those who watch over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    pub head_seq: i64,
    pub migrations_applied: i64,
    pub sync_mode: String,
    pub backend: &'static str,
}

impl Store {
    /// Opens the books, brings their tables up to date, and starts the writer.
    pub async fn open(config: Config) -> Result<Self, StoreError> {
        let (sender, queue) = mpsc::channel(config.queue_max.max(1));
        let (readers, writer) = if config.url.starts_with("sqlite:") {
            let mut connection = sqlite::connect(&config).await?;
            sqlite::migrate(&mut connection).await?;
            let readers = Readers::Sqlite(sqlite::readers(&config).await?);
            let writer = sqlite::sql::writer::Writer::new(config.clone(), connection);
            (readers, tokio::spawn(writer.run(queue)))
        } else if config.url.starts_with("postgres:") || config.url.starts_with("postgresql:") {
            let mut connection = postgres::connect(&config).await?;
            postgres::migrate(&mut connection).await?;
            let readers = Readers::Postgres(postgres::readers(&config).await?);
            let writer = postgres::sql::writer::Writer::new(config.clone(), connection);
            (readers, tokio::spawn(writer.run(queue)))
        } else {
            return Err(StoreError::Address(config.url));
        };
        Ok(Self {
            inner: Arc::new(Inner {
                config,
                readers,
                queue: RwLock::new(Some(sender)),
                writer: Mutex::new(Some(writer)),
                reference: RwLock::new(None),
            }),
        })
    }

    /// Has a command decided and recorded. Once queued it is carried through, whether or not the caller waits.
    pub async fn write(&self, request: Request) -> Result<Answer, WriteError> {
        let (reply, answer) = oneshot::channel();
        {
            let queue = self.inner.queue.read().await;
            let queue = queue.as_ref().ok_or(WriteError::Stopping)?;
            queue.try_send(Job { request, reply }).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => WriteError::Busy,
                mpsc::error::TrySendError::Closed(_) => WriteError::Stopping,
            })?;
        }
        answer.await.map_err(|_| WriteError::OutcomeUnknown)?
    }

    /// Takes no more commands, finishes those that were taken, and closes the database.
    pub async fn close(&self) {
        drop(self.inner.queue.write().await.take());
        if let Some(writer) = self.inner.writer.lock().await.take() {
            drop(writer.await);
        }
        match &self.inner.readers {
            Readers::Sqlite(pool) => pool.close().await,
            Readers::Postgres(pool) => pool.close().await,
        }
    }

    /// The reference data (chart, funds, sources, agreements, people, bands, periods) as of now; sums in it may lag.
    pub async fn facts_for_reading(&self) -> Result<Arc<Facts>, StoreError> {
        let head = on_reader!(self, sql, connection => sql::facts::head_now(connection).await)?;
        if let Some((seq, facts)) = self.inner.reference.read().await.as_ref()
            && *seq == head.reference_seq
        {
            return Ok(Arc::clone(facts));
        }
        let facts = on_reader!(self, sql, connection => sql::facts::reference(connection, head.size).await)?;
        let facts = Arc::new(facts);
        *self.inner.reference.write().await = Some((head.reference_seq, Arc::clone(&facts)));
        Ok(facts)
    }

    /// Everything a command would be decided on, as of now; what is booked is decided again on exact facts.
    pub async fn facts_for(&self, command: &Command) -> Result<Facts, StoreError> {
        on_reader!(self, sql, connection => sql::facts::for_command(connection, command).await)
    }

    /// The random reference of the recipient that an act registered; `None` where it has been erased or never was.
    pub async fn recipient_reference(&self, seq: i64) -> Result<Option<uuid::Uuid>, StoreError> {
        let rows: Vec<almoner_ledger::rows::aid::Recipient> =
            on_reader!(self, sql, connection => sql::table::among(connection, "seq", [seq]).await)?;
        Ok(rows.into_iter().next().and_then(|row| row.reference))
    }

    /// Those of the references that stand for recipients.
    pub async fn recipients_among(
        &self,
        references: BTreeSet<uuid::Uuid>,
    ) -> Result<BTreeSet<uuid::Uuid>, StoreError> {
        let rows: Vec<almoner_ledger::rows::aid::Recipient> = on_reader!(self, sql, connection => sql::table::among(connection, "reference", references).await)?;
        Ok(rows.into_iter().filter_map(|row| row.reference).collect())
    }

    /// The digest of exactly what is to be signed for a payout.
    pub async fn payout_digest(&self, seq: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let rows: Vec<almoner_ledger::rows::aid::Payout> =
            on_reader!(self, sql, connection => sql::table::among(connection, "seq", [seq]).await)?;
        Ok(rows.into_iter().next().map(|row| row.digest))
    }

    /// The root of the log as it stands.
    pub async fn root(&self) -> Result<almoner_proof::hash::Hash, StoreError> {
        let head = on_reader!(self, sql, connection => sql::facts::head_now(connection).await)?;
        Ok(head.frontier.root())
    }

    pub async fn health(&self) -> Result<Health, StoreError> {
        let (head_seq, migrations_applied, sync_mode, backend) = match &self.inner.readers {
            Readers::Sqlite(pool) => {
                let mut held = pool.acquire().await?;
                let head = sqlite::sql::facts::head_now(&mut held).await?;
                let applied =
                    sqlx::query_scalar("select count(*) from _sqlx_migrations where success");
                (
                    head.size,
                    applied.fetch_one(&mut *held).await?,
                    sqlite::sync_mode(&mut held).await?,
                    sqlite::NAME,
                )
            }
            Readers::Postgres(pool) => {
                let mut held = pool.acquire().await?;
                let head = postgres::sql::facts::head_now(&mut held).await?;
                let applied =
                    sqlx::query_scalar("select count(*) from _sqlx_migrations where success");
                (
                    head.size,
                    applied.fetch_one(&mut *held).await?,
                    postgres::sync_mode(&mut held).await?,
                    postgres::NAME,
                )
            }
        };
        Ok(Health { head_seq, migrations_applied, sync_mode, backend })
    }
}
