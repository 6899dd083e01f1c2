//! How a sum is written where foreign money has a value in denars.

use almoner_ledger::codes::Currency;

/// One posting of the other program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) currency: Currency,
    pub(super) minor: i64,
    /// What all of it is worth in denars, without a sign; absent for denars.
    pub(super) worth_minor: Option<i64>,
}

/// What is posted on an account: mostly one piece. A value without foreign money, or of the other sign, stands alone, since
/// no price can say it.
pub(super) fn pieces(currency: Currency, quantity_minor: i64, amount_minor: i64) -> Vec<Piece> {
    let denars = |minor| Piece { currency: Currency::Mkd, minor, worth_minor: None };
    let worth = |worth| Piece { currency, minor: quantity_minor, worth_minor: Some(worth) };
    if currency == Currency::Mkd || quantity_minor == 0 {
        vec![denars(amount_minor)]
    } else if quantity_minor.signum() == amount_minor.signum() || amount_minor == 0 {
        vec![worth(amount_minor.saturating_abs())]
    } else {
        vec![worth(0), denars(amount_minor)]
    }
}
