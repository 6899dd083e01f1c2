//! Deeds about a year, and about money that goes another way: back to its giver, to another purpose, ahead to staff, to people
//! unnamed.

use almoner_ledger::codes::{Category, Reason, TargetGroup};
use almoner_ledger::command::{ChangePurpose, GiveAdvance, HandOut, RefundGrant};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::field::{AccountText, AmountText, LineText, PlaceText, word};
use crate::routes::document::DocumentBody;
use crate::routes::restriction::RestrictionBody;

/// Close a year that was counted and whose months are closed, or open the last closed one again: its closing is taken back, and
/// what was issued of it is superseded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct YearBody {
    #[schema(example = 2026)]
    pub year: i64,
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

/// Give unspent money of an agreement back to its giver.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundBody {
    pub agreement: i64,
    /// In the currency of the account.
    pub amount: AmountText,
    pub account: AccountText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

/// Give a part of a lot another restriction, or move it to another fund.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposeBody {
    pub fund: i64,
    pub lot: i64,
    #[schema(example = 1)]
    pub line: i64,
    /// Minor units of the lot's currency (deni, cents), or whole units of its item.
    #[schema(example = 150_000)]
    pub quantity: i64,
    /// The same fund, or the one that gets it.
    pub to_fund: i64,
    /// Absent where the money becomes free.
    #[serde(default)]
    pub restriction: Option<RestrictionBody>,
    /// The money account that carries it to another fund.
    #[serde(default)]
    pub account: Option<AccountText>,
    pub booked_on: NaiveDate,
    /// The giver's consent (`consent`), or the board's decision (`decision`).
    pub document: DocumentBody,
}

/// Give one of the staff money ahead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceBody {
    /// Who gets it: neither who proposes nor who confirms.
    pub person: Uuid,
    pub fund: i64,
    pub amount: AmountText,
    pub account: AccountText,
    pub given_on: NaiveDate,
    pub document: DocumentBody,
}

/// Hand goods to people unnamed: who proposes it was there, and so was who confirms it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOutBody {
    pub fund: i64,
    #[schema(schema_with = word::<Category>)]
    pub category: Category,
    pub item: LineText,
    #[schema(example = 50)]
    pub count: i64,
    #[schema(example = 50)]
    pub people: i64,
    #[schema(schema_with = word::<TargetGroup>)]
    pub target_group: TargetGroup,
    #[schema(example = "MK-814")]
    pub municipality: PlaceText,
    pub given_on: NaiveDate,
    pub document: DocumentBody,
}

impl From<RefundBody> for RefundGrant {
    fn from(body: RefundBody) -> Self {
        Self {
            agreement: body.agreement,
            amount: body.amount.0,
            account: body.account.0,
            booked_on: body.booked_on,
            document: body.document.into(),
        }
    }
}

impl From<PurposeBody> for ChangePurpose {
    fn from(body: PurposeBody) -> Self {
        Self {
            fund: body.fund,
            lot: body.lot,
            line: body.line,
            quantity: body.quantity,
            to_fund: body.to_fund,
            restriction: body.restriction.map(Into::into),
            account: body.account.map(|account| account.0),
            booked_on: body.booked_on,
            document: body.document.into(),
        }
    }
}

impl From<AdvanceBody> for GiveAdvance {
    fn from(body: AdvanceBody) -> Self {
        Self {
            person: body.person,
            fund: body.fund,
            amount: body.amount.0,
            account: body.account.0,
            given_on: body.given_on,
            document: body.document.into(),
        }
    }
}

impl From<HandOutBody> for HandOut {
    fn from(body: HandOutBody) -> Self {
        Self {
            fund: body.fund,
            category: body.category,
            item: body.item.0,
            count: body.count,
            people: body.people,
            target_group: body.target_group,
            municipality: body.municipality.0,
            given_on: body.given_on,
            document: body.document.into(),
        }
    }
}
