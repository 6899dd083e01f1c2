//! Counts of years and the papers that were issued of them.

use almoner_ledger::record::Record as _;
use almoner_ledger::rows::year::{Inventory, InventoryLine, Issued};

use super::super::driver::Connection;
use super::super::table::among;
use super::cells::{Cells, each};
use super::{notes, snapshot};
use crate::error::StoreError;
use crate::read::year::{InventoryRow, IssuedRow};

pub(crate) async fn inventory(
    connection: &mut Connection,
    year: i64,
) -> Result<Option<InventoryRow>, StoreError> {
    let mut held = snapshot(connection).await?;
    let last = among::<Inventory, _>(&mut held, "year", [year]).await?.pop();
    let Some(Inventory { seq, year }) = last else { return Ok(None) };
    let lines = among::<InventoryLine, _>(&mut held, "seq", [seq]).await?;
    let remarks = notes::of(&mut held, seq).await?;
    let recorded_at = sqlx::query_scalar("select recorded_at from leaf where seq = $1")
        .bind(seq)
        .fetch_one(&mut *held)
        .await?;
    held.rollback().await?;
    let remarks = remarks.into_iter().filter_map(|note| Some((note.line, note.body?)));
    Ok(Some(InventoryRow { seq, year, recorded_at, lines, remarks: remarks.collect() }))
}

/// In the order in which they were issued; with their year, or all of them.
pub(crate) async fn issued(
    connection: &mut Connection,
    year: Option<i64>,
) -> Result<Vec<IssuedRow>, StoreError> {
    let names: Vec<String> =
        Issued::TABLE.columns.iter().map(|column| format!("issued.{}", column.name)).collect();
    let text = format!(
        "select {}, leaf.recorded_at, leaf.actor_id
         from issued join leaf on leaf.seq = issued.seq
         where $1 is null or issued.year = $1
         order by issued.seq, issued.line",
        names.join(", ")
    );
    let text = text.replace("$1 is null", "cast($1 as bigint) is null");
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(text)).bind(year).fetch_all(&mut *connection).await?;
    rows.iter()
        .map(|row| {
            let (issued, mut cells) = Cells::after::<Issued>(row)?;
            Ok(IssuedRow { issued, issued_at: cells.next()?, person: cells.next()? })
        })
        .collect()
}

pub(crate) async fn file(
    connection: &mut Connection,
    (seq, line): (i64, i64),
) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = sqlx::query("select content from issued_file where seq = $1 and line = $2")
        .bind(seq)
        .bind(line)
        .fetch_all(&mut *connection)
        .await?;
    Ok(each(&rows, |cells| cells.next())?.pop())
}
