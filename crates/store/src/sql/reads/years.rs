//! Counts of years and the papers that were issued of them.

use almoner_ledger::record::Record as _;
use almoner_ledger::rows::year::{Inventory, InventoryLine, Issued};

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::super::table::among;
use super::cells::{Cells, each};
use super::{notes, snapshot};
use crate::error::StoreError;
use crate::read::year::{GoodsRow, InventoryRow, IssuedRow};

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
         from issued cross join leaf
         where leaf.seq = issued.seq and ($1 is null or issued.year = $1)
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

/// What came, less what went. What is reserved is still there: it counts back what the reservation took.
const GOODS: &str = "select lot.stock_account, lot.fund_seq, lot.item, lot.unit, cast(sum(moved.quantity) as bigint)
     from (
         select lot.seq, lot.line, lot.quantity_minor as quantity
         from lot join entry on entry.seq = lot.seq
         where lot.kind = 'goods' and entry.booked_on <= $1 and entry.seq <= $2
         union all
         select allocation.lot_seq, allocation.lot_line, case allocation.event
                 when 'give_back' then allocation.quantity_minor when 'spend' then 0 else - allocation.quantity_minor end
         from allocation join entry on entry.seq = allocation.seq
         where entry.booked_on <= $1 and entry.seq <= $2
         union all
         select held.lot_seq, held.lot_line, held.quantity
         from (
             select allocation.lot_seq, allocation.lot_line, sum(
                     case allocation.event when 'reserve' then allocation.quantity_minor else - allocation.quantity_minor end
                 ) as quantity
             from allocation join entry on entry.seq = allocation.seq
             where allocation.payout_seq is not null and allocation.event in ('reserve', 'spend', 'give_back')
                 and entry.booked_on <= $1 and entry.seq <= $2
             group by allocation.payout_seq, allocation.lot_seq, allocation.lot_line
         ) as held
         where 0 < held.quantity
     ) as moved
     join lot on lot.seq = moved.seq and lot.line = moved.line
     where lot.kind = 'goods'
     group by lot.stock_account, lot.fund_seq, lot.item, lot.unit
     having sum(moved.quantity) <> 0
     order by lot.stock_account, lot.fund_seq, lot.item, lot.unit";

pub(crate) async fn goods(
    connection: &mut Connection,
    on: NaiveDate,
    known_at: i64,
) -> Result<Vec<GoodsRow>, StoreError> {
    let rows = sqlx::query(GOODS).bind(on).bind(known_at).fetch_all(&mut *connection).await?;
    each(&rows, |cells| {
        Ok(GoodsRow {
            account: cells.next::<Option<_>>()?.unwrap_or_default(),
            fund_seq: cells.next()?,
            item: cells.next::<Option<_>>()?.unwrap_or_default(),
            unit: cells.next::<Option<_>>()?.unwrap_or_default(),
            quantity: cells.next()?,
        })
    })
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
