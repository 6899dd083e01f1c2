//! The journal: entries that are never changed, and what points back at them.

use chrono::NaiveDate;

use crate::codes::{Currency, DocumentKind, EntryKind, NoDocument, Reason, VoucherDirection};
use crate::record;

record! {
    /// A business event in the books. An act makes at most one entry, so `seq` is its key too.
    Entry = "entry" Append {
        key seq: i64,
        log year: i64,
        /// Gapless within the year.
        log number: i64,
        log booked_on: NaiveDate,
        log kind: EntryKind,
        log document_kind: Option<DocumentKind>,
        log document_number: Option<String>,
        log document_on: Option<NaiveDate>,
        log document_issuer: Option<String>,
        log no_document: Option<NoDocument>,
        log payout_seq: Option<i64>,
        /// The advance to staff that it gives, settles or brings back.
        log advance_seq: Option<i64>,
    }
}

record! {
    /// One line of an entry. Debit is positive, credit negative.
    Posting = "posting" Append {
        key seq: i64,
        key line: i64,
        log account: String,
        log fund_seq: i64,
        log amount_minor: i64,
        log currency: Currency,
        /// In the account's currency; equal to the amount on denar accounts.
        log quantity_minor: i64,
        log rate: Option<String>,
        log rate_on: Option<NaiveDate>,
        log rate_source: Option<String>,
        log booked_on: NaiveDate,
    }
}

record! {
    /// An entry taken back, once and for good.
    Reversal = "reversal" Append {
        key seq: i64,
        key line: i64,
        log reversed_seq: i64,
        log reason: Reason,
    }
}

record! {
    /// The number of a cash slip, from the gapless yearly series of its direction.
    CashVoucher = "cash_voucher" Append {
        key seq: i64,
        key line: i64,
        log year: i64,
        log number: i64,
        log direction: VoucherDirection,
        log account: String,
        log amount_minor: i64,
    }
}
