//! Sums of what became of money, kept with every group so that the trace of a fund does not grow with its allocations.
//!
//! What counts as which event is said once, in [`EVENTS`]; the check of the books reads the same text over all rows.

use std::collections::BTreeMap;

use almoner_ledger::cell::{ColumnType, Value};
use sqlx::AssertSqlSafe;

use super::driver::{Connection, list};
use super::table::over;
use crate::error::StoreError;
use crate::group::Group;
use crate::json;

/// Every allocation and every lot as an event, with the four things it can be broken down by. `{moved}` narrows the
/// allocations, `{brought}` the lots.
const EVENTS: &str = "
    select lot.fund_seq, coalesce(lot.agreement_seq, 0) as agreement_seq,
        case
            when allocation.event = 'give_back' and entry.kind = 'aid_return' then 'return'
            when allocation.event = 'give_back' and allocation.payout_seq is not null then 'release'
            when allocation.event = 'give_back' then (
                select case max(taken.kind)
                    when 'exchange' then 'unconvert'
                    when 'purpose_change' then 'unmove'
                    when 'grant_refund' then 'unrefund'
                    when 'hand_out' then 'ungive'
                    when 'advance_settlement' then {settled} 'ungive' else 'undraw' end
                    else 'undraw'
                end
                from reversal join entry as taken on taken.seq = reversal.reversed_seq
                where reversal.seq = allocation.seq
            )
            when allocation.event = 'withdraw' and lot.parent_seq is not null then
                case when exists ({repurposed} = lot.seq) then 'unmoved' else 'unconverted' end
            when allocation.event = 'convert' and exists ({repurposed} = allocation.seq) then 'move'
            when allocation.event = 'draw' and entry.kind = 'grant_refund' then 'refund'
            when allocation.event = 'draw' and entry.kind = 'hand_out' then 'give'
            when allocation.event = 'draw' and entry.kind = 'advance_settlement' then {settled} 'give' else 'draw' end
            else allocation.event
        end as event,
        coalesce(payout.category, hand_out.category, '') as category,
        coalesce(request.target_group, hand_out.target_group, '') as target_group,
        coalesce(request.municipality, hand_out.municipality, '') as municipality,
        coalesce(substr(cast(entry.booked_on as text), 1, 7), '') as month,
        case when request.seq is not null and request.salt is null then 1 else 0 end as erased,
        allocation.payout_seq, allocation.value_minor
    from allocation
    join lot on lot.seq = allocation.lot_seq and lot.line = allocation.lot_line
    left join entry on entry.seq = allocation.seq
    left join payout on payout.seq = allocation.payout_seq
    left join request on request.seq = payout.request_seq
    left join hand_out on hand_out.seq = allocation.seq
    where {moved}
    union all
    select lot.fund_seq, coalesce(lot.agreement_seq, 0),
        case
            when lot.parent_seq is not null then
                case when exists ({repurposed} = lot.seq) then 'moved' else 'converted' end
            when lot.income_seq is null and entry.kind = 'reversal' then 'uncover'
            else 'receive'
        end,
        '', '', '', coalesce(substr(cast(entry.booked_on as text), 1, 7), ''), 0, null, lot.value_minor
    from lot
    left join entry on entry.seq = lot.seq
    where {brought}";

/// A receipt that settles an advance was for aid or for a cost, as its account says.
const SETTLED: &str = "case when exists (
                    select 1 from posting join account on account.code = posting.account
                    where posting.seq = allocation.seq and account.role = 'aid'
                ) then";

/// A change of purpose inside one fund may need no entry: its leaf says what it was.
const REPURPOSED: &str = "select 1 from leaf where leaf.kind = 'purpose.changed' and leaf.seq";

/// Each event once along each axis.
const SUMS: &str = "
    select told.fund_seq, told.agreement_seq, told.axis, told.part, told.event,
        cast(sum(told.value_minor) as bigint) as value_minor
    from (
        select happened.fund_seq, happened.agreement_seq, axes.axis, happened.event, happened.erased,
            case axes.axis
                when 'category' then happened.category
                when 'target_group' then happened.target_group
                when 'municipality' then happened.municipality
                else happened.month
            end as part,
            happened.value_minor
        from ({events}) as happened
        cross join (
            select 'category' as axis union all select 'target_group'
            union all select 'municipality' union all select 'month'
        ) as axes
    ) as told
    where {told}
    group by told.fund_seq, told.agreement_seq, told.axis, told.part, told.event";

fn events(moved: &str, brought: &str) -> String {
    let said = EVENTS.replace("{settled}", SETTLED).replace("{repurposed}", REPURPOSED);
    said.replace("{moved}", moved).replace("{brought}", brought)
}

fn sums(moved: &str, brought: &str, told: &str) -> String {
    SUMS.replace("{events}", &events(moved, brought)).replace("{told}", told)
}

/// The events of the lots of an income, and of those converted from them: by category, month and event, with the number
/// of payouts that did not come back whole.
pub(crate) fn of_income() -> String {
    let events = events("lot.income_seq = $1", "lot.income_seq = $1");
    format!(
        "select happened.category, happened.month, happened.event,
             cast(count(distinct case when payout.state = 'returned' then null else happened.payout_seq end) as bigint)
                 as payouts,
             cast(sum(happened.value_minor) as bigint) as value_minor
         from ({events}) as happened
         left join payout on payout.seq = happened.payout_seq
         group by happened.category, happened.month, happened.event
         order by happened.category = '', happened.category, happened.month, happened.event"
    )
}

/// The sums over all rows, of what is not erased (or of what is), as the check wants them.
pub(crate) fn of_all(told: &str) -> String {
    sums("true", "true", told)
}

/// Takes what was traced of requests that the group corrects off again, while they are as they were.
pub(crate) async fn forget(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    if group.retraced.is_empty() {
        return Ok(());
    }
    retrace(connection, group, "- excluded.value_minor").await
}

/// Adds what the group brought and moved, and what was traced of requests that it has corrected.
pub(crate) async fn follow(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    if !group.retraced.is_empty() {
        retrace(connection, group, "+ excluded.value_minor").await?;
        let empty = "delete from trace_sum where value_minor = 0";
        sqlx::query(empty).execute(&mut *connection).await?;
    }
    let Some(first) = group.traced_from else { return Ok(()) };
    if !group.traced_rows {
        return brought(connection, group).await;
    }
    let new = sums("allocation.seq >= $1", "lot.seq >= $1", "true");
    let text = AssertSqlSafe(kept(&new, "+ excluded.value_minor"));
    sqlx::query(text).bind(first).execute(&mut *connection).await?;
    Ok(())
}

/// What a group of plain incomes brought, which needs no reading: along each axis but the month it has no part.
async fn brought(connection: &mut Connection, group: &Group) -> Result<(), StoreError> {
    let mut sums: BTreeMap<(i64, i64, &str, &str), i64> = BTreeMap::new();
    for ((fund, agreement, month), value) in &group.brought {
        let parts =
            [("category", ""), ("target_group", ""), ("municipality", ""), ("month", month)];
        for (axis, part) in parts {
            let sum = sums.entry((*fund, *agreement, axis, part)).or_insert(0);
            *sum = sum.saturating_add(*value);
        }
    }
    let rows: Vec<Vec<Value>> = sums
        .into_iter()
        .map(|((fund, agreement, axis, part), value)| {
            vec![
                Value::Int(fund),
                Value::Int(agreement),
                Value::Text(axis.to_owned()),
                Value::Text(part.to_owned()),
                Value::Int(value),
            ]
        })
        .collect();
    over(
        connection,
        "insert into trace_sum (fund_seq, agreement_seq, axis, part, event, value_minor)
         select c0, c1, c2, c3, 'receive', c4 from {rows} as added where true
         on conflict (fund_seq, agreement_seq, axis, part, event) do update
         set value_minor = trace_sum.value_minor + excluded.value_minor",
        &[ColumnType::Int, ColumnType::Int, ColumnType::Text, ColumnType::Text, ColumnType::Int],
        &rows,
    )
    .await?;
    Ok(())
}

/// Only what was there before the group: the rest is added once, with the group.
async fn retrace(
    connection: &mut Connection,
    group: &Group,
    change: &str,
) -> Result<(), StoreError> {
    let before = group.traced_from.unwrap_or(i64::MAX);
    let moved = format!("request.seq in ({}) and allocation.seq < $2", list(ColumnType::Int));
    let text = AssertSqlSafe(kept(&sums(&moved, "1 = 0", "true"), change));
    let requests: Vec<Value> = group.retraced.iter().map(|seq| Value::Int(*seq)).collect();
    let query = sqlx::query(text).bind(json::values(&requests)).bind(before);
    query.execute(&mut *connection).await?;
    Ok(())
}

fn kept(sums: &str, change: &str) -> String {
    format!(
        "insert into trace_sum (fund_seq, agreement_seq, axis, part, event, value_minor)
         select summed.fund_seq, summed.agreement_seq, summed.axis, summed.part, summed.event, summed.value_minor
         from ({sums}) as summed
         where true
         on conflict (fund_seq, agreement_seq, axis, part, event) do update
         set value_minor = trace_sum.value_minor {change}"
    )
}
