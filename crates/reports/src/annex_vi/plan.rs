//! The budget of a contract and the rates of its months, as whoever asks for the report has them.

use almoner_ledger::money::Amount;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// In the order of the contract; a cost belongs to the first line that takes it.
    pub lines: Vec<Line>,
    /// Denars for a euro by month, as InforEuro has them.
    #[serde(default)]
    pub months: Vec<Monthly>,
    /// Denars for a euro by day, as the central bank has them.
    #[serde(default)]
    pub days: Vec<Daily>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// `1.1.1`: the heading is what stands before the first full stop.
    pub number: String,
    pub name: String,
    #[serde(default)]
    pub unit: String,
    pub units: Decimal,
    /// In euro, as `500.00`.
    pub unit_cost: String,
    /// Accounts by the beginning of their codes, and kinds of need.
    #[serde(default)]
    pub takes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monthly {
    /// `2026-03`.
    pub month: String,
    pub rate: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Daily {
    pub on: NaiveDate,
    pub rate: Decimal,
}

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("the plan cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(
        "budget line {0} has no sum that can be read; write units as a number and unit_cost as 500.00"
    )]
    Sum(String),
    #[error("budget line {0} stands in the plan twice")]
    Twice(String),
    #[error("a rate of the plan is not above nothing")]
    Rate,
}

impl Plan {
    pub fn parse(json: &str) -> Result<Self, PlanError> {
        let plan: Self = serde_json::from_str(json)?;
        for (place, line) in plan.lines.iter().enumerate() {
            line.total().ok_or_else(|| PlanError::Sum(line.number.clone()))?;
            if plan.lines.iter().take(place).any(|other| other.number == line.number) {
                return Err(PlanError::Twice(line.number.clone()));
            }
        }
        let rates = plan.months.iter().map(|row| row.rate);
        if rates.chain(plan.days.iter().map(|row| row.rate)).any(|rate| rate <= Decimal::ZERO) {
            return Err(PlanError::Rate);
        }
        Ok(plan)
    }

    /// The first line that takes a cost of all these codes.
    pub(super) fn line_of(&self, codes: &[String]) -> Option<usize> {
        let takes = |line: &Line| {
            let taken = |code: &String| line.takes.iter().any(|prefix| code.starts_with(&**prefix));
            !codes.is_empty() && codes.iter().all(taken)
        };
        self.lines.iter().position(takes)
    }
}

impl Line {
    pub fn heading(&self) -> &str {
        self.number.split('.').next().unwrap_or(&self.number)
    }

    pub(super) fn unit_cents(&self) -> Option<i64> {
        Amount::parse(&self.unit_cost).ok().map(Amount::minor)
    }

    /// In euro cents.
    pub(super) fn total(&self) -> Option<i64> {
        if self.units.is_sign_negative() || 4 < self.units.scale() {
            return None;
        }
        super::rate::round(self.units.checked_mul(Decimal::from(self.unit_cents()?))?)
    }
}
