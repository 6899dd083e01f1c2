//! A number of the law with its unit, so that days are never read as denars.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
pub enum Figure {
    /// Hundredths of a denar.
    MkdMinor(i64),
    /// Euro cents.
    EurMinor(i64),
    /// Hundredths of a per cent.
    BasisPoints(u32),
    Hours(u32),
    Days(u32),
    Years(u32),
    /// So many of something that has no other unit.
    Count(u32),
    /// A day of every year.
    MonthDay {
        month: u32,
        day: u32,
    },
    /// The last day of that month of every year.
    MonthEnd(u32),
    /// For as long as there are books.
    Permanent,
}

/// The units as the file spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    MkdMinor,
    EurMinor,
    BasisPoints,
    Hours,
    Days,
    Years,
    Count,
    MonthDay,
    MonthEnd,
    Permanent,
}

impl Unit {
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "mkd_minor" => Self::MkdMinor,
            "eur_minor" => Self::EurMinor,
            "basis_points" => Self::BasisPoints,
            "hours" => Self::Hours,
            "days" => Self::Days,
            "years" => Self::Years,
            "count" => Self::Count,
            "month_day" => Self::MonthDay,
            "month_end" => Self::MonthEnd,
            "permanent" => Self::Permanent,
            _ => return None,
        })
    }
}

impl Figure {
    /// Reads a number in a unit; negative sums, the 30th of February and a number for "permanent" do not exist.
    pub fn parse(text: &str, unit: Unit) -> Option<Self> {
        let figure = match unit {
            Unit::MkdMinor => Self::MkdMinor(sum(text)?),
            Unit::EurMinor => Self::EurMinor(sum(text)?),
            Unit::BasisPoints => Self::BasisPoints(text.parse().ok()?),
            Unit::Hours => Self::Hours(text.parse().ok()?),
            Unit::Days => Self::Days(text.parse().ok()?),
            Unit::Years => Self::Years(text.parse().ok()?),
            Unit::Count => Self::Count(text.parse().ok()?),
            Unit::MonthDay => {
                let (month, day) = text.split_once('-')?;
                Self::MonthDay { month: month.parse().ok()?, day: day.parse().ok()? }
            }
            Unit::MonthEnd => Self::MonthEnd(text.parse().ok()?),
            Unit::Permanent if text.is_empty() => Self::Permanent,
            Unit::Permanent => return None,
        };
        // A year without a 29 February, so that the day exists every year.
        let recurs = matches!(figure, Self::MonthDay { .. } | Self::MonthEnd(_));
        (!recurs || figure.due_in(2001).is_some()).then_some(figure)
    }

    /// The number as the file writes it.
    pub fn written(self) -> String {
        match self {
            Self::MkdMinor(sum) | Self::EurMinor(sum) => sum.to_string(),
            Self::BasisPoints(number)
            | Self::Hours(number)
            | Self::Days(number)
            | Self::Years(number)
            | Self::Count(number) => number.to_string(),
            Self::MonthDay { month, day } => format!("{month:02}-{day:02}"),
            Self::MonthEnd(month) => format!("{month:02}"),
            Self::Permanent => String::new(),
        }
    }

    /// The unit as the file spells it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::MkdMinor(_) => "mkd_minor",
            Self::EurMinor(_) => "eur_minor",
            Self::BasisPoints(_) => "basis_points",
            Self::Hours(_) => "hours",
            Self::Days(_) => "days",
            Self::Years(_) => "years",
            Self::Count(_) => "count",
            Self::MonthDay { .. } => "month_day",
            Self::MonthEnd(_) => "month_end",
            Self::Permanent => "permanent",
        }
    }

    /// The day of that year, for figures that name one.
    pub fn due_in(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::MonthDay { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Self::MonthEnd(month) => NaiveDate::from_ymd_opt(year, month, 1)?
                .checked_add_months(Months::new(1))?
                .checked_sub_days(Days::new(1)),
            Self::MkdMinor(_)
            | Self::EurMinor(_)
            | Self::BasisPoints(_)
            | Self::Hours(_)
            | Self::Days(_)
            | Self::Years(_)
            | Self::Count(_)
            | Self::Permanent => None,
        }
    }
}

fn sum(text: &str) -> Option<i64> {
    text.parse().ok().filter(|sum| 0 <= *sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: Unit, expected: Option<Figure>) {
        assert_eq!(Figure::parse(text, unit), expected, "{text:?} {unit:?}");
        if let Some(figure) = expected {
            assert_eq!(figure.written(), text);
        }
    }

    #[test]
    fn a_number_is_read_in_its_unit() {
        check("600000", Unit::MkdMinor, Some(Figure::MkdMinor(600_000)));
        check("-1", Unit::EurMinor, None);
        check("6000.00", Unit::MkdMinor, None);
        check("500", Unit::BasisPoints, Some(Figure::BasisPoints(500)));
        check("5%", Unit::BasisPoints, None);
        check("30", Unit::Days, Some(Figure::Days(30)));
        check("", Unit::Days, None);
        check("01-31", Unit::MonthDay, Some(Figure::MonthDay { month: 1, day: 31 }));
        check("02-29", Unit::MonthDay, None);
        check("13", Unit::MonthEnd, None);
        check("", Unit::Permanent, Some(Figure::Permanent));
        check("10", Unit::Permanent, None);
    }

    #[test]
    fn the_end_of_february_knows_leap_years() {
        let due = |year| Figure::MonthEnd(2).due_in(year).map(|day| day.to_string());
        assert_eq!(due(2026).as_deref(), Some("2026-02-28"));
        assert_eq!(due(2028).as_deref(), Some("2028-02-29"));
        assert_eq!(Figure::MonthEnd(12).due_in(2026), NaiveDate::from_ymd_opt(2026, 12, 31));
        assert_eq!(Figure::Days(30).due_in(2026), None);
    }
}
