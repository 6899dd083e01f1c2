//! Reading and writing whole rows of any table, from its one list of columns.

use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::driver::{Connection, DbRow};
use crate::error::VaultError;
use crate::tables::{Cell, Kind, Row, Table};

/// Invariant: only names from the table definitions are pasted into a statement, never a value.
fn sql(text: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(text)
}

/// Binds each cell in turn; a macro because the type of a query differs with its answer.
macro_rules! bind {
    ($query:expr, $cells:expr, $table:expr) => {{
        let mut query = $query;
        for (cell, (_, kind)) in $cells.iter().zip($table.columns) {
            query = match cell {
                Cell::Null => match kind {
                    Kind::Int => query.bind(None::<i64>),
                    Kind::Text => query.bind(None::<String>),
                    Kind::Bytes => query.bind(None::<Vec<u8>>),
                    Kind::Instant => query.bind(None::<chrono::DateTime<chrono::Utc>>),
                    Kind::Uuid => query.bind(None::<Uuid>),
                },
                Cell::Int(value) => query.bind(*value),
                Cell::Text(value) => query.bind(value.clone()),
                Cell::Bytes(value) => query.bind(value.clone()),
                Cell::Instant(value) => query.bind(*value),
                Cell::Uuid(value) => query.bind(*value),
            };
        }
        query
    }};
}

fn names(columns: &[(&'static str, Kind)]) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn places(from: usize, count: usize) -> String {
    (from..).take(count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

fn keys(table: &Table) -> &[(&'static str, Kind)] {
    table.columns.get(..table.key).unwrap_or_default()
}

fn read(table: &'static Table, row: &DbRow) -> Result<Row, VaultError> {
    fn or_null<T>(value: Option<T>, wrap: impl FnOnce(T) -> Cell) -> Cell {
        value.map_or(Cell::Null, wrap)
    }
    let mut cells = Vec::with_capacity(table.columns.len());
    for (at, (name, kind)) in table.columns.iter().enumerate() {
        let cell = match kind {
            Kind::Int => row.try_get(at).map(|value| or_null(value, Cell::Int)),
            Kind::Text => row.try_get(at).map(|value| or_null(value, Cell::Text)),
            Kind::Bytes => row.try_get(at).map(|value| or_null(value, Cell::Bytes)),
            Kind::Instant => row.try_get(at).map(|value| or_null(value, Cell::Instant)),
            Kind::Uuid => row.try_get(at).map(|value| or_null(value, Cell::Uuid)),
        };
        cells.push(cell.map_err(|_| VaultError::Corrupt { table: table.name, column: name })?);
    }
    Ok(Row { table, cells })
}

pub(crate) async fn insert(
    connection: &mut Connection,
    table: &'static Table,
    cells: &[Cell],
) -> Result<(), VaultError> {
    let text = format!(
        "insert into {} ({}) values ({})",
        table.name,
        names(table.columns),
        places(1, table.columns.len())
    );
    bind!(sqlx::query(sql(text)), cells, table).execute(&mut *connection).await?;
    Ok(())
}

/// Writes a row over the one with the same key.
pub(crate) async fn update(connection: &mut Connection, row: &Row) -> Result<(), VaultError> {
    let table = row.table;
    let numbered: Vec<String> =
        table.columns.iter().zip(1..).map(|((name, _), at)| format!("{name} = ${at}")).collect();
    let (keys, rest) = numbered.split_at_checked(table.key).unwrap_or_default();
    let text =
        format!("update {} set {} where {}", table.name, rest.join(", "), keys.join(" and "));
    bind!(sqlx::query(sql(text)), row.cells, table).execute(&mut *connection).await?;
    Ok(())
}

/// The rows in which a column holds an id, by key.
pub(crate) async fn with(
    connection: &mut Connection,
    table: &'static Table,
    column: &'static str,
    id: Uuid,
) -> Result<Vec<Row>, VaultError> {
    let text = format!(
        "select {} from {} where {column} = $1 order by {}",
        names(table.columns),
        table.name,
        names(keys(table))
    );
    let rows = sqlx::query(sql(text)).bind(id).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| read(table, row)).collect()
}

pub(crate) async fn one(
    connection: &mut Connection,
    table: &'static Table,
    column: &'static str,
    id: Uuid,
) -> Result<Option<Row>, VaultError> {
    Ok(with(connection, table, column, id).await?.into_iter().next())
}

pub(crate) async fn delete(
    connection: &mut Connection,
    table: &'static Table,
    column: &'static str,
    id: Uuid,
) -> Result<u64, VaultError> {
    let text = format!("delete from {} where {column} = $1", table.name);
    let done = sqlx::query(sql(text)).bind(id).execute(&mut *connection).await?;
    Ok(done.rows_affected())
}

/// The next rows by key, after one that was read before.
pub(crate) async fn page(
    connection: &mut Connection,
    table: &'static Table,
    after: Option<&Row>,
    limit: i64,
) -> Result<Vec<Row>, VaultError> {
    let keys = keys(table);
    let condition = match after {
        None => String::new(),
        Some(_) => format!("where ({}) > ({})", names(keys), places(2, keys.len())),
    };
    let text = format!(
        "select {} from {} {condition} order by {} limit $1",
        names(table.columns),
        table.name,
        names(keys)
    );
    let after = after.and_then(|row| row.cells.get(..table.key)).unwrap_or_default();
    let query = sqlx::query(sql(text)).bind(limit);
    let rows = bind!(query, after, table).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| read(table, row)).collect()
}

/// The one row of the vault, kept from other writers until the transaction ends.
pub(crate) async fn locked(
    connection: &mut Connection,
    table: &'static Table,
    lock: &'static str,
) -> Result<Option<Row>, VaultError> {
    let text = format!("select {} from {}{lock}", names(table.columns), table.name);
    let row = sqlx::query(sql(text)).fetch_optional(&mut *connection).await?;
    row.map(|row| read(table, &row)).transpose()
}
