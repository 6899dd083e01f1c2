//! What can be read of the books: one noun per file, plain rows with the sums in minor units and the days as dates.
//!
//! Nothing here holds the writer up. A list is read page by page, and a page says how far the log had come when the
//! listing began, so that what is booked meanwhile neither slips in nor pushes a row out.

pub mod advance;
pub mod agreement;
pub mod asset;
pub mod balance;
pub mod bundle;
pub mod decision;
pub mod entry;
pub mod evidence;
pub mod expiring;
pub mod fingerprint;
pub mod fund;
pub mod helped;
pub mod identity;
pub mod import;
pub mod income;
pub mod likeness;
pub mod log;
pub mod lot;
pub mod moved;
pub mod note;
pub mod page;
pub mod payout;
#[cfg(test)]
mod plans;
pub mod recipient;
pub mod refund;
pub mod request;
pub mod source;
pub mod statement;
pub mod trace;
pub mod used;
pub mod year;
