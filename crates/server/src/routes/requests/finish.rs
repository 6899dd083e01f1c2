//! How a need ends without help, and how it is heard again.

use almoner_ledger::codes::Reason;
use almoner_ledger::command::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::requests::location;
use crate::routes::requests::steps::Said;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reject))
        .routes(routes!(appeal))
        .routes(routes!(close))
        .routes(routes!(end_series))
}

/// Why, from a list, and in words that can be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rejection {
    #[schema(schema_with = word::<Reason>)]
    pub reason: Reason,
    #[serde(default)]
    pub note: Option<LongText>,
}

/// Reject a request
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/rejection",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Rejection,
    responses((status = 201, body = RecordedView))
)]
async fn reject(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Rejection>,
) -> Result<Recorded, Problem> {
    let command =
        Command::RejectRequest { request, reason: body.reason, note: body.note.map(|text| text.0) };
    writer.give(command, |_| location(request)).await
}

/// Appeal against a rejection
///
/// The request is heard again, by somebody else than who rejected it.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/appeal",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Said,
    responses((status = 201, body = RecordedView))
)]
async fn appeal(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Said>,
) -> Result<Recorded, Problem> {
    let command = Command::AppealRequest { request, grounds: body.text.0 };
    writer.give(command, |_| location(request)).await
}

/// Close a request that needs no answer any more
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/closing",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Rejection,
    responses((status = 201, body = RecordedView))
)]
async fn close(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Rejection>,
) -> Result<Recorded, Problem> {
    let command =
        Command::CloseRequest { request, reason: body.reason, note: body.note.map(|text| text.0) };
    writer.give(command, |_| location(request)).await
}

/// End recurring aid: it comes no more
///
/// What has come stays as it is. A recurring request that is closed before anything was paid ends by that.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/series-end",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Rejection,
    responses((status = 201, body = RecordedView))
)]
async fn end_series(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Rejection>,
) -> Result<Recorded, Problem> {
    let command =
        Command::EndSeries { request, reason: body.reason, note: body.note.map(|text| text.0) };
    writer.give(command, |_| location(request)).await
}
