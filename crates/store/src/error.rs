//! What can go wrong between a command and the disk, told apart by what the caller should do next.

use almoner_ledger::refusal::Refusal;

/// Why a write has no answer from the books.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The rules said no; nothing was written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too many commands wait already; nothing was written.
    #[error("the books are busy; try again in a second")]
    Busy,
    /// The disk is full; nothing was written, and writing resumes by itself when there is space.
    #[error("the disk is full; make space, nothing has been lost")]
    Full,
    /// The commit gave no answer: ask again with the same key to learn whether it was done.
    #[error("the database did not say whether the act was recorded; ask again with the same key")]
    OutcomeUnknown,
    /// The database cannot be reached or said something unexpected; nothing was written.
    #[error("the database cannot be used now")]
    Unavailable(#[source] StoreError),
    /// The program is shutting down.
    #[error("the program is stopping; try again in a moment")]
    Stopping,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database address {0:?} is not one of sqlite:FILE or postgres://…")]
    Address(String),
    #[error("{0}")]
    Setting(String),
    #[error("a stored row is not one the books could have written: {0}")]
    Corrupt(String),
    #[error("the database failed: {0}")]
    Database(String),
    /// A rule of the database refused a row; the rules above it should have refused first.
    #[error("the database refused a row: {0}")]
    Constraint(String),
    #[error("the disk is full")]
    Full,
    #[error("the database is busy")]
    Busy,
    #[error("the commit gave no answer")]
    OutcomeUnknown,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else {
            return Self::Database(error.to_string());
        };
        match database.code().as_deref() {
            // SQLITE_FULL, SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE; PostgreSQL disk_full.
            Some("13" | "778" | "4874" | "53100") => Self::Full,
            // SQLITE_BUSY and its kin; PostgreSQL serialization_failure and deadlock_detected.
            Some("5" | "6" | "261" | "517" | "40001" | "40P01") => Self::Busy,
            _ if database.is_unique_violation()
                || database.is_check_violation()
                || database.is_foreign_key_violation() =>
            {
                Self::Constraint(database.message().to_owned())
            }
            // A trigger that raises (SQLITE_CONSTRAINT_TRIGGER; integrity_constraint_violation).
            Some("1811" | "23000") => Self::Constraint(database.message().to_owned()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(error.to_string())
    }
}
