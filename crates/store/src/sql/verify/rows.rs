//! Streaming the rows of any table past the check, one at a time.

use almoner_ledger::cell::{ColumnType, Value};
use almoner_ledger::record::{Class, Table};
use futures_util::TryStreamExt as _;
use sqlx::AssertSqlSafe;

use super::super::driver::{Connection, DbRow};
use super::super::table::{names, read_cell};
use crate::error::StoreError;
use crate::verify::{DerivedMerge, Findings, Merge, StateMerge, Stored};

/// Reads columns by their places. One that holds something its type cannot be is named, and does not end the check.
pub(super) fn read(
    row: &DbRow,
    columns: impl Iterator<Item = (&'static str, ColumnType)>,
) -> Stored {
    let mut stored = Stored { values: Vec::with_capacity(24), unreadable: Vec::new() };
    for (at, (name, kind)) in columns.enumerate() {
        let value = read_cell(row, at, kind).ok().filter(is_canonical);
        if value.is_none() {
            stored.unreadable.push(name);
        }
        stored.values.push(value.unwrap_or(Value::Null));
    }
    stored
}

/// The log keeps microseconds: what is finer could be changed unseen.
fn is_canonical(value: &Value) -> bool {
    if let Value::Instant(at) = value {
        at.timestamp_subsec_nanos().is_multiple_of(1_000)
    } else {
        true
    }
}

fn read_row(row: &DbRow, table: &Table) -> Stored {
    read(row, table.columns.iter().map(|column| (column.name, column.kind)))
}

/// The rows of an append-only table whose acts are in a stretch of the log, by key.
pub(super) async fn append(
    connection: &mut Connection,
    table: &'static Table,
    (from, to): (i64, i64),
    merge: &mut Merge<'_>,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let keys: Vec<&str> = table
        .columns
        .iter()
        .filter(|column| column.class == Class::Key)
        .map(|column| column.name)
        .collect();
    let text = format!(
        "select {} from {} where seq >= $1 and seq <= $2 order by {}",
        names(table),
        table.name,
        keys.join(", ")
    );
    let mut rows = sqlx::query(AssertSqlSafe(text)).bind(from).bind(to).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        merge.row(&read_row(&row, table), findings);
    }
    Ok(())
}

pub(super) async fn state(
    connection: &mut Connection,
    table: &'static Table,
    merge: &mut StateMerge,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let text = format!("select {} from {}", names(table), table.name);
    let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        merge.row(&read_row(&row, table), findings);
    }
    Ok(())
}

pub(super) async fn derived(
    connection: &mut Connection,
    merge: &mut DerivedMerge,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let columns: Vec<&str> = merge.table.columns().map(|(name, _)| name).collect();
    let text = format!("select {} from {}", columns.join(", "), merge.table.name);
    let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        let stored = read(&row, merge.table.columns());
        merge.row(&stored, findings);
    }
    Ok(())
}
