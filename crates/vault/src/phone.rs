//! A telephone number as E.164 writes it: a plus, the country, the rest, at most fifteen digits.

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    #[error("has something else than digits in it")]
    NotDigits,
    #[error("is too short or too long for a telephone number")]
    Length,
}

/// The number with its country; without one it is of North Macedonia.
pub fn check(typed: &str) -> Result<String, PhoneError> {
    const HOME: &str = "389";
    let between = |letter: char| letter.is_whitespace() || "-‐‑–./()".contains(letter);
    let compact: String = typed.chars().filter(|letter| !between(*letter)).collect();
    let (bare, abroad) = match (compact.strip_prefix('+'), compact.strip_prefix("00")) {
        (Some(rest), _) | (None, Some(rest)) => (rest, true),
        (None, None) => (compact.as_str(), false),
    };
    if !bare.chars().all(|letter| letter.is_ascii_digit()) {
        return Err(PhoneError::NotDigits);
    }
    // Eight digits follow the country here; who leaves out the plus writes eleven.
    let has_country = abroad || (bare.starts_with(HOME) && bare.len() == 11);
    let number = if has_country {
        // „+389 (0)70 …“ is written often and dialled by nobody.
        match bare.strip_prefix(HOME).and_then(|rest| rest.strip_prefix('0')) {
            Some(rest) => format!("{HOME}{rest}"),
            None => bare.to_owned(),
        }
    } else {
        format!("{HOME}{}", bare.strip_prefix('0').unwrap_or(bare))
    };
    let right = match number.strip_prefix(HOME) {
        Some(rest) => rest.len() == 8,
        None => (8..=15).contains(&number.len()) && !number.starts_with('0'),
    };
    if right { Ok(format!("+{number}")) } else { Err(PhoneError::Length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_however_it_is_written() {
        for typed in [
            "070 123 456",
            "070/123-456",
            "70123456",
            "+389 70 123 456",
            "00389 70 123 456",
            "38970123456",
            "+389 (0)70 123 456",
        ] {
            assert_eq!(check(typed), Ok("+38970123456".to_owned()), "{typed}");
        }
        assert_eq!(check("02/3123-456"), Ok("+38923123456".to_owned()));
        assert_eq!(check("+355 69 123 4567"), Ok("+355691234567".to_owned()));
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        for typed in
            ["", "0", "070 123 45", "070 123 4567", "+1234567", "+1234567890123456", "+0123456789"]
        {
            assert_eq!(check(typed), Err(PhoneError::Length), "{typed}");
        }
        for typed in ["нема", "070 123 45o", "070+123456"] {
            assert_eq!(check(typed), Err(PhoneError::NotDigits), "{typed}");
        }
    }
}
