//! Postings summed by what they were for: one walk over the entries of some days.

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::moved::MovedRow;

/// A reversal is the mirror of one entry and stands for it with the other sign.
const BY_PURPOSE: &str = "
    select posting.fund_seq, posting.account, coalesce(taken.kind, entry.kind) as kind, source.kind as source_kind,
        income.form, coalesce(payout.category, hand_out.category) as category,
        count(distinct case when taken.seq is null then income.seq end)
            - count(distinct case when taken.seq is not null then income.seq end) as incomes,
        cast(sum(posting.amount_minor) as bigint) as amount_minor
    from entry
    join posting on posting.seq = entry.seq
    left join reversal on reversal.seq = entry.seq and entry.kind = 'reversal'
    left join entry as taken on taken.seq = reversal.reversed_seq
    left join income on income.seq = coalesce(reversal.reversed_seq, entry.seq)
    left join source on source.seq = income.source_seq
    left join payout on payout.seq = coalesce(taken.payout_seq, entry.payout_seq)
    left join hand_out on hand_out.seq = coalesce(reversal.reversed_seq, entry.seq)
    where entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
    group by posting.fund_seq, posting.account, coalesce(taken.kind, entry.kind), source.kind, income.form,
        coalesce(payout.category, hand_out.category)
    order by 1, 2, 3, 4, 5, 6";

pub(crate) async fn by_purpose(
    connection: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<MovedRow>, StoreError> {
    let rows = sqlx::query(BY_PURPOSE)
        .bind(from)
        .bind(to)
        .bind(known_at)
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, |cells| {
        Ok(MovedRow {
            fund_seq: cells.next()?,
            account: cells.next()?,
            kind: cells.next()?,
            source: cells.next()?,
            form: cells.next()?,
            category: cells.next()?,
            incomes: cells.next()?,
            amount_minor: cells.next()?,
        })
    })
}
