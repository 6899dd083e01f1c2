//! A list of needs becomes one command, by the same steps as a file of incomes: the profile says how it is written, the
//! bytes become rows, and the dry run gives every row its fate. What a row may not do the books themselves say.
//!
//! Who somebody is goes past the command, to the vault alone.

pub mod dry_run;
pub mod fate;
pub mod profile;
pub mod read;
pub mod row;
pub mod summary;
