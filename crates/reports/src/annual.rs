//! The annual account: both official forms out of the accounts of a year, and what stands under each row.
//!
//! [`figures::Figures`] computes every row of both forms at once, in deni and in whole denars, and proves them against each
//! other; [`forms`] writes them as reports. Nothing here knows the number of a row or the code of an account.

pub mod figures;
pub mod forms;
pub mod inventory;
pub mod notes;
