//! Where money is paid to: a domestic account of fifteen digits, or an IBAN of any country.

use crate::check_digits::{compact, digits, modulo_97};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error("is neither an account of fifteen digits nor an IBAN")]
    Shape,
    #[error("has wrong check digits; money sent there would be lost or come back")]
    CheckDigits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// Bank (3), account (10), control (2); its IBAN is `MK07` before it.
    Domestic(String),
    Foreign(String),
}

impl Account {
    pub fn iban(&self) -> String {
        match self {
            // The account is 1 modulo 97, so the check digits of its IBAN are the same for all.
            Self::Domestic(number) => format!("MK07{number}"),
            Self::Foreign(iban) => iban.clone(),
        }
    }

    /// One way to write it, so that the same account is found again however it was typed.
    pub fn number(&self) -> &str {
        match self {
            Self::Domestic(number) | Self::Foreign(number) => number,
        }
    }

    /// First three digits of a domestic account.
    pub fn bank(&self) -> Option<&str> {
        match self {
            Self::Domestic(number) => number.get(..3),
            Self::Foreign(_) => None,
        }
    }
}

pub fn check(typed: &str) -> Result<Account, AccountError> {
    let compact = compact(typed).to_uppercase();
    if compact.starts_with(|letter: char| letter.is_ascii_digit()) {
        return domestic(&compact);
    }
    let iban = iban(&compact)?;
    match iban.strip_prefix("MK") {
        Some(rest) => {
            let number = rest.strip_prefix("07").ok_or(AccountError::CheckDigits)?;
            domestic(number)
        }
        None => Ok(Account::Foreign(iban)),
    }
}

fn domestic(number: &str) -> Result<Account, AccountError> {
    digits::<15>(number).ok_or(AccountError::Shape)?;
    if number.starts_with("000") {
        return Err(AccountError::Shape);
    }
    match modulo_97(number.chars()) {
        Some(1) => Ok(Account::Domestic(number.to_owned())),
        _ => Err(AccountError::CheckDigits),
    }
}

/// ISO 13616: the first four go to the end, letters are numbers, and the whole is 1 modulo 97.
fn iban(compact: &str) -> Result<String, AccountError> {
    let plain = compact.chars().all(|letter| letter.is_ascii_alphanumeric());
    let (country, rest) = compact.split_at_checked(2).ok_or(AccountError::Shape)?;
    let (control, number) = rest.split_at_checked(2).ok_or(AccountError::Shape)?;
    let letters = country.chars().all(|letter| letter.is_ascii_uppercase());
    let shape = plain
        && letters
        && digits::<2>(control).is_some()
        && (15..=34).contains(&compact.len())
        && length_of(country).is_none_or(|length| length == compact.len());
    if !shape {
        return Err(AccountError::Shape);
    }
    match modulo_97(number.chars().chain(country.chars()).chain(control.chars())) {
        Some(1) => Ok(compact.to_owned()),
        _ => Err(AccountError::CheckDigits),
    }
}

/// How long an IBAN is where money of such an association comes from and goes to.
fn length_of(country: &str) -> Option<usize> {
    Some(match country {
        "NO" => 15,
        "BE" => 16,
        "DK" | "FI" | "NL" => 18,
        "MK" | "SI" => 19,
        "AT" | "BA" | "EE" | "LT" | "LU" | "XK" => 20,
        "CH" | "HR" | "LI" | "LV" => 21,
        "BG" | "DE" | "GB" | "IE" | "ME" | "RS" => 22,
        "AD" | "CZ" | "ES" | "RO" | "SE" | "SK" => 24,
        "PT" => 25,
        "IS" | "TR" => 26,
        "FR" | "GR" | "IT" | "MC" | "SM" => 27,
        "AL" | "CY" | "HU" | "PL" => 28,
        "MT" => 31,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domestic_accounts_however_they_are_typed() {
        for number in ["300000000000133", "100000000063095", "250120000058984", "300040000198496"] {
            let right = Ok(Account::Domestic(number.to_owned()));
            let grouped = format!("{}-{}-{}", &number[..3], &number[3..13], &number[13..]);
            for typed in
                [number.to_owned(), grouped, format!("MK07{number}"), format!("mk07 {number}")]
            {
                assert_eq!(check(&typed), right, "{typed}");
            }
            assert_eq!(check(number).unwrap().iban(), format!("MK07{number}"));
        }
    }

    #[test]
    fn every_wrong_digit_of_an_account_is_a_hard_stop() {
        let number = "300000000000133";
        for at in 0..number.len() {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = number.chars().collect();
                if typed[at] == digit || (at == 0 && digit == '0') {
                    continue;
                }
                typed[at] = digit;
                let typed: String = typed.into_iter().collect();
                assert_eq!(check(&typed), Err(AccountError::CheckDigits), "{typed}");
            }
        }
    }

    #[test]
    fn a_domestic_iban_needs_a_sound_account_inside() {
        // Sound as an IBAN alone, but no bank would have given this account.
        assert_eq!(check("MK82200000000000000"), Err(AccountError::CheckDigits));
        assert_eq!(check("200000000000000"), Err(AccountError::CheckDigits));
        assert_eq!(check("MK08300000000000133"), Err(AccountError::CheckDigits));
        assert_eq!(check("000000000000001"), Err(AccountError::Shape));
    }

    #[test]
    fn foreign_ibans() {
        for typed in [
            "DE89 3704 0044 0532 0130 00",
            "GB82WEST12345698765432",
            "AL47212110090000000235698741",
        ] {
            assert!(matches!(check(typed), Ok(Account::Foreign(_))), "{typed}");
        }
        assert_eq!(check("DE88370400440532013000"), Err(AccountError::CheckDigits));
        assert_eq!(check("DE8937040044053201300"), Err(AccountError::Shape));
        for typed in [
            "",
            "M",
            "30000000000013",
            "3000000000001330",
            "DEX9370400440532013000",
            "ДЕ89370400440532013000",
        ] {
            assert_eq!(check(typed), Err(AccountError::Shape), "{typed}");
        }
    }
}
