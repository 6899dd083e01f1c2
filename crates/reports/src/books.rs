//! The books of a year, out of balances and postings: pure builders, one a file.
//!
//! Every builder takes a [`frame::Frame`] (language, association, period, the law's title for the paper) and plain rows, and
//! answers with a [`crate::report::Report`] or names what does not add up. See `lib.rs` for which rows each wants.

pub mod card;
pub mod cash_book;
pub mod error;
pub mod frame;
pub mod income_expenditure_book;
pub mod input;
pub mod journal;
pub mod trial_balance;
pub mod voucher;
pub(crate) mod wording;
