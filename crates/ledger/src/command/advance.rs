//! Money given to one of the staff ahead of what it is for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::{Category, TargetGroup};
use crate::command::Document;
use crate::money::Amount;
use crate::text::Code;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveAdvance {
    /// Who gets it: neither who proposes it nor who confirms it.
    pub person: Uuid,
    pub fund: i64,
    pub amount: Amount,
    /// The cash desk or bank account that gives it.
    pub account: String,
    pub given_on: NaiveDate,
    pub document: Document,
}

/// What a receipt says the money went for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Spent {
    Aid { category: Category, target_group: Option<TargetGroup>, municipality: Option<Code> },
    Cost { account: String },
}

/// One receipt for a part of an advance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettleAdvance {
    pub advance: i64,
    pub amount: Amount,
    pub spent: Spent,
    pub booked_on: NaiveDate,
    pub document: Document,
}

/// What was not needed comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturnAdvance {
    pub advance: i64,
    pub amount: Amount,
    pub account: String,
    pub booked_on: NaiveDate,
    pub document: Document,
}
