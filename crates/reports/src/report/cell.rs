//! What stands in one field of a report, and what lies under it.

use almoner_ledger::money::format_minor;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::csv::number::NumberFormat;
use crate::language::Language;

/// What a column holds. Every field of a column is of its kind or empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    Text,
    /// Digits that are no number: an account, a row of a form, a document's number.
    Code,
    /// Denars without deni, as forms want them.
    Denars,
    /// Denars with deni.
    Money,
    Day,
    Count,
    /// Hundredths of a per cent.
    Percent,
}

impl CellKind {
    /// Whether the field is set to the right, digit under digit.
    pub const fn is_number(self) -> bool {
        match self {
            Self::Denars | Self::Money | Self::Count | Self::Percent => true,
            Self::Text | Self::Code | Self::Day => false,
        }
    }

    /// Whether fields of this kind may be added up.
    pub const fn adds(self) -> bool {
        match self {
            Self::Denars | Self::Money | Self::Count => true,
            Self::Text | Self::Code | Self::Day | Self::Percent => false,
        }
    }

    /// The value that a sum of such fields has.
    pub(crate) const fn of_sum(self, sum: i64) -> Value {
        match self {
            Self::Denars => Value::Denars(sum),
            Self::Money => Value::Money(sum),
            Self::Count => Value::Count(sum),
            Self::Text | Self::Code | Self::Day | Self::Percent => Value::Empty,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Empty,
    Text(String),
    Code(String),
    Denars(i64),
    /// In deni.
    Money(i64),
    Day(NaiveDate),
    Count(i64),
    Percent(i64),
}

impl Value {
    /// The kind of column it belongs in; an empty field belongs in any.
    pub const fn kind(&self) -> Option<CellKind> {
        match self {
            Self::Empty => None,
            Self::Text(_) => Some(CellKind::Text),
            Self::Code(_) => Some(CellKind::Code),
            Self::Denars(_) => Some(CellKind::Denars),
            Self::Money(_) => Some(CellKind::Money),
            Self::Day(_) => Some(CellKind::Day),
            Self::Count(_) => Some(CellKind::Count),
            Self::Percent(_) => Some(CellKind::Percent),
        }
    }

    /// The number to add up, where there is one.
    pub(crate) const fn number(&self) -> Option<i64> {
        match self {
            Self::Denars(number) | Self::Money(number) | Self::Count(number) => Some(*number),
            Self::Empty | Self::Text(_) | Self::Code(_) | Self::Day(_) | Self::Percent(_) => None,
        }
    }

    /// As a person reads it on paper or on the screen.
    pub fn on_paper(&self, language: Language) -> String {
        match self {
            Self::Percent(points) => format!("{} %", language.number().format(*points)),
            Self::Day(day) => language.day(*day),
            Self::Empty
            | Self::Text(_)
            | Self::Code(_)
            | Self::Denars(_)
            | Self::Money(_)
            | Self::Count(_) => self.written(language.number()),
        }
    }

    /// As text with numbers in that format, and days as programs write them.
    pub(crate) fn written(&self, format: NumberFormat) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Denars(number) | Self::Count(number) => format.format_whole(*number),
            Self::Money(minor) | Self::Percent(minor) => format.format(*minor),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Sums as decimal strings, which no client turns into floats; counts as numbers; nothing as `null`.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) | Self::Code(text) => serializer.serialize_str(text),
            Self::Denars(denars) => serializer.serialize_str(&denars.to_string()),
            Self::Money(minor) | Self::Percent(minor) => {
                serializer.serialize_str(&format_minor(*minor))
            }
            Self::Day(day) => day.serialize(serializer),
            Self::Count(count) => serializer.serialize_i64(*count),
        }
    }
}

/// What a reader can open under a figure. Which address that is, the server knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drill {
    /// An account's code.
    Account(String),
    /// A row of an official form: its АОП number.
    FormRow(String),
    /// An entry, by the act that made it.
    Entry(i64),
    /// A fund's code.
    Fund(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    pub value: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drill: Option<Drill>,
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, drill: None }
    }
}

impl Cell {
    pub const EMPTY: Self = Self { value: Value::Empty, drill: None };

    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into()).into()
    }

    pub fn code(code: impl Into<String>) -> Self {
        Value::Code(code.into()).into()
    }

    pub fn money(minor: i64) -> Self {
        Value::Money(minor).into()
    }

    /// Nothing where there is nothing: a column of zeros hides the sums among them.
    pub fn money_or_empty(minor: i64) -> Self {
        if minor == 0 { Self::EMPTY } else { Self::money(minor) }
    }

    pub fn denars(denars: i64) -> Self {
        Value::Denars(denars).into()
    }

    pub fn count(count: i64) -> Self {
        Value::Count(count).into()
    }

    pub fn day(day: NaiveDate) -> Self {
        Value::Day(day).into()
    }

    #[must_use]
    pub fn opens(self, drill: Drill) -> Self {
        Self { drill: Some(drill), ..self }
    }
}
