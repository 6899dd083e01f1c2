//! Reading and writing whole rows of any table, from its one list of columns.

use almoner_ledger::cell::{Cell, ColumnType, Value};
use almoner_ledger::record::{Class, Column, Record, Table};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::driver::{Connection, DbRow, Insert, JSON_ROWS, cell, list};
use crate::error::StoreError;
use crate::group::Replacement;
use crate::json;

/// Invariant: only names from the table definitions of the ledger are pasted into a statement, never a value.
fn sql(text: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(text)
}

pub(crate) fn names(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// Reads a column by its place.
pub(crate) fn read_cell(row: &DbRow, at: usize, kind: ColumnType) -> Result<Value, sqlx::Error> {
    fn or_null<T>(value: Option<T>, wrap: impl FnOnce(T) -> Value) -> Value {
        value.map_or(Value::Null, wrap)
    }
    Ok(match kind {
        ColumnType::Int => or_null(row.try_get::<Option<i64>, _>(at)?, Value::Int),
        ColumnType::Text => or_null(row.try_get::<Option<String>, _>(at)?, Value::Text),
        ColumnType::Bytes => or_null(row.try_get::<Option<Vec<u8>>, _>(at)?, Value::Bytes),
        ColumnType::Date => or_null(row.try_get::<Option<NaiveDate>, _>(at)?, Value::Date),
        ColumnType::Instant => {
            or_null(row.try_get::<Option<DateTime<Utc>>, _>(at)?, Value::Instant)
        }
        ColumnType::Bool => or_null(row.try_get::<Option<bool>, _>(at)?, Value::Bool),
        ColumnType::Uuid => or_null(row.try_get::<Option<Uuid>, _>(at)?, Value::Uuid),
    })
}

pub(crate) fn read_values(row: &DbRow, columns: &[Column]) -> Result<Vec<Value>, sqlx::Error> {
    columns.iter().enumerate().map(|(at, column)| read_cell(row, at, column.kind)).collect()
}

fn read_record<R: Record>(row: &DbRow) -> Result<R, StoreError> {
    let values = read_values(row, R::TABLE.columns)?;
    R::from_values(values).map_err(|corrupt| StoreError::Corrupt(corrupt.to_string()))
}

/// Every row of a table, by key.
pub(crate) async fn all<R: Record>(connection: &mut Connection) -> Result<Vec<R>, StoreError> {
    let keys: Vec<&str> = R::TABLE
        .columns
        .iter()
        .filter(|column| column.class == Class::Key)
        .map(|column| column.name)
        .collect();
    let text =
        format!("select {} from {} order by {}", names(R::TABLE), R::TABLE.name, keys.join(", "));
    let rows = sqlx::query(sql(text)).fetch_all(&mut *connection).await?;
    rows.iter().map(read_record).collect()
}

/// The rows of a table whose column holds one of the values, in the order of the table's key.
pub(crate) async fn among<R: Record, C: Cell>(
    connection: &mut Connection,
    column: &'static str,
    wanted: impl IntoIterator<Item = C>,
) -> Result<Vec<R>, StoreError> {
    among_where(connection, column, wanted, "").await
}

/// As [`among`], narrowed by a further condition (a constant of the calling code).
pub(crate) async fn among_where<R: Record, C: Cell>(
    connection: &mut Connection,
    column: &'static str,
    wanted: impl IntoIterator<Item = C>,
    and: &'static str,
) -> Result<Vec<R>, StoreError> {
    let wanted: Vec<Value> = wanted.into_iter().map(|value| value.to_value()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<&str> = R::TABLE
        .columns
        .iter()
        .filter(|column| column.class == Class::Key)
        .map(|column| column.name)
        .collect();
    let text = format!(
        "select {} from {} where {column} in ({}) {and} order by {}",
        names(R::TABLE),
        R::TABLE.name,
        list(C::TYPE),
        keys.join(", ")
    );
    let rows =
        sqlx::query(sql(text)).bind(json::values(&wanted)).fetch_all(&mut *connection).await?;
    rows.iter().map(read_record).collect()
}

/// The rows that a condition (a constant of the calling code) picks, by key.
pub(crate) async fn matching<R: Record>(
    connection: &mut Connection,
    condition: &'static str,
) -> Result<Vec<R>, StoreError> {
    let text =
        format!("select {} from {} where {condition} order by seq", names(R::TABLE), R::TABLE.name);
    let rows = sqlx::query(sql(text)).fetch_all(&mut *connection).await?;
    rows.iter().map(read_record).collect()
}

/// Runs inserting statements; the values of one are bound while the one before it runs.
pub(crate) async fn run_all(
    connection: &mut Connection,
    mut statements: impl Iterator<Item = Result<Insert, StoreError>>,
) -> Result<(), StoreError> {
    let mut next = statements.next();
    while let Some(statement) = next {
        let (text, bound) = statement?;
        let running = sqlx::query_with(sql(text), bound);
        let (done, ready) =
            tokio::join!(running.execute(&mut *connection), async { statements.next() });
        done?;
        next = ready;
    }
    Ok(())
}

/// Runs one statement over many rows of whole numbers and texts; `{rows}` stands for the rows as columns `c0`, `c1`, ….
pub(crate) async fn over(
    connection: &mut Connection,
    text: &'static str,
    kinds: &[ColumnType],
    rows: &[Vec<Value>],
) -> Result<u64, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let cells: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| format!("{} as c{at}", cell(*kind, at)))
        .collect();
    let source = format!("(select {} from {JSON_ROWS})", cells.join(", "));
    let done = sqlx::query(sql(text.replace("{rows}", &source)))
        .bind(json::rows(rows))
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// Replaces a row that is still at the version the rules saw; a row that has moved on is not touched and reported.
pub(crate) async fn replace(
    connection: &mut Connection,
    change: &Replacement,
) -> Result<bool, StoreError> {
    let table = change.table;
    let numbered: Vec<(usize, &Column)> = table.columns.iter().enumerate().collect();
    let set: Vec<String> = numbered
        .iter()
        .filter(|(_, column)| !matches!(column.class, Class::Key | Class::Derived))
        .map(|(at, column)| format!("{} = {}", column.name, cell(column.kind, *at)))
        .collect();
    let keys: Vec<String> = numbered
        .iter()
        .filter(|(_, column)| column.class == Class::Key)
        .map(|(at, column)| {
            format!("{0}.{1} = {2}", table.name, column.name, cell(column.kind, *at))
        })
        .collect();
    let text = format!(
        "update {0} set {1} from {JSON_ROWS} where {2} and {0}.version = {3}",
        table.name,
        set.join(", "),
        keys.join(" and "),
        change.before,
    );
    let rows = json::rows(std::slice::from_ref(&change.values));
    let done = sqlx::query(sql(text)).bind(rows).execute(&mut *connection).await?;
    Ok(done.rows_affected() == 1)
}
