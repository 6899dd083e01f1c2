//! The books on disk: one writer that commits in groups, snapshots to read from, and the check that trusts neither.
//!
//! Everything that is compiled once per database lives here and nowhere else; only `sqlite.rs` and `postgres.rs` name a
//! driver, and `sql/` is compiled for both.

#![expect(
    clippy::duplicate_mod,
    reason = "one SQL source is compiled once for each database, on purpose"
)]

pub mod backup;
pub mod checkpoint;
pub mod config;
pub mod error;
mod group;
mod head;
pub mod house;
mod json;
mod moved;
mod own_file;
mod postgres;
pub mod read;
mod shape;
mod sqlite;
pub mod store;
pub mod verify;
pub mod write;
