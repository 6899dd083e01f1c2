//! A row read from left to right: each column by the type that may stand there, and refused where it holds another.

use almoner_ledger::cell::Cell;
use almoner_ledger::record::Record;
use almoner_proof::hash::Hash;
use sqlx::{Column as _, Row as _};

use super::super::driver::DbRow;
use super::super::table::{read_cell, read_values};
use crate::error::StoreError;
use crate::json;

pub(super) struct Cells<'r> {
    from: From<'r>,
    at: usize,
}

enum From<'r> {
    Row(&'r DbRow),
    /// A row that came as one text.
    Told(std::vec::IntoIter<serde_json::Value>),
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r DbRow) -> Self {
        Self { from: From::Row(row), at: 0 }
    }

    pub(super) fn told(values: Vec<serde_json::Value>) -> Self {
        Self { from: From::Told(values.into_iter()), at: 0 }
    }

    /// A whole record whose columns stand first in the row; the cells after it come next.
    pub(super) fn after<R: Record>(row: &'r DbRow) -> Result<(R, Self), StoreError> {
        let values = read_values(row, R::TABLE.columns)?;
        let record =
            R::from_values(values).map_err(|corrupt| StoreError::Corrupt(corrupt.to_string()))?;
        Ok((record, Self { from: From::Row(row), at: R::TABLE.columns.len() }))
    }

    pub(super) fn next<T: Cell>(&mut self) -> Result<T, StoreError> {
        let at = self.at;
        self.at = at.saturating_add(1);
        let value = match &mut self.from {
            From::Row(row) => Some(read_cell(row, at, T::TYPE)?),
            From::Told(values) => values.next().and_then(|value| json::value(value, T::TYPE)),
        };
        value.and_then(T::from_value).ok_or_else(|| self.corrupt(at))
    }

    pub(super) fn hash(&mut self) -> Result<Hash, StoreError> {
        let at = self.at;
        let bytes: Vec<u8> = self.next()?;
        Hash::try_from(bytes).map_err(|_| self.corrupt(at))
    }

    /// Two columns that are there together or not at all.
    pub(super) fn pair(&mut self) -> Result<Option<(i64, i64)>, StoreError> {
        let first: Option<i64> = self.next()?;
        let second: Option<i64> = self.next()?;
        Ok(first.zip(second))
    }

    fn corrupt(&self, at: usize) -> StoreError {
        let name = match &self.from {
            From::Row(row) => row.try_column(at).map_or("?", |column| column.name()).to_owned(),
            From::Told(_) => at.to_string(),
        };
        StoreError::Corrupt(format!("column {name} holds what the books cannot hold"))
    }
}

/// Reads every row of an answer.
pub(super) fn each<T>(
    rows: &[DbRow],
    read: impl Fn(&mut Cells<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| read(&mut Cells::of(row))).collect()
}

/// Bytes as people compare them.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
