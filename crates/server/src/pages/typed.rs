//! What somebody typed into a form, and how it is read: sums and days as people here write them, nothing guessed.

use almoner_ledger::money::format_minor;
use almoner_reports::csv::number::NumberFormat;
use chrono::NaiveDate;

/// The fields of a form as they came, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// The text of a field, without the spaces around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.trim())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub(crate) fn set(&mut self, name: &str, text: impl Into<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), text.into()));
    }
}

/// Why a sum is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// `1.500` is a thousand and a half thousand to one reader and one and a half to another.
    TwoWays,
    Unfit,
}

/// What people write behind a sum; the field says the currency already.
const DENARS: [&str; 8] = ["денари", "денар", "ден.", "ден", "denarë", "denars", "den", "mkd"];

/// A sum as programs write it: `1500`, `1500,5`, `1.500,50`, `1,500.50` and `1 500,50 ден.` are read, `1.500` is asked about.
pub(crate) fn sum(text: &str) -> Result<String, Unread> {
    let lower = text.trim().to_lowercase();
    let bare = DENARS.iter().find_map(|word| lower.strip_suffix(word)).unwrap_or(&lower);
    let bare: String = bare.chars().filter(|letter| !letter.is_whitespace()).collect();
    let marks: Vec<char> = bare.chars().filter(|letter| matches!(letter, '.' | ',')).collect();
    let behind = bare.rsplit(['.', ',']).next().map_or(0, str::len);
    let format = match marks.as_slice() {
        [] => NumberFormat::POINT,
        [_] if behind == 3 => return Err(Unread::TwoWays),
        ['.'] => NumberFormat::POINT,
        [_] => NumberFormat::COMMA,
        // Two different signs, or one sign again and again: the last of two kinds is the decimal one.
        [.., '.'] if marks.contains(&',') => NumberFormat::COMMAED,
        [.., ','] if marks.contains(&'.') => NumberFormat::DOTTED,
        [.., '.'] => NumberFormat::DOTTED,
        [..] => NumberFormat::COMMAED,
    };
    format.parse(&bare).map(format_minor).map_err(|_| Unread::Unfit)
}

/// A day as the browser sends it, or as people write it: `22.11.2026`.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let dotted = || {
        let mut parts = text.trim_end_matches(['.', 'г']).trim_end_matches('.').split('.');
        let mut number = || parts.next()?.trim().parse::<u32>().ok();
        let (day, month, year) = (number()?, number()?, number()?);
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    };
    text.parse().ok().or_else(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_people_write_it_and_asked_about_where_it_reads_two_ways() {
        for (typed, read) in [
            ("1500", "1500.00"),
            ("1500 ден", "1500.00"),
            ("1 500,50 ден.", "1500.50"),
            ("1.500,50", "1500.50"),
            ("1,500.50", "1500.50"),
            ("1500.5", "1500.50"),
            ("1500,50 MKD", "1500.50"),
            ("1.500.000", "1500000.00"),
            ("12.345.678,90", "12345678.90"),
        ] {
            assert_eq!(sum(typed).as_deref(), Ok(read), "{typed}");
        }
        for typed in ["1.500", "1,500", "1.500 ден", "12,345"] {
            assert_eq!(sum(typed), Err(Unread::TwoWays), "{typed}");
        }
        for typed in ["", "сто", "1,5,0", "1.50.00", "15€", "1.2.3", "1,234,56", "--5", "1e3"]
        {
            assert_eq!(sum(typed), Err(Unread::Unfit), "{typed}");
        }
    }

    #[test]
    fn a_day_is_read_as_browsers_and_people_write_it() {
        let read = NaiveDate::from_ymd_opt(2026, 3, 9);
        for typed in ["2026-03-09", "09.03.2026", "9.3.2026", "9.3.2026.", "9.3.2026г."] {
            assert_eq!(day(typed), read, "{typed}");
        }
        for typed in ["", "31.02.2026", "03/09/2026", "утре", "9.3"] {
            assert_eq!(day(typed), None, "{typed}");
        }
    }
}
