//! How one bank or foundation writes its files, as a person states it in a small TOML file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use almoner_ledger::codes::{Currency, DocumentKind, IncomeKind, NoDocument, SourceKind};
use almoner_ledger::money::RateError;
use almoner_ledger::text::TextError;
use almoner_reports::csv::number::FormatError;

use crate::import::charset::Charset;
use crate::import::day::DayOrder;

/// A profile as written. [`Profile::settle`](crate::import::mapping) makes it complete and checks it.
///
/// A key that is not known is refused: a misspelt `decimal` would otherwise be a silent guess.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    /// One line for people who choose between profiles.
    pub about: String,
    pub charset: Charset,
    pub delimiter: String,
    pub decimal: String,
    /// The sign between thousands, or `none`.
    pub grouping: String,
    pub date_order: DayOrder,
    pub date_separator: Option<char>,
    /// The one currency of the file.
    pub currency: Currency,
    /// Where the money arrived; here, in a column, or stated for the one import.
    pub account: Option<String>,
    pub fund: Option<String>,
    pub income_kind: Option<IncomeKind>,
    pub source_kind: Option<SourceKind>,
    pub source_country: Option<String>,
    pub document_kind: DocumentKind,
    /// What to say of a row with neither document nor reference; without it such a row is refused.
    pub without_document: Option<NoDocument>,
    #[serde(default)]
    pub without_source: WithoutSource,
    /// Rows that are no income, as a bank's payments out: set aside, and kept with the import.
    #[serde(default)]
    pub pass_over: Vec<PassOver>,
    pub columns: Columns,
    /// What the file's own words for kinds mean.
    #[serde(default)]
    pub income_kinds: BTreeMap<String, IncomeKind>,
    #[serde(default)]
    pub source_kinds: BTreeMap<String, SourceKind>,
    pub rate: Option<StatedRate>,
}

/// The header under which each thing stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    pub date: String,
    pub amount: String,
    pub currency: Option<String>,
    pub reference: Option<String>,
    /// The number of the paper, where it is not the reference.
    pub document: Option<String>,
    pub source_name: Option<String>,
    pub source_identifier: Option<String>,
    pub source_kind: Option<String>,
    pub income_kind: Option<String>,
    pub fund: Option<String>,
    pub account: Option<String>,
    /// The file's own count of equal rows; without it they are counted as they come.
    pub ordinal: Option<String>,
    /// Joined by line breaks.
    #[serde(default)]
    pub memo: Vec<String>,
}

/// What a row without a name or identifier of the giver is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WithoutSource {
    #[default]
    Refuse,
    /// An unclear receipt, to be explained later.
    Unclear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassOver {
    Empty,
    Zero,
    Negative,
}

/// A rate with its day and its source, for files of a currency account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedRate {
    pub value: String,
    pub on: NaiveDate,
    pub source: String,
}

/// What the person who imports states for this one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub account: Option<String>,
    pub fund: Option<String>,
    pub income_kind: Option<IncomeKind>,
    pub source_kind: Option<SourceKind>,
    pub rate: Option<StatedRate>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    #[error("the profile cannot be read: {0}")]
    Unreadable(String),
    #[error("there is no shipped profile {name}; name one of {}, or a profile file", names.join(", "))]
    Unknown { name: String, names: Vec<&'static str> },
    #[error("`{key}` of the profile does not fit: {why}")]
    Unfit { key: &'static str, why: TextError },
    #[error("the delimiter is one of `,` `;` `|` or a tab")]
    Delimiter,
    #[error("the number format does not fit: {0}")]
    NumberFormat(#[from] FormatError),
    #[error("`dmy` and `mdy` need a date_separator (`.`, `/`, `-` or a space); `iso` needs none")]
    DateFormat,
    #[error(
        "`{0}` is not stated: give it in the profile, name its column, or state it for this import"
    )]
    NotStated(&'static str),
    #[error("`{0}` is stated twice, as a column and as a value; keep one")]
    StatedTwice(&'static str),
    #[error("money in {0} needs a rate, with its date and its source")]
    RateMissing(Currency),
    #[error("denars need no rate")]
    RateNotWanted,
    #[error(transparent)]
    Rate(#[from] RateError),
}

impl ProfileError {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "profile-unreadable",
            Self::Unknown { .. } => "profile-unknown",
            Self::Unfit { .. } => "profile-value-unfit",
            Self::Delimiter => "profile-delimiter",
            Self::NumberFormat(_) => "profile-number-format",
            Self::DateFormat => "profile-date-format",
            Self::NotStated(_) => "profile-not-stated",
            Self::StatedTwice(_) => "profile-stated-twice",
            Self::RateMissing(_) => "rate-missing",
            Self::RateNotWanted => "rate-not-wanted",
            Self::Rate(_) => "rate-unfit",
        }
    }
}

/// The profiles that come with the program: name and text.
pub const SHIPPED: [(&str, &str); 4] = [
    ("generic-utf8", include_str!("../../profiles/generic-utf8.toml")),
    ("bank-mk-utf8", include_str!("../../profiles/bank-mk-utf8.toml")),
    ("bank-mk-1251", include_str!("../../profiles/bank-mk-1251.toml")),
    ("grants-360giving-gbp", include_str!("../../profiles/grants-360giving-gbp.toml")),
];

pub fn names() -> Vec<&'static str> {
    SHIPPED.iter().map(|(name, _)| *name).collect()
}

impl Profile {
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        read(text)
    }

    pub fn shipped(name: &str) -> Result<Self, ProfileError> {
        let found = SHIPPED.iter().find(|(shipped, _)| *shipped == name);
        let unknown = || ProfileError::Unknown { name: name.to_owned(), names: names() };
        let (_, text) = found.ok_or_else(unknown)?;
        Self::parse(text)
    }
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ProfileError> {
    toml::from_str(text)
        .map_err(|error| ProfileError::Unreadable(error.to_string().trim_end().to_owned()))
}
