//! Agreements with what their lots still hold.

use std::collections::BTreeMap;

use almoner_ledger::cell::{ColumnType, Value};
use almoner_ledger::rows::giving::Instalment;

use super::super::driver::{Connection, list as among_list};
use super::super::table::among;
use super::cells::{Cells, each};
use super::snapshot;
use crate::error::StoreError;
use crate::json;
use crate::read::agreement::{AgreementDetail, AgreementFilter, AgreementRow};
use crate::read::page::Span;

macro_rules! agreements {
    ($rest:literal) => {
        concat!(
            "select agreement.seq, agreement.source_seq, source.name, agreement.fund_seq, fund.code, agreement.kind,
                 agreement.number, agreement.signed_on, agreement.currency, agreement.promised_minor,
                 agreement.received_minor, agreement.valid_from, agreement.valid_to, agreement.report_due_on,
                 agreement.unspent, agreement.booked_as, agreement.restriction, agreement.state, agreement.version
             from agreement
             join source on source.seq = agreement.source_seq
             join fund on fund.seq = agreement.fund_seq ",
            $rest
        )
    };
}

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &AgreementFilter,
    span: &Span,
) -> Result<Vec<AgreementRow>, StoreError> {
    let mut held = snapshot(connection).await?;
    let rows = sqlx::query(agreements!(
        "where agreement.seq < $1
         and (cast($2 as bigint) is null or agreement.source_seq = $2)
         and (cast($3 as bigint) is null or agreement.fund_seq = $3)
         and (cast($4 as text) is null or agreement.state = $4)
         order by agreement.seq desc
         limit $5"
    ))
    .bind(span.below_seq())
    .bind(filter.source)
    .bind(filter.fund)
    .bind(filter.state.map(|state| state.code()))
    .bind(span.fetch())
    .fetch_all(&mut *held)
    .await?;
    let mut found = each(&rows, agreement)?;
    add_left(&mut held, &mut found).await?;
    held.rollback().await?;
    Ok(found)
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<AgreementDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let row = sqlx::query(agreements!("where agreement.seq = $1"))
        .bind(seq)
        .fetch_optional(&mut *held)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = [agreement(&mut Cells::of(&row))?];
    add_left(&mut held, &mut found).await?;
    let [agreement] = found;
    let instalments = among::<Instalment, _>(&mut held, "seq", [seq]).await?;
    held.rollback().await?;
    Ok(Some(AgreementDetail { agreement, instalments }))
}

fn agreement(cells: &mut Cells<'_>) -> Result<AgreementRow, StoreError> {
    Ok(AgreementRow {
        seq: cells.next()?,
        source_seq: cells.next()?,
        source_name: cells.next()?,
        fund_seq: cells.next()?,
        fund_code: cells.next()?,
        kind: cells.next()?,
        number: cells.next()?,
        signed_on: cells.next()?,
        currency: cells.next()?,
        promised_minor: cells.next()?,
        received_minor: cells.next()?,
        valid_from: cells.next()?,
        valid_to: cells.next()?,
        report_due_on: cells.next()?,
        unspent: cells.next()?,
        booked_as: cells.next()?,
        restriction: cells.next()?,
        state: cells.next()?,
        version: cells.next()?,
        left_value_minor: 0,
    })
}

/// One pass over the open lots for a whole page; lots have no index by agreement.
async fn add_left(
    connection: &mut Connection,
    found: &mut [AgreementRow],
) -> Result<(), StoreError> {
    let seqs: Vec<Value> = found.iter().map(|agreement| Value::Int(agreement.seq)).collect();
    let text = format!(
        "select agreement_seq, cast(sum(left_value_minor) as bigint) as left_value_minor
         from lot
         where 0 < left_quantity_minor and agreement_seq in ({})
         group by agreement_seq
         order by agreement_seq",
        among_list(ColumnType::Int)
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(json::values(&seqs))
        .fetch_all(&mut *connection)
        .await?;
    let sums = each(&rows, |cells| Ok((cells.next::<i64>()?, cells.next::<i64>()?)))?;
    let sums: BTreeMap<i64, i64> = sums.into_iter().collect();
    for agreement in found {
        agreement.left_value_minor = sums.get(&agreement.seq).copied().unwrap_or(0);
    }
    Ok(())
}
