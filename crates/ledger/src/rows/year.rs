//! A year: what was counted on its last day, that it was closed, and the papers that were issued of it.

use crate::codes::{Currency, PeriodState};
use crate::record;

record! {
    /// A year that has been closed, and perhaps opened again.
    FiscalYear = "fiscal_year" State {
        key year: i64,
        log state: PeriodState,
        /// The entry that took income and expenses to zero; absent where there was nothing to take, or it was taken back.
        log entry_seq: Option<i64>,
        /// The count that it was closed on.
        log inventory_seq: Option<i64>,
        log seq: i64,
        log version: i64,
    }
}

record! {
    /// A count of what there was on the last day of a year (попис). The last one of a year counts.
    Inventory = "inventory" Append {
        key seq: i64,
        log year: i64,
    }
}

record! {
    /// One account as it was found. What was said about it is a note with the same line.
    InventoryLine = "inventory_line" Append {
        key seq: i64,
        key line: i64,
        log account: String,
        /// Absent where the account was counted over all funds, as a bank does.
        log fund_seq: Option<i64>,
        log currency: Currency,
        /// In the account's currency, and on the side on which the account grows.
        log booked_minor: i64,
        log counted_minor: i64,
    }
}

record! {
    /// A paper of a closed year as it was issued. It is superseded when its year is opened again, and never replaced.
    Issued = "issued" Append {
        key seq: i64,
        key line: i64,
        log year: i64,
        log document: String,
        log language: String,
        log face: String,
        /// SHA-256 of the bytes.
        log hash: Vec<u8>,
        log size_bytes: i64,
        /// The last act that it counts.
        log as_of_seq: i64,
        /// The act that closed the year.
        log closed_seq: i64,
    }
}

record! {
    /// The bytes of an issued paper. They are not in the leaf: the hash beside them is, and the check compares the two.
    IssuedFile = "issued_file" Append {
        key seq: i64,
        key line: i64,
        derived content: Vec<u8>,
    }
}
