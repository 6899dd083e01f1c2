//! Whom we help: in the books a random reference, all else in rows that can be erased.

use almoner_ledger::command::Command;
use almoner_store::read::recipient::RecipientRow;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::{PageQuery, Paged, one, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(read))
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

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecipientView {
    pub seq: i64,
    /// The random reference; absent once erased, as are the two below.
    pub reference: Option<Uuid>,
    pub household: Option<Uuid>,
    pub birth_year: Option<i64>,
    pub version: i64,
}

impl From<RecipientRow> for RecipientView {
    fn from(recipient: RecipientRow) -> Self {
        let RecipientRow { seq, reference, household, birth_year, version } = recipient;
        Self { seq, reference, household, birth_year, version }
    }
}

/// Recipients by their random references
#[utoipa::path(
    get,
    path = "/api/v1/recipients",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<RecipientView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<RecipientView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.recipients(&paging).await?))
}

/// One recipient, by the number of the act that registered it
#[utoipa::path(
    get,
    path = "/api/v1/recipients/{recipient}",
    tag = "aid",
    params(("recipient" = i64, Path)),
    responses((status = 200, body = RecipientView))
)]
async fn read(
    State(app): State<App>,
    ApiPath(recipient): ApiPath<i64>,
) -> Result<Json<RecipientView>, Problem> {
    let found = match app.store.recipient_reference(recipient).await? {
        Some(reference) => app.store.recipient(reference).await?,
        None => None,
    };
    one(found, "recipient")
}
