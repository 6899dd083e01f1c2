//! The register of fixed assets: recorded from the entry that has the cost, depreciated by month, and retired.

use almoner_ledger::command::{Command, Depreciated, RecordAsset, RetireAsset};
use almoner_ledger::money::format_minor;
use almoner_ledger::month::Month;
use almoner_ledger::rows::asset::Asset;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AccountText, AmountText, LineText, MonthText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, record))
        .routes(routes!(retire))
        .routes(routes!(depreciate))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssetView {
    pub seq: i64,
    #[schema(example = "Преносен сметач")]
    pub name: String,
    /// The entry that has its cost.
    pub entry: i64,
    #[schema(example = "013")]
    pub account: String,
    pub fund: i64,
    #[schema(example = "60000.00")]
    pub cost: String,
    pub in_use_on: NaiveDate,
    /// Of a year, in hundredths of a percent.
    #[schema(example = 2500)]
    pub rate_bp: i64,
    #[schema(example = "1250.00")]
    pub depreciated: String,
    /// The month up to which it was charged.
    #[schema(example = "2026-03")]
    pub depreciated_through: String,
    #[schema(example = "58750.00")]
    pub book_value: String,
    pub left_on: Option<NaiveDate>,
    pub version: i64,
}

impl From<&Asset> for AssetView {
    fn from(row: &Asset) -> Self {
        let value = if row.left_on.is_some() { 0 } else { row.book_value_minor() };
        let through = Month::from_number(row.depreciated_through);
        Self {
            seq: row.seq,
            name: row.name.clone(),
            entry: row.entry_seq,
            account: row.account.clone(),
            fund: row.fund_seq,
            cost: format_minor(row.cost_minor),
            in_use_on: row.in_use_on,
            rate_bp: row.rate_bp,
            depreciated: format_minor(row.depreciated_minor),
            depreciated_through: through.map(|month| month.to_string()).unwrap_or_default(),
            book_value: format_minor(value),
            left_on: row.left_on,
            version: row.version,
        }
    }
}

/// Every fixed asset, also those that left
#[utoipa::path(
    get,
    path = "/api/v1/assets",
    tag = "books", params(PartQuery),
    responses((status = 200, body = Listing<AssetView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<AssetView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.assets.values().map(|row| (row.seq.to_string(), AssetView::from(row)));
    part(&facts, &query, rows)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepreciatedBody {
    pub amount: AmountText,
    /// The last month that the earlier books charged.
    pub through: MonthText,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAsset {
    pub name: LineText,
    /// The entry that debits the account with the cost.
    pub entry: i64,
    pub account: AccountText,
    pub fund: i64,
    pub cost: AmountText,
    /// On the day of the entry or later; of an opening entry, whenever it was.
    pub in_use_on: NaiveDate,
    /// Of a year, in hundredths of a percent: 2500 is a quarter. 0 for land. No rate is known to the program; the
    /// accountant takes it from the nomenclature.
    #[schema(example = 2500)]
    pub rate_bp: i64,
    /// Of an asset from the opening entry: what the earlier books charged.
    #[serde(default)]
    pub depreciated: Option<DepreciatedBody>,
}

/// Record a fixed asset
///
/// Refused as `asset-beyond-entry` where the entry does not have the cost, or other assets have it already. Such an entry
/// is not taken back.
#[utoipa::path(
    post,
    path = "/api/v1/assets",
    tag = "books",
    request_body = NewAsset,
    responses((status = 201, body = RecordedView))
)]
async fn record(writer: Writer, ApiJson(body): ApiJson<NewAsset>) -> Result<Recorded, Problem> {
    let earlier = body
        .depreciated
        .map(|earlier| Depreciated { minor: earlier.amount.0.minor(), through: earlier.through.0 });
    let command = Command::RecordAsset(RecordAsset {
        name: body.name.0,
        entry: body.entry,
        account: body.account.0,
        fund: body.fund,
        cost: body.cost.0,
        in_use_on: body.in_use_on,
        rate_bp: body.rate_bp,
        earlier,
    });
    writer.give(command, |_| "/api/v1/assets".to_owned()).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// The version that was read.
    pub version: i64,
    pub on: NaiveDate,
    /// Sold, given away, broken, lost.
    pub why: LineText,
}

/// Take a fixed asset out of use
///
/// It is charged up to that month, and what it was still worth is booked as a cost. Money for it is an income by itself.
#[utoipa::path(
    post,
    path = "/api/v1/assets/{asset}/retirement",
    tag = "books",
    params(("asset" = i64, Path)),
    request_body = Retirement,
    responses((status = 201, body = RecordedView))
)]
async fn retire(
    writer: Writer,
    ApiPath(asset): ApiPath<i64>,
    ApiJson(body): ApiJson<Retirement>,
) -> Result<Recorded, Problem> {
    let Retirement { version, on, why } = body;
    let command = Command::RetireAsset(RetireAsset { asset, version, on, why: why.0 });
    writer.give(command, |_| "/api/v1/assets".to_owned()).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepreciationBody {
    /// The last month to charge; booked on its last day.
    pub through: MonthText,
}

/// Depreciate all fixed assets through a month
///
/// In a straight line by whole months, from the month after an asset was put to use. What earlier months left uncharged is
/// charged with it.
#[utoipa::path(
    post,
    path = "/api/v1/depreciation",
    tag = "books",
    request_body = DepreciationBody,
    responses((status = 201, body = RecordedView))
)]
async fn depreciate(
    writer: Writer,
    ApiJson(body): ApiJson<DepreciationBody>,
) -> Result<Recorded, Problem> {
    let command = Command::Depreciate { through: body.through.0 };
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}
