//! Whom we help: in the books a random reference, all else in rows that can be erased.

use almoner_ledger::command::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecipient {
    /// The household of another recipient, where they share one.
    #[serde(default)]
    pub household: Option<Uuid>,
    #[serde(default)]
    pub birth_year: Option<i64>,
}

/// Register a recipient
///
/// No name, number or account: the books give a random reference, and that is all they ever know.
#[utoipa::path(
    post,
    path = "/api/v1/recipients",
    tag = "aid",
    request_body = NewRecipient,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(body): ApiJson<NewRecipient>) -> Result<Recorded, Problem> {
    let command = Command::AddRecipient { household: body.household, birth_year: body.birth_year };
    writer.give(command, |seq| format!("/api/v1/recipients/{seq}")).await
}
