//! What the books know of identities: references, versions, who was shown what, who was erased, and whose time is over.

use almoner_ledger::codes::{Purpose, RevealScope, SubjectKind};
use almoner_ledger::command::Subject;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Connection as _, Executor as _};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Readers, Store, on_reader};
use crate::{postgres, sqlite};

/// How somebody stands in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Unknown,
    Erased,
    Known(Uuid),
}

/// The last that was recorded of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub seq: i64,
    pub version: i64,
    pub commitment: Vec<u8>,
}

/// Identities shown by one act; to whom and what for, but not whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealRow {
    pub seq: i64,
    pub person_id: Uuid,
    pub revealed_on: NaiveDate,
    pub kind: SubjectKind,
    pub scope: RevealScope,
    pub purpose: Purpose,
    pub payout_seq: Option<i64>,
    /// The paper, where it was one that was shown.
    pub evidence_seq: Option<i64>,
    /// The income that a paper for its giver is about.
    pub income_seq: Option<i64>,
    pub people: i64,
}

/// Somebody who was erased, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasedRow {
    pub reference: Uuid,
    pub at: DateTime<Utc>,
}

/// Somebody who is still kept, and the last day on which something was done for or by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptRow {
    pub subject: Subject,
    pub last_on: Option<NaiveDate>,
}

/// A payee by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeRow {
    pub seq: i64,
    pub taken_by: Uuid,
    pub taken_on: NaiveDate,
    pub reference: Option<Uuid>,
    /// Of an organisation that everybody may know.
    pub public_name: Option<String>,
    pub register_number: Option<String>,
    pub version: i64,
}

impl Store {
    pub async fn subject_standing(&self, subject: Subject) -> Result<Standing, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::standing(connection, subject).await)
    }

    /// Who a reference stands for, where it stands for anybody.
    pub async fn subject_of(&self, reference: Uuid) -> Result<Option<Subject>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::subject_of(connection, reference).await)
    }

    pub async fn identity_stamp(&self, subject: Subject) -> Result<Option<Stamp>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::stamp(connection, subject).await)
    }

    /// The last stamp of everybody who is not erased, with their reference.
    pub async fn identity_stamps(&self) -> Result<Vec<(Subject, Uuid, Vec<u8>)>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::stamps(connection).await)
    }

    pub async fn erased(&self) -> Result<Vec<ErasedRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::erased(connection).await)
    }

    pub async fn kept(&self) -> Result<Vec<KeptRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::identities::kept(connection).await)
    }

    /// Newest first.
    pub async fn reveals(&self, paging: &Paging) -> Result<Page<RevealRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::identities::reveals(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    /// In the order in which they were added.
    pub async fn payees(&self, paging: &Paging) -> Result<Page<PayeeRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::identities::payees(connection, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    /// Empties again what was emptied before an old copy of the books was taken back. To be called before anybody works
    /// with them: nothing of it is a new act.
    pub async fn erase_again(&self, references: &[Uuid]) -> Result<(), StoreError> {
        match &self.inner.readers {
            Readers::Sqlite(_) => {
                let mut connection = sqlite::connect(&self.inner.config).await?;
                connection.execute(sqlite::BEGIN_WRITE).await?;
                for reference in references {
                    sqlite::sql::erase::person(&mut connection, *reference).await?;
                }
                connection.execute("commit").await?;
                drop(connection.close().await);
            }
            Readers::Postgres(_) => {
                let mut connection = postgres::connect(&self.inner.config).await?;
                connection.execute(postgres::BEGIN_WRITE).await?;
                for reference in references {
                    postgres::sql::erase::person(&mut connection, *reference).await?;
                }
                connection.execute("commit").await?;
                drop(connection.close().await);
            }
        }
        Ok(())
    }
}
