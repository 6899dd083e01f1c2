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

impl Account {
    /// Whether it is counted at the end of a year: what there is and what is owed. Sources and results cannot be found.
    pub const fn is_counted(&self) -> bool {
        let side = matches!(
            self.kind,
            AccountKind::Asset | AccountKind::ContraAsset | AccountKind::Liability
        );
        side && !matches!(self.role, AccountRole::Equity | AccountRole::Reserve)
    }

    /// A balance, of which debit is positive, on the side on which the account grows.
    pub const fn grown(&self, minor: i64) -> i64 {
        match self.kind {
            AccountKind::Liability | AccountKind::ContraAsset => minor.saturating_neg(),
            AccountKind::Asset
            | AccountKind::Equity
            | AccountKind::Income
            | AccountKind::Expense
            | AccountKind::Result
            | AccountKind::OffBalance => minor,
        }
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
