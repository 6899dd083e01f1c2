//! Statements and forms: rows in, documents out, and nothing asked of a database or a socket.
//!
//! The same rows give the same bytes on every machine and every day: there is no clock in this crate.

pub mod annual;
pub mod books;
pub mod csv;
pub mod face;
pub mod language;
pub mod payment_list;
pub mod report;
pub mod statement;
