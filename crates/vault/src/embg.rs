//! ЕМБГ, the number of a person: thirteen digits, `DDMMYYYRRBBBK`.
//!
//! A number may look wrong and be right: foreigners' numbers follow other ranges, and registers have mistakes. So only
//! what is not thirteen digits is refused; the rest is said, and a person decides.

use chrono::{Datelike as _, NaiveDate};

use crate::check_digits::{compact, digits, modulo_11};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmbgError {
    #[error("needs thirteen digits")]
    NotThirteenDigits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmbgWarning {
    #[error("the check digit is not the one this number should have")]
    CheckDigit,
    #[error("the first seven digits are not a date")]
    ImpossibleDate,
}

/// A number of thirteen digits, and what is odd about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Embg {
    pub digits: String,
    pub warnings: Vec<EmbgWarning>,
}

pub fn check(typed: &str) -> Result<Embg, EmbgError> {
    let compact = compact(typed);
    let number = digits::<13>(&compact).ok_or(EmbgError::NotThirteenDigits)?;
    let mut warnings = Vec::new();
    if !modulo_11(&number) {
        warnings.push(EmbgWarning::CheckDigit);
    }
    if born_on(&compact).is_none() {
        warnings.push(EmbgWarning::ImpossibleDate);
    }
    Ok(Embg { digits: compact, warnings })
}

/// The birthday in the number. Three digits of a year: from 800 on they are of the last millennium.
pub fn born_on(number: &str) -> Option<NaiveDate> {
    let part = |from, to| number.get(from..to)?.parse::<u32>().ok();
    let (day, month, year) = (part(0, 2)?, part(2, 4)?, part(4, 7)?);
    let millennium = if year < 800 { 2_000 } else { 1_000 };
    NaiveDate::from_ymd_opt(i32::try_from(year.saturating_add(millennium)).ok()?, month, day)
}

/// The year a number would put on the birthday; for a comparison with what is written beside it.
pub fn birth_year(number: &str) -> Option<i32> {
    born_on(number).map(|date| date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(typed: &str) -> Result<Vec<EmbgWarning>, EmbgError> {
        check(typed).map(|number| number.warnings)
    }

    #[test]
    fn numbers_that_are_right() {
        for number in ["0101990450006", "0101010450005", "1506988455010", "3112000450123"] {
            assert_eq!(warnings(number), Ok(vec![]), "{number}");
        }
        assert_eq!(warnings(" 0101990 450006 "), Ok(vec![]));
    }

    #[test]
    fn every_other_check_digit_is_a_warning() {
        for number in ["0101990450006", "0101010450005", "1506988455010", "3112000450123"] {
            for digit in ('0'..='9').filter(|digit| !number.ends_with(*digit)) {
                let wrong = format!("{}{digit}", &number[..12]);
                assert_eq!(warnings(&wrong), Ok(vec![EmbgWarning::CheckDigit]), "{wrong}");
            }
        }
    }

    #[test]
    fn a_date_that_cannot_be_is_a_warning() {
        let found = warnings("3002990450008").unwrap();
        assert!(found.contains(&EmbgWarning::ImpossibleDate));
        assert!(!warnings("2902000450003").unwrap().contains(&EmbgWarning::ImpossibleDate));
        assert!(warnings("2902001450003").unwrap().contains(&EmbgWarning::ImpossibleDate));
    }

    #[test]
    fn what_is_not_thirteen_digits_is_refused() {
        for typed in ["", "010199045000", "01019904500066", "010199045000A", "０101990450006"] {
            assert_eq!(warnings(typed), Err(EmbgError::NotThirteenDigits), "{typed}");
        }
    }

    #[test]
    fn the_millennium_is_read_from_three_digits() {
        assert_eq!(birth_year("0101990450006"), Some(1990));
        assert_eq!(birth_year("0101010450005"), Some(2010));
    }
}
