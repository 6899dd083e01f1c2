//! The rules as promises: every booking, every refusal, and what stays true whatever is asked in whatever order.
//!
//! Each command that a test gives goes through [`support::books::Books`], which checks all invariants after it.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a panic is a failed test"
)]

mod support;

mod assets;
mod association;
mod chart;
mod decision;
mod double_aid;
mod duties;
mod emergency;
mod exchange;
mod expense;
mod expiring;
mod giving;
mod identity;
mod import;
mod import_requests;
mod income;
mod members;
mod opening;
mod other_ways;
mod overdraft;
mod paid;
mod payload;
mod payment_list;
mod payout;
mod people;
mod properties;
mod proposal;
mod refusals;
mod refusals_identity;
mod refusals_paying;
mod refusals_tax;
mod refusals_year;
mod requests;
mod restriction;
mod returns;
mod reversal;
mod sessions;
mod source_text;
mod tax;
mod travel;
mod year;
