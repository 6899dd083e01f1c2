//! Looking needs over: screening, asking, answering, assessing.

use almoner_ledger::command::{AssessRequest, Command};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AmountText, LongText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::requests::{location, seen};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(screen))
        .routes(routes!(ask))
        .routes(routes!(answer))
        .routes(routes!(assess))
}

/// Begin to look a request over
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/screening",
    tag = "aid",
    params(("request" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn screen(writer: Writer, ApiPath(request): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::ScreenRequest { request }, |_| location(request)).await
}

/// Words that can be erased later.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    pub text: LongText,
}

/// Ask for what is missing
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/question",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Said,
    responses((status = 201, body = RecordedView))
)]
async fn ask(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Said>,
) -> Result<Recorded, Problem> {
    let command = Command::AskAboutRequest { request, question: body.text.0 };
    writer.give(command, |_| location(request)).await
}

/// Write down what was answered
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/answer",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Said,
    responses((status = 201, body = RecordedView))
)]
async fn answer(
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Said>,
) -> Result<Recorded, Problem> {
    let command = Command::AnswerRequest { request, answer: body.text.0 };
    writer.give(command, |_| location(request)).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assessment {
    /// What is needed, in denars; it may be less than was asked, and no payout is larger.
    pub found: AmountText,
    /// What was seen and heard; it can be erased later.
    pub finding: LongText,
}

/// Assess a request
///
/// Other aid that it does not go with must have been allowed by a second person.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/assessment",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Assessment,
    responses((status = 201, body = RecordedView))
)]
async fn assess(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Assessment>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_request(&app, request).await?;
    let (found, finding) = (body.found.0, body.finding.0);
    let command = Command::AssessRequest(AssessRequest { request, found, finding, seen });
    let recorded = writer.give(command, |_| location(request)).await?;
    seen::warned(&app, request, recorded).await
}
