//! The tables of the vault, each with its columns, listed once: reading, writing, copying and checking start from here.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::VaultError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Int,
    Text,
    Bytes,
    Instant,
    Uuid,
}

#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// So many of the first columns are the key.
    pub key: usize,
}

pub const VAULT: Table = Table {
    name: "vault",
    columns: &[
        ("id", Kind::Int),
        ("vault_id", Kind::Uuid),
        ("kek_id", Kind::Uuid),
        ("index_key", Kind::Bytes),
        ("index_version", Kind::Int),
        ("shred_due", Kind::Int),
        ("created_at", Kind::Instant),
    ],
    key: 1,
};

pub const HOLDER_KEY: Table = Table {
    name: "holder_key",
    columns: &[("holder_id", Kind::Uuid), ("kek_id", Kind::Uuid), ("sealed", Kind::Bytes)],
    key: 1,
};

pub const PERSON: Table = Table {
    name: "person",
    columns: &[
        ("person_id", Kind::Uuid),
        ("kind", Kind::Text),
        ("version", Kind::Int),
        ("changed_at", Kind::Instant),
    ],
    key: 1,
};

pub const PERSON_VERSION: Table = Table {
    name: "person_version",
    columns: &[
        ("person_id", Kind::Uuid),
        ("version", Kind::Int),
        ("recorded_at", Kind::Instant),
        ("name", Kind::Bytes),
        ("identity_number", Kind::Bytes),
        ("phone", Kind::Bytes),
        ("account", Kind::Bytes),
        ("address", Kind::Bytes),
        ("settlement", Kind::Bytes),
        ("birth_year", Kind::Bytes),
        ("birth_on", Kind::Bytes),
        ("guardian", Kind::Bytes),
        ("notes", Kind::Bytes),
        ("health", Kind::Bytes),
        ("violence", Kind::Bytes),
        ("sleeping", Kind::Bytes),
    ],
    key: 2,
};

pub const BLIND: Table = Table {
    name: "blind",
    columns: &[("digest", Kind::Bytes), ("person_id", Kind::Uuid), ("kind", Kind::Text)],
    key: 2,
};

pub const NOTE: Table = Table {
    name: "note",
    columns: &[
        ("note_id", Kind::Uuid),
        ("holder_id", Kind::Uuid),
        ("about_id", Kind::Uuid),
        ("written_at", Kind::Instant),
        ("salt", Kind::Bytes),
        ("body", Kind::Bytes),
    ],
    key: 1,
};

pub const ATTACHMENT: Table = Table {
    name: "attachment",
    columns: &[
        ("attachment_id", Kind::Uuid),
        ("holder_id", Kind::Uuid),
        ("request_id", Kind::Uuid),
        ("written_at", Kind::Instant),
        ("chunks", Kind::Int),
        ("digest", Kind::Bytes),
        ("head", Kind::Bytes),
    ],
    key: 1,
};

pub const CHUNK: Table = Table {
    name: "attachment_chunk",
    columns: &[("attachment_id", Kind::Uuid), ("number", Kind::Int), ("sealed", Kind::Bytes)],
    key: 2,
};

pub const ERASED: Table = Table {
    name: "erased",
    columns: &[("holder_id", Kind::Uuid), ("erased_at", Kind::Instant)],
    key: 1,
};

/// In an order in which each finds what it refers to.
pub const TABLES: [&Table; 9] =
    [&VAULT, &HOLDER_KEY, &PERSON, &PERSON_VERSION, &BLIND, &NOTE, &ATTACHMENT, &CHUNK, &ERASED];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Instant(DateTime<Utc>),
    Uuid(Uuid),
}

impl From<Option<Uuid>> for Cell {
    fn from(id: Option<Uuid>) -> Self {
        id.map_or(Self::Null, Self::Uuid)
    }
}

/// One row as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) table: &'static Table,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    fn cell(&self, column: &'static str) -> Option<&Cell> {
        let at = self.table.columns.iter().position(|(name, _)| *name == column)?;
        self.cells.get(at)
    }

    pub(crate) fn set(&mut self, column: &'static str, cell: Cell) {
        let at = self.table.columns.iter().position(|(name, _)| *name == column);
        if let Some(place) = at.and_then(|at| self.cells.get_mut(at)) {
            *place = cell;
        }
    }

    pub(crate) const fn corrupt(&self, column: &'static str) -> VaultError {
        VaultError::Corrupt { table: self.table.name, column }
    }

    pub(crate) fn int(&self, column: &'static str) -> Result<i64, VaultError> {
        match self.cell(column) {
            Some(Cell::Int(value)) => Ok(*value),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<&str, VaultError> {
        match self.cell(column) {
            Some(Cell::Text(value)) => Ok(value),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<&[u8], VaultError> {
        match self.cell(column) {
            Some(Cell::Bytes(value)) => Ok(value),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn instant(&self, column: &'static str) -> Result<DateTime<Utc>, VaultError> {
        match self.cell(column) {
            Some(Cell::Instant(value)) => Ok(*value),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn uuid(&self, column: &'static str) -> Result<Uuid, VaultError> {
        match self.cell(column) {
            Some(Cell::Uuid(value)) => Ok(*value),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn uuid_or_none(&self, column: &'static str) -> Option<Uuid> {
        match self.cell(column) {
            Some(Cell::Uuid(value)) => Some(*value),
            _ => None,
        }
    }
}
