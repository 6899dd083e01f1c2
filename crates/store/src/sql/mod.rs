//! Everything said to a database, compiled once for each: the same text, `$1` placeholders, concrete types.

use super as driver;

pub(crate) mod answer;
pub(crate) mod apply;
pub(crate) mod checkpoint;
pub(crate) mod copy;
pub(crate) mod erase;
pub(crate) mod facts;
pub(crate) mod people;
pub(crate) mod reads;
pub(crate) mod table;
pub(crate) mod traced;
pub(crate) mod verify;
pub(crate) mod writer;
mod years;
