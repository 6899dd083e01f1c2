//! Open lots, in the order in which they are drawn.

use super::super::driver::Connection;
use super::cells::Cells;
use crate::error::StoreError;
use crate::read::lot::LotRow;
use crate::read::page::Span;

pub(crate) const OPEN: &str =
    "select lot.seq, lot.line, lot.fund_seq, lot.income_seq, lot.parent_seq, lot.parent_line, lot.agreement_seq,
         lot.source_seq, lot.kind, lot.currency, lot.item, lot.unit, lot.quantity_minor, lot.value_minor,
         lot.received_on, lot.deferred_account, lot.income_account, lot.stock_account, lot.restriction,
         lot.left_quantity_minor, lot.left_value_minor, source.name, agreement.number
     from lot
     left join source on source.seq = lot.source_seq
     left join agreement on agreement.seq = lot.agreement_seq
     where lot.fund_seq = $1 and 0 < lot.left_quantity_minor and +lot.seq <= $2
         and (lot.received_on, lot.seq, lot.line) > ($3, $4, $5)
     order by lot.received_on, lot.seq, lot.line
     limit $6";

pub(crate) async fn open(
    connection: &mut Connection,
    fund: i64,
    span: &Span,
) -> Result<Vec<LotRow>, StoreError> {
    let (on, seq, line) = span.above();
    let rows = sqlx::query(OPEN)
        .bind(fund)
        .bind(span.as_of_seq)
        .bind(on)
        .bind(seq)
        .bind(line)
        .bind(span.fetch())
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            let (lot, mut cells) = Cells::after(row)?;
            Ok(LotRow { lot, source_name: cells.next()?, agreement_number: cells.next()? })
        })
        .collect()
}
