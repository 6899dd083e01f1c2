//! What two persons can do together.

use almoner_ledger::codes::{Reason, Role, SubjectKind};
use almoner_ledger::command::{BandSpec, CombinationSpec, Deed, HexHash, Subject, TaxRuleSpec};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::money::{AdvanceBody, HandOutBody, PurposeBody, RefundBody, YearBody};
use super::rules::{SetBandsBody, SetCombinationsBody, SetLawValueBody, SetTaxRulesBody};
use crate::field::{HashText, LineText, MonthText, word};

/// What is to be done: exactly one of these.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(title = "Deed")]
pub enum DeedBody {
    Reverse(ReverseBody),
    CloseMonth(MonthBody),
    ReopenMonth(MonthBody),
    CloseYear(YearBody),
    ReopenYear(YearBody),
    UndoImport(UndoImportBody),
    GrantRole(GrantRoleBody),
    IssueToken(IssueTokenBody),
    SetBands(SetBandsBody),
    Erase(EraseBody),
    Delegate(DelegateBody),
    RefundGrant(RefundBody),
    ChangePurpose(PurposeBody),
    GiveAdvance(AdvanceBody),
    HandOut(HandOutBody),
    SetCombinations(SetCombinationsBody),
    SetTaxRules(SetTaxRulesBody),
    SetLawValue(SetLawValueBody),
}

/// Take an entry back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseBody {
    pub entry: i64,
    pub booked_on: NaiveDate,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthBody {
    pub month: MonthText,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImportBody {
    pub import: i64,
    pub booked_on: NaiveDate,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRoleBody {
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    #[serde(default)]
    pub until_at: Option<DateTime<Utc>>,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

/// Let another person sign in, with a token that they made and of which they told only the hash.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTokenBody {
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    pub label: LineText,
    /// SHA-256 of the token, in hexadecimal: `almoner token make` prints both.
    pub hash: HashText,
    /// At most 366 days from now.
    pub expires_at: DateTime<Utc>,
}

/// A deputy for somebody who is away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegateBody {
    /// Who is away.
    pub absent: Uuid,
    /// Who stands in, and signs as themselves.
    pub deputy: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

/// Erase people: all that can be erased about them goes from the books, and their key from the vault.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseBody {
    pub subjects: Vec<SubjectBody>,
    /// `person_asked` or `retention_over`.
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectBody {
    #[schema(schema_with = word::<SubjectKind>)]
    pub kind: SubjectKind,
    pub seq: i64,
}

impl From<DeedBody> for Deed {
    fn from(body: DeedBody) -> Self {
        match body {
            DeedBody::Reverse(ReverseBody { entry, booked_on, why }) => {
                Self::Reverse { entry, booked_on, why }
            }
            DeedBody::CloseMonth(MonthBody { month, why }) => {
                Self::CloseMonth { month: month.0.number(), why }
            }
            DeedBody::ReopenMonth(MonthBody { month, why }) => {
                Self::ReopenMonth { month: month.0.number(), why }
            }
            DeedBody::CloseYear(YearBody { year, why }) => Self::CloseYear { year, why },
            DeedBody::ReopenYear(YearBody { year, why }) => Self::ReopenYear { year, why },
            DeedBody::UndoImport(UndoImportBody { import, booked_on, why }) => {
                Self::UndoImport { import, booked_on, why }
            }
            DeedBody::GrantRole(GrantRoleBody { person, role, until_at, why }) => {
                Self::GrantRole { person, role, until_at, why }
            }
            DeedBody::IssueToken(IssueTokenBody { person, role, label, hash, expires_at }) => {
                let label = label.0.as_str().to_owned();
                Self::IssueToken { person, role, label, hash: HexHash(hash.0), expires_at }
            }
            DeedBody::Delegate(DelegateBody { absent, deputy, role, from_at, until_at, why }) => {
                Self::Delegate { absent, deputy, role, from_at, until_at, why }
            }
            DeedBody::Erase(EraseBody { subjects, why }) => Self::Erase {
                subjects: subjects
                    .into_iter()
                    .map(|SubjectBody { kind, seq }| Subject { kind, seq })
                    .collect(),
                why,
            },
            DeedBody::SetBands(SetBandsBody { valid_from, bands, source }) => Self::SetBands {
                valid_from,
                bands: bands.into_iter().map(BandSpec::from).collect(),
                source: source.0.as_str().to_owned(),
            },
            DeedBody::RefundGrant(body) => Self::RefundGrant(body.into()),
            DeedBody::ChangePurpose(body) => Self::ChangePurpose(body.into()),
            DeedBody::GiveAdvance(body) => Self::GiveAdvance(body.into()),
            DeedBody::HandOut(body) => Self::HandOut(body.into()),
            DeedBody::SetCombinations(SetCombinationsBody { valid_from, combinations, source }) => {
                Self::SetCombinations {
                    valid_from,
                    combinations: combinations.into_iter().map(CombinationSpec::from).collect(),
                    source: source.0.as_str().to_owned(),
                }
            }
            DeedBody::SetTaxRules(SetTaxRulesBody { valid_from, rules, source }) => {
                let rules = rules.into_iter().map(TaxRuleSpec::from).collect();
                Self::SetTaxRules { valid_from, rules, source: source.0.as_str().to_owned() }
            }
            DeedBody::SetLawValue(body) => Self::SetLawValue(body.into()),
        }
    }
}
