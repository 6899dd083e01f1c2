//! The rules of the books: what may be recorded, by whom, and what follows from it.
//!
//! Nothing here reads a clock, a database or a socket. [`decide::decide`] takes the facts, a command and who asks when,
//! and answers with the rows and the leaf that make it so, or with a named refusal. A group of commands decided one after
//! another is therefore the same as the commands decided alone, and every rule can be tested without a database.

pub mod money;
pub mod text;
pub mod month;
pub mod codes;
pub mod cell;
pub mod record;
pub mod rows;
pub mod restriction;
pub mod journal;
pub mod command;
pub mod refusal;
pub mod authority;
pub mod facts;
pub mod needs;
pub mod act;
pub mod draw;
pub mod decide;
