//! Whether the running costs of a quarter are told beside its aid: rent, wages and fees are about nobody who was helped, but
//! whoever knows all that came in, all other costs and what is left knows the aid.
//!
//! What is left of a fund, and of all of them, stands in other papers: the statement of a fund, the annual account. So costs
//! are told over all funds together: beside the income of one fund, which is told to the deni, its aid stays the one of two
//! unknowns. They are rounded as sums of people are, so that nothing finer than the told sum of all aid comes out of them. And
//! where that sum is withheld the costs are too: with them the aid of all funds could be computed.

use super::suppress::{Rules, Told};

/// `aid` is what is told of all aid of the quarter.
pub fn told(minor: i64, aid: Option<Told>, rules: &Rules) -> Option<i64> {
    let rounded = rules.rounded(minor);
    (aid.is_some() && 0 < rounded).then_some(rounded)
}
