//! From an income to what it paid for, and from a payout back to its givers.

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::trace::{AllocationRow, PayoutShare};

pub(crate) async fn income_allocations(
    connection: &mut Connection,
    income: i64,
) -> Result<Vec<AllocationRow>, StoreError> {
    let rows = sqlx::query(
        "select allocation.seq, allocation.line, allocation.event, allocation.lot_seq, allocation.lot_line,
             entry.booked_on, entry.kind, allocation.payout_seq, payout.category, payout.state, lot.currency,
             allocation.quantity_minor, allocation.value_minor
         from lot
         join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
         join entry on entry.seq = allocation.seq
         left join payout on payout.seq = allocation.payout_seq
         where lot.income_seq = $1
         order by allocation.seq, allocation.line",
    )
    .bind(income)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(AllocationRow {
            seq: cells.next()?,
            line: cells.next()?,
            event: cells.next()?,
            lot_seq: cells.next()?,
            lot_line: cells.next()?,
            booked_on: cells.next()?,
            entry_kind: cells.next()?,
            payout_seq: cells.next()?,
            category: cells.next()?,
            payout_state: cells.next()?,
            currency: cells.next()?,
            quantity_minor: cells.next()?,
            value_minor: cells.next()?,
        })
    })
}

pub(crate) async fn payout_shares(
    connection: &mut Connection,
    payout: i64,
) -> Result<Vec<PayoutShare>, StoreError> {
    let rows = sqlx::query(
        "select payout_lot.line, payout_lot.lot_seq, payout_lot.lot_line, lot.income_seq, lot.received_on,
             lot.source_seq, source.name, lot.agreement_seq, agreement.number, lot.currency,
             payout_lot.quantity_minor, payout_lot.value_minor
         from payout_lot
         join lot on lot.seq = payout_lot.lot_seq and lot.line = payout_lot.lot_line
         left join source on source.seq = lot.source_seq
         left join agreement on agreement.seq = lot.agreement_seq
         where payout_lot.seq = $1
         order by payout_lot.line",
    )
    .bind(payout)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(PayoutShare {
            line: cells.next()?,
            lot_seq: cells.next()?,
            lot_line: cells.next()?,
            income_seq: cells.next()?,
            received_on: cells.next()?,
            source_seq: cells.next()?,
            source_name: cells.next()?,
            agreement_seq: cells.next()?,
            agreement_number: cells.next()?,
            currency: cells.next()?,
            quantity_minor: cells.next()?,
            value_minor: cells.next()?,
        })
    })
}
