//! Statements as CSV, streamed: the first piece is made before the answer begins, so that what can fail fails as a problem.

use almoner_reports::csv::dialect::Dialect;
use almoner_store::read::statement::{StatementOf, StatementRequest};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use futures_util::stream;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::pieces::{Pieces, SheetError};
use crate::problem::Problem;
use crate::statement::Sheet;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account))
        .routes(routes!(cash_book))
        .routes(routes!(fund))
        .routes(routes!(source))
        .routes(routes!(agreement))
        .routes(routes!(journal))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// As the log knew the books at this act; as they are now if absent.
    pub known_at: Option<i64>,
    /// `data` (RFC 4180, for programs) or `excel-mk` (for Excel as set up in Macedonia); `data` if absent.
    pub dialect: Option<String>,
}

async fn answer(app: &App, of: StatementOf, query: StatementQuery) -> Result<Response, Problem> {
    let code = query.dialect.as_deref().unwrap_or(Dialect::Data.code());
    let dialect = Dialect::parse(code)
        .ok_or_else(|| Problem::own("invalid-query").detail("`dialect` is data or excel-mk"))?;
    let request = StatementRequest { of, from: query.from, to: query.to, known_at: query.known_at };
    send(Sheet::begin(&app.store, request, dialect).await?).await
}

/// Piece by piece, so that what is long is not held in memory.
pub(crate) async fn send(mut pieces: impl Pieces) -> Result<Response, Problem> {
    let headers = [
        (header::CONTENT_TYPE, pieces.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", pieces.file_name())),
        (HeaderName::from_static("x-almoner-as-of"), pieces.as_of_seq().to_string()),
    ];
    let first = pieces.next().await?.unwrap_or_default();
    let rest = stream::unfold(Some(pieces), |pieces| async move {
        let mut pieces = pieces?;
        match pieces.next().await {
            Ok(piece) => piece.map(|piece| (Ok(Bytes::from(piece)), Some(pieces))),
            // The connection breaks off, and the file lacks the end that would make it whole.
            Err(error) => {
                tracing::error!(%error, "a statement broke off");
                Some((Err(std::io::Error::other(error)), None))
            }
        }
    });
    let whole = futures_util::StreamExt::chain(stream::iter([Ok(Bytes::from(first))]), rest);
    Ok((headers, Body::from_stream(whole)).into_response())
}

impl From<SheetError> for Problem {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Absent(_) => Self::own("not-found").detail(error.to_string()),
            SheetError::Dates => Self::own("invalid-query").detail(error.to_string()),
            SheetError::Store(error) => Self::unread(&error),
            SheetError::Statement(_) | SheetError::Export(_) => Self::internal(&error),
        }
    }
}

/// The statement of an account
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{account}/statement.csv",
    tag = "statements",
    params(("account" = String, Path), StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn account(
    State(app): State<App>,
    ApiPath(account): ApiPath<String>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::Account { account, fund: None }, query).await
}

/// The cash book of a cash desk, with the numbers of its slips
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{account}/cash-book.csv",
    tag = "statements",
    params(("account" = String, Path), StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn cash_book(
    State(app): State<App>,
    ApiPath(account): ApiPath<String>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::CashBook { account }, query).await
}

/// The statement of a fund
#[utoipa::path(
    get,
    path = "/api/v1/funds/{fund}/statement.csv",
    tag = "statements",
    params(("fund" = i64, Path), StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn fund(
    State(app): State<App>,
    ApiPath(fund): ApiPath<i64>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::Fund { fund }, query).await
}

/// What a source gave
#[utoipa::path(
    get,
    path = "/api/v1/sources/{source}/statement.csv",
    tag = "statements",
    params(("source" = i64, Path), StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn source(
    State(app): State<App>,
    ApiPath(source): ApiPath<i64>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::Source { source }, query).await
}

/// What came under an agreement and what became of it
#[utoipa::path(
    get,
    path = "/api/v1/agreements/{agreement}/statement.csv",
    tag = "statements",
    params(("agreement" = i64, Path), StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn agreement(
    State(app): State<App>,
    ApiPath(agreement): ApiPath<i64>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::Agreement { agreement }, query).await
}

/// The journal, every entry with all its lines
#[utoipa::path(
    get,
    path = "/api/v1/journal.csv",
    tag = "statements",
    params(StatementQuery),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
async fn journal(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<StatementQuery>,
) -> Result<Response, Problem> {
    answer(&app, StatementOf::Journal, query).await
}
