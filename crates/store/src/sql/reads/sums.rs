//! Sums over kept balances and over postings: the pieces that a balance is made of.
//!
//! Three things are told to the planner by the shape of the text, in words both databases understand: `cross join` names
//! the table to begin with, `materialized` has a part answered by itself, and `+` keeps a column out of the choice of index.

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::balance::{BalanceRow, TurnoverRow};

/// Days after the first and up to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) after: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// Months, both inclusive, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Months {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

pub(crate) const CLOSED_OF: &str =
    "select account, fund_seq, currency, amount_minor, quantity_minor
     from balance_closed
     where month = $1 and account = $2
     order by account, fund_seq, currency";

pub(crate) const CLOSED: &str = "select account, fund_seq, currency, amount_minor, quantity_minor
     from balance_closed
     where month = $1
     order by account, fund_seq, currency";

/// Month by month, so that each is a seek by its key.
pub(crate) const MONTHS_OF: &str = "with recursive span (month) as (
         select cast($1 as bigint)
         union all
         select case when span.month % 100 = 12 then span.month + 89 else span.month + 1 end
         from span
         where span.month < $2
     )
     select balance_month.account, balance_month.fund_seq, balance_month.currency,
         cast(sum(balance_month.amount_minor) as bigint) as amount_minor,
         cast(sum(balance_month.quantity_minor) as bigint) as quantity_minor
     from span
     cross join balance_month
     where balance_month.month = span.month and balance_month.account = $3 and span.month <= $2
     group by balance_month.account, balance_month.fund_seq, balance_month.currency
     order by balance_month.account, balance_month.fund_seq, balance_month.currency";

pub(crate) const MONTHS: &str =
    "select account, fund_seq, currency, cast(sum(amount_minor) as bigint) as amount_minor,
         cast(sum(quantity_minor) as bigint) as quantity_minor
     from balance_month
     where month >= $1 and month <= $2
     group by account, fund_seq, currency
     order by account, fund_seq, currency";

/// On a denar account the index alone holds everything.
pub(crate) const DENARS_OF: &str = "select posting.account, posting.fund_seq, cast('MKD' as text) as currency,
         cast(sum(posting.amount_minor) as bigint) as amount_minor,
         cast(sum(posting.amount_minor) as bigint) as quantity_minor
     from posting
     where posting.account = $1 and posting.booked_on > $2 and posting.booked_on <= $3 and +posting.seq <= $4
     group by posting.account, posting.fund_seq
     order by posting.account, posting.fund_seq";

pub(crate) const FOREIGN_OF: &str = "select posting.account, posting.fund_seq, posting.currency,
         cast(sum(posting.amount_minor) as bigint) as amount_minor,
         cast(sum(posting.quantity_minor) as bigint) as quantity_minor
     from posting
     where posting.account = $1 and posting.booked_on > $2 and posting.booked_on <= $3 and +posting.seq <= $4
     group by posting.account, posting.fund_seq, posting.currency
     order by posting.account, posting.fund_seq, posting.currency";

pub(crate) const DENARS: &str =
    "select posting.account, posting.fund_seq, cast('MKD' as text) as currency,
         cast(sum(posting.amount_minor) as bigint) as amount_minor,
         cast(sum(posting.amount_minor) as bigint) as quantity_minor
     from account
     cross join posting
     where posting.account = account.code and account.currency is null
         and posting.booked_on > $1 and posting.booked_on <= $2 and +posting.seq <= $3
     group by posting.account, posting.fund_seq
     order by posting.account, posting.fund_seq";

pub(crate) const FOREIGN: &str = "select posting.account, posting.fund_seq, posting.currency,
         cast(sum(posting.amount_minor) as bigint) as amount_minor,
         cast(sum(posting.quantity_minor) as bigint) as quantity_minor
     from account
     cross join posting
     where posting.account = account.code and account.currency is not null
         and posting.booked_on > $1 and posting.booked_on <= $2 and +posting.seq <= $3
     group by posting.account, posting.fund_seq, posting.currency
     order by posting.account, posting.fund_seq, posting.currency";

/// What became known after an act, by the number of the act. Materialized, so that the acts are read by number: for the
/// sake of grouping SQLite would walk the whole index by account.
pub(crate) const LATER: &str = "with later as materialized (
         select account, fund_seq, currency, amount_minor, quantity_minor, booked_on from posting where seq > $1
     )
     select later.account, later.fund_seq, later.currency, cast(sum(later.amount_minor) as bigint) as amount_minor,
         cast(sum(later.quantity_minor) as bigint) as quantity_minor
     from later
     where later.booked_on <= $2 and (cast($3 as text) is null or later.account = $3)
     group by later.account, later.fund_seq, later.currency
     order by later.account, later.fund_seq, later.currency";

pub(crate) const TURNOVER: &str = "select posting.account, posting.fund_seq, account.currency,
         cast(sum(case when 0 < posting.amount_minor then posting.amount_minor else 0 end) as bigint) as debit_minor,
         cast(sum(case when posting.amount_minor < 0 then - posting.amount_minor else 0 end) as bigint) as credit_minor
     from account
     cross join posting
     where posting.account = account.code
         and posting.booked_on >= $1 and posting.booked_on <= $2 and +posting.seq <= $3
     group by posting.account, posting.fund_seq, account.currency
     order by posting.account, posting.fund_seq, account.currency";

pub(crate) const TURNOVER_LATER: &str = "with later as materialized (
         select account, fund_seq, currency, amount_minor, booked_on from posting where seq > $3
     )
     select later.account, later.fund_seq, later.currency,
         cast(sum(case when 0 < later.amount_minor then later.amount_minor else 0 end) as bigint) as debit_minor,
         cast(sum(case when later.amount_minor < 0 then - later.amount_minor else 0 end) as bigint) as credit_minor
     from later
     where later.booked_on >= $1 and later.booked_on <= $2
     group by later.account, later.fund_seq, later.currency
     order by later.account, later.fund_seq, later.currency";

pub(crate) const TURNOVER_OF_MONTHS: &str =
    "select account, fund_seq, currency, cast(sum(debit_minor) as bigint) as debit_minor,
         cast(sum(debit_minor - amount_minor) as bigint) as credit_minor
     from balance_month
     where month >= $1 and month <= $2
     group by account, fund_seq, currency
     order by account, fund_seq, currency";

pub(crate) async fn closed(
    connection: &mut Connection,
    month: i64,
    account: Option<&str>,
) -> Result<Vec<BalanceRow>, StoreError> {
    let query = sqlx::query(if account.is_some() { CLOSED_OF } else { CLOSED }).bind(month);
    let query = if let Some(account) = account { query.bind(account) } else { query };
    balances(&query.fetch_all(&mut *connection).await?)
}

pub(crate) async fn months(
    connection: &mut Connection,
    months: Months,
    account: Option<&str>,
) -> Result<Vec<BalanceRow>, StoreError> {
    if months.to < months.from {
        return Ok(Vec::new());
    }
    let query = sqlx::query(if account.is_some() { MONTHS_OF } else { MONTHS })
        .bind(months.from)
        .bind(months.to);
    let query = if let Some(account) = account { query.bind(account) } else { query };
    balances(&query.fetch_all(&mut *connection).await?)
}

/// Postings of some days, up to an act.
pub(crate) async fn days(
    connection: &mut Connection,
    days: Days,
    known_at: i64,
    account: Option<&str>,
) -> Result<Vec<BalanceRow>, StoreError> {
    if days.to <= days.after {
        return Ok(Vec::new());
    }
    let Some(account) = account else {
        let mut sums = Vec::new();
        for text in [DENARS, FOREIGN] {
            let query = sqlx::query(text).bind(days.after).bind(days.to).bind(known_at);
            sums.extend(balances(&query.fetch_all(&mut *connection).await?)?);
        }
        return Ok(sums);
    };
    let foreign: Option<Option<String>> =
        sqlx::query_scalar("select currency from account where code = $1")
            .bind(account)
            .fetch_optional(&mut *connection)
            .await?;
    let text = if foreign.flatten().is_some() { FOREIGN_OF } else { DENARS_OF };
    let query = sqlx::query(text).bind(account).bind(days.after).bind(days.to).bind(known_at);
    balances(&query.fetch_all(&mut *connection).await?)
}

/// Postings after an act that are booked up to a day.
pub(crate) async fn later(
    connection: &mut Connection,
    known_at: i64,
    on: NaiveDate,
    account: Option<&str>,
) -> Result<Vec<BalanceRow>, StoreError> {
    let query = sqlx::query(LATER).bind(known_at).bind(on).bind(account);
    balances(&query.fetch_all(&mut *connection).await?)
}

pub(crate) async fn turnover(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    turned(connection, TURNOVER, days, known_at).await
}

/// Of postings after an act.
pub(crate) async fn turnover_later(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    turned(connection, TURNOVER_LATER, days, known_at).await
}

pub(crate) async fn turnover_of_months(
    connection: &mut Connection,
    months: Months,
) -> Result<Vec<TurnoverRow>, StoreError> {
    let query = sqlx::query(TURNOVER_OF_MONTHS).bind(months.from).bind(months.to);
    turnovers(&query.fetch_all(&mut *connection).await?)
}

async fn turned(
    connection: &mut Connection,
    text: &'static str,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    let query = sqlx::query(text).bind(from).bind(to).bind(known_at);
    turnovers(&query.fetch_all(&mut *connection).await?)
}

fn turnovers(rows: &[super::super::driver::DbRow]) -> Result<Vec<TurnoverRow>, StoreError> {
    each(rows, |cells| {
        Ok(TurnoverRow {
            account: cells.next()?,
            fund_seq: cells.next()?,
            currency: cells.next::<Option<_>>()?.unwrap_or(almoner_ledger::codes::Currency::Mkd),
            debit_minor: cells.next()?,
            credit_minor: cells.next()?,
        })
    })
}

/// What opening entries booked within some days; there are few, and an index of their own.
pub(crate) const OPENINGS: &str = "select posting.account, posting.fund_seq, cast('MKD' as text) as currency,
         cast(sum(case when posting.amount_minor > 0 then posting.amount_minor else 0 end) as bigint) as debit_minor,
         cast(-sum(case when posting.amount_minor < 0 then posting.amount_minor else 0 end) as bigint) as credit_minor
     from entry
     cross join posting
     where entry.kind = 'opening' and entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
         and posting.seq = entry.seq
     group by posting.account, posting.fund_seq
     order by posting.account, posting.fund_seq";

pub(crate) async fn openings(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    turned(connection, OPENINGS, days, known_at).await
}

/// What the closing of years booked within some days, less what was taken back; it has an index of its own too.
pub(crate) const CLOSINGS: &str = "select posting.account, posting.fund_seq, cast('MKD' as text) as currency,
         cast(sum(case when posting.amount_minor > 0 then posting.amount_minor else 0 end) as bigint) as debit_minor,
         cast(-sum(case when posting.amount_minor < 0 then posting.amount_minor else 0 end) as bigint) as credit_minor
     from entry
     cross join posting
     where entry.kind in ('closing', 'reopening') and entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
         and posting.seq = entry.seq
     group by posting.account, posting.fund_seq
     order by posting.account, posting.fund_seq";

pub(crate) async fn closings(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    turned(connection, CLOSINGS, days, known_at).await
}

fn balances(rows: &[super::super::driver::DbRow]) -> Result<Vec<BalanceRow>, StoreError> {
    each(rows, |cells| {
        Ok(BalanceRow {
            account: cells.next()?,
            fund_seq: cells.next()?,
            currency: cells.next()?,
            amount_minor: cells.next()?,
            quantity_minor: cells.next()?,
        })
    })
}
