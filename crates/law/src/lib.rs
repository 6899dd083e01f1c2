//! What a legislature may change, kept as data: accounts, postings, limits, rates, deadlines and the words for them.
//!
//! A country is a folder of nineteen CSV files. What a law may change carries the day from which it holds, where it was read
//! and whether that counts as verified. [`pack::Pack::parse`] refuses a folder that contradicts itself, naming file and
//! line. Nothing here knows today's date: every question carries its day.

pub mod account;
pub mod band;
pub mod bank;
mod chart;
pub mod combination;
pub mod document;
pub mod economic_tax;
pub mod error;
pub mod figure;
pub mod files;
pub mod filing;
pub mod form;
pub mod municipality;
pub mod names;
pub mod pack;
pub mod posting;
pub mod register;
mod table;
pub mod tax_basis;
pub mod term;
pub mod value;

use error::LawError;
use files::Files;
use pack::Pack;

/// Reads the folder of North Macedonia.
pub fn mk() -> Result<Pack, LawError> {
    Pack::parse(&Files::MK)
}
