//! Books to try the rules on.

pub(crate) mod books;
pub(crate) mod invariants;
pub(crate) mod law;
pub(crate) mod load;
pub(crate) mod words;
