//! The tax on aid: the grounds, the list that the tax office approves, and the payment of what is owed.

use almoner_ledger::codes::TaxBasis;
use almoner_ledger::command::Command;
use almoner_ledger::rows::tax::TaxRule;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AccountText, CodeText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;
use crate::routes::listing::{Listing, facts, listing};
use crate::routes::payouts::location;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(bases)).routes(routes!(list)).routes(routes!(pay))
}

/// What a basis means from a day on; a later row replaces it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct TaxBasisView {
    pub valid_from: NaiveDate,
    #[schema(schema_with = word::<TaxBasis>)]
    pub basis: &'static str,
    /// Of the Personal Income Tax Act.
    #[schema(example = "12(1)(31)")]
    pub article: Option<String>,
    pub taxable: bool,
    /// Groups of papers, one of which must be attached whole before the last approval.
    #[schema(example = json!([["medical", "pro_forma"], ["medical", "final_invoice"]]))]
    pub evidence: Vec<Vec<String>>,
    pub name_mk: String,
    pub name_en: String,
    pub name_sq: String,
    pub source: String,
    /// Whether somebody has read it in the law itself.
    pub verified: bool,
}

impl From<&TaxRule> for TaxBasisView {
    fn from(row: &TaxRule) -> Self {
        let groups = row.evidence.iter().flat_map(|text| text.split('|'));
        Self {
            valid_from: row.valid_from,
            basis: row.basis.code(),
            article: row.article.clone(),
            taxable: row.taxable,
            evidence: groups.map(|group| group.split('+').map(str::to_owned).collect()).collect(),
            name_mk: row.name_mk.clone(),
            name_en: row.name_en.clone(),
            name_sq: row.name_sq.clone(),
            source: row.source.clone(),
            verified: row.verified,
        }
    }
}

/// On which grounds aid is free of tax or not, and the papers that show it
#[utoipa::path(
    get,
    path = "/api/v1/tax-bases",
    tag = "aid",
    responses((status = 200, body = Listing<TaxBasisView>))
)]
async fn bases(State(app): State<App>) -> Result<Json<Listing<TaxBasisView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.tax_rules.iter().map(TaxBasisView::from)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaxList {
    /// The number of the list that the tax office has approved (е-ППД).
    pub number: CodeText,
}

/// Note the tax list of a taxed payout
///
/// The tax office approves the list before the bank pays; without its number a taxed payout is not released. Until then a
/// number may be noted again.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/tax-list",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = TaxList,
    responses((status = 201, body = RecordedView))
)]
async fn list(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<TaxList>,
) -> Result<Recorded, Problem> {
    let command = Command::NoteTaxList { payout, number: body.number.0 };
    writer.give(command, |_| location(payout)).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaxPayment {
    /// Taxed payouts that have been paid; at most 200.
    pub payouts: Vec<i64>,
    /// The bank account that paid.
    pub account: AccountText,
    /// The bank's day.
    pub paid_on: NaiveDate,
    pub document: DocumentBody,
}

/// Record that the bank has paid the tax of payouts
///
/// All of what is owed for each of them, in one transfer.
#[utoipa::path(
    post,
    path = "/api/v1/tax-payments",
    tag = "aid",
    request_body = TaxPayment,
    responses((status = 201, body = RecordedView))
)]
async fn pay(writer: Writer, ApiJson(body): ApiJson<TaxPayment>) -> Result<Recorded, Problem> {
    let command = Command::PayTax {
        payouts: body.payouts,
        account: body.account.0,
        paid_on: body.paid_on,
        document: body.document.into(),
    };
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}
