//! Debits and credits of some days: whole months as they are kept, and the days at either end from the postings.

use std::collections::BTreeMap;

use almoner_ledger::codes::Currency;
use almoner_ledger::month::Month;
use chrono::NaiveDate;

use super::super::driver::Connection;
use super::balances::whole_months;
use super::sums::{self, Months};
use super::{head_seq, snapshot};
use crate::error::StoreError;
use crate::read::balance::TurnoverRow;

type Days = (NaiveDate, NaiveDate);

pub(crate) async fn turnover(
    connection: &mut Connection,
    days: Days,
    known_at: Option<i64>,
) -> Result<Vec<TurnoverRow>, StoreError> {
    let mut held = snapshot(connection).await?;
    let head = head_seq(&mut held).await?;
    let known = known_at.unwrap_or(head).min(head);
    let later = head.saturating_sub(known);
    let rows = if later <= known {
        let mut sum = now(&mut held, days).await?;
        if 0 < later {
            sum.subtract(sums::turnover_later(&mut held, days, known).await?);
        }
        sum.rows()
    } else {
        sums::turnover(&mut held, days, known).await?
    };
    held.rollback().await?;
    Ok(rows)
}

async fn now(connection: &mut Connection, (from, to): Days) -> Result<Sum, StoreError> {
    let mut sum = Sum::default();
    let begins = Month::of(from);
    let first = if from == begins.first_day() { begins } else { begins.next() };
    let last = whole_months(to);
    if last < first {
        sum.add(sums::turnover(connection, (from, to), i64::MAX).await?);
        return Ok(sum);
    }
    let months = Months { from: first.number(), to: last.number() };
    sum.add(sums::turnover_of_months(connection, months).await?);
    let ends = [(from, first.previous().last_day()), (last.next().first_day(), to)];
    for (from, to) in ends.into_iter().filter(|(from, to)| from <= to) {
        sum.add(sums::turnover(connection, (from, to), i64::MAX).await?);
    }
    Ok(sum)
}

#[derive(Default)]
struct Sum(BTreeMap<(String, i64, Currency), (i64, i64)>);

impl Sum {
    fn add(&mut self, rows: Vec<TurnoverRow>) {
        for row in rows {
            let sum = self.0.entry((row.account, row.fund_seq, row.currency)).or_insert((0, 0));
            sum.0 = sum.0.saturating_add(row.debit_minor);
            sum.1 = sum.1.saturating_add(row.credit_minor);
        }
    }

    fn subtract(&mut self, rows: Vec<TurnoverRow>) {
        let turned = rows.into_iter().map(|row| TurnoverRow {
            debit_minor: row.debit_minor.saturating_neg(),
            credit_minor: row.credit_minor.saturating_neg(),
            ..row
        });
        self.add(turned.collect());
    }

    fn rows(self) -> Vec<TurnoverRow> {
        let moved = self.0.into_iter().filter(|(_, sum)| *sum != (0, 0));
        let row = |((account, fund_seq, currency), (debit_minor, credit_minor))| TurnoverRow {
            account,
            fund_seq,
            currency,
            debit_minor,
            credit_minor,
        };
        moved.map(row).collect()
    }
}
