//! What restricted money may be spent on, as the API writes it.

use almoner_ledger::codes::{Category, TargetGroup};
use almoner_ledger::money::{Amount, format_minor};
use almoner_ledger::restriction::{Binds, Restriction};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::field::{AccountText, AmountText, PlaceText, words};

/// Empty lists and absent bounds do not restrict.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(title = "Restriction")]
pub struct RestrictionBody {
    #[schema(schema_with = words::<Category>, required = false)]
    #[serde(default)]
    pub categories: Vec<Category>,
    #[schema(schema_with = words::<TargetGroup>, required = false)]
    #[serde(default)]
    pub target_groups: Vec<TargetGroup>,
    /// ISO 3166-2 codes, for example `MK-814`.
    #[serde(default)]
    pub municipalities: Vec<PlaceText>,
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
    #[serde(default)]
    pub to_on: Option<NaiveDate>,
    /// Which day the window is about: `decision` (as long as nothing is said) or `payment`.
    #[serde(default)]
    #[schema(value_type = String, example = "decision")]
    pub binds: Binds,
    /// The most one payout may take of this money, in denars.
    #[serde(default)]
    pub payout_max: Option<AmountText>,
    /// The most all payouts for one household may take of this money, in denars.
    #[serde(default)]
    pub household_max: Option<AmountText>,
    /// Expense accounts that ordinary costs may be booked on, by the beginning of their code; empty: aid only.
    #[serde(default)]
    pub budget_lines: Vec<AccountText>,
}

impl From<RestrictionBody> for Restriction {
    fn from(body: RestrictionBody) -> Self {
        Self {
            categories: body.categories,
            target_groups: body.target_groups,
            municipalities: body
                .municipalities
                .into_iter()
                .map(|code| code.0.as_str().to_owned())
                .collect(),
            from_on: body.from_on,
            to_on: body.to_on,
            binds: body.binds,
            payout_max_minor: body.payout_max.map(|most| Amount::minor(most.0)),
            household_max_minor: body.household_max.map(|most| Amount::minor(most.0)),
            budget_lines: body.budget_lines.into_iter().map(|line| line.0).collect(),
        }
    }
}

/// What restricted money may be spent on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RestrictionView {
    pub categories: Vec<&'static str>,
    pub target_groups: Vec<&'static str>,
    pub municipalities: Vec<String>,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    #[schema(value_type = String, example = "decision")]
    pub binds: Binds,
    #[schema(example = "5000.00")]
    pub payout_max: Option<String>,
    pub household_max: Option<String>,
    pub budget_lines: Vec<String>,
}

impl RestrictionView {
    /// Reads a stored restriction; `None` where it cannot be read, which then fits nothing.
    pub fn of(json: &str) -> Option<Self> {
        let restriction = Restriction::from_json(json).ok()?;
        Some(Self {
            categories: restriction.categories.iter().map(|category| category.code()).collect(),
            target_groups: restriction.target_groups.iter().map(|group| group.code()).collect(),
            municipalities: restriction.municipalities,
            from_on: restriction.from_on,
            to_on: restriction.to_on,
            binds: restriction.binds,
            payout_max: restriction.payout_max_minor.map(format_minor),
            household_max: restriction.household_max_minor.map(format_minor),
            budget_lines: restriction.budget_lines,
        })
    }
}
