//! Batches, payment lists and hand-outs, newest first.

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::bundle::{BatchRow, HandOutRow, PaymentListRow};
use crate::read::page::Span;

pub(crate) async fn batches(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<BatchRow>, StoreError> {
    let rows = sqlx::query(
        "select batch.seq, leaf.actor_id, leaf.recorded_at, batch.item_count, batch.total_minor
         from batch join leaf on leaf.seq = batch.seq
         where batch.seq < $1 order by batch.seq desc limit $2",
    )
    .bind(span.below_seq())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(BatchRow {
            seq: cells.next()?,
            person: cells.next()?,
            opened_at: cells.next()?,
            item_count: cells.next()?,
            total_minor: cells.next()?,
        })
    })
}

pub(crate) async fn payment_lists(
    connection: &mut Connection,
    below: i64,
    most: i64,
) -> Result<Vec<PaymentListRow>, StoreError> {
    let rows = sqlx::query(
        "select payment_list.seq, leaf.actor_id, leaf.recorded_at, payment_list.account, payment_list.value_on,
             payment_list.item_count, payment_list.total_minor, payment_list.instead_of, note.body
         from payment_list
         join leaf on leaf.seq = payment_list.seq
         left join note on note.seq = payment_list.seq and note.kind = 'digest'
         where payment_list.seq < $1 order by payment_list.seq desc limit $2",
    )
    .bind(below)
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    let mut lists = each(&rows, |cells| {
        Ok(PaymentListRow {
            seq: cells.next()?,
            person: cells.next()?,
            made_at: cells.next()?,
            account: cells.next()?,
            value_on: cells.next()?,
            item_count: cells.next()?,
            total_minor: cells.next()?,
            instead_of: cells.next()?,
            digest: cells.next()?,
            payouts: Vec::new(),
        })
    })?;
    let on_them: Vec<(i64, i64)> = sqlx::query_as(
        "select list_seq, seq from payout
         where list_seq < $1 and list_seq >= $2 order by list_seq, seq",
    )
    .bind(below)
    .bind(lists.last().map_or(below, |list| list.seq))
    .fetch_all(&mut *connection)
    .await?;
    for list in &mut lists {
        let theirs = on_them.iter().filter(|(seq, _)| *seq == list.seq);
        list.payouts = theirs.map(|(_, payout)| *payout).collect();
    }
    Ok(lists)
}

pub(crate) async fn hand_outs(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<HandOutRow>, StoreError> {
    let rows = sqlx::query(
        "select hand_out.seq, hand_out.fund_seq, hand_out.category, hand_out.item, hand_out.item_quantity,
             hand_out.people, hand_out.target_group, hand_out.municipality, hand_out.given_on,
             decision.proposed_by, decision.decided_by
         from hand_out join decision on decision.decided_seq = hand_out.seq
         where hand_out.seq < $1 order by hand_out.seq desc limit $2",
    )
    .bind(span.below_seq())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(HandOutRow {
            seq: cells.next()?,
            fund_seq: cells.next()?,
            category: cells.next()?,
            item: cells.next()?,
            item_quantity: cells.next()?,
            people: cells.next()?,
            target_group: cells.next()?,
            municipality: cells.next()?,
            given_on: cells.next()?,
            witnesses: (cells.next()?, cells.next()?),
        })
    })
}
