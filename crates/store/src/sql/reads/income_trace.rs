//! An income to its end: what it paid for, what is left of it, and the costs it had its part in.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AllocationEvent, Category, TraceEvent};
use almoner_ledger::rows::lots::Lot;
use almoner_ledger::trace::{Sums, apportion};
use sqlx::AssertSqlSafe;

use super::super::driver::Connection;
use super::super::table::among;
use super::super::traced::of_income;
use super::cells::each;
use super::{head_seq, incomes, snapshot};
use crate::error::StoreError;
use crate::read::trace::{AllocationRow, CostShare, IncomeTrace, MovedFor};

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<IncomeTrace>, StoreError> {
    let mut held = snapshot(connection).await?;
    let as_of_seq = head_seq(&mut held).await?;
    let Some(income) = incomes::row(&mut held, seq).await? else { return Ok(None) };
    let moved = moved(&mut held, seq).await?;
    let mut totals = Sums::default();
    for line in &moved {
        totals.add_all(&line.sums);
    }
    let mut costs = costs(&mut held, seq).await?;
    let told = costs.iter().fold(0_i64, |sum, cost| sum.saturating_add(cost.minor));
    let untold = totals.spent_on_costs().saturating_sub(told);
    if untold != 0 {
        costs.push(CostShare { account: None, name_mk: None, minor: untold });
    }
    let found = IncomeTrace {
        as_of_seq,
        income,
        lots: among::<Lot, _>(&mut held, "income_seq", [seq]).await?,
        totals,
        moved,
        costs,
        steps: income_allocations(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(found))
}

async fn moved(connection: &mut Connection, income: i64) -> Result<Vec<MovedFor>, StoreError> {
    let text = AssertSqlSafe(of_income());
    let rows = sqlx::query(text).bind(income).fetch_all(&mut *connection).await?;
    let cells = each(&rows, |cells| {
        let category = cells.next::<String>()?;
        let category = Some(category).filter(|code| !code.is_empty());
        let unknown = || StoreError::Corrupt("payout: category".to_owned());
        let category =
            category.map(|code| Category::parse(&code).ok_or_else(unknown)).transpose()?;
        Ok((
            (category, cells.next::<String>()?),
            cells.next::<TraceEvent>()?,
            cells.next::<i64>()?,
            cells.next::<i64>()?,
        ))
    })?;
    let mut lines: Vec<MovedFor> = Vec::new();
    for ((category, month), event, payouts, minor) in cells {
        let is_next =
            lines.last().is_none_or(|line| (line.category, &line.month) != (category, &month));
        if is_next {
            lines.push(MovedFor { category, month, payouts: 0, sums: Sums::default() });
        }
        if let Some(line) = lines.last_mut() {
            line.sums.add(event, minor);
            if event == TraceEvent::Spend {
                line.payouts = payouts;
            }
        }
    }
    Ok(lines)
}

/// What was drawn for costs, account by account: of an entry that several lots paid, each has its part in proportion.
async fn costs(connection: &mut Connection, income: i64) -> Result<Vec<CostShare>, StoreError> {
    let rows = sqlx::query(
        "select allocation.seq, allocation.line, allocation.event, allocation.value_minor, posting.account,
             account.name_mk, cast(sum(posting.amount_minor) as bigint) as amount_minor
         from lot
         join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
         join entry on entry.seq = allocation.seq
         join posting on posting.seq = allocation.seq and posting.fund_seq = lot.fund_seq
         join account on account.code = posting.account
         where lot.income_seq = $1 and allocation.payout_seq is null
             and allocation.event in ('draw', 'give_back')
             and not account.pool and account.role not in ('deferred', 'aid')
             and entry.kind not in ('hand_out', 'grant_refund')
             and not exists (
                 select 1 from reversal join entry as taken on taken.seq = reversal.reversed_seq
                 where reversal.seq = allocation.seq
                     and taken.kind in ('exchange', 'hand_out', 'grant_refund', 'purpose_change')
             )
         group by allocation.seq, allocation.line, allocation.event, allocation.value_minor, posting.account,
             account.name_mk
         order by allocation.seq, allocation.line, posting.account",
    )
    .bind(income)
    .fetch_all(&mut *connection)
    .await?;
    let cells = each(&rows, |cells| {
        Ok(Cost {
            key: (cells.next()?, cells.next()?),
            event: cells.next()?,
            value_minor: cells.next()?,
            account: cells.next()?,
            name_mk: cells.next()?,
            amount_minor: cells.next()?,
        })
    })?;
    let mut shares: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for drawn in cells.chunk_by(|one, other| one.key == other.key) {
        let Some(first) = drawn.first() else { continue };
        // A cost taken back stands on the other side.
        let back = first.event == AllocationEvent::GiveBack;
        let signed = |minor: i64| if back { minor.saturating_neg() } else { minor };
        let weights: Vec<i64> = drawn.iter().map(|cost| signed(cost.amount_minor)).collect();
        for (cost, part) in drawn.iter().zip(apportion(first.value_minor, &weights)) {
            let share =
                shares.entry(cost.account.clone()).or_insert_with(|| (cost.name_mk.clone(), 0));
            share.1 = share.1.saturating_add(signed(part));
        }
    }
    let shares = shares.into_iter().filter(|(_, (_, minor))| *minor != 0);
    Ok(shares
        .map(|(account, (name_mk, minor))| CostShare {
            account: Some(account),
            name_mk: Some(name_mk),
            minor,
        })
        .collect())
}

/// One account of an entry that drew on a lot.
struct Cost {
    key: (i64, i64),
    event: AllocationEvent,
    value_minor: i64,
    account: String,
    name_mk: String,
    amount_minor: i64,
}

/// Every event of the lots of an income, converted ones too, in the order of the log.
async fn income_allocations(
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
