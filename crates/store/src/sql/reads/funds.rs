//! Funds and their sums: a handful of totals from the kept balances, never a walk over the journal.

use std::collections::BTreeMap;

use almoner_ledger::codes::AccountRole;
use almoner_ledger::rows::giving::Fund;

use super::super::driver::Connection;
use super::super::table::all;
use super::cells::each;
use super::snapshot;
use crate::error::StoreError;
use crate::read::fund::FundRow;

pub(crate) const SUMS: &str = "select held.fund_seq, account.role, account.pool, cast(sum(held.amount_minor) as bigint) as amount_minor
     from (
         select account, fund_seq, amount_minor from balance_closed where month = $1
         union all
         select account, fund_seq, amount_minor from balance_month where month > $1
     ) as held
     join account on account.code = held.account
     group by held.fund_seq, account.role, account.pool
     order by held.fund_seq, account.role, account.pool";

pub(crate) async fn list(connection: &mut Connection) -> Result<Vec<FundRow>, StoreError> {
    let mut held = snapshot(connection).await?;
    let mut funds: BTreeMap<i64, FundRow> =
        all::<Fund>(&mut held).await?.into_iter().map(|fund| (fund.seq, empty(fund))).collect();
    let closed: Option<i64> =
        sqlx::query_scalar("select max(month) from period where state = 'closed'")
            .fetch_one(&mut *held)
            .await?;
    let rows = sqlx::query(SUMS).bind(closed.unwrap_or(0)).fetch_all(&mut *held).await?;
    let sums = each(&rows, |cells| {
        Ok((
            cells.next::<i64>()?,
            cells.next::<AccountRole>()?,
            cells.next::<bool>()?,
            cells.next::<i64>()?,
        ))
    })?;
    for (fund, role, pool, minor) in sums {
        if let Some(fund) = funds.get_mut(&fund) {
            count(fund, role, pool, minor);
        }
    }
    let rows = sqlx::query(
        "select fund_seq, cast(sum(amount_minor) as bigint) as amount_minor
         from payout
         where state in ('approved', 'released', 'sent')
         group by fund_seq
         order by fund_seq",
    )
    .fetch_all(&mut *held)
    .await?;
    for (fund, minor) in each(&rows, |cells| Ok((cells.next::<i64>()?, cells.next::<i64>()?)))? {
        if let Some(fund) = funds.get_mut(&fund) {
            fund.reserved_minor = minor;
        }
    }
    held.rollback().await?;
    Ok(funds.into_values().collect())
}

fn empty(fund: Fund) -> FundRow {
    FundRow {
        seq: fund.seq,
        code: fund.code,
        name: fund.name,
        restricted: fund.restricted,
        state: fund.state,
        opened_on: fund.opened_on,
        closed_on: fund.closed_on,
        version: fund.version,
        brought_minor: 0,
        received_minor: 0,
        spent_minor: 0,
        reserved_minor: 0,
        left_minor: 0,
        overdrawn_minor: fund.overdrawn_minor,
    }
}

/// Every balance belongs to one of four sums, and inside a fund all balances together are zero.
fn count(fund: &mut FundRow, role: AccountRole, pool: bool, minor: i64) {
    let sum = match role {
        _ if pool => &mut fund.left_minor,
        AccountRole::Income | AccountRole::Deferred => &mut fund.received_minor,
        AccountRole::Equity | AccountRole::Result | AccountRole::Reserve => &mut fund.brought_minor,
        AccountRole::OffBalance => return,
        AccountRole::Bank
        | AccountRole::Cash
        | AccountRole::Currency
        | AccountRole::Vouchers
        | AccountRole::Stock
        | AccountRole::Receivable
        | AccountRole::Obligation
        | AccountRole::Expense
        | AccountRole::Aid
        | AccountRole::FixedAsset
        | AccountRole::Investment
        | AccountRole::Accrual => &mut fund.spent_minor,
    };
    let credit = !pool
        && matches!(
            role,
            AccountRole::Income
                | AccountRole::Deferred
                | AccountRole::Equity
                | AccountRole::Result
                | AccountRole::Reserve
        );
    *sum = sum.saturating_add(if credit { minor.saturating_neg() } else { minor });
}
