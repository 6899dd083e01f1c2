//! The books for other programs.

use almoner_reports::export::Format;
use almoner_reports::language::Language;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::statements::send;
use crate::app::App;
use crate::export::{Export, Wanted};
use crate::extract::{ApiPath, ApiQuery};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(journal))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// A fund's code, for its entries alone.
    pub fund: Option<String>,
    /// `mk`, `en` or `sq`, for the accounts' names; `mk` if absent.
    pub language: Option<String>,
}

/// The books as a journal for hledger or beancount, which check its sums and the balances of the last day
#[utoipa::path(
    get,
    path = "/api/v1/exports/{format}",
    tag = "statements",
    params(("format" = String, Path, description = "`hledger` or `beancount`"), ExportQuery),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn journal(
    State(app): State<App>,
    ApiPath(format): ApiPath<String>,
    ApiQuery(query): ApiQuery<ExportQuery>,
) -> Result<Response, Problem> {
    let unknown = || Problem::own("not-found").detail("the formats are hledger and beancount");
    let format = Format::parse(&format).ok_or_else(unknown)?;
    let language = query.language.as_deref().unwrap_or(Language::Mk.code());
    let language = Language::parse(language)
        .ok_or_else(|| Problem::own("invalid-query").detail("`language` is mk, en or sq"))?;
    let ExportQuery { from, to, fund, .. } = query;
    send(Export::begin(&app.store, &Wanted { format, from, to, fund, language }).await?).await
}
