//! What has been used of many incomes: one walk over their lots and what was taken from those.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::used::Used;

/// A change of purpose within a fund has no entry; what it takes and what it brings come to nothing, and neither is read.
const OF_INCOMES: &str = "
    select moved.income_seq, cast(sum(moved.used_minor) as bigint) as used_minor,
        cast(sum(moved.left_minor) as bigint) as left_minor, max(moved.restriction) as restriction
    from (
        select lot.income_seq, 0 as used_minor, lot.value_minor as left_minor,
            case when lot.parent_seq is null then lot.restriction end as restriction
        from income
        join lot on lot.income_seq = income.seq
        join entry on entry.seq = lot.seq
        where income.received_on >= $1 and income.received_on <= $2
            and entry.booked_on <= $2 and lot.seq <= $3
        union all
        select lot.income_seq,
            case
                when allocation.event in ('reserve', 'draw', 'cover') then allocation.value_minor
                when allocation.event = 'give_back' and not exists (
                    select 1 from reversal
                    join entry as taken on taken.seq = reversal.reversed_seq
                    where reversal.seq = allocation.seq and taken.kind in ('exchange', 'purpose_change')
                ) then - allocation.value_minor
                else 0
            end,
            case allocation.event
                when 'give_back' then allocation.value_minor
                when 'spend' then 0
                else - allocation.value_minor
            end,
            cast(null as text)
        from income
        join lot on lot.income_seq = income.seq
        join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
        join entry on entry.seq = allocation.seq
        where income.received_on >= $1 and income.received_on <= $2
            and entry.booked_on <= $2 and allocation.seq <= $3
    ) as moved
    group by moved.income_seq
    order by moved.income_seq";

pub(crate) async fn of_incomes(
    connection: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<BTreeMap<i64, Used>, StoreError> {
    let rows = sqlx::query(OF_INCOMES)
        .bind(from)
        .bind(to)
        .bind(known_at)
        .fetch_all(&mut *connection)
        .await?;
    let used = each(&rows, |cells| {
        let income = cells.next()?;
        let (used_minor, left_minor) = (cells.next()?, cells.next()?);
        Ok((income, Used { used_minor, left_minor, restriction: cells.next()? }))
    })?;
    Ok(used.into_iter().collect())
}
