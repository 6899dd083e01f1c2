//! Which kinds of aid go together within a time. Our design, not law: a board may lay down another table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::COMBINATIONS;
use crate::table;
use crate::term::Term;

/// Stands for every category.
const ANY: &str = "*";
const WINDOW_DAYS_MAX: u32 = 366;

/// Whether the second aid goes on, goes on with a warning, or waits for a second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Free,
    Warn,
    Hard,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Combination {
    /// All rows of one day make one table, which replaces the table before.
    pub valid_from: NaiveDate,
    /// `None` stands for every category.
    pub one: Option<String>,
    pub other: Option<String>,
    pub window_days: u32,
    pub level: Level,
    pub source: String,
    pub verified: bool,
}

impl Combination {
    fn is_same_pair(&self, other: &Self) -> bool {
        self.valid_from == other.valid_from
            && ((self.one == other.one && self.other == other.other)
                || (self.one == other.other && self.other == other.one))
    }
}

const COLUMNS: &[&str] =
    &["valid_from", "one", "other", "window_days", "level", "source", "verified"];

pub(crate) fn read(text: &str, categories: &[Term]) -> Result<Vec<Combination>, LawError> {
    let mut rows: Vec<Combination> = Vec::new();
    for row in table::read(COMBINATIONS, COLUMNS, text)? {
        let category = |column: &'static str| {
            let code = row.text(column)?;
            if code == ANY {
                return Ok(None);
            }
            if categories.iter().any(|category| category.code == code) {
                return Ok(Some(code.to_owned()));
            }
            Err(row.refuse(Problem::Unreadable { column, text: code.to_owned() }))
        };
        let (source, verified) = row.provenance()?;
        let read = Combination {
            valid_from: row.word("valid_from")?,
            one: category("one")?,
            other: category("other")?,
            window_days: row.whole("window_days")?,
            level: row.word("level")?,
            source,
            verified,
        };
        if WINDOW_DAYS_MAX < read.window_days {
            let text = read.window_days.to_string();
            return Err(row.refuse(Problem::Unreadable { column: "window_days", text }));
        }
        if rows.iter().any(|earlier| earlier.is_same_pair(&read)) {
            let name = |side: &Option<String>| side.clone().unwrap_or_else(|| ANY.to_owned());
            let key = format!("{} with {}", name(&read.one), name(&read.other));
            return Err(row.refuse(Problem::Duplicate { key }));
        }
        rows.push(read);
    }
    if rows.is_empty() {
        return Err(LawError::of_file(COMBINATIONS, Problem::NoRows));
    }
    let whole = |day: NaiveDate| {
        rows.iter().any(|row| row.valid_from == day && row.one.is_none() && row.other.is_none())
    };
    match rows.iter().find(|row| !whole(row.valid_from)) {
        Some(row) => {
            let problem = Problem::NoOpenCombination { valid_from: row.valid_from };
            Err(LawError::of_file(COMBINATIONS, problem))
        }
        None => Ok(rows),
    }
}
