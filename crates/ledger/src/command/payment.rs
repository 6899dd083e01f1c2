//! What is said around a payment: the paper that was signed for it, and what of it came back.

use chrono::NaiveDate;
use serde::Serialize;

use almoner_proof::hash::Hash;

use crate::codes::DocumentKind;
use crate::command::Subject;
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

/// A payout to be paid by the bank, and who in the vault it is paid to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentOrder {
    pub payout: i64,
    pub payee: Subject,
}

/// Orders for the bank in one file, which names who is paid.
#[derive(Clone, Debug, Serialize)]
pub struct MakePaymentList {
    pub orders: Vec<PaymentOrder>,
    /// The bank account that pays.
    pub account: String,
    pub value_on: NaiveDate,
    /// SHA-256 of the file. Not part of what a key stands for: the same orders again are the same request.
    #[serde(skip)]
    pub file: Hash,
    /// The list that this one replaces, because the file was lost or the bank did not take it.
    pub instead_of: Option<i64>,
}
