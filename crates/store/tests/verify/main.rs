//! The check of the books: silent where they are sound, and exact where anything at all has been changed.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

mod backup;
mod checkpoint;
mod columns;
mod damage;
mod filled;
mod forge;
#[path = "../support/fresh.rs"]
mod fresh;
mod house;
mod postgres;
mod restore;
mod rows;
mod speed;
#[path = "../support/mod.rs"]
mod support;
mod traced;
mod whole;
#[path = "../support/years.rs"]
mod years;
