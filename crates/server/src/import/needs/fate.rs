//! What becomes of each need of a file.

use almoner_ledger::codes::{Category, Combined, MatchHow};
use almoner_ledger::money::{Amount, as_decimal};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::text::{Code, Text};
use almoner_ledger::{Foreseen, Prospect};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::field::word;
use crate::import::fate::maybe_decimal;
use crate::import::needs::row::Need;
use crate::import::problem::Problem;

/// A reason against a row, from the file or from the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// The column of the file, where the reason stands in one.
    pub column: Option<String>,
    /// The stable name of the reason.
    #[schema(example = "date-malformed")]
    pub name: &'static str,
    pub message: String,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(out, "{column}: {}", self.message),
            None => write!(out, "{}", self.message),
        }
    }
}

impl From<&Problem> for Reason {
    fn from(problem: &Problem) -> Self {
        Self {
            column: problem.column.clone(),
            name: problem.why.name(),
            message: problem.why.to_string(),
        }
    }
}

impl From<&Refusal> for Reason {
    fn from(refusal: &Refusal) -> Self {
        Self { column: None, name: refusal.name(), message: refusal.to_string() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum NeedFate {
    /// Will be taken in.
    New,
    /// Is in the books already, and stays as it is there.
    Known,
    /// Left out by number; the reason is kept with the import.
    Excluded {
        #[schema(value_type = String)]
        reason: Text,
    },
    /// Stands in the way of the whole file until it is mended or excluded.
    Refused { problems: Vec<Reason> },
}

/// Other aid that a need looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Alike {
    /// The request that the other aid answers; absent where it is a row of this file.
    pub request: Option<i64>,
    /// The earlier row of this file, where it is one.
    pub row: Option<i64>,
    #[schema(schema_with = word::<MatchHow>)]
    pub how: &'static str,
    /// `hard` waits for a second person.
    #[schema(schema_with = word::<Combined>)]
    pub level: &'static str,
    /// The last day on which the two are too close.
    pub until_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NeedRowFate {
    pub row: i64,
    #[schema(value_type = Option<String>)]
    pub case: Option<Code>,
    pub received_on: Option<NaiveDate>,
    #[schema(schema_with = word::<Category>, required = false)]
    pub category: Option<Category>,
    #[serde(rename = "asked", serialize_with = "maybe_decimal")]
    #[schema(value_type = Option<String>, example = "1500.50")]
    pub asked_minor: Option<i64>,
    /// The recipient of the books that the case is; absent where it is somebody new.
    pub recipient: Option<i64>,
    /// The vault knows somebody by this case already, and otherwise than the file says; it is left as it is.
    pub identity_differs: bool,
    /// What to look at before it goes on.
    pub alike: Vec<Alike>,
    #[serde(flatten)]
    pub fate: NeedFate,
}

impl NeedRowFate {
    /// What the file says of it, with no fate yet.
    pub fn of(need: &Need) -> Self {
        Self {
            row: need.number,
            case: need.case.clone(),
            received_on: need.received_on,
            category: need.category,
            asked_minor: need.asked.map(Amount::minor),
            recipient: None,
            identity_differs: false,
            alike: Vec::new(),
            fate: NeedFate::Known,
        }
    }

    /// What the books would do with it.
    pub fn foretell(&mut self, prospect: Prospect) {
        self.fate = match prospect {
            Prospect::Known => NeedFate::Known,
            Prospect::Refused(refusal) => NeedFate::Refused { problems: vec![(&refusal).into()] },
            Prospect::New { recipient, alike } => {
                self.recipient = recipient;
                self.alike = alike.iter().map(Alike::from).collect();
                NeedFate::New
            }
        };
    }
}

impl From<&Foreseen> for Alike {
    fn from(Foreseen { found, row }: &Foreseen) -> Self {
        Self {
            request: Some(found.aid_seq).filter(|_| row.is_none()),
            row: *row,
            how: found.how.code(),
            level: found.level.code(),
            until_on: Some(found.until_on),
        }
    }
}

/// Every row is counted once under its fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct NeedCounts {
    pub read: i64,
    pub new: i64,
    pub known: i64,
    pub excluded: i64,
    pub refused: i64,
    /// Cases that the books do not know yet.
    pub new_recipients: i64,
    /// Cases of which the file says who it is.
    pub identities: i64,
    #[serde(rename = "total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub total_minor: i64,
    #[serde(rename = "new_total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub new_minor: i64,
}

impl NeedCounts {
    pub fn count(&mut self, row: &NeedRowFate) {
        let counted = match row.fate {
            NeedFate::New => {
                let asked = row.asked_minor.unwrap_or(0);
                self.new_minor = self.new_minor.saturating_add(asked);
                &mut self.new
            }
            NeedFate::Known => &mut self.known,
            NeedFate::Excluded { .. } => &mut self.excluded,
            NeedFate::Refused { .. } => &mut self.refused,
        };
        *counted = counted.saturating_add(1);
    }
}
