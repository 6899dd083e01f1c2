//! What restricted money may be spent on: typed, checked in the rule, never only written down.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::{Category, TargetGroup};

/// Empty lists and absent bounds do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Restriction {
    pub categories: Vec<Category>,
    pub target_groups: Vec<TargetGroup>,
    /// ISO 3166-2 codes, for example `MK-814`.
    pub municipalities: Vec<String>,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    /// Which day the window is about.
    pub binds: Binds,
    /// The most one payout may take of this money, in deni.
    pub payout_max_minor: Option<i64>,
    /// The most all payouts for one household may take of this money, in deni.
    pub household_max_minor: Option<i64>,
    /// Expense accounts that ordinary costs may be booked on, by the beginning of their code; empty: aid only.
    pub budget_lines: Vec<String>,
}

/// The day that must lie inside a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binds {
    #[default]
    Decision,
    Payment,
}

/// What is about to happen on the day of a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Decision,
    Payment,
}

/// What money is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Aid {
        category: Category,
        target_group: Option<TargetGroup>,
        municipality: Option<String>,
        on: NaiveDate,
        stage: Stage,
    },
    /// A cost is decided and paid on the day of its entry.
    Expense { account: String, on: NaiveDate },
}

/// Why a lot cannot pay for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    AgreementEnded,
    Category,
    TargetGroup,
    Municipality,
    BeforeWindow,
    AfterWindow,
    AboveCap,
    HouseholdCap,
    BudgetLine,
    Unreadable,
}

impl Misfit {
    pub const ALL: [Self; 10] = [
        Self::AgreementEnded,
        Self::Category,
        Self::TargetGroup,
        Self::Municipality,
        Self::BeforeWindow,
        Self::AfterWindow,
        Self::AboveCap,
        Self::HouseholdCap,
        Self::BudgetLine,
        Self::Unreadable,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::AgreementEnded => "agreement_ended",
            Self::Category => "category",
            Self::TargetGroup => "target_group",
            Self::Municipality => "municipality",
            Self::BeforeWindow => "before_window",
            Self::AfterWindow => "after_window",
            Self::AboveCap => "above_cap",
            Self::HouseholdCap => "household_cap",
            Self::BudgetLine => "budget_line",
            Self::Unreadable => "unreadable",
        }
    }

    pub const fn sentence(self) -> &'static str {
        match self {
            Self::AgreementEnded => "the agreement behind it has ended",
            Self::Category => "it was given for other needs",
            Self::TargetGroup => "it was given for another group of people",
            Self::Municipality => "it was given for other municipalities",
            Self::BeforeWindow => "its time has not begun",
            Self::AfterWindow => "its time has run out",
            Self::AboveCap => "the giver allows less of it for one payout",
            Self::HouseholdCap => "the giver allows less of it for one household",
            Self::BudgetLine => "the giver did not allow this kind of cost",
            Self::Unreadable => "its restriction cannot be read",
        }
    }
}

impl Purpose {
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Aid { on, .. } | Self::Expense { on, .. } => *on,
        }
    }
}

impl Restriction {
    pub fn from_json(json: &str) -> Result<Self, Misfit> {
        serde_json::from_str(json).map_err(|_| Misfit::Unreadable)
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A payment comes after its decision: money whose window has not begun may be promised, never after it has ended.
    fn in_time(&self, purpose: &Purpose) -> Result<(), Misfit> {
        let (begins, ends) = match (purpose, self.binds) {
            (Purpose::Expense { .. }, _)
            | (Purpose::Aid { stage: Stage::Decision, .. }, Binds::Decision)
            | (Purpose::Aid { stage: Stage::Payment, .. }, Binds::Payment) => (true, true),
            (Purpose::Aid { stage: Stage::Decision, .. }, Binds::Payment) => (false, true),
            (Purpose::Aid { stage: Stage::Payment, .. }, Binds::Decision) => (false, false),
        };
        if begins && self.from_on.is_some_and(|from| purpose.on() < from) {
            return Err(Misfit::BeforeWindow);
        }
        if ends && self.to_on.is_some_and(|to| to < purpose.on()) {
            return Err(Misfit::AfterWindow);
        }
        Ok(())
    }

    /// Checks a purpose, cheapest reason first; the first that forbids is named.
    pub fn allows(&self, purpose: &Purpose) -> Result<(), Misfit> {
        self.in_time(purpose)?;
        match purpose {
            Purpose::Aid { category, target_group, municipality, .. } => {
                let listed = |wanted: bool, empty: bool| empty || wanted;
                if !listed(self.categories.contains(category), self.categories.is_empty()) {
                    return Err(Misfit::Category);
                }
                let group = target_group.is_some_and(|group| self.target_groups.contains(&group));
                if !listed(group, self.target_groups.is_empty()) {
                    return Err(Misfit::TargetGroup);
                }
                let place =
                    municipality.as_ref().is_some_and(|place| self.municipalities.contains(place));
                if !listed(place, self.municipalities.is_empty()) {
                    return Err(Misfit::Municipality);
                }
                Ok(())
            }
            Purpose::Expense { account, .. } => {
                let fits = self.budget_lines.iter().any(|line| account.starts_with(line.as_str()));
                if fits { Ok(()) } else { Err(Misfit::BudgetLine) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn food_in_centar() -> Restriction {
        Restriction {
            categories: vec![Category::Food],
            target_groups: vec![TargetGroup::Homeless],
            municipalities: vec!["MK-814".into()],
            from_on: Some(day("2026-01-01")),
            to_on: Some(day("2026-12-31")),
            binds: Binds::Decision,
            payout_max_minor: Some(500_000),
            household_max_minor: None,
            budget_lines: vec!["40".into()],
        }
    }

    fn aid() -> Purpose {
        Purpose::Aid {
            category: Category::Food,
            target_group: Some(TargetGroup::Homeless),
            municipality: Some("MK-814".into()),
            on: day("2026-12-31"),
            stage: Stage::Decision,
        }
    }

    #[test]
    fn a_window_binds_the_day_it_names() {
        let at = |on: &str, stage| {
            let Purpose::Aid { category, target_group, municipality, .. } = aid() else { panic!() };
            Purpose::Aid { category, target_group, municipality, on: day(on), stage }
        };
        let decision = food_in_centar();
        let payment = Restriction { binds: Binds::Payment, ..food_in_centar() };
        assert_eq!(decision.allows(&at("2025-12-31", Stage::Decision)), Err(Misfit::BeforeWindow));
        assert_eq!(decision.allows(&at("2027-01-01", Stage::Decision)), Err(Misfit::AfterWindow));
        assert_eq!(decision.allows(&at("2027-01-01", Stage::Payment)), Ok(()));
        assert_eq!(payment.allows(&at("2025-12-31", Stage::Decision)), Ok(()));
        assert_eq!(payment.allows(&at("2027-01-01", Stage::Decision)), Err(Misfit::AfterWindow));
        assert_eq!(payment.allows(&at("2025-12-31", Stage::Payment)), Err(Misfit::BeforeWindow));
        assert_eq!(payment.allows(&at("2027-01-01", Stage::Payment)), Err(Misfit::AfterWindow));
    }

    #[test]
    fn a_purpose_that_fits_is_allowed() {
        assert_eq!(food_in_centar().allows(&aid()), Ok(()));
        assert_eq!(Restriction::default().allows(&aid()), Ok(()));
    }

    #[test]
    fn each_bound_is_named_when_it_forbids() {
        let check = |change: &dyn Fn(&mut Restriction), misfit| {
            let mut restriction = food_in_centar();
            change(&mut restriction);
            assert_eq!(restriction.allows(&aid()), Err(misfit));
        };
        check(&|r| r.categories = vec![Category::Rent], Misfit::Category);
        check(&|r| r.target_groups = vec![TargetGroup::StreetChild], Misfit::TargetGroup);
        check(&|r| r.municipalities = vec!["MK-801".into()], Misfit::Municipality);
        check(&|r| r.from_on = Some(day("2027-01-01")), Misfit::BeforeWindow);
        check(&|r| r.to_on = Some(day("2026-12-30")), Misfit::AfterWindow);
    }

    #[test]
    fn costs_need_a_budget_line() {
        let rent = Purpose::Expense { account: "408".into(), on: day("2026-03-01") };
        assert_eq!(food_in_centar().allows(&rent), Ok(()));
        let wages = Purpose::Expense { account: "460".into(), on: day("2026-03-01") };
        assert_eq!(food_in_centar().allows(&wages), Err(Misfit::BudgetLine));
    }

    #[test]
    fn a_restriction_survives_its_json() {
        let restriction = food_in_centar();
        assert_eq!(Restriction::from_json(&restriction.to_json()), Ok(restriction));
        assert_eq!(Restriction::from_json("{\"colour\":1}"), Err(Misfit::Unreadable));
    }
}
