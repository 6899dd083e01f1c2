//! What is said around a payment: the paper that was signed for it, and what of it came back.

use chrono::NaiveDate;
use serde::Serialize;

use almoner_proof::hash::Hash;

use crate::codes::DocumentKind;
use crate::money::Amount;
use crate::text::Code;

/// The paper that the receiver signed, and where there is a scan of it, the scan's commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedReceipt {
    pub kind: DocumentKind,
    pub number: Code,
    pub dated_on: NaiveDate,
    pub attachment: Option<Hash>,
}

/// So much of a payout: a sum, or a number of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Part {
    Money(Amount),
    Goods(i64),
}
