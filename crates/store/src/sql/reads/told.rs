//! Rows of long answers, handed over as one text each where that is quicker than value by value.

use sqlx::{AssertSqlSafe, Row as _};

use super::super::driver::{DbRow, ROW_AS_TEXT};
use super::cells::Cells;
use crate::error::StoreError;

/// The text of a query whose columns stand in braces.
pub(crate) fn columns(query: &'static str) -> AssertSqlSafe<String> {
    let (open, close) = match ROW_AS_TEXT {
        Some(text) => (format!("{text}("), ")"),
        None => (String::new(), ""),
    };
    // Invariant: both texts are constants of the program.
    AssertSqlSafe(query.replacen('{', &open, 1).replacen('}', close, 1))
}

pub(super) fn row(row: &DbRow) -> Result<Cells<'_>, StoreError> {
    if ROW_AS_TEXT.is_none() {
        return Ok(Cells::of(row));
    }
    let text: &str = row.try_get(0)?;
    let values: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Cells::told(values))
}
