//! What organisations have promised under an agreement, and what was given back of it. People who promise are not told.

use std::collections::BTreeMap;

use almoner_ledger::codes::Currency;
use chrono::{Datelike as _, NaiveDate};

use crate::publish::open::Organisation;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// By number.
    pub promises: Vec<Promise>,
    pub refunds: Vec<Refund>,
    /// No budget of an earlier year is told.
    pub from_year: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The agreement's number in the log.
    pub number: i64,
    pub fund: i64,
    pub organisation: Organisation,
    pub currency: Currency,
    pub minor: i64,
    pub signed_on: NaiveDate,
    /// Whether that was in a quarter that is told; earlier promises count in budgets alone.
    pub is_told: bool,
    /// The first and the last day on which the agreement holds.
    pub days: (NaiveDate, NaiveDate),
    /// When which part is due; together they are the promise, where there are any.
    pub parts: Vec<(NaiveDate, i64)>,
}

/// Unspent money that went back to its giver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The entry's number.
    pub number: i64,
    pub fund: i64,
    pub on: NaiveDate,
    /// In deni, above nothing.
    pub minor: i64,
    pub organisation: Organisation,
}

/// What a fund is promised for a year of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub days: (NaiveDate, NaiveDate),
    pub currency: Currency,
    pub minor: i64,
    /// The day on which the last of its promises was signed.
    pub known_on: NaiveDate,
}

impl Agreed {
    /// The promises to a fund that are told one by one.
    pub fn told(&self, fund: i64) -> impl Iterator<Item = &Promise> + use<'_> {
        self.promises.iter().filter(move |promise| promise.is_told && promise.fund == fund)
    }

    /// The years of a fund, currency by currency. Where one of its promises is of no certain year, none is told in that
    /// currency: it would look smaller than it is.
    pub fn budgets(&self, fund: i64) -> Vec<Budget> {
        let mut years: BTreeMap<Currency, BTreeMap<i32, (i64, NaiveDate)>> = BTreeMap::new();
        let mut uncertain = Vec::new();
        for promise in self.promises.iter().filter(|promise| promise.fund == fund) {
            let Some(parts) = promise.years() else {
                uncertain.push(promise.currency);
                continue;
            };
            for (year, minor) in parts {
                let years = years.entry(promise.currency).or_default();
                let (sum, known_on) = years.entry(year).or_insert((0, promise.signed_on));
                *sum = sum.saturating_add(minor);
                *known_on = promise.signed_on.max(*known_on);
            }
        }
        years.retain(|currency, _| !uncertain.contains(currency));
        let all = years.into_iter().flat_map(|(currency, years)| {
            years.into_iter().map(move |(year, sum)| (currency, year, sum))
        });
        all.filter(|(_, year, _)| self.from_year <= *year)
            .filter_map(|(currency, year, (minor, known_on))| {
                let days =
                    (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
                Some(Budget { days, currency, minor, known_on })
            })
            .collect()
    }
}

impl Promise {
    /// What is due in each year; `None` where nobody has said so and the agreement holds in more than one.
    fn years(&self) -> Option<BTreeMap<i32, i64>> {
        let (from, to) = self.days;
        if self.parts.is_empty() {
            return (from.year() == to.year()).then(|| [(from.year(), self.minor)].into());
        }
        let mut years = BTreeMap::new();
        for (due_on, minor) in &self.parts {
            let sum: &mut i64 = years.entry(due_on.year()).or_default();
            *sum = sum.saturating_add(*minor);
        }
        Some(years)
    }
}
