//! A calendar month, the smallest period that is closed.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

/// Stored as the number `yyyymm`, which sorts as time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Month(i64);

impl Month {
    pub fn of(date: NaiveDate) -> Self {
        Self(i64::from(date.year()).saturating_mul(100).saturating_add(i64::from(date.month())))
    }

    pub fn from_number(number: i64) -> Option<Self> {
        let month = number.checked_rem(100)?;
        ((190_001..=299_912).contains(&number) && (1..=12).contains(&month)).then_some(Self(number))
    }

    /// Parses `2026-03`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Self::from_number(
            year.parse::<i64>().ok()?.checked_mul(100)?.checked_add(month.parse().ok()?)?,
        )
    }

    pub const fn number(self) -> i64 {
        self.0
    }

    pub fn year(self) -> i64 {
        self.0.checked_div(100).unwrap_or(0)
    }

    /// The last month of a year.
    pub fn december(year: i64) -> Option<Self> {
        Self::from_number(year.checked_mul(100)?.checked_add(12)?)
    }

    pub fn first_day(self) -> NaiveDate {
        let year = i32::try_from(self.0.checked_div(100).unwrap_or(0)).unwrap_or(0);
        let month = u32::try_from(self.0.checked_rem(100).unwrap_or(1)).unwrap_or(1);
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
    }

    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or_default()
    }

    pub fn next(self) -> Self {
        Self::of(self.first_day().checked_add_months(chrono::Months::new(1)).unwrap_or_default())
    }

    /// How many months later than another it is; negative where it is earlier.
    pub fn months_since(self, earlier: Self) -> i64 {
        let months = |month: Self| {
            let number = month.0.checked_rem(100).unwrap_or(0);
            month.year().saturating_mul(12).saturating_add(number)
        };
        months(self).saturating_sub(months(earlier))
    }

    pub fn previous(self) -> Self {
        Self::of(self.first_day().checked_sub_months(chrono::Months::new(1)).unwrap_or_default())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first_day();
        write!(out, "{:04}-{:02}", first.year(), first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_one_another_over_the_new_year() {
        let december = Month::parse("2025-12").unwrap();
        assert_eq!(december.next().to_string(), "2026-01");
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.last_day().to_string(), "2025-12-31");
    }

    #[test]
    fn months_are_counted_over_years() {
        let (december, march) = (Month::parse("2025-12"), Month::parse("2027-03"));
        assert_eq!(march.unwrap().months_since(december.unwrap()), 15);
        assert_eq!(december.unwrap().months_since(march.unwrap()), -15);
    }

    #[test]
    fn a_month_that_is_none_is_refused() {
        for text in ["2026-13", "2026-00", "26-01", "2026-1", "2026", "x"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
