//! Papers that were issued: the list of them, and each as the bytes it was issued with.

use almoner_ledger::facts::Facts;
use almoner_store::read::year::IssuedRow;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::write_hash;
use crate::problem::Problem;
use crate::reporting::{Face, before};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(file))
}

/// A paper as it was issued.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IssuedView {
    /// The act that issued it, and its place in it.
    #[schema(example = "1742-1")]
    pub id: String,
    pub year: i64,
    #[schema(example = "balance_sheet")]
    pub document: String,
    #[schema(example = "mk")]
    pub language: String,
    #[schema(example = "pdf")]
    pub format: String,
    /// `current`, or `superseded` once its year was opened again.
    #[schema(example = "current")]
    pub state: &'static str,
    /// SHA-256 of the bytes, which stands in the log.
    pub sha256: String,
    pub size_bytes: i64,
    /// The last act that it counts.
    pub as_of_seq: i64,
    pub issued_at: DateTime<Utc>,
    pub issued_by: Uuid,
}

impl IssuedView {
    fn of(facts: &Facts, row: IssuedRow) -> Self {
        let IssuedRow { issued, issued_at, person } = row;
        Self {
            id: format!("{}-{}", issued.seq, issued.line),
            year: issued.year,
            state: if before::holds(facts, &issued) { "current" } else { "superseded" },
            document: issued.document,
            language: issued.language,
            format: issued.face,
            sha256: write_hash(&issued.hash),
            size_bytes: issued.size_bytes,
            as_of_seq: issued.as_of_seq,
            issued_at,
            issued_by: person,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IssuedQuery {
    /// Of one year; of all if absent.
    pub year: Option<i64>,
}

/// Papers that were issued, the oldest first
#[utoipa::path(
    get,
    path = "/api/v1/issued",
    tag = "statements",
    params(IssuedQuery),
    responses((status = 200, body = Listing<IssuedView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<IssuedQuery>,
) -> Result<Json<Listing<IssuedView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = app.store.issued(query.year).await?;
    Ok(listing(&facts, rows.into_iter().map(|row| IssuedView::of(&facts, row))))
}

/// A paper as it was issued: the same bytes every time, also once it is superseded
#[utoipa::path(
    get,
    path = "/api/v1/issued/{issued}/file",
    tag = "statements",
    params(("issued" = String, Path, example = "1742-1")),
    responses((status = 200, body = String, content_type = "application/pdf"))
)]
async fn file(
    State(app): State<App>,
    headers: HeaderMap,
    ApiPath(id): ApiPath<String>,
) -> Result<Response, Problem> {
    let missing = || Problem::own("not-found");
    let (seq, line) = id.split_once('-').ok_or_else(missing)?;
    let (seq, line): (i64, i64) = seq.parse().ok().zip(line.parse().ok()).ok_or_else(missing)?;
    let mut rows = app.store.issued(None).await?.into_iter().map(|row| row.issued);
    let row = rows.find(|row| (row.seq, row.line) == (seq, line)).ok_or_else(missing)?;
    let tag = format!("\"{}\"", write_hash(&row.hash));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let bytes = app.store.issued_file(seq, line).await?.ok_or_else(missing)?;
    let face = Face::parse(&row.face);
    let name = format!("{}-{}-{}.{}", row.document, row.year, row.language, row.face);
    let headers = [
        (
            header::CONTENT_TYPE,
            face.map_or("application/octet-stream", Face::media_type).to_owned(),
        ),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::ETAG, tag),
        (HeaderName::from_static("x-almoner-as-of"), row.as_of_seq.to_string()),
    ];
    Ok((headers, bytes).into_response())
}
