//! ЕДБ, the tax number of a company: thirteen digits, with or without MK before them.

use crate::check_digits::{compact, digits, modulo_11};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdbError {
    #[error("needs thirteen digits")]
    NotThirteenDigits,
    #[error("has a wrong check digit")]
    CheckDigit,
}

/// The thirteen digits, where they belong together.
pub fn check(typed: &str) -> Result<String, EdbError> {
    let compact = compact(typed).to_uppercase();
    // Latin and Cyrillic letters look the same here, and both are written.
    let bare = compact.trim_start_matches(['M', 'М']).trim_start_matches(['K', 'К']);
    let number = digits::<13>(bare).ok_or(EdbError::NotThirteenDigits)?;
    if modulo_11(&number) { Ok(bare.to_owned()) } else { Err(EdbError::CheckDigit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_companies() {
        for number in ["4030000375897", "4020990116747", "4057009501106"] {
            assert_eq!(check(number), Ok(number.to_owned()));
            assert_eq!(check(&format!("MK{number}")), Ok(number.to_owned()));
            assert_eq!(check(&format!("МК {number}")), Ok(number.to_owned()));
            for digit in ('0'..='9').filter(|digit| !number.ends_with(*digit)) {
                assert_eq!(check(&format!("{}{digit}", &number[..12])), Err(EdbError::CheckDigit));
            }
        }
        assert_eq!(check("403000037589"), Err(EdbError::NotThirteenDigits));
        assert_eq!(check("AB4030000375897"), Err(EdbError::NotThirteenDigits));
    }
}
