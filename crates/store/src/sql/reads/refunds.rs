//! Unspent money that went back, entry by entry.

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::refund::RefundRow;

const REFUNDS: &str = "
    select entry.seq, lot.agreement_seq, lot.fund_seq, entry.booked_on,
        cast(sum(allocation.value_minor) as bigint) as value_minor
    from entry
    join allocation on allocation.seq = entry.seq and allocation.event = 'draw'
    join lot on lot.seq = allocation.lot_seq and lot.line = allocation.lot_line
    where entry.kind = 'grant_refund' and entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
        and lot.agreement_seq is not null
        and not exists (
            select 1 from reversal where reversal.reversed_seq = entry.seq and reversal.seq <= $3
        )
    group by entry.seq, lot.agreement_seq, lot.fund_seq, entry.booked_on
    order by entry.seq";

pub(crate) async fn given_back(
    connection: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<RefundRow>, StoreError> {
    let query = sqlx::query(REFUNDS).bind(from).bind(to).bind(known_at);
    let rows = query.fetch_all(&mut *connection).await?;
    each(&rows, |cells| {
        Ok(RefundRow {
            seq: cells.next()?,
            agreement_seq: cells.next()?,
            fund_seq: cells.next()?,
            booked_on: cells.next()?,
            value_minor: cells.next()?,
        })
    })
}
