//! Dates as a file writes them, in the stated order of day, month and year.

use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOrder {
    /// `2026-03-09`.
    Iso,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFormat {
    order: DayOrder,
    separator: char,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    #[error("the date is not written as the profile says")]
    Malformed,
    #[error("there is no such day")]
    Impossible,
}

impl DayFormat {
    /// `None` where the separator could not stand in a date.
    pub fn new(order: DayOrder, separator: Option<char>) -> Option<Self> {
        match (order, separator) {
            (DayOrder::Iso, None | Some('-')) => Some(Self { order, separator: '-' }),
            (DayOrder::Dmy | DayOrder::Mdy, Some(separator @ ('.' | '/' | '-' | ' '))) => {
                Some(Self { order, separator })
            }
            _ => None,
        }
    }

    /// The year has four digits; day and month may have one, except in ISO dates.
    pub fn parse(self, text: &str) -> Result<NaiveDate, DayError> {
        let parts: Vec<&str> = text.split(self.separator).collect();
        let [first, second, third] = parts.as_slice() else { return Err(DayError::Malformed) };
        let (year, month, day) = match self.order {
            DayOrder::Iso => (*first, *second, *third),
            DayOrder::Dmy => (*third, *second, *first),
            DayOrder::Mdy => (*third, *first, *second),
        };
        let short = if self.order == DayOrder::Iso { 2..=2 } else { 1..=2 };
        let year = digits(year, 4..=4)?;
        let month = digits(month, short.clone())?;
        let day = digits(day, short)?;
        let year = i32::try_from(year).map_err(|_| DayError::Malformed)?;
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DayError::Impossible)
    }

    /// The format by example, for the report: `dd.mm.yyyy`.
    pub fn pattern(self) -> String {
        let separator = self.separator;
        match self.order {
            DayOrder::Iso => "yyyy-mm-dd".to_owned(),
            DayOrder::Dmy => format!("dd{separator}mm{separator}yyyy"),
            DayOrder::Mdy => format!("mm{separator}dd{separator}yyyy"),
        }
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Result<u32, DayError> {
    if !length.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DayError::Malformed);
    }
    text.parse().map_err(|_| DayError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_the_stated_order_only() {
        let march_ninth = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        let iso = DayFormat::new(DayOrder::Iso, None).unwrap();
        let skopje = DayFormat::new(DayOrder::Dmy, Some('.')).unwrap();
        let boston = DayFormat::new(DayOrder::Mdy, Some('/')).unwrap();
        assert_eq!(iso.parse("2026-03-09"), Ok(march_ninth));
        assert_eq!(skopje.parse("09.03.2026"), Ok(march_ninth));
        assert_eq!(skopje.parse("9.3.2026"), Ok(march_ninth));
        assert_eq!(boston.parse("3/9/2026"), Ok(march_ninth));
        assert_eq!(boston.parse("13/9/2026"), Err(DayError::Impossible));
        assert_eq!(skopje.parse("39.09.2010"), Err(DayError::Impossible));
        assert_eq!(skopje.parse("29.02.2026"), Err(DayError::Impossible));
    }

    #[test]
    fn half_a_date_is_refused() {
        let skopje = DayFormat::new(DayOrder::Dmy, Some('.')).unwrap();
        for text in [
            "",
            "2026-03-09",
            "9.3.26",
            "9.3.2026.",
            "9.3.2026 г.",
            "9/3/2026",
            "٩.3.2026",
            "+9.3.2026",
        ] {
            assert_eq!(skopje.parse(text), Err(DayError::Malformed), "{text}");
        }
        let iso = DayFormat::new(DayOrder::Iso, None).unwrap();
        for text in ["2026-3-9", "2026-03-09T00:00", "20260309"] {
            assert_eq!(iso.parse(text), Err(DayError::Malformed), "{text}");
        }
    }

    #[test]
    fn an_order_without_its_separator_is_no_format() {
        assert_eq!(DayFormat::new(DayOrder::Dmy, None), None);
        assert_eq!(DayFormat::new(DayOrder::Iso, Some('.')), None);
        assert_eq!(DayFormat::new(DayOrder::Dmy, Some('3')), None);
    }
}
