//! What of many claims is settled, as far as the books can tell.
//!
//! A payment that names a claim's paper is laid against that claim. What names none, or names more than was open, settles the
//! oldest claims of its account and fund. Claims and payments are all that moved an account, so that what stays open less what
//! was paid without any claim is what the ledger has there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::input::add;

/// What one entry moved on one account in one fund: a claim, or a payment of claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub seq: i64,
    pub on: NaiveDate,
    pub account: String,
    pub fund_seq: i64,
    /// Above nothing.
    pub minor: i64,
    /// Number and issuer of the paper, where it is one that claims have.
    pub paper: Option<(String, Option<String>)>,
}

/// What became of the claims of one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    pub open_minor: i64,
    /// The day of the last payment for it.
    pub last_on: Option<NaiveDate>,
}

/// A claim with what is left of it.
struct Open<'a> {
    claim: &'a Moved,
    open_minor: i64,
    last_on: Option<NaiveDate>,
}

/// By the act of each claim. Both lists in any order.
pub fn settle(claims: &[Moved], payments: &[Moved]) -> Result<BTreeMap<i64, Settled>, BuildError> {
    let mut open: Vec<Open<'_>> =
        claims.iter().map(|claim| Open { claim, open_minor: claim.minor, last_on: None }).collect();
    open.sort_by_key(|open| (open.claim.on, open.claim.seq));
    let mut left: Vec<(&Moved, i64)> = payments.iter().map(|paid| (paid, paid.minor)).collect();
    left.sort_by_key(|(paid, _)| (paid.on, paid.seq));
    for by_name in [true, false] {
        for (paid, minor) in &mut left {
            if !by_name || paid.paper.is_some() {
                lay(&mut open, (paid, minor), by_name);
            }
        }
    }
    let mut settled: BTreeMap<i64, Settled> = BTreeMap::new();
    for one in open {
        let sum = settled.entry(one.claim.seq).or_default();
        sum.open_minor = add(sum.open_minor, one.open_minor)?;
        sum.last_on = sum.last_on.max(one.last_on);
    }
    Ok(settled)
}

fn lay(open: &mut [Open<'_>], (paid, minor): (&Moved, &mut i64), by_name: bool) {
    for one in open {
        let same = one.claim.account == paid.account && one.claim.fund_seq == paid.fund_seq;
        let part = one.open_minor.min(*minor);
        if part == 0 || !same || (by_name && one.claim.paper != paid.paper) {
            continue;
        }
        one.open_minor = one.open_minor.saturating_sub(part);
        *minor = minor.saturating_sub(part);
        one.last_on = one.last_on.max(Some(paid.on));
    }
}
