//! Pages: how a list is cut, and where the next piece begins.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};

pub const PAGE_DEFAULT: i64 = 50;
pub const PAGE_MAX: i64 = 200;

/// Where a page ended, and how far the log had come when the listing began.
///
/// As text it is four numbers with dots between them, which a URL carries as they are: `1234.20260310.987.1`. It does not
/// hold the filters of the list; the caller sends those again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub as_of_seq: i64,
    /// Absent in lists that go by number alone.
    pub on: Option<NaiveDate>,
    pub seq: i64,
    pub line: i64,
}

impl Cursor {
    /// Reads what [`fmt::Display`] wrote; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<i64>().ok() } else { None }
        });
        let as_of_seq = parts.next()??;
        let day = parts.next()??;
        let (seq, line) = (parts.next()??, parts.next()??);
        let on = if day == 0 { None } else { Some(day_from(day)?) };
        parts.next().is_none().then_some(Self { as_of_seq, on, seq, line })
    }
}

fn day_from(number: i64) -> Option<NaiveDate> {
    let part = |size: i64| u32::try_from(number.checked_div(size)?.checked_rem(100)?).ok();
    let year = i32::try_from(number.checked_div(10_000)?)
        .ok()
        .filter(|year| (1..=9_999).contains(year))?;
    NaiveDate::from_ymd_opt(year, part(100)?, part(1)?)
}

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |on: NaiveDate| format!("{:04}{:02}{:02}", on.year(), on.month(), on.day());
        let on = self.on.map_or_else(|| "0".to_owned(), day);
        write!(out, "{}.{on}.{}.{}", self.as_of_seq, self.seq, self.line)
    }
}

/// Which page of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Rows on the page; what is asked beyond [`PAGE_MAX`] is not given.
    pub limit: i64,
    /// Absent for the first page.
    pub after: Option<Cursor>,
}

impl Default for Paging {
    fn default() -> Self {
        Self { limit: PAGE_DEFAULT, after: None }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last.
    pub next: Option<Cursor>,
    /// How far the log had come when the listing began.
    pub as_of_seq: i64,
}
