//! How a fixed asset wears off: in a straight line, by whole months, the first of which is the one after it was put to use.
//!
//! That is the rule of this program and no legal fact, and so is the rounding. The yearly rate is typed by whoever keeps the
//! books: the nomenclature of rates was not seen.

use chrono::NaiveDate;

use crate::facts::Facts;
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::asset::Asset;

/// Hundredths of a percent of a year's twelve months.
const WHOLE: i128 = 120_000;

/// What of a cost is gone after so many months: rounded half up to the deni, and never more than the cost.
pub fn accumulated(cost_minor: i64, rate_bp: i64, months: i64) -> i64 {
    let worn = i128::from(cost_minor)
        .saturating_mul(i128::from(rate_bp))
        .saturating_mul(i128::from(months.max(0)));
    let rounded = worn.saturating_add(WHOLE / 2).checked_div(WHOLE).unwrap_or(0);
    i64::try_from(rounded).unwrap_or(i64::MAX).min(cost_minor)
}

/// What is still to be charged of an asset through a month: never more than is left of it, and all of that once the rate has
/// eaten the cost up.
pub fn charge(asset: &Asset, through: Month) -> i64 {
    let put_to_use = Month::of(asset.in_use_on);
    let after = |months| accumulated(asset.cost_minor, asset.rate_bp, months);
    let upto = after(through.months_since(put_to_use));
    let left = asset.book_value_minor();
    let Some(before) = Month::from_number(asset.depreciated_through) else { return 0 };
    if through <= before {
        0
    } else if upto == asset.cost_minor {
        left
    } else {
        upto.saturating_sub(after(before.months_since(put_to_use))).clamp(0, left)
    }
}

/// The account on which what has worn off is kept, by the posting scheme: that of the cost account or of one above it, else
/// that of all.
pub fn account(facts: &Facts, cost_account: &str, on: NaiveDate) -> Result<String, Refusal> {
    let mut named = Some(cost_account);
    while let Some(code) = named {
        if let Some(rule) = facts.rule(&format!("depreciation/{code}"), on) {
            return Ok(rule.account.clone());
        }
        named = facts.accounts.get(code).and_then(|account| account.parent.as_deref());
    }
    facts.scheme(&format!("depreciation/{cost_account}"), on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(cost_minor: i64, rate_bp: i64) -> Asset {
        Asset {
            seq: 1,
            name: String::new(),
            entry_seq: 1,
            account: String::new(),
            fund_seq: 1,
            cost_minor,
            in_use_on: NaiveDate::from_ymd_opt(2024, 1, 31).unwrap_or_default(),
            rate_bp,
            depreciated_minor: 0,
            depreciated_through: 202_401,
            left_on: None,
            version: 1,
        }
    }

    fn charged(asset: &mut Asset, through: Month) -> i64 {
        let minor = charge(asset, through);
        asset.depreciated_minor = asset.depreciated_minor.saturating_add(minor);
        asset.depreciated_through = through.number();
        minor
    }

    #[test]
    fn the_charges_of_a_whole_life_are_the_cost_whatever_the_steps() {
        for cost_minor in [1, 2, 99, 100_001, 3_333_333, 999_999_999_999, 1_000_000_000_000] {
            for rate_bp in [1, 7, 333, 1_429, 2_500, 3_333, 9_999, 10_000] {
                for step in [1, 5, 12] {
                    let mut asset = asset(cost_minor, rate_bp);
                    let mut through = Month::of(asset.in_use_on);
                    let mut sum = 0_i64;
                    for months in 1..=1_300_i64 {
                        through = through.next();
                        if months.checked_rem(step) == Some(0) {
                            sum = sum.saturating_add(charged(&mut asset, through));
                            let so_far = accumulated(cost_minor, rate_bp, months);
                            assert_eq!(sum, so_far, "{cost_minor} at {rate_bp} after {months}");
                        }
                    }
                    assert!(sum == cost_minor || rate_bp < 100, "{cost_minor} at {rate_bp}");
                }
            }
        }
    }

    #[test]
    fn the_first_month_is_the_one_after_and_half_a_deni_is_a_whole_one() {
        let mut laptop = asset(6_000_050, 2_500);
        let january = Month::of(laptop.in_use_on);
        assert_eq!(charged(&mut laptop, january), 0);
        // 60,000.50 at 25 % of a year is 1,250.0104 a month.
        let february = january.next();
        assert_eq!(charged(&mut laptop, february), 125_001);
        assert_eq!(charged(&mut laptop, february), 0);
        assert_eq!(accumulated(6, 10_000, 1), 1);
        assert_eq!(accumulated(5, 10_000, 1), 0);
    }

    #[test]
    fn what_other_books_charged_too_much_or_too_little_is_made_even_at_the_end() {
        let end = |depreciated_minor: i64| {
            let mut old = Asset { depreciated_minor, ..asset(12_000, 5_000) };
            let mut month = Month::of(old.in_use_on);
            for _ in 0..24 {
                month = month.next();
                charged(&mut old, month);
            }
            old.depreciated_minor
        };
        assert_eq!([end(0), end(5_000), end(12_000)], [12_000; 3]);
    }

    #[test]
    fn land_does_not_wear_off() {
        let land = asset(5_000_000, 0);
        assert_eq!(
            charge(&land, Month::from_number(209_912).unwrap_or(Month::of(land.in_use_on))),
            0
        );
    }
}
