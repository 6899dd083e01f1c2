//! The one process: HTTP, the command line, configuration and the clock around the books.
//!
//! A library, so that the tests link it once; `main.rs` only hands it the arguments.

pub mod access;
pub mod app;
pub mod auth;
pub mod checkpoints;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod duties;
pub mod export;
pub mod extract;
pub mod field;
pub mod founding;
pub mod identities;
pub mod identity;
pub mod import;
pub mod intake;
mod issuing;
pub mod law_here;
pub mod metrics;
pub mod needs_intake;
pub mod observe;
pub mod openapi;
pub mod pages;
pub mod papers;
pub mod payment_list;
pub mod pieces;
pub mod problem;
pub mod recorded;
pub mod reference;
pub mod reporting;
pub mod routes;
pub mod secret;
mod seen;
pub mod serve;
pub mod statement;
pub mod watch;
