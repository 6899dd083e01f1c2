//! What an association tells the tax office and the register of itself, beside the annual account.

pub mod economic;
pub mod epdd;
pub mod exempt;
pub mod small;
