//! One act: the rows that make something so, and the payload by which its leaf vouches for them.

use almoner_proof::canon::{Canon, CanonError, Fields};

use crate::cell::Value;
use crate::record::Table;
use crate::rows::{self, Row};

/// What one command, or one part of a command, writes. An act becomes one leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub seq: i64,
    pub kind: &'static str,
    pub rows: Vec<Row>,
}

/// The version of every payload kind today; a kind that changes its rows takes the next number.
pub const KIND_VERSION: i64 = 1;

impl Act {
    pub fn new(seq: i64, kind: &'static str) -> Self {
        Self { seq, kind, rows: Vec::new() }
    }

    pub fn with(mut self, row: impl Into<Row>) -> Self {
        self.rows.push(row.into());
        self
    }

    pub fn push(&mut self, row: impl Into<Row>) {
        self.rows.push(row.into());
    }

    pub fn extend<R: Into<Row>>(&mut self, rows: impl IntoIterator<Item = R>) {
        self.rows.extend(rows.into_iter().map(Into::into));
    }

    /// The canonical bytes that the leaf hashes: for each row its table and its logged columns.
    pub fn payload(&self) -> Vec<u8> {
        let mut canon = Canon::with_capacity(640);
        for row in &self.rows {
            let table = row.table();
            canon.text(table.name);
            table.write_image(&row.values(), &mut canon);
        }
        canon.finish()
    }
}

/// A row as its leaf tells it: only the logged columns.
#[derive(Clone, Debug)]
pub struct Image {
    pub table: &'static Table,
    pub logged: Vec<Value>,
}

impl Image {
    pub fn key(&self) -> Vec<Value> {
        let pairs = self.table.logged().zip(&self.logged);
        pairs
            .filter(|(column, _)| column.class == crate::record::Class::Key)
            .map(|(_, value)| value.clone())
            .collect()
    }
}

/// A payload that this version of the books cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    #[error("the payload names a table these books do not have")]
    Unknown,
    #[error("a field of the payload is not of its column's type")]
    Malformed,
    #[error(transparent)]
    Canon(#[from] CanonError),
}

/// Reads a payload back into its row images.
pub fn read_payload(payload: &[u8]) -> Result<Vec<Image>, PayloadError> {
    let mut fields = Fields::new(payload);
    let mut images = Vec::new();
    while !fields.is_at_end() {
        let name = fields.text()?.ok_or(PayloadError::Unknown)?;
        let table = rows::table(name).ok_or(PayloadError::Unknown)?;
        images.push(Image { table, logged: table.read_image(&mut fields)? });
    }
    Ok(images)
}
