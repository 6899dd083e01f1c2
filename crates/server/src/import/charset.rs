//! Letters from bytes, in the charset that was stated.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1251;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum Charset {
    /// With or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1251")]
    Windows1251,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CharsetError {
    #[error("the text is not {0}; the file may be in another charset, or in two")]
    NotInCharset(Charset),
    #[error(
        "the text is UTF-8 inside a windows-1251 file; the file may be in another charset, or in two"
    )]
    Utf8Inside,
}

impl Charset {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1251 => "windows-1251",
        }
    }

    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, CharsetError> {
        match self {
            Self::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(_) => Err(CharsetError::NotInCharset(self)),
            },
            Self::Windows1251 => {
                // Every byte means something in windows-1251, so UTF-8 would pass as letters nobody wrote. Two letters
                // that are whole in UTF-8, and no byte that is not, do not happen in words.
                let as_utf8 = std::str::from_utf8(bytes).unwrap_or_default();
                if 1 < as_utf8.chars().filter(|letter| !letter.is_ascii()).count() {
                    return Err(CharsetError::Utf8Inside);
                }
                // 0x98 is the one byte without a letter.
                if bytes.contains(&0x98) {
                    return Err(CharsetError::NotInCharset(self));
                }
                Ok(WINDOWS_1251.decode_without_bom_handling(bytes).0)
            }
        }
    }
}

impl std::fmt::Display for Charset {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macedonian_comes_through_in_both() {
        let text = "Ѓорѓи Ќосев, Љубојно, Њујорк, Џепчиште, ѕвезда, Јован – „Надеж“ №1";
        let (bytes, _, lost) = WINDOWS_1251.encode(text);
        assert!(!lost);
        assert_eq!(Charset::Windows1251.decode(&bytes).unwrap(), text);
        assert_eq!(Charset::Utf8.decode(text.as_bytes()).unwrap(), text);
    }

    #[test]
    fn the_wrong_charset_is_noticed() {
        let (bytes, _, _) = WINDOWS_1251.encode("Скопје");
        assert_eq!(Charset::Utf8.decode(&bytes), Err(CharsetError::NotInCharset(Charset::Utf8)));
        assert_eq!(Charset::Windows1251.decode("Скопје".as_bytes()), Err(CharsetError::Utf8Inside));
        assert_eq!(
            Charset::Windows1251.decode(&[0x98]),
            Err(CharsetError::NotInCharset(Charset::Windows1251))
        );
    }

    #[test]
    fn initials_are_not_taken_for_utf8() {
        let (bytes, _, _) = WINDOWS_1251.encode("ЗЈ");
        assert_eq!(Charset::Windows1251.decode(&bytes).unwrap(), "ЗЈ");
    }
}
