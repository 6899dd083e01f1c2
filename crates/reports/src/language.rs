//! The languages a paper can be written in, and how each writes sums and days.

use almoner_law::names::Names;
use chrono::NaiveDate;
use serde::Serialize;

use crate::csv::dialect::Dialect;
use crate::csv::number::NumberFormat;

pub mod spelled;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Macedonian, in which an office accepts a paper.
    Mk,
    En,
    Sq,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Mk, Self::En, Self::Sq];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Mk => "mk",
            Self::En => "en",
            Self::Sq => "sq",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    pub fn pick(self, names: &Names) -> &str {
        match self {
            Self::Mk => &names.mk,
            Self::En => &names.en,
            Self::Sq => &names.sq,
        }
    }

    pub const fn say(self, mk: &'static str, en: &'static str, sq: &'static str) -> &'static str {
        match self {
            Self::Mk => mk,
            Self::En => en,
            Self::Sq => sq,
        }
    }

    /// How a reader of paper expects a sum: `1.234,50`, `1,234.50`, `1 234,50` with a space that does not break.
    pub const fn number(self) -> NumberFormat {
        match self {
            Self::Mk => NumberFormat::DOTTED,
            Self::En => NumberFormat::COMMAED,
            Self::Sq => NumberFormat::SPACED,
        }
    }

    /// In which words it names the codes of the books.
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::Mk => Dialect::ExcelMk,
            Self::En | Self::Sq => Dialect::Data,
        }
    }

    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::Mk | Self::Sq => day.format("%d.%m.%Y").to_string(),
            Self::En => day.format("%Y-%m-%d").to_string(),
        }
    }
}
