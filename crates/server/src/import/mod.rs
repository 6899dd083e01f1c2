//! A CSV of incomes becomes one command, or a list of reasons why not.
//!
//! Three steps, each pure. [`profile`] says how the file is written and which column means what; nothing about a file is
//! ever guessed. [`read`] turns its bytes into rows, each with what is wrong with it. [`dry_run`] holds the rows against
//! the books and gives every row its fate, the totals, and, where no row is left refused,
//! [`ImportIncomes`](almoner_ledger::command::ImportIncomes).
//!
//! A row is known again by its [`fingerprint`]: the same file a second time, or the next one that overlaps it, adds
//! nothing, while two honest equal gifts on one day both count.

pub mod asked;
pub mod books;
mod cells;
pub mod charset;
pub mod day;
pub mod dry_run;
pub mod fate;
pub mod fingerprint;
pub mod format;
pub mod mapping;
pub mod needs;
pub mod problem;
pub mod profile;
pub mod read;
pub mod row;
pub mod shape;
pub mod source;
pub mod summary;

#[cfg(test)]
mod tests;
