//! What the law and the board have set: values, approval bands, and which months are closed.

use almoner_ledger::money::format_minor;
use almoner_ledger::rows::books::LawValue;
use almoner_ledger::rows::chart::Band;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::ApiQuery;
use crate::problem::Problem;
use crate::routes::listing::{Listing, PartQuery, facts, listing, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(values)).routes(routes!(bands)).routes(routes!(months))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LawValueView {
    #[schema(example = "payout_reservation")]
    pub name: String,
    #[schema(example = "30")]
    pub value: String,
    #[schema(example = "days")]
    pub unit: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub source: String,
    /// Whether somebody has read it in the law itself.
    pub verified: bool,
}

impl From<&LawValue> for LawValueView {
    fn from(value: &LawValue) -> Self {
        Self {
            name: value.name.clone(),
            value: value.value.clone(),
            unit: value.unit.clone(),
            valid_from: value.valid_from,
            valid_to: value.valid_to,
            source: value.source.clone(),
            verified: value.verified,
        }
    }
}

/// Limits, rates and deadlines
#[utoipa::path(
    get,
    path = "/api/v1/law-values",
    tag = "books",
    responses((status = 200, body = Listing<LawValueView>))
)]
async fn values(State(app): State<App>) -> Result<Json<Listing<LawValueView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.values.iter().map(LawValueView::from)))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BandView {
    pub valid_from: NaiveDate,
    /// The largest payout of the band; absent means without limit.
    #[schema(example = "30000.00")]
    pub up_to: Option<String>,
    pub approvals: i64,
    pub source: String,
    pub verified: bool,
}

impl From<&Band> for BandView {
    fn from(band: &Band) -> Self {
        Self {
            valid_from: band.valid_from,
            up_to: band.up_to_minor.map(format_minor),
            approvals: band.approvals,
            source: band.source.clone(),
            verified: band.verified,
        }
    }
}

/// How many approvers a payout takes, by its amount
#[utoipa::path(get, path = "/api/v1/bands", tag = "books", responses((status = 200, body = Listing<BandView>)))]
async fn bands(State(app): State<App>) -> Result<Json<Listing<BandView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.bands.iter().map(BandView::from)))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthView {
    #[schema(example = "2026-03")]
    pub month: String,
    /// `open` or `closed`.
    #[schema(example = "closed")]
    pub state: &'static str,
}

/// The months that have been closed or opened again
#[utoipa::path(get, path = "/api/v1/months", tag = "books", params(PartQuery), responses((status = 200, body = Listing<MonthView>)))]
async fn months(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<MonthView>>, Problem> {
    let facts = facts(&app).await?;
    let months = facts.periods.iter().map(|(month, period)| {
        let view = MonthView { month: month.to_string(), state: period.state.code() };
        (month.to_string(), view)
    });
    part(&facts, &query, months)
}
