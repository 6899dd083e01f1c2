//! The cells of one record, read one by one, with everything that is wrong with them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use almoner_ledger::money::MINOR_MAX;
use almoner_reports::csv::guard::unguard_text;
use almoner_reports::csv::number::NumberError;
use chrono::NaiveDate;
use csv::ByteRecord;

use crate::import::day::DayError;
use crate::import::format::Format;
use crate::import::problem::{Problem, Why, glimpse};

pub(super) struct Cells<'a> {
    pub(super) format: Format,
    /// Where each header stands.
    pub(super) places: &'a BTreeMap<String, usize>,
    pub(super) record: &'a ByteRecord,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// The trimmed text of a cell, or empty with a problem noted.
    pub(super) fn cell(&mut self, column: &str) -> Cow<'a, str> {
        let place = self.places.get(column).copied().unwrap_or(usize::MAX);
        let bytes = self.record.get(place).unwrap_or_default();
        match self.format.charset.decode(bytes) {
            Ok(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
            Ok(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
            Err(error) => {
                self.note(column, Why::Charset { error });
                Cow::Borrowed("")
            }
        }
    }

    /// A cell of typed text, without the mark that keeps a spreadsheet from running it.
    pub(super) fn text(&mut self, column: &str) -> String {
        unguard_text(&self.cell(column)).trim().to_owned()
    }

    pub(super) fn note(&mut self, column: &str, why: Why) {
        self.problems.push(why.in_column(column));
    }

    pub(super) fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let cell = self.cell(column);
        let days = self.format.days;
        let why = match days.parse(&cell) {
            Ok(day) => return Some(day),
            Err(_) if cell.is_empty() => Why::DateMissing,
            Err(DayError::Malformed) => {
                Why::DateMalformed { found: glimpse(&cell), pattern: days.pattern() }
            }
            Err(DayError::Impossible) => Why::DateImpossible { found: glimpse(&cell) },
        };
        self.note(column, why);
        None
    }

    /// A sum as it stands, and what is wrong with it as one.
    pub(super) fn sum(&mut self, column: &str) -> (Option<i64>, Option<Why>) {
        let cell = self.cell(column);
        let number = self.format.number;
        let why = match number.parse(&cell) {
            Ok(0) => return (Some(0), Some(Why::AmountZero)),
            Ok(minor) if MINOR_MAX.unsigned_abs() < minor.unsigned_abs() => Why::AmountTooLarge,
            Ok(minor) if minor < 0 => return (Some(minor), Some(Why::AmountNegative)),
            Ok(minor) => return (Some(minor), None),
            Err(NumberError::Empty) => Why::AmountMissing,
            Err(NumberError::TooManyDecimals) => Why::AmountDecimals { found: glimpse(&cell) },
            Err(NumberError::TooLarge) => Why::AmountTooLarge,
            Err(NumberError::OtherFormat) => {
                Why::AmountFormat { found: glimpse(&cell), example: number.example() }
            }
        };
        (None, Some(why))
    }

    /// What a word of the file means: as the profile says, or as the books call it.
    pub(super) fn word<T: Copy>(
        &mut self,
        column: &str,
        words: &BTreeMap<String, T>,
        parse: impl Fn(&str) -> Option<T>,
        unknown: impl Fn(String) -> Why,
    ) -> Option<T> {
        let word = self.text(column);
        let meant = words.get(&word).copied().or_else(|| parse(&word));
        if meant.is_none() {
            self.note(column, unknown(glimpse(&word)));
        }
        meant
    }
}
