//! What is told to everybody: sums in which nobody can be found.

pub mod public_report;
pub mod suppress;
