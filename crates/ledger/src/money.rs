//! Exact money: denars in deni, foreign money in its own minor units, and the one rounding rule between them.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize, Serializer};

/// The largest sum a single line may carry: ten billion, in minor units.
///
/// The bound is far below `i64::MAX`, so adding up every posting of a century cannot overflow.
pub const MINOR_MAX: i64 = 1_000_000_000_000;

/// A strictly positive sum in minor units, of denars or of a named currency.
///
/// Zero and negative sums cannot be built: a line that moves nothing is a mistake, and direction belongs to debit and
/// credit, not to a minus sign that a later reader may miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64")]
pub struct Amount(i64);

impl TryFrom<i64> for Amount {
    type Error = AmountError;

    fn try_from(minor: i64) -> Result<Self, AmountError> {
        Self::from_minor(minor)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("the amount must be greater than zero")]
    NotPositive,
    #[error("the amount is too large; the most one line may carry is 10000000000.00")]
    TooLarge,
    #[error(
        "the amount must be written with a point and at most two decimals, for example 1500.50"
    )]
    Malformed,
}

impl Amount {
    pub fn from_minor(minor: i64) -> Result<Self, AmountError> {
        if minor <= 0 {
            return Err(AmountError::NotPositive);
        }
        if MINOR_MAX < minor {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(minor))
    }

    /// Parses `"25"` or `"25.00"`; anything finer than a hundredth is refused rather than rounded.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        Self::from_minor(parse_minor(text)?)
    }

    pub const fn minor(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&format_minor(self.0))
    }
}

/// Parses a plain decimal with an optional minus into minor units.
pub fn parse_minor(text: &str) -> Result<i64, AmountError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "00"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || 2 < fraction.len() {
        return Err(AmountError::Malformed);
    }
    if 13 < whole.len() {
        return Err(AmountError::TooLarge);
    }
    let whole: i64 = whole.parse().map_err(|_| AmountError::TooLarge)?;
    let hundredths: i64 = format!("{fraction:0<2}").parse().map_err(|_| AmountError::Malformed)?;
    let minor = whole
        .checked_mul(100)
        .and_then(|minor| minor.checked_add(hundredths))
        .ok_or(AmountError::TooLarge)?;
    Ok(if negative { minor.saturating_neg() } else { minor })
}

/// Writes minor units as a plain decimal with two places: `-1500.05`.
pub fn format_minor(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let size = minor.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// What one unit of a foreign currency was worth in denars, with its day and its source.
///
/// A figure whose rate cannot be traced is a figure an auditor cannot check, so the three travel together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    value: Decimal,
    pub on: chrono::NaiveDate,
    pub source: crate::text::Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rate must be a positive decimal with at most six places, below 100000")]
pub struct RateError;

impl Rate {
    pub fn parse(
        text: &str,
        on: chrono::NaiveDate,
        source: crate::text::Code,
    ) -> Result<Self, RateError> {
        let value: Decimal = text.parse().map_err(|_| RateError)?;
        if value <= Decimal::ZERO || Decimal::from(100_000) <= value || 6 < value.scale() {
            return Err(RateError);
        }
        Ok(Self { value, on, source })
    }

    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The denar value of a foreign sum, rounded half away from zero to the deni: the one rounding rule of the books.
    pub fn denars(&self, quantity: Amount) -> Result<Amount, AmountError> {
        let exact =
            Decimal::from(quantity.minor()).checked_mul(self.value).ok_or(AmountError::TooLarge)?;
        let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Amount::from_minor(i64::try_from(rounded).map_err(|_| AmountError::TooLarge)?)
    }
}

/// Splits `total` in the proportion `part : whole`, rounded down; the caller gives the last part what remains.
///
/// Invariant: `0 <= part <= whole` and `0 < whole`, so the share is never more than the total.
pub fn share(total: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 || part <= 0 {
        return 0;
    }
    if whole <= part {
        return total;
    }
    let product = i128::from(total).saturating_mul(i128::from(part));
    i64::try_from(product.checked_div(i128::from(whole)).unwrap_or(0)).unwrap_or(total)
}

/// Adds sums that each stay within [`MINOR_MAX`]; `None` where the total leaves the range a century of books can reach.
pub fn total(minors: impl IntoIterator<Item = i64>) -> Option<i64> {
    minors.into_iter().try_fold(0_i64, i64::checked_add)
}

/// Serialises money as the decimal string the API speaks.
pub fn as_decimal<S: Serializer>(minor: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format_minor(*minor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Code;

    #[track_caller]
    fn check(text: &str, expected: Result<i64, AmountError>) {
        let actual = Amount::parse(text);
        assert_eq!(actual.map(Amount::minor), expected, "{text:?}");
        if let Ok(amount) = actual {
            assert_eq!(
                Amount::parse(&amount.to_string()),
                Ok(amount),
                "{text:?} does not round-trip"
            );
        }
    }

    #[test]
    fn an_amount_is_read_exactly() {
        check("25", Ok(2_500));
        check("25.5", Ok(2_550));
        check("0.01", Ok(1));
        check("10000000000.00", Ok(MINOR_MAX));
    }

    #[test]
    fn an_amount_refuses_what_a_bookkeeper_would_refuse() {
        check("0", Err(AmountError::NotPositive));
        check("0.00", Err(AmountError::NotPositive));
        check("-5", Err(AmountError::NotPositive));
        check("5.005", Err(AmountError::Malformed));
        check("1,50", Err(AmountError::Malformed));
        check("12.000,45", Err(AmountError::Malformed));
        check("1e3", Err(AmountError::Malformed));
        check("+5", Err(AmountError::Malformed));
        check("5.", Err(AmountError::Malformed));
        check("", Err(AmountError::Malformed));
        check("10000000000.01", Err(AmountError::TooLarge));
        check("99999999999999999999", Err(AmountError::TooLarge));
    }

    #[test]
    fn a_foreign_sum_is_rounded_half_away_from_zero() {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        let rate = |text: &str| Rate::parse(text, on, Code::parse("NBRM").unwrap()).unwrap();
        let euros = |text: &str| Amount::parse(text).unwrap();
        assert_eq!(rate("61.695").denars(euros("100.00")).unwrap().to_string(), "6169.50");
        assert_eq!(rate("61.5").denars(euros("0.01")).unwrap().minor(), 62);
        assert_eq!(rate("0.004").denars(euros("0.01")), Err(AmountError::NotPositive));
    }

    #[test]
    fn a_rate_outside_reason_is_refused() {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        for text in ["0", "-61.5", "61,5", "100000", "61.1234567", "abc"] {
            assert_eq!(
                Rate::parse(text, on, Code::parse("NBRM").unwrap()),
                Err(RateError),
                "{text}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn shares_never_exceed_the_total(total in 0..MINOR_MAX, part in 0..MINOR_MAX, whole in 1..MINOR_MAX) {
            let given = share(total, part.min(whole), whole);
            proptest::prop_assert!((0..=total).contains(&given));
        }
    }
}
