//! Funds: self-balancing pools, for one purpose or free.

use almoner_ledger::command::Command;
use almoner_ledger::money::format_minor;
use almoner_ledger::rows::giving::Fund;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{CodeText, LineText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};
use crate::routes::people::AtVersion;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, open)).routes(routes!(close))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundView {
    pub seq: i64,
    #[schema(example = "free")]
    pub code: String,
    pub name: String,
    pub restricted: bool,
    /// `open` or `closed`.
    #[schema(example = "open")]
    pub state: &'static str,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    /// What the bank took beyond the fund's money; until income covers it, no payout is approved.
    #[schema(example = "0.00")]
    pub overdrawn: String,
    pub version: i64,
}

impl From<&Fund> for FundView {
    fn from(fund: &Fund) -> Self {
        Self {
            seq: fund.seq,
            code: fund.code.clone(),
            name: fund.name.clone(),
            restricted: fund.restricted,
            state: fund.state.code(),
            opened_on: fund.opened_on,
            closed_on: fund.closed_on,
            overdrawn: format_minor(fund.overdrawn_minor),
            version: fund.version,
        }
    }
}

/// Every fund
#[utoipa::path(get, path = "/api/v1/funds", tag = "giving", params(PartQuery), responses((status = 200, body = Listing<FundView>)))]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<FundView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.funds.values().map(|row| (row.seq.to_string(), FundView::from(row)));
    part(&facts, &query, rows)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenFund {
    pub code: CodeText,
    pub name: LineText,
    /// For one purpose; a restricted fund is never overdrawn.
    pub restricted: bool,
}

/// Open a fund
#[utoipa::path(
    post,
    path = "/api/v1/funds",
    tag = "giving",
    request_body = OpenFund,
    responses((status = 201, body = RecordedView))
)]
async fn open(writer: Writer, ApiJson(body): ApiJson<OpenFund>) -> Result<Recorded, Problem> {
    let command =
        Command::OpenFund { code: body.code.0, name: body.name.0, restricted: body.restricted };
    writer.give(command, |_| "/api/v1/funds".to_owned()).await
}

/// Close a fund that has come to nothing
#[utoipa::path(
    post,
    path = "/api/v1/funds/{fund}/closing",
    tag = "giving",
    params(("fund" = i64, Path)),
    request_body = AtVersion,
    responses((status = 201, body = RecordedView))
)]
async fn close(
    writer: Writer,
    ApiPath(fund): ApiPath<i64>,
    ApiJson(body): ApiJson<AtVersion>,
) -> Result<Recorded, Problem> {
    let command = Command::CloseFund { fund, version: body.version };
    writer.give(command, |_| "/api/v1/funds".to_owned()).await
}
