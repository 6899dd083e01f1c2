//! Writing a group: its rows, what follows from them, its leaves and the new head, in a handful of statements.

use almoner_ledger::cell::ColumnType::{Date, Int, Text};
use almoner_ledger::cell::Value;
use almoner_proof::tree::Frontier;
use chrono::{DateTime, Utc};

use super::driver::{Connection, inserts};
use super::erase;
use super::table::{over, replace, run_all};
use super::traced;
use crate::error::StoreError;
use crate::group::{Group, Rows, TableRows};
use crate::shape::LEAF;

pub(crate) async fn write(
    connection: &mut Connection,
    group: &Group,
    frontier: &Frontier,
    recorded_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    insert_rows(connection, group).await?;
    traced::forget(connection, group).await?;
    for change in group.replacements() {
        if !replace(connection, change).await? {
            let table = change.table.name;
            return Err(StoreError::Corrupt(format!("{table}: a row moved on without the writer")));
        }
    }
    traced::follow(connection, group).await?;
    follow(connection, group).await?;
    for erasure in &group.erased {
        erase::person(connection, erasure.reference).await?;
    }
    close(connection, group).await?;
    let size =
        i64::try_from(frontier.size()).map_err(|_| StoreError::Corrupt("head: size".to_owned()))?;
    sqlx::query(
        "update head
         set size = $1, frontier = $2, recorded_at = $3, reference_seq = case when reference_seq < $4 then $4 else reference_seq end
         where id = 1",
    )
    .bind(size)
    .bind(frontier.to_bytes())
    .bind(recorded_at)
    .bind(group.reference_seq.unwrap_or(0))
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// Inserts the leaves and the rows.
async fn insert_rows(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    let leaves = Rows { name: "leaf", columns: LEAF.to_vec(), rows: group.leaves.as_slice() };
    let first = std::iter::once(leaves).chain(group.first().map(of)).collect();
    let last = group.last().map(of).collect();
    run_all(connection, inserts(first).chain(inserts(last))).await
}

fn of(table: &TableRows) -> Rows<'_> {
    let columns = table.table.columns.iter().map(|column| (column.name, column.kind)).collect();
    Rows { name: table.table.name, columns, rows: table.rows.as_slice() }
}

fn int(number: i64) -> Value {
    Value::Int(number)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// What is derived: balances, cash days, lots, funds, agreements and series.
async fn follow(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    follow_balances(connection, group).await?;
    follow_lots(connection, group).await?;
    follow_sums(connection, group).await
}

async fn follow_balances(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    let balances: Vec<Vec<Value>> = group
        .balances
        .iter()
        .map(|((month, account, fund, currency), moved)| {
            vec![
                int(*month),
                text(account),
                int(*fund),
                text(currency),
                int(moved.amount_minor),
                int(moved.quantity_minor),
                int(moved.debit_minor),
            ]
        })
        .collect();
    over(
        connection,
        "insert into balance_month (month, account, fund_seq, currency, amount_minor, quantity_minor, debit_minor)
         select c0, c1, c2, c3, c4, c5, c6 from {rows} as added where true
         on conflict (month, account, fund_seq, currency) do update
         set amount_minor = balance_month.amount_minor + excluded.amount_minor,
             quantity_minor = balance_month.quantity_minor + excluded.quantity_minor,
             debit_minor = balance_month.debit_minor + excluded.debit_minor",
        &[Int, Text, Int, Text, Int, Int, Int],
        &balances,
    )
    .await?;
    let days: Vec<Vec<Value>> = group
        .cash_days
        .iter()
        .map(|((account, day), minor)| vec![text(account), Value::Date(*day), int(*minor)])
        .collect();
    over(
        connection,
        "insert into cash_day (account, day, amount_minor)
         select c0, c1, c2 from {rows} as added where true
         on conflict (account, day) do update set amount_minor = cash_day.amount_minor + excluded.amount_minor",
        &[Text, Date, Int],
        &days,
    )
    .await?;
    Ok(())
}

async fn follow_lots(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    let lots: Vec<Vec<Value>> = group
        .lots
        .iter()
        .map(|((seq, line), (quantity, value))| {
            vec![int(*seq), int(*line), int(*quantity), int(*value)]
        })
        .collect();
    let touched = over(
        connection,
        "update lot
         set left_quantity_minor = lot.left_quantity_minor + moved.c2,
             left_value_minor = lot.left_value_minor + moved.c3
         from {rows} as moved
         where lot.seq = moved.c0 and lot.line = moved.c1",
        &[Int, Int, Int, Int],
        &lots,
    )
    .await?;
    if usize::try_from(touched).ok() != Some(lots.len()) {
        return Err(StoreError::Corrupt(
            "lot: an allocation names a lot that is not there".to_owned(),
        ));
    }
    Ok(())
}

async fn follow_sums(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    let sums = |sums: &std::collections::BTreeMap<i64, i64>| -> Vec<Vec<Value>> {
        sums.iter().map(|(seq, minor)| vec![int(*seq), int(*minor)]).collect()
    };
    over(
        connection,
        "update fund set overdrawn_minor = fund.overdrawn_minor + moved.c1 from {rows} as moved where fund.seq = moved.c0",
        &[Int, Int],
        &sums(&group.overdrawn),
    )
    .await?;
    over(
        connection,
        "update agreement set received_minor = agreement.received_minor + moved.c1
         from {rows} as moved where agreement.seq = moved.c0",
        &[Int, Int],
        &sums(&group.received),
    )
    .await?;
    let series: Vec<Vec<Value>> = group
        .series
        .iter()
        .map(|((name, year), last)| vec![text(name), int(*year), int(*last)])
        .collect();
    over(
        connection,
        "insert into series (name, year, last)
         select c0, c1, c2 from {rows} as added where true
         on conflict (name, year) do update set last = excluded.last",
        &[Text, Int, Int],
        &series,
    )
    .await?;
    Ok(())
}

/// Keeps the balances at the end of closed months: dense when a month closes, gone when it opens again.
async fn close(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    for (month, closed) in &group.closed {
        sqlx::query("delete from balance_closed where month = $1")
            .bind(month)
            .execute(&mut *connection)
            .await?;
        if *closed {
            sqlx::query(
                "insert into balance_closed (month, account, fund_seq, currency, amount_minor, quantity_minor)
                 select $1, account, fund_seq, currency,
                     cast(sum(amount_minor) as bigint), cast(sum(quantity_minor) as bigint)
                 from balance_month
                 where month <= $1
                 group by account, fund_seq, currency
                 having sum(amount_minor) <> 0 or sum(quantity_minor) <> 0",
            )
            .bind(month)
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}
