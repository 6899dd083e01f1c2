//! Limits, rates and deadlines, each with the days it held.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::figure::Figure;
use crate::files::VALUES;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    pub key: String,
    pub figure: Figure,
    pub valid_from: NaiveDate,
    /// The last day; `None` until further notice.
    pub valid_to: Option<NaiveDate>,
    pub source: String,
    pub verified: bool,
}

impl Value {
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }

    fn meets(&self, other: &Self) -> bool {
        self.holds(other.valid_from) || other.holds(self.valid_from)
    }
}

const COLUMNS: &[&str] = &["key", "value", "unit", "valid_from", "valid_to", "source", "verified"];

pub(crate) fn read(text: &str) -> Result<Vec<Value>, LawError> {
    let mut values: Vec<Value> = Vec::new();
    for row in table::read(VALUES, COLUMNS, text)? {
        let unit = row.word("unit")?;
        let number = row.optional("value")?.unwrap_or_default();
        let figure = Figure::parse(number, unit).ok_or_else(|| {
            row.refuse(Problem::Unreadable { column: "value", text: number.to_owned() })
        })?;
        let (source, verified) = row.provenance()?;
        let value = Value {
            key: row.key("key")?,
            figure,
            valid_from: row.word("valid_from")?,
            valid_to: row.optional_date("valid_to")?,
            source,
            verified,
        };
        if value.valid_to.is_some_and(|last| last < value.valid_from) {
            return Err(row.refuse(Problem::PeriodReversed));
        }
        if values.iter().any(|earlier| earlier.key == value.key && earlier.meets(&value)) {
            return Err(row.refuse(Problem::Overlap { key: value.key }));
        }
        values.push(value);
    }
    Ok(values)
}
