//! Text that is fit for the books: bounded, composed (NFC), free of control characters.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("the text must not be empty")]
    Empty,
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    #[error("the text holds a control character")]
    Control,
    #[error("a code is made of letters, digits and . _ / : # + ( ) & , ' -, without spaces")]
    NotACode,
    #[error(
        "this reads as a person's identity number (ЕМБГ), which belongs in the vault; write the number of the paper or a reference"
    )]
    PersonalNumber,
}

/// Whether the text is a person's identity number: a day and a month, a year in three digits, and a check digit that fits.
/// Tax numbers of organisations begin with a day that does not exist.
pub fn is_personal_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|letter| letter.to_digit(10)).collect();
    let Some([d1, d2, m1, m2, rest @ .., check]) = digits.as_deref() else { return false };
    let (day, month) =
        (d1.saturating_mul(10).saturating_add(*d2), m1.saturating_mul(10).saturating_add(*m2));
    if rest.len() != 8 || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return false;
    }
    let weights = (2..=7_u32).rev().cycle();
    let weighed = [d1, d2, m1, m2].into_iter().chain(rest).zip(weights);
    let sum = weighed
        .fold(0_u32, |sum, (digit, weight)| sum.saturating_add(digit.saturating_mul(weight)));
    let lacking = 11_u32.saturating_sub(sum % 11) % 11 % 10;
    lacking == *check
}

/// Whether such a number stands somewhere in a text.
pub fn tells_personal_number(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(is_personal_number)
}

/// Typed text: line breaks are kept, other control characters are refused.
///
/// Its `Debug` is silent: what people type may name a person, and must not reach a trace.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

impl Text {
    pub const LEN_MAX: usize = 8_000;

    pub fn parse(text: &str) -> Result<Self, TextError> {
        Self::within(text, Self::LEN_MAX)
    }

    /// One line of at most 200 characters: a name, a label.
    pub fn line(text: &str) -> Result<Self, TextError> {
        if text.contains(['\n', '\r', '\t']) {
            return Err(TextError::Control);
        }
        if tells_personal_number(text) {
            return Err(TextError::PersonalNumber);
        }
        Self::within(text, 200)
    }

    fn within(text: &str, most: usize) -> Result<Self, TextError> {
        let composed: String = text.trim().nfc().collect();
        if composed.is_empty() {
            return Err(TextError::Empty);
        }
        if most < composed.chars().count() {
            return Err(TextError::TooLong(most));
        }
        let breaks = ['\n', '\r', '\t'];
        if composed.chars().any(|letter| letter.is_control() && !breaks.contains(&letter)) {
            return Err(TextError::Control);
        }
        Ok(Self(composed))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for Code {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Text({} bytes)", self.0.len())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A short machine-readable mark: a document number, a bank reference, a code from a list.
///
/// No spaces: a code is not a place to write a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Code(String);

impl Code {
    pub const LEN_MAX: usize = 100;

    pub fn parse(text: &str) -> Result<Self, TextError> {
        let composed: String = text.trim().nfc().collect();
        if composed.is_empty() {
            return Err(TextError::Empty);
        }
        if Self::LEN_MAX < composed.chars().count() {
            return Err(TextError::TooLong(Self::LEN_MAX));
        }
        let fits = |letter: char| letter.is_alphanumeric() || "._/:#+()&,'-".contains(letter);
        if !composed.chars().all(fits) {
            return Err(TextError::NotACode);
        }
        if tells_personal_number(&composed) {
            return Err(TextError::PersonalNumber);
        }
        Ok(Self(composed))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_trimmed() {
        let text = Text::parse("  К\u{0301}е\u{300} ").unwrap();
        assert_eq!(text.as_str(), "Ќ\u{450}");
    }

    #[test]
    fn a_code_or_a_label_is_no_identity_number() {
        let number = "0101980450008";
        assert_eq!(Code::parse(number), Err(TextError::PersonalNumber));
        assert_eq!(Code::parse(&format!("ППД/{number}")), Err(TextError::PersonalNumber));
        assert_eq!(Text::line(&format!("лице {number}")), Err(TextError::PersonalNumber));
        // Another check digit, no such day, and one digit more.
        for fit in ["0101980450009", "4030999123451", "01019804500081"] {
            assert!(Code::parse(fit).is_ok(), "{fit}");
        }
    }

    #[test]
    fn text_refuses_what_hides() {
        assert_eq!(Text::parse("a\0b"), Err(TextError::Control));
        assert_eq!(Text::parse("   "), Err(TextError::Empty));
        assert_eq!(Text::line("two\nlines"), Err(TextError::Control));
        assert_eq!(Text::line(&"ш".repeat(201)), Err(TextError::TooLong(200)));
    }

    #[test]
    fn a_code_is_no_place_for_a_name() {
        assert_eq!(Code::parse("Петар Петров"), Err(TextError::NotACode));
        assert!(Code::parse("03-17/2026").is_ok());
    }

    #[test]
    fn typed_text_stays_out_of_traces() {
        assert_eq!(format!("{:?}", Text::parse("Петар").unwrap()), "Text(10 bytes)");
    }
}
