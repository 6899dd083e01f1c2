//! What a source gave and what was taken back, by the day of booking.
//!
//! An income that explains an unclear receipt is booked later than it was received, so no index has this order. The keys
//! are read once, some thirty bytes each, and the lines page by page after them.

use almoner_ledger::cell::{ColumnType, Value};
use chrono::NaiveDate;
use futures_util::TryStreamExt as _;

use super::super::driver::{Connection, DbRow, list};
use super::cells::Cells;
use crate::error::StoreError;
use crate::json;
use crate::read::statement::{GiftKey, LineEvent, StatementLine};

pub(crate) const KEYS: &str =
    "select entry.booked_on, entry.seq, income.quantity_minor, income.value_minor
     from income
     join entry on entry.seq = income.seq
     where income.source_seq = $1 and income.kind <> 'unclear' and +entry.seq <= $2
     union all
     select entry.booked_on, entry.seq, - income.quantity_minor, - income.value_minor
     from income
     join reversal on reversal.reversed_seq = income.seq
     join entry on entry.seq = reversal.seq
     where income.source_seq = $1 and income.kind <> 'unclear' and +reversal.seq <= $2
     order by 1, 2";

pub(crate) async fn keys(
    connection: &mut Connection,
    source: i64,
    as_of_seq: i64,
    to: NaiveDate,
) -> Result<Vec<GiftKey>, StoreError> {
    let mut keys = Vec::new();
    let mut rows = sqlx::query(KEYS).bind(source).bind(as_of_seq).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        let mut cells = Cells::of(&row);
        let key = GiftKey {
            booked_on: cells.next()?,
            seq: cells.next()?,
            quantity_minor: cells.next()?,
            value_minor: cells.next()?,
        };
        if key.booked_on <= to {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// The lines of some keys, in the order of the keys.
pub(crate) async fn page(
    connection: &mut Connection,
    keys: &[GiftKey],
) -> Result<Vec<StatementLine>, StoreError> {
    let seqs: Vec<Value> = keys.iter().map(|key| Value::Int(key.seq)).collect();
    let text = format!(
        "select entry.seq, entry.year, entry.number, entry.booked_on, entry.kind, entry.document_kind,
             entry.document_number, entry.no_document, income.account, income.fund_seq, fund.code, source.name,
             income.reference, income.receipt_year, income.receipt_number, income.currency, income.quantity_minor,
             income.value_minor, reversal.reversed_seq
         from entry
         left join reversal on reversal.seq = entry.seq
         join income on income.seq = coalesce(reversal.reversed_seq, entry.seq)
         join fund on fund.seq = income.fund_seq
         left join source on source.seq = income.source_seq
         where entry.seq in ({})
         order by entry.booked_on, entry.seq",
        list(ColumnType::Int)
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(json::values(&seqs))
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(gift).collect()
}

fn gift(row: &DbRow) -> Result<StatementLine, StoreError> {
    let mut cells = Cells::of(row);
    let mut line = StatementLine {
        seq: cells.next()?,
        line: 1,
        event: LineEvent::Received,
        entry_year: cells.next()?,
        entry_number: cells.next()?,
        booked_on: cells.next()?,
        kind: cells.next()?,
        document_kind: cells.next()?,
        document_number: cells.next()?,
        no_document: cells.next()?,
        account: cells.next()?,
        fund_seq: cells.next()?,
        fund_code: cells.next()?,
        source: cells.next()?,
        reference: cells.next()?,
        receipt: cells.pair()?,
        payout_seq: None,
        slip: None,
        currency: cells.next()?,
        quantity_minor: cells.next()?,
        amount_minor: cells.next()?,
    };
    if cells.next::<Option<i64>>()?.is_some() {
        line.event = LineEvent::Withdrawn;
        line.quantity_minor = line.quantity_minor.saturating_neg();
        line.amount_minor = line.amount_minor.saturating_neg();
    }
    Ok(line)
}
