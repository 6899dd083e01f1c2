//! Every way the vault says no. No text here ever holds anything about a person.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::identity::{Fault, Field};
use crate::slots::SlotName;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("the vault is locked; give its passphrase first")]
    Locked,
    #[error("the keys were changed elsewhere; lock the vault and open it again")]
    KeysChanged,

    #[error("the vault's address is not one of sqlite:FILE or postgres://…")]
    Address,
    #[error(
        "the vault's database is not there: make a vault, or take a copy of it back; the books go on without"
    )]
    MissingDatabase,
    #[error("there is no vault in this database yet; make one first")]
    NoVault,
    #[error("there is a vault already; a new one never replaces it")]
    VaultExists,
    #[error("{0} exists already and is never replaced; choose another name")]
    Exists(PathBuf),
    #[error(
        "beside {0} lies what remains of another vault (-wal or -shm); move it away and restore again"
    )]
    Remains(PathBuf),

    #[error(
        "the key file {0} is not there; without it the vault stays closed, and the books go on"
    )]
    MissingKeyFile(PathBuf),
    #[error("line {line} of the key file cannot be read; take its copy")]
    KeyFileDamaged { line: usize },
    #[error("this key file belongs to another vault")]
    KeyFileOfAnotherVault,
    #[error(
        "this key file has not the keys of this vault, which have been changed since or before; take the file of that day"
    )]
    KeyFileOfAnotherDay,
    #[error("the key file has no slot for {0}")]
    MissingSlot(SlotName),
    #[error("this is not the passphrase")]
    WrongPassphrase,
    #[error("this is not one of the two recovery codes")]
    WrongCode,
    #[error("group {group} of the recovery code has a mistake in it")]
    CodeTypo { group: usize },
    #[error("a recovery code has {groups} groups, and here are {found}")]
    CodeLength { groups: usize, found: usize },
    #[error("a passphrase needs at least {chars_min} letters")]
    PassphraseShort { chars_min: usize },
    #[error("this cost of a passphrase cannot be paid")]
    Cost,

    #[error("nobody is known by this reference")]
    Unknown,
    #[error("this person was erased at {at}; nothing about them can be known or added any more")]
    Erased { at: DateTime<Utc> },
    #[error("this reference stands for another kind of person")]
    OtherKind,
    #[error("{field} {fault}")]
    Field { field: Field, fault: Fault },
    #[error("there is no such version")]
    UnknownVersion,

    #[error("there is no such note")]
    UnknownNote,
    #[error("there is no such attachment")]
    UnknownAttachment,
    #[error("this reference was already used for something else")]
    IdTaken,
    #[error("a note needs words, and at most {bytes_max} bytes of them")]
    NoteLength { bytes_max: usize },
    #[error("an attachment has at most {bytes_max} bytes")]
    AttachmentTooLarge { bytes_max: usize },
    #[error(
        "an attachment is a PDF, a JPEG, a PNG or plain text; this is none of them, whatever its name says"
    )]
    AttachmentType,

    /// Something was changed behind the vault: a row moved, exchanged, cut or overwritten.
    #[error(
        "{column} of {table} does not open where it stands; the vault has been changed from outside"
    )]
    Corrupt { table: &'static str, column: &'static str },
    #[error("the copy is not sound, so it was thrown away; the vault needs looking at")]
    NotSound,
    #[error("the database failed: {0}")]
    Database(String),
    #[error("the disk is full; make space, nothing has been lost")]
    Full,
    #[error("the vault is busy; try again in a moment")]
    Busy,
    #[error("the file system refused ({doing} {path}): {error}")]
    File { doing: &'static str, path: PathBuf, error: String },
}

impl From<sqlx::Error> for VaultError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        let Some(database) = error.as_database_error() else {
            return Self::Database(error.to_string());
        };
        match database.code().as_deref() {
            // SQLITE_FULL, SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE; PostgreSQL disk_full.
            Some("13" | "778" | "4874" | "53100") => Self::Full,
            // SQLITE_BUSY and its kin; PostgreSQL serialization_failure and deadlock_detected.
            Some("5" | "6" | "261" | "517" | "40001" | "40P01") => Self::Busy,
            // SQLITE_CANTOPEN; PostgreSQL invalid_catalog_name.
            Some("14" | "3D000") => Self::MissingDatabase,
            _ => Self::Database(database.message().to_owned()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for VaultError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(error.to_string())
    }
}
