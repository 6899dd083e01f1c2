//! Needs: the inbox, the form that takes one in, and the page on which it is looked over.

mod list;
mod new;
mod one;
mod step;

pub(super) use list::list;
pub(super) use new::{new, submit};
pub(super) use one::one;
pub(super) use step::steps;
