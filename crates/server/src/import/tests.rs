//! What the import promises: every bad input is named, nothing is guessed, nothing is taken twice.

mod amounts;
mod grants;
mod rows;
mod support;
