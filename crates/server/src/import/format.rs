//! How a file is written: its letters, its columns, its numbers and its days. Nothing of it is ever guessed.

use almoner_reports::csv::number::{FormatError, NumberFormat};
use serde::Deserialize;

use crate::import::charset::Charset;
use crate::import::day::{DayFormat, DayOrder};
use crate::import::profile::ProfileError;

/// As a person states it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    pub charset: Charset,
    pub delimiter: String,
    pub decimal: String,
    /// The sign between thousands, or `none`.
    pub grouping: String,
    pub date_order: DayOrder,
    pub date_separator: Option<char>,
}

/// The same, checked.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub charset: Charset,
    pub delimiter: u8,
    pub number: NumberFormat,
    pub days: DayFormat,
}

impl Written {
    pub fn settle(&self) -> Result<Format, ProfileError> {
        Ok(Format {
            charset: self.charset,
            delimiter: delimiter(&self.delimiter)?,
            number: number_format(&self.decimal, &self.grouping)?,
            days: DayFormat::new(self.date_order, self.date_separator)
                .ok_or(ProfileError::DateFormat)?,
        })
    }
}

fn delimiter(text: &str) -> Result<u8, ProfileError> {
    match text {
        "," => Ok(b','),
        ";" => Ok(b';'),
        "|" => Ok(b'|'),
        "\t" => Ok(b'\t'),
        _ => Err(ProfileError::Delimiter),
    }
}

fn number_format(decimal: &str, grouping: &str) -> Result<NumberFormat, ProfileError> {
    let one = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|_| letters.next().is_none())
    };
    let decimal = one(decimal).ok_or(FormatError::Decimal)?;
    let grouping = match grouping {
        "none" => None,
        sign => Some(one(sign).ok_or(FormatError::Grouping)?),
    };
    Ok(NumberFormat::new(decimal, grouping)?)
}
