//! What must be handed in, to whom, when, and for which associations.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::error::{LawError, Problem};
use crate::figure::Figure;
use crate::files::FILINGS;
use crate::names::Names;
use crate::table;
use crate::value::Value;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The document's code.
    pub document: String,
    pub to: Names,
    pub deadline: Deadline,
    pub trigger: Trigger,
    /// Whether this program makes the paper; what it does not make still stands in the calendar.
    pub prepared: bool,
    pub valid_from: NaiveDate,
    pub source: String,
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// A day of the year after, which stands among the values under this key.
    NextYear(String),
    /// So many days after what asks for it; how many stands among the values under this key.
    DaysAfter(String),
    SameYear {
        month: u32,
        day: u32,
    },
    /// By that day of the month after.
    Monthly(u32),
    /// By that day of the month after each quarter.
    Quarterly(u32),
    BeforePayment,
    /// The agreement says when.
    Agreement,
}

/// Which association has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    Always,
    AboveSmall,
    BelowSmall,
    EconomicIncome,
    MunicipalMoney,
    CentralMoney,
    PublicInterest,
    DonorRelief,
    PersonDonorRelief,
    IncomeToPerson,
    Employees,
    ExemptProject,
    OwnerChange,
    DonorContract,
}

impl Deadline {
    fn parse(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once('/').unwrap_or((text, ""));
        let day = || rest.parse().ok().filter(|day| (1..=28).contains(day));
        match word {
            "next_year" if table::is_key(rest) => Some(Self::NextYear(rest.to_owned())),
            "days_after" if table::is_key(rest) => Some(Self::DaysAfter(rest.to_owned())),
            "same_year" => {
                let (month, day) = rest.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                NaiveDate::from_ymd_opt(2001, month, day).map(|_| Self::SameYear { month, day })
            }
            "monthly" => day().map(Self::Monthly),
            "quarterly" => day().map(Self::Quarterly),
            "before_payment" if rest.is_empty() => Some(Self::BeforePayment),
            "agreement" if rest.is_empty() => Some(Self::Agreement),
            _ => None,
        }
    }

    /// The days on which it is due for that year; none where something else than the calendar sets the day.
    pub(crate) fn days_for(&self, year: i32, values: &[Value]) -> Vec<NaiveDate> {
        let next = year.saturating_add(1);
        let month = |month: u32, day: u32| {
            let (year, month) =
                if month < 12 { (year, month.saturating_add(1)) } else { (next, 1) };
            NaiveDate::from_ymd_opt(year, month, day)
        };
        match self {
            Self::NextYear(key) => {
                let held = |value: &&Value| {
                    value.key == *key
                        && value.figure.due_in(next).is_some_and(|day| value.holds(day))
                };
                let found = values.iter().find(held);
                found.and_then(|value| value.figure.due_in(next)).into_iter().collect()
            }
            Self::SameYear { month, day } => {
                NaiveDate::from_ymd_opt(year, *month, *day).into_iter().collect()
            }
            Self::Monthly(day) => (1..=12).filter_map(|of| month(of, *day)).collect(),
            Self::Quarterly(day) => {
                [3, 6, 9, 12].iter().filter_map(|of| month(*of, *day)).collect()
            }
            Self::DaysAfter(_) | Self::BeforePayment | Self::Agreement => Vec::new(),
        }
    }

    /// Whether the values hold what the deadline names, in the unit it needs.
    fn rests_on(&self, values: &[Value]) -> Result<(), Problem> {
        let (key, fits): (&str, fn(Figure) -> bool) = match self {
            Self::NextYear(key) => (key, |figure| figure.due_in(2001).is_some()),
            Self::DaysAfter(key) => (key, |figure| matches!(figure, Figure::Days(_))),
            Self::SameYear { .. }
            | Self::Monthly(_)
            | Self::Quarterly(_)
            | Self::BeforePayment
            | Self::Agreement => return Ok(()),
        };
        let mut named = values.iter().filter(|value| value.key == key).peekable();
        if named.peek().is_some() && named.all(|value| fits(value.figure)) {
            Ok(())
        } else {
            Err(Problem::UnknownValue { key: key.to_owned() })
        }
    }
}

const COLUMNS: &[&str] = &[
    "document",
    "to_mk",
    "to_en",
    "to_sq",
    "deadline",
    "trigger",
    "prepared",
    "valid_from",
    "source",
    "verified",
];

pub(crate) fn read(
    text: &str,
    documents: &[Document],
    values: &[Value],
) -> Result<Vec<Filing>, LawError> {
    let mut filings: Vec<Filing> = Vec::new();
    for row in table::read(FILINGS, COLUMNS, text)? {
        let document = row.key("document")?;
        if !documents.iter().any(|known| known.code == document) {
            return Err(row.refuse(Problem::UnknownDocument { document }));
        }
        let deadline = row.text("deadline")?;
        let deadline = Deadline::parse(deadline).ok_or_else(|| {
            row.refuse(Problem::Unreadable { column: "deadline", text: deadline.to_owned() })
        })?;
        deadline.rests_on(values).map_err(|problem| row.refuse(problem))?;
        let (source, verified) = row.provenance()?;
        filings.push(Filing {
            document,
            to: row.names_in(["to_mk", "to_en", "to_sq"])?,
            deadline,
            trigger: row.word("trigger")?,
            prepared: row.whole("prepared")?,
            valid_from: row.word("valid_from")?,
            source,
            verified,
        });
    }
    Ok(filings)
}
