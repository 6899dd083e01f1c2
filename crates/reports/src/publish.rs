//! What is told to everybody: sums in which nobody can be found.

pub mod agreed;
pub mod apart;
pub mod costs;
pub mod earlier;
pub mod grants;
pub mod iati;
pub mod open;
pub mod public_report;
pub mod suppress;
pub mod tables;
mod xml;
