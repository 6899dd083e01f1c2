//! Goods handed to people whose names nobody asks: fifty blankets in a night.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::{Category, TargetGroup};
use crate::command::Document;
use crate::text::{Code, Text};

/// Two of the staff were there: one records it, the other confirms it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOut {
    pub fund: i64,
    pub category: Category,
    pub item: Text,
    /// How many of the item.
    pub count: i64,
    /// How many people.
    pub people: i64,
    pub target_group: TargetGroup,
    pub municipality: Code,
    pub given_on: NaiveDate,
    pub document: Document,
}
