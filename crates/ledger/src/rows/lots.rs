//! What is left of each income, and every event that took from it or gave back.

use chrono::NaiveDate;

use crate::codes::{AllocationEvent, Currency, LotKind};
use crate::record;

record! {
    /// So much of one currency, or so many of one item at a value, from one income.
    Lot = "lot" Append {
        key seq: i64,
        key line: i64,
        log fund_seq: i64,
        log income_seq: Option<i64>,
        /// The lot this one was converted from.
        log parent_seq: Option<i64>,
        log parent_line: Option<i64>,
        log agreement_seq: Option<i64>,
        log source_seq: Option<i64>,
        log kind: LotKind,
        log currency: Currency,
        log item: Option<String>,
        log unit: Option<String>,
        /// Minor units of the currency, or whole units of the item.
        log quantity_minor: i64,
        log value_minor: i64,
        /// The day that "oldest first" goes by.
        log received_on: NaiveDate,
        /// Where restricted income waits until it is spent; absent for free money.
        log deferred_account: Option<String>,
        log income_account: String,
        log stock_account: Option<String>,
        /// The restriction of a single gift in JSON; an agreement carries its own.
        log restriction: Option<String>,
        /// Neither reserved nor spent; the database refuses less than zero.
        derived left_quantity_minor: i64,
        derived left_value_minor: i64,
    }
}

record! {
    /// A lot reserved for, spent on, or given back from a payout or an entry.
    Allocation = "allocation" Append {
        key seq: i64,
        key line: i64,
        log event: AllocationEvent,
        log lot_seq: i64,
        log lot_line: i64,
        log payout_seq: Option<i64>,
        log quantity_minor: i64,
        log value_minor: i64,
    }
}

record! {
    /// What the bank took beyond the lots of a fund (positive), or later income made good (negative).
    Overdraft = "overdraft" Append {
        key seq: i64,
        key line: i64,
        log fund_seq: i64,
        log amount_minor: i64,
    }
}
