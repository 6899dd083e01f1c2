//! The chart of accounts, the posting scheme and the approval bands: data, not code.

use chrono::NaiveDate;

use crate::codes::{AccountKind, AccountRole, Currency};
use crate::record;

record! {
    Account = "account" State {
        key code: String,
        log parent: Option<String>,
        log kind: AccountKind,
        log role: AccountRole,
        log currency: Option<Currency>,
        /// What the bank calls it: fifteen digits.
        log number: Option<String>,
        /// Counts towards what a fund has: money, stock and claims less obligations.
        log pool: bool,
        /// Manual entries may not touch it: it has commands of its own.
        log guarded: bool,
        log name_mk: String,
        log name_en: String,
        log name_sq: String,
        log active: bool,
        log seq: i64,
        log version: i64,
    }
}

record! {
    /// One line of the posting scheme: the account that an event books, from a day on.
    PostingRule = "posting_rule" State {
        key event: String,
        key valid_from: NaiveDate,
        log account: String,
        log source: String,
        log verified: bool,
        log seq: i64,
        log version: i64,
    }
}

record! {
    /// How many approvers a payout up to an amount takes, from a day on.
    Band = "band" Append {
        key seq: i64,
        key line: i64,
        log valid_from: NaiveDate,
        /// Deni; absent means without limit.
        log up_to_minor: Option<i64>,
        log approvals: i64,
        log source: String,
        log verified: bool,
    }
}
