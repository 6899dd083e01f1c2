//! Everything said to a database, compiled once for each: the same text, `$1` placeholders, concrete types.

use super as driver;

pub(crate) mod check;
pub(crate) mod erase;
pub(crate) mod files;
pub(crate) mod head;
pub(crate) mod keys;
pub(crate) mod notes;
pub(crate) mod people;
pub(crate) mod rows;
pub(crate) mod stamps;
