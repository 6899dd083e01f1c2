//! Balances as of any day, as known at any point of the log.

use almoner_ledger::codes::Currency;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

/// What stands on an account in one fund. Debit is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    pub account: String,
    pub fund_seq: i64,
    pub currency: Currency,
    /// In denars.
    pub amount_minor: i64,
    /// In the account's own currency.
    pub quantity_minor: i64,
}

impl BalanceRow {
    /// The balance where it is a debit, else zero.
    pub fn debit_minor(&self) -> i64 {
        self.amount_minor.max(0)
    }

    /// The balance, without its sign, where it is a credit, else zero.
    pub fn credit_minor(&self) -> i64 {
        self.amount_minor.min(0).saturating_neg()
    }
}

/// Balances at the end of a day: what is zero is left out, the rest is by account, fund and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    pub on: NaiveDate,
    /// The last act that is counted.
    pub known_at: i64,
    pub rows: Vec<BalanceRow>,
}

impl Balances {
    /// Denars over all rows; of a trial balance it is zero.
    pub fn amount_minor(&self) -> i64 {
        self.rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount_minor))
    }

    pub fn quantity_minor(&self) -> i64 {
        self.rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.quantity_minor))
    }
}

/// What moved on an account in one fund within some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoverRow {
    pub account: String,
    pub fund_seq: i64,
    pub currency: Currency,
    pub debit_minor: i64,
    /// Without its sign.
    pub credit_minor: i64,
}

impl Store {
    /// One account, by fund: at the end of the day, and as the log knew it at an act where one is named.
    pub async fn balance(
        &self,
        account: &str,
        on: NaiveDate,
        known_at: Option<i64>,
    ) -> Result<Balances, StoreError> {
        on_reader!(self, sql, connection => sql::reads::balances::as_of(connection, on, known_at, Some(account)).await)
    }

    /// Every account and fund that is not zero at the end of the day.
    pub async fn trial_balance(
        &self,
        on: NaiveDate,
        known_at: Option<i64>,
    ) -> Result<Balances, StoreError> {
        on_reader!(self, sql, connection => sql::reads::balances::as_of(connection, on, known_at, None).await)
    }

    /// Debits and credits of every account and fund within some days, both inclusive. It reads every posting of those days.
    pub async fn turnover(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        known_at: Option<i64>,
    ) -> Result<Vec<TurnoverRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::turnover::turnover(connection, (from, to), known_at).await)
    }

    /// What opening entries booked within some days, as the log knew it at an act.
    pub async fn openings(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<TurnoverRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::balances::openings(connection, days, known_at).await)
    }

    /// What closing years, and opening them again, booked within some days, as the log knew it at an act.
    pub async fn closings(
        &self,
        days: (NaiveDate, NaiveDate),
        known_at: i64,
    ) -> Result<Vec<TurnoverRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::balances::closings(connection, days, known_at).await)
    }

    /// The day of the first entry of all; `None` where nothing is booked yet.
    pub async fn first_booked_on(&self) -> Result<Option<NaiveDate>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::balances::first_booked_on(connection).await)
    }
}
