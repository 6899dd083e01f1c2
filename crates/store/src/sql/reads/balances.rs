//! A balance as of a day, as known at an act: the latest closed month that still holds, whole months after it, and the
//! few postings that are left, whichever way is shorter.

use std::collections::BTreeMap;

use almoner_ledger::codes::Currency;
use almoner_ledger::month::Month;
use chrono::{DateTime, Days as Span, NaiveDate, Utc};

use super::super::driver::Connection;
use super::sums::{self, Days, Months};
use super::{head_seq, snapshot};
use crate::error::StoreError;
use crate::read::balance::{BalanceRow, Balances, TurnoverRow};

/// The civil day may run ahead of the recorded one by the zone, and no entry is booked ahead of its civil day.
const AHEAD: Span = Span::new(2);

/// What the choice of the way rests on.
struct Ground {
    head: i64,
    known_at: i64,
    /// The day asked for, or the last on which anything can be booked.
    on: NaiveDate,
    /// The first month with a posting.
    first: Month,
    /// The latest closed month that lies before the day and has been closed since before the act, and its closing.
    ///
    /// Nothing has been booked in such a month since, so what it ended with holds for every act from the closing on; but
    /// where a year was closed or opened again since, it and what came after it are no ground to stand on.
    closed: Option<(Month, i64)>,
}

pub(crate) async fn as_of(
    connection: &mut Connection,
    on: NaiveDate,
    known_at: Option<i64>,
    account: Option<&str>,
) -> Result<Balances, StoreError> {
    let mut held = snapshot(connection).await?;
    let head = head_seq(&mut held).await?;
    let known = known_at.unwrap_or(head).clamp(0, head);
    let rows = match ground(&mut held, head, known, on).await? {
        Some(ground) => ground.sum(&mut held, account).await?,
        None => Vec::new(),
    };
    held.rollback().await?;
    Ok(Balances { on, known_at: known, rows })
}

pub(crate) async fn openings(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    sums::openings(connection, days, known_at).await
}

pub(crate) async fn closings(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<TurnoverRow>, StoreError> {
    sums::closings(connection, days, known_at).await
}

/// The day of the first entry of all.
pub(crate) async fn first_booked_on(
    connection: &mut Connection,
) -> Result<Option<NaiveDate>, StoreError> {
    let found = sqlx::query_scalar("select min(booked_on) from entry");
    Ok(found.fetch_one(&mut *connection).await?)
}

/// `None` where nothing can be there yet.
async fn ground(
    connection: &mut Connection,
    head: i64,
    known_at: i64,
    on: NaiveDate,
) -> Result<Option<Ground>, StoreError> {
    let recorded: Option<DateTime<Utc>> =
        sqlx::query_scalar("select recorded_at from leaf where seq = $1")
            .bind(known_at)
            .fetch_optional(&mut *connection)
            .await?;
    let first: Option<i64> = sqlx::query_scalar("select min(month) from balance_month")
        .fetch_one(&mut *connection)
        .await?;
    let (Some(recorded), Some(first)) = (recorded, first.and_then(Month::from_number)) else {
        return Ok(None);
    };
    let latest = recorded.date_naive().checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
    let on = on.min(latest);
    if on < first.first_day() {
        return Ok(None);
    }
    let closed: Option<(i64, i64)> = sqlx::query_as(
        "select month, seq
         from period
         where state = 'closed' and month <= $1 and seq <= $2 and not exists (
             select 1 from fiscal_year where fiscal_year.seq > $2 and fiscal_year.year * 100 + 12 <= period.month
         )
         order by month desc
         limit 1",
    )
    .bind(whole_months(on).number())
    .bind(known_at)
    .fetch_optional(&mut *connection)
    .await?;
    let closed = closed.and_then(|(month, seq)| Some((Month::from_number(month)?, seq)));
    Ok(Some(Ground { head, known_at, on, first, closed }))
}

/// The last month that is over on a day.
pub(super) fn whole_months(on: NaiveDate) -> Month {
    let month = Month::of(on);
    if on == month.last_day() { month } else { month.previous() }
}

impl Ground {
    async fn sum(
        &self,
        connection: &mut Connection,
        account: Option<&str>,
    ) -> Result<Vec<BalanceRow>, StoreError> {
        let mut sum = Sum::default();
        if let Some((month, _)) = self.closed {
            sum.add(sums::closed(connection, month.number(), account).await?);
        }
        if self.known_at == self.head {
            self.add_now(connection, account, &mut sum).await?;
        } else if self.later_is_shorter() {
            self.add_now(connection, account, &mut sum).await?;
            sum.subtract(sums::later(connection, self.known_at, self.on, account).await?);
        } else {
            let window = Days { after: self.after_closed(), to: self.on };
            sum.add(sums::days(connection, window, self.known_at, account).await?);
        }
        Ok(sum.rows())
    }

    /// From the closed month to the day as everything is known now: whole months, and the rest from the nearer end.
    async fn add_now(
        &self,
        connection: &mut Connection,
        account: Option<&str>,
        sum: &mut Sum,
    ) -> Result<(), StoreError> {
        let from = self.closed.map_or(self.first, |(month, _)| month.next()).number();
        let month = Month::of(self.on);
        let middle = month.first_day().checked_add_days(Span::new(15)).unwrap_or(self.on);
        if self.on < middle {
            let whole = Months { from, to: month.previous().number() };
            sum.add(sums::months(connection, whole, account).await?);
            let rest = Days { after: month.previous().last_day(), to: self.on };
            sum.add(sums::days(connection, rest, i64::MAX, account).await?);
        } else {
            let whole = Months { from, to: month.number() };
            sum.add(sums::months(connection, whole, account).await?);
            let rest = Days { after: self.on, to: month.last_day() };
            sum.subtract(sums::days(connection, rest, i64::MAX, account).await?);
        }
        Ok(())
    }

    fn after_closed(&self) -> NaiveDate {
        let month = self.closed.map_or(self.first.previous(), |(month, _)| month);
        month.last_day()
    }

    /// Whether fewer acts followed the one asked about than lie between the closed month and it.
    ///
    /// A guess is enough: either way leads to the same sum.
    fn later_is_shorter(&self) -> bool {
        let later = self.head.saturating_sub(self.known_at);
        let since_closing = self.known_at.saturating_sub(self.closed.map_or(0, |(_, seq)| seq));
        let window = self.on.signed_duration_since(self.after_closed()).num_days();
        let age = self.on.signed_duration_since(self.first.first_day()).num_days().max(1);
        let by_days = self.known_at.checked_div(age).unwrap_or(0).saturating_mul(window);
        later <= since_closing.min(by_days)
    }
}

type Key = (String, i64, Currency);

/// Pieces added up; what comes to nothing is left out.
#[derive(Default)]
struct Sum(BTreeMap<Key, (i64, i64)>);

impl Sum {
    fn add(&mut self, rows: Vec<BalanceRow>) {
        for row in rows {
            let sum = self.0.entry((row.account, row.fund_seq, row.currency)).or_insert((0, 0));
            sum.0 = sum.0.saturating_add(row.amount_minor);
            sum.1 = sum.1.saturating_add(row.quantity_minor);
        }
    }

    fn subtract(&mut self, rows: Vec<BalanceRow>) {
        let turned = rows.into_iter().map(|row| BalanceRow {
            amount_minor: row.amount_minor.saturating_neg(),
            quantity_minor: row.quantity_minor.saturating_neg(),
            ..row
        });
        self.add(turned.collect());
    }

    fn rows(self) -> Vec<BalanceRow> {
        self.0
            .into_iter()
            .filter(|(_, sums)| *sums != (0, 0))
            .map(|((account, fund_seq, currency), (amount_minor, quantity_minor))| BalanceRow {
                account,
                fund_seq,
                currency,
                amount_minor,
                quantity_minor,
            })
            .collect()
    }
}
