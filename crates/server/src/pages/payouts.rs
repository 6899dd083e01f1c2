//! Payouts: the list, and the page on which one is decided.

mod list;
mod one;
mod step;
mod who;

pub(super) use list::list;
pub(super) use one::{matches, one};
pub(super) use step::{note, reason, steps};
