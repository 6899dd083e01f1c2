//! The rules of the books: what may be recorded, by whom, and what follows from it.
//!
//! Nothing here reads a clock, a database or a socket. [`decide::decide`] takes the facts, a command and who asks when,
//! and answers with the rows and the leaf that make it so, or with a named refusal. A group of commands decided one after
//! another is therefore the same as the commands decided alone, and every rule can be tested without a database.

pub mod act;
pub mod authority;
pub mod bands;
pub mod cell;
pub mod codes;
pub mod command;
pub mod decide;
pub mod double_aid;
pub mod draw;
pub mod expiring;
pub mod facts;
pub mod journal;
pub mod money;
pub mod month;
pub mod needs;
pub mod proposal;
pub mod record;
pub mod refusal;
pub mod restriction;
pub mod rows;
pub mod tax;
pub mod terms;
pub mod text;
pub mod trace;
pub mod wear;
pub mod who;

pub use decide::cooled::waits;
pub use decide::erasure::retention;
pub use decide::import::requests::{Foreseen, Prospect, prospects};
