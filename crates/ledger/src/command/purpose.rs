//! Money that goes another way than it was given for: back to the giver, or, with a paper, to another purpose.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::command::Document;
use crate::money::Amount;
use crate::restriction::Restriction;

/// Unspent money of an agreement, given back to who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundGrant {
    pub agreement: i64,
    /// In the currency of the account.
    pub amount: Amount,
    pub account: String,
    pub booked_on: NaiveDate,
    pub document: Document,
}

/// Part of a lot gets another restriction, or none, or moves to another fund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePurpose {
    pub fund: i64,
    pub lot: i64,
    pub line: i64,
    /// Minor units of the lot's currency, or whole units of its item.
    pub quantity: i64,
    pub to_fund: i64,
    /// Absent where the money becomes free.
    pub restriction: Option<Restriction>,
    /// The money account that carries it to another fund; absent for goods and inside one fund.
    pub account: Option<String>,
    pub booked_on: NaiveDate,
    /// The giver's consent, or the board's decision.
    pub document: Document,
}
