//! What became of the money of each fund within some days, out of the postings, to the deni.

pub mod heading;
pub mod statement;
pub mod year;
