//! Papers in and out: files of incomes that come in, statements that go out, and the same by the command line.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small sums of a few lines")]

#[expect(dead_code, reason = "shared with the tests of the API, which use the rest of it")]
#[path = "../api/app.rs"]
mod app;
mod bad_files;
mod cli;
mod desk;
mod file;
mod imports;
mod serving;
mod sheet;
mod statements;
mod tls;
