//! What came in: the list, the form that records it, and what one income paid for.

mod list;
mod new;
mod one;

pub(super) use list::{list, table};
pub(super) use new::{money_account, new, open_fund, papers, record};
pub(super) use one::one;
