//! What becomes of each row.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use almoner_ledger::money::as_decimal;
use almoner_ledger::text::{Code, Text};

use crate::import::problem::{Problem, RowProblem};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// Will be recorded.
    New,
    /// Is in the books already, and stays as it is there.
    Known,
    /// Left out by number; the reason is kept with the import.
    Excluded {
        #[schema(value_type = String)]
        reason: Text,
    },
    /// No income by the profile's own rule; kept with the import like an exclusion.
    PassedOver {
        #[schema(value_type = String)]
        reason: Text,
    },
    /// Stands in the way of the whole file until it is mended or excluded.
    Refused {
        #[schema(value_type = Vec<RowProblem>)]
        problems: Vec<Problem>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RowFate {
    pub row: i64,
    pub received_on: Option<NaiveDate>,
    #[serde(rename = "amount", serialize_with = "maybe_decimal")]
    #[schema(value_type = Option<String>, example = "1500.50")]
    pub amount_minor: Option<i64>,
    #[schema(value_type = Option<String>)]
    pub reference: Option<Code>,
    #[schema(value_type = Option<String>)]
    pub source_name: Option<Text>,
    #[schema(value_type = Option<String>)]
    pub source_identifier: Option<Code>,
    #[serde(flatten)]
    pub fate: Fate,
}

/// What a person should look at although nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// A code could not hold the text as it was.
    Respelt { row: i64, column: String, from: String },
    /// Equal to an earlier row in account, reference, date and amount: counted as a further gift.
    EqualToEarlier { row: i64, ordinal: i64 },
    /// A source of the books was recognised by its exact name alone.
    MatchedByName { row: i64, source_seq: i64 },
    /// One identifier under two names; the first is used.
    NamesDiffer {
        row: i64,
        #[schema(value_type = String)]
        identifier: Code,
    },
}

pub(super) fn maybe_decimal<S: serde::Serializer>(
    minor: &Option<i64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match minor {
        Some(minor) => as_decimal(minor, serializer),
        None => serializer.serialize_none(),
    }
}
