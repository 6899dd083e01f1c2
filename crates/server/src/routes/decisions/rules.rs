//! Rules that two persons lay down, each from a day on.

use almoner_ledger::codes::{Category, Combined, EvidenceKind, Reason, TaxBasis};
use almoner_ledger::command::{BandSpec, CombinationSpec, LawValueSpec, TaxRuleSpec};
use almoner_ledger::money::Amount;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::field::{AmountText, LineText, word};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBandsBody {
    pub valid_from: NaiveDate,
    /// Rising, the last without a limit.
    pub bands: Vec<BandBody>,
    /// The board's decision.
    pub source: LineText,
}

/// Lay down which kinds of aid go together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCombinationsBody {
    pub valid_from: NaiveDate,
    /// One row must name no category on either side: it stands for every pair that no other row names.
    pub combinations: Vec<CombinationBody>,
    /// The board's decision.
    pub source: LineText,
}

/// Lay down what tax bases mean from a day on; bases that are not named stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTaxRulesBody {
    pub valid_from: NaiveDate,
    pub rules: Vec<TaxRuleBody>,
    /// The law, or the written opinion of the tax office.
    pub source: LineText,
}

/// Change a limit, rate or deadline of the law for this association, from a day on; what was decided before stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLawValueBody {
    /// As `/api/v1/law-values` names it.
    #[schema(example = "personal_income_tax_rate")]
    pub name: LineText,
    /// In the unit that the value has, as the list writes it: 1000 basis points are 10 per cent, sums are in deni or cents.
    #[schema(example = "1000")]
    pub value: LineText,
    pub valid_from: NaiveDate,
    /// The last day; absent until a later value begins.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// The law, or the paper that says so.
    pub source: LineText,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRuleBody {
    #[schema(schema_with = word::<TaxBasis>)]
    pub basis: TaxBasis,
    #[serde(default)]
    #[schema(example = "12(1)(31)")]
    pub article: Option<LineText>,
    pub taxable: bool,
    /// Groups of papers, one of which must be attached whole; empty where none is needed.
    #[schema(value_type = Vec<Vec<String>>, example = json!([["medical", "pro_forma"], ["medical", "final_invoice"]]))]
    pub evidence: Vec<Vec<EvidenceKind>>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CombinationBody {
    /// Absent stands for every category.
    #[serde(default)]
    #[schema(schema_with = word::<Category>, required = false)]
    pub one: Option<Category>,
    #[serde(default)]
    #[schema(schema_with = word::<Category>, required = false)]
    pub other: Option<Category>,
    /// 0 to 366.
    #[schema(example = 30)]
    pub window_days: i64,
    #[schema(schema_with = word::<Combined>)]
    pub level: Combined,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BandBody {
    #[serde(default)]
    pub up_to: Option<AmountText>,
    pub approvals: i64,
}

impl From<CombinationBody> for CombinationSpec {
    fn from(row: CombinationBody) -> Self {
        let CombinationBody { one, other, window_days, level } = row;
        Self { one, other, window_days, level }
    }
}

impl From<SetLawValueBody> for LawValueSpec {
    fn from(body: SetLawValueBody) -> Self {
        let SetLawValueBody { name, value, valid_from, valid_to, source, why } = body;
        let [name, value, source] = [name, value, source].map(|text| text.0.as_str().to_owned());
        Self { name, value, valid_from, valid_to, source, why }
    }
}

impl From<TaxRuleBody> for TaxRuleSpec {
    fn from(row: TaxRuleBody) -> Self {
        let TaxRuleBody { basis, article, taxable, evidence } = row;
        Self { basis, article: article.map(|text| text.0.as_str().to_owned()), taxable, evidence }
    }
}

impl From<BandBody> for BandSpec {
    fn from(band: BandBody) -> Self {
        Self {
            up_to_minor: band.up_to.map(|most| Amount::minor(most.0)),
            approvals: band.approvals,
        }
    }
}
