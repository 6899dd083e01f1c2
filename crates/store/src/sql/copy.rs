//! Carrying the rows of whole books out of one database and into another, a page at a time.

use almoner_ledger::cell::{ColumnType, Value};
use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Executor as _};
use tokio::sync::mpsc::{Receiver, Sender};

use super::driver::{BEGIN_READ, Connection, DbRow, JSON_ROWS, cell};
use super::table::{over, read_cell};
use crate::error::StoreError;
use crate::json;
use crate::shape::Shape;

/// Rows that travel together; a few pages are held in memory at once.
const PAGE: usize = 1_000;

/// Rows of the table at a place in the list of tables.
pub(crate) type Page = (usize, Vec<Vec<Value>>);

/// Sends every row of every table, each table in the order of its key, as they are at one moment.
pub(crate) async fn send(
    connection: &mut Connection,
    shapes: &[Shape],
    pages: Sender<Page>,
) -> Result<(), StoreError> {
    connection.execute(BEGIN_READ).await?;
    for (at, shape) in shapes.iter().enumerate() {
        send_table(connection, at, shape, &pages).await?;
    }
    connection.execute("rollback").await?;
    Ok(())
}

async fn send_table(
    connection: &mut Connection,
    at: usize,
    shape: &Shape,
    pages: &Sender<Page>,
) -> Result<(), StoreError> {
    let names: Vec<&str> = shape.columns.iter().map(|(name, _)| *name).collect();
    let text = format!(
        "select {} from {} order by {}",
        names.join(", "),
        shape.name,
        shape.keys.join(", ")
    );
    let left = |_| StoreError::Database("nobody takes the copy any more".to_owned());
    let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(&mut *connection);
    let mut page = Vec::new();
    while let Some(row) = rows.try_next().await? {
        page.push(values(&row, shape)?);
        if page.len() == PAGE {
            pages.send((at, std::mem::take(&mut page))).await.map_err(left)?;
        }
    }
    pages.send((at, page)).await.map_err(left)
}

fn values(row: &DbRow, shape: &Shape) -> Result<Vec<Value>, StoreError> {
    let read = |(at, (name, kind)): (usize, &(&str, ColumnType))| {
        let corrupt = |error| StoreError::Corrupt(format!("{}: {name}: {error}", shape.name));
        read_cell(row, at, *kind).map_err(corrupt)
    };
    shape.columns.iter().enumerate().map(read).collect()
}

/// Writes what is sent, inside the transaction of whoever calls.
pub(crate) async fn receive(
    connection: &mut Connection,
    shapes: &[Shape],
    mut pages: Receiver<Page>,
) -> Result<(), StoreError> {
    while let Some((at, rows)) = pages.recv().await {
        let Some(shape) = shapes.get(at) else { continue };
        if shape.name == "head" {
            set_head(connection, shape, &rows).await?;
        } else {
            write(connection, shape, &rows).await?;
        }
    }
    Ok(())
}

async fn write(
    connection: &mut Connection,
    shape: &Shape,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    let names: Vec<&str> = shape.columns.iter().map(|(name, _)| *name).collect();
    let cells = shape.columns.iter().enumerate().map(|(at, (_, kind))| cell(*kind, at));
    let cells: Vec<String> = cells.collect();
    let text = format!(
        "insert into {} ({}) select {} from {JSON_ROWS}",
        shape.name,
        names.join(", "),
        cells.join(", ")
    );
    sqlx::query(AssertSqlSafe(text)).bind(json::rows(rows)).execute(&mut *connection).await?;
    Ok(())
}

/// The head is there from the start, and writers wait at it: it is moved, never replaced.
async fn set_head(
    connection: &mut Connection,
    shape: &Shape,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    let kinds: Vec<ColumnType> = shape.columns.iter().map(|(_, kind)| *kind).collect();
    let text = "update head
         set size = copied.c1, frontier = copied.c2, recorded_at = copied.c3, reference_seq = copied.c4
         from {rows} as copied where head.id = copied.c0";
    over(connection, text, &kinds, rows).await?;
    Ok(())
}
