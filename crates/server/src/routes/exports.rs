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

use super::reports::handed;
use super::statements::send;
use crate::app::App;
use crate::export::{Export, Wanted};
use crate::extract::{ApiPath, ApiQuery};
use crate::problem::Problem;
use crate::reporting::open_data::{OpenFormat, OpenWanted};

const FORMATS: &str =
    "the formats are hledger, beancount, 360giving, 360giving-csv, iati and iati-organisation";

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
    /// For a journal: a fund's code, for its entries alone.
    pub fund: Option<String>,
    /// For 360Giving: the prefix that its keepers gave the association.
    pub prefix: Option<String>,
    /// `mk`, `en` or `sq`, for the names of accounts and needs; `mk` if absent.
    pub language: Option<String>,
}

/// The books for other programs
///
/// `hledger` and `beancount` get a journal, whose sums and balances of the last day they check. `360giving` (JSON) and
/// `360giving-csv`, `iati` (a file of activities: the funds) and
/// `iati-organisation` (both IATI 2.03 in XML) are open data of the quarters that may be told to everybody: closed, and old enough. Payments to
/// organisations stand there one by one, people only as a count and a rounded sum of the quarter, and what would find
/// somebody by taking one from the other is part of that sum. The association goes by its number in the register, an
/// organisation that is paid by its number in these books: names of those who are paid are in the vault alone.
#[utoipa::path(
    get,
    path = "/api/v1/exports/{format}",
    tag = "statements",
    params(
        ("format" = String, Path, description = "`hledger`, `beancount`, `360giving`, `360giving-csv`, `iati` or `iati-organisation`"),
        ExportQuery
    ),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn journal(
    State(app): State<App>,
    ApiPath(format): ApiPath<String>,
    ApiQuery(query): ApiQuery<ExportQuery>,
) -> Result<Response, Problem> {
    let language = query.language.as_deref().unwrap_or(Language::Mk.code());
    let language = Language::parse(language)
        .ok_or_else(|| Problem::own("invalid-query").detail("`language` is mk, en or sq"))?;
    let ExportQuery { from, to, fund, prefix, .. } = query;
    if let Some(format) = OpenFormat::parse(&format) {
        let wanted = OpenWanted { format, from, to, prefix, language };
        return Ok(handed(app.open_data(&wanted).await?, "attachment"));
    }
    let unknown = || Problem::own("not-found").detail(FORMATS);
    let format = Format::parse(&format).ok_or_else(unknown)?;
    send(Export::begin(&app.store, &Wanted { format, from, to, fund, language }).await?).await
}
