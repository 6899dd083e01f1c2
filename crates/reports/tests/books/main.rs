//! The books of a year: hand-checked figures, random books, and every way in which books make no report.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow is a failed test")]

mod annex_vi;
mod apart;
mod assets;
mod earlier;
mod funds;
mod golden;
mod inventory;
mod invoices;
mod lists;
mod open_data;
mod public_money;
mod random;
mod support;
mod suppress;
mod tax;
