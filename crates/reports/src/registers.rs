//! Registers that an association keeps beside its books: who gave, under which paper, and what is still to be reported.
//!
//! A person who gives stands there as the reference that the books have, never by name.

pub mod assets;
pub mod contracts;
pub mod donations;
pub mod invoices;
pub mod members;
pub mod public_agreements;
pub mod settle;
pub mod travel;
