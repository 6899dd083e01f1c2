//! What a refusal speaks of, piece by piece, so that it can be said in any language.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Refusal;
use crate::codes::*;
use crate::month::Month;
use crate::restriction::Misfit;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// A number, or a sum in hundredths where the part's name ends in `_minor`.
    Number(i64),
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    /// A word of a closed list, by the list's name.
    Word(&'static str, &'static str),
}

pub(super) trait Told {
    fn told(&self) -> Part;
}

impl Told for String {
    fn told(&self) -> Part {
        Part::Text(self.clone())
    }
}

impl Told for &'static str {
    fn told(&self) -> Part {
        Part::Text((*self).to_owned())
    }
}

impl Told for Uuid {
    fn told(&self) -> Part {
        Part::Text(self.to_string())
    }
}

impl Told for Month {
    fn told(&self) -> Part {
        Part::Text(self.to_string())
    }
}

impl Told for i64 {
    fn told(&self) -> Part {
        Part::Number(*self)
    }
}

impl Told for NaiveDate {
    fn told(&self) -> Part {
        Part::Day(*self)
    }
}

impl Told for DateTime<Utc> {
    fn told(&self) -> Part {
        Part::Instant(*self)
    }
}

/// A refusal inside another is known by its name.
impl Told for Box<Refusal> {
    fn told(&self) -> Part {
        Part::Word("refusal", self.name())
    }
}

macro_rules! words {
    ($($list:literal $name:ident,)+) => {
        $(impl Told for $name {
            fn told(&self) -> Part {
                Part::Word($list, self.code())
            }
        })+
    };
}

words!(
    "agreement-state" AgreementState,
    "currency" Currency,
    "document" DocumentKind,
    "duty" Duty,
    "match" MatchHow,
    "method" Method,
    "misfit" Misfit,
    "payee" PayeeKind,
    "payout-state" PayoutState,
    "purpose" Purpose,
    "request-state" RequestState,
    "role" Role,
    "step" Step,
    "subject" SubjectKind,
    "tax" TaxBasis,
    "travel-state" TravelState,
    "warning" WarningCode,
);
