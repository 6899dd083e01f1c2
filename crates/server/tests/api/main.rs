//! The API as its callers meet it: in process, on real books in a temporary SQLite file.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]

mod aid;
mod app;
mod authority;
mod demo;
mod keys;
mod public;
mod race;
mod requests;
mod statements;
