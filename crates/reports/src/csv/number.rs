//! The ways in which people write a sum of money, each stated and none guessed.
//!
//! `1.000` is a thousand in Skopje and one in London. Whoever reads a file says which, and what is written in any other
//! way is refused rather than bent: peers have booked `12.000,45` as 1,200,045.

/// A decimal sign and, perhaps, a sign between thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    decimal: char,
    grouping: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("the decimal sign is `.` or `,`")]
    Decimal,
    #[error("the grouping sign is none, `.`, `,`, `'` or a space")]
    Grouping,
    #[error("the decimal sign and the grouping sign must differ, or no number could be read")]
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("there is no amount")]
    Empty,
    #[error("the amount is not written in the number format of the profile")]
    OtherFormat,
    #[error("the amount has more than two decimals")]
    TooManyDecimals,
    #[error("the amount is too large to be read")]
    TooLarge,
}

impl NumberFormat {
    /// `-1500.05`: what programs write.
    pub const POINT: Self = Self { decimal: '.', grouping: None };
    /// `-1500,05`: what a Macedonian spreadsheet reads.
    pub const COMMA: Self = Self { decimal: ',', grouping: None };
    /// `-1.500,05`: a paper in Macedonian.
    pub const DOTTED: Self = Self { decimal: ',', grouping: Some('.') };
    /// `-1,500.05`: a paper in English.
    pub const COMMAED: Self = Self { decimal: '.', grouping: Some(',') };
    /// `-1 500,05`: a paper in Albanian; the space does not break.
    pub const SPACED: Self = Self { decimal: ',', grouping: Some('\u{a0}') };

    pub fn new(decimal: char, grouping: Option<char>) -> Result<Self, FormatError> {
        if !matches!(decimal, '.' | ',') {
            return Err(FormatError::Decimal);
        }
        if grouping
            .is_some_and(|sign| !matches!(sign, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}'))
        {
            return Err(FormatError::Grouping);
        }
        if grouping == Some(decimal) {
            return Err(FormatError::Same);
        }
        Ok(Self { decimal, grouping })
    }

    /// Reads hundredths. A sum is written with groups of three throughout or with none at all, and with two decimals
    /// at most; a currency sign, a plus, an exponent or brackets are refused.
    pub fn parse(self, text: &str) -> Result<i64, NumberError> {
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let (negative, size) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match size.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (size, None),
        };
        let whole = self.ungrouped(whole).ok_or(NumberError::OtherFormat)?;
        let fraction = fraction.unwrap_or("00");
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::OtherFormat);
        }
        if 2 < fraction.len() {
            return Err(NumberError::TooManyDecimals);
        }
        let digits = format!("{whole}{fraction:0<2}");
        let minor: i64 = digits.parse().map_err(|_| NumberError::TooLarge)?;
        Ok(if negative { minor.saturating_neg() } else { minor })
    }

    fn ungrouped(self, whole: &str) -> Option<String> {
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let Some(sign) = self.grouping else { return digits(whole).then(|| whole.to_owned()) };
        let mut groups = whole.split(sign);
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        let grouped = !rest.is_empty();
        let fits = digits(first) && rest.iter().all(|group| digits(group) && group.len() == 3);
        (fits && (!grouped || first.len() <= 3)).then(|| whole.replace(sign, ""))
    }

    /// Writes hundredths with two decimals, grouped where the format has a sign for it.
    pub fn format(self, minor: i64) -> String {
        let size = minor.unsigned_abs();
        let sign = if minor < 0 { "-" } else { "" };
        let whole = (size / 100).to_string();
        format!("{sign}{}{}{:02}", self.grouped(&whole), self.decimal, size % 100)
    }

    /// Writes a number without decimals.
    pub fn format_whole(self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", self.grouped(&number.unsigned_abs().to_string()))
    }

    fn grouped(self, whole: &str) -> String {
        let Some(sign) = self.grouping else { return whole.to_owned() };
        let mut written = String::with_capacity(whole.len().saturating_mul(2));
        for (index, digit) in whole.chars().enumerate() {
            if 0 < index && whole.len().saturating_sub(index).is_multiple_of(3) {
                written.push(sign);
            }
            written.push(digit);
        }
        written
    }

    /// An example, which says more than a description: `1.234,56`.
    pub fn example(self) -> String {
        self.format(123_456)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKOPJE: NumberFormat = NumberFormat::DOTTED;
    const LONDON: NumberFormat = NumberFormat::COMMAED;
    const SPACED: NumberFormat = NumberFormat { decimal: ',', grouping: Some(' ') };

    #[test]
    fn what_peers_have_misread_is_read_or_refused_never_bent() {
        use NumberError::{OtherFormat, TooManyDecimals};
        let table = [
            // text, decimal point, decimal comma, Skopje, London, spaced
            (
                "12.000,45",
                [
                    Err(OtherFormat),
                    Err(OtherFormat),
                    Ok(1_200_045),
                    Err(OtherFormat),
                    Err(OtherFormat),
                ],
            ),
            (
                "19.234,56",
                [
                    Err(OtherFormat),
                    Err(OtherFormat),
                    Ok(1_923_456),
                    Err(OtherFormat),
                    Err(OtherFormat),
                ],
            ),
            (
                "1.000",
                [
                    Err(TooManyDecimals),
                    Err(OtherFormat),
                    Ok(100_000),
                    Err(TooManyDecimals),
                    Err(OtherFormat),
                ],
            ),
            (
                "1,000",
                [
                    Err(OtherFormat),
                    Err(TooManyDecimals),
                    Err(TooManyDecimals),
                    Ok(100_000),
                    Err(TooManyDecimals),
                ],
            ),
            ("$1,000.00", [Err(OtherFormat); 5]),
            (
                "1 000,00",
                [
                    Err(OtherFormat),
                    Err(OtherFormat),
                    Err(OtherFormat),
                    Err(OtherFormat),
                    Ok(100_000),
                ],
            ),
            ("1500,5", [Err(OtherFormat), Ok(150_050), Ok(150_050), Err(OtherFormat), Ok(150_050)]),
        ];
        let formats = [NumberFormat::POINT, NumberFormat::COMMA, SKOPJE, LONDON, SPACED];
        for (text, expected) in table {
            for (format, expected) in formats.into_iter().zip(expected) {
                assert_eq!(format.parse(text), expected, "{text} as {}", format.example());
            }
        }
    }

    #[test]
    fn half_written_sums_are_refused() {
        for text in [
            "5.", ".5", "+5", "1e3", "(5)", "5-", "--5", "-", " 5", "5 MKD", "٥", "1.2.3",
            "12.0.00",
        ] {
            assert_eq!(NumberFormat::POINT.parse(text), Err(NumberError::OtherFormat), "{text}");
        }
        for text in ["12.00,5", "1.00", "1234.567,00", ".500,00", "1..000", "1.000.", "1.0000"] {
            assert_eq!(SKOPJE.parse(text), Err(NumberError::OtherFormat), "{text}");
        }
        assert_eq!(NumberFormat::POINT.parse(""), Err(NumberError::Empty));
        assert_eq!(NumberFormat::POINT.parse("99999999999999999999"), Err(NumberError::TooLarge));
    }

    #[test]
    fn whole_numbers_are_grouped_like_sums() {
        let written = |number| SKOPJE.format_whole(number);
        assert_eq!(written(0), "0");
        assert_eq!(written(-999), "-999");
        assert_eq!(written(1_234_567), "1.234.567");
        assert_eq!(NumberFormat::SPACED.format_whole(1000), "1\u{a0}000");
        assert_eq!(NumberFormat::POINT.format_whole(1000), "1000");
    }

    #[test]
    fn a_format_that_reads_two_ways_cannot_be_built() {
        assert_eq!(NumberFormat::new(',', Some(',')), Err(FormatError::Same));
        assert_eq!(NumberFormat::new(';', None), Err(FormatError::Decimal));
        assert_eq!(NumberFormat::new('.', Some('5')), Err(FormatError::Grouping));
    }

    fn formats() -> impl proptest::strategy::Strategy<Value = NumberFormat> {
        let groupings =
            [None, Some('.'), Some(','), Some(' '), Some('\''), Some('\u{a0}'), Some('\u{202f}')];
        let all: Vec<_> = ['.', ',']
            .into_iter()
            .flat_map(|decimal| {
                groupings.into_iter().filter_map(move |sign| NumberFormat::new(decimal, sign).ok())
            })
            .collect();
        proptest::sample::select(all)
    }

    proptest::proptest! {
        #[test]
        fn every_sum_reads_back(format in formats(), minor in -(i64::MAX / 10)..i64::MAX / 10) {
            proptest::prop_assert_eq!(format.parse(&format.format(minor)), Ok(minor));
        }

        /// A grouped sum read under the other decimal sign is refused, whatever its digits.
        #[test]
        fn a_thousand_never_becomes_one(minor in 100_000..i64::MAX / 10) {
            for (written, read) in [(SKOPJE, LONDON), (LONDON, SKOPJE), (SKOPJE, NumberFormat::POINT), (LONDON, NumberFormat::COMMA)] {
                proptest::prop_assert!(read.parse(&written.format(minor)).is_err());
            }
        }
    }
}
