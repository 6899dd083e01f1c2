//! Pages: how a list is cut, and where the next piece begins.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::error::StoreError;
use crate::store::{Store, on_reader};

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

/// What a statement needs of [`Paging`]: bounds that begin before the first row or behind the last one shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) as_of_seq: i64,
    limit: i64,
    after: Option<Cursor>,
}

impl Store {
    /// The page that is wanted, of a list as it is now or as it was when its first page was read.
    pub(crate) async fn span(&self, paging: &Paging) -> Result<Span, StoreError> {
        let head = on_reader!(self, sql, connection => sql::reads::head_seq(connection).await)?;
        Ok(Span::new(paging, head))
    }
}

impl Span {
    const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
    const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap();

    pub(crate) fn new(paging: &Paging, head: i64) -> Self {
        let as_of_seq = paging.after.map_or(head, |after| after.as_of_seq.min(head));
        Self { as_of_seq, limit: paging.limit.clamp(1, PAGE_MAX), after: paging.after }
    }

    /// The first page of the most there can be, within one snapshot.
    pub(crate) const fn whole() -> Self {
        Self { as_of_seq: i64::MAX, limit: PAGE_MAX, after: None }
    }

    /// One row more than is shown tells whether there is another page.
    pub(crate) const fn fetch(&self) -> i64 {
        self.limit.saturating_add(1)
    }

    /// Newest first by day: rows are shown below this day and number.
    pub(crate) fn below(&self, to_on: Option<NaiveDate>) -> (NaiveDate, i64) {
        let first = (self.to(to_on), i64::MAX);
        self.after.map_or(first, |after| first.min((after.on.unwrap_or(Self::LAST_DAY), after.seq)))
    }

    /// Newest first by number.
    pub(crate) fn below_seq(&self) -> i64 {
        let first = self.as_of_seq.saturating_add(1);
        self.after.map_or(first, |after| after.seq.min(first))
    }

    /// Oldest first by day: rows are shown above this.
    pub(crate) fn above(&self) -> (NaiveDate, i64, i64) {
        let first = (Self::FIRST_DAY, 0, 0);
        self.after
            .map_or(first, |after| (after.on.unwrap_or(Self::FIRST_DAY), after.seq, after.line))
    }

    /// Oldest first by number.
    pub(crate) fn above_seq(&self) -> i64 {
        self.after.map_or(0, |after| after.seq)
    }

    pub(crate) fn from(&self, from_on: Option<NaiveDate>) -> NaiveDate {
        from_on.unwrap_or(Self::FIRST_DAY).max(Self::FIRST_DAY)
    }

    pub(crate) fn to(&self, to_on: Option<NaiveDate>) -> NaiveDate {
        to_on.unwrap_or(Self::LAST_DAY).min(Self::LAST_DAY)
    }

    /// Cuts what was fetched to the page; the key of its last row is where the next one begins.
    pub(crate) fn page<T>(
        &self,
        mut items: Vec<T>,
        key: impl Fn(&T) -> (Option<NaiveDate>, i64, i64),
    ) -> Page<T> {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = shown < items.len();
        items.truncate(shown);
        let last = items.last().filter(|_| more).map(key);
        let next = last.map(|(on, seq, line)| Cursor { as_of_seq: self.as_of_seq, on, seq, line });
        Page { items, next, as_of_seq: self.as_of_seq }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_from_its_text() {
        let on = NaiveDate::from_ymd_opt(2026, 3, 10);
        let by_day = Cursor { as_of_seq: 1_234, on, seq: 987, line: 1 };
        assert_eq!(by_day.to_string(), "1234.20260310.987.1");
        let by_number = Cursor { as_of_seq: 7, on: None, seq: 5, line: 0 };
        for cursor in [by_day, by_number] {
            assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }
    }

    #[test]
    fn a_text_that_is_no_cursor_is_none() {
        let texts = [
            "",
            "1",
            "1.0.5",
            "1.0.5.0.0",
            "1.20261310.5.0",
            "-1.0.5.0",
            "1.x.5.0",
            "1.0.+5.0",
            "1..5.0",
        ];
        for text in texts {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
