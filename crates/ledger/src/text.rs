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
