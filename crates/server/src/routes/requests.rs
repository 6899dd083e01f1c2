//! Needs, as case workers take them in.

mod lots;
pub mod read;

use almoner_ledger::codes::{Category, Reason, TargetGroup, Urgency};
use almoner_ledger::command::{Command, SubmitRequest};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AmountText, CodeText, LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, submit))
        .routes(routes!(read::read))
        .routes(routes!(reject))
        .merge(lots::routes())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The recipient's reference.
    pub recipient: Uuid,
    #[schema(schema_with = word::<Category>)]
    pub category: Category,
    #[schema(schema_with = word::<Urgency>)]
    pub urgency: Urgency,
    /// In denars.
    pub asked: AmountText,
    pub received_on: NaiveDate,
    #[serde(default)]
    #[schema(schema_with = word::<TargetGroup>, required = false)]
    pub target_group: Option<TargetGroup>,
    /// An ISO 3166-2 code, for example `MK-814`.
    #[serde(default)]
    pub municipality: Option<CodeText>,
    /// What happened; it can be erased later and is never shown to auditors.
    #[serde(default)]
    pub story: Option<LongText>,
}

/// Take in a request for aid
#[utoipa::path(
    post,
    path = "/api/v1/requests",
    tag = "aid",
    request_body = NewRequest,
    responses((status = 201, body = RecordedView))
)]
async fn submit(writer: Writer, ApiJson(body): ApiJson<NewRequest>) -> Result<Recorded, Problem> {
    let command = Command::SubmitRequest(SubmitRequest {
        recipient: body.recipient,
        category: body.category,
        urgency: body.urgency,
        asked: body.asked.0,
        received_on: body.received_on,
        target_group: body.target_group,
        municipality: body.municipality.map(|code| code.0),
        story: body.story.map(|text| text.0),
    });
    writer.give(command, |seq| format!("/api/v1/requests/{seq}")).await
}

/// Why, from a list, and in words that can be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
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
    writer.give(command, |_| format!("/api/v1/requests/{request}")).await
}
