//! Who is paid for somebody: a landlord, a pharmacy. The books know a number and a random reference.

use almoner_ledger::command::Command;
use almoner_store::read::identity::PayeeRow;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiQuery, Writer};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayeeView {
    pub seq: i64,
    pub taken_by: Uuid,
    pub taken_on: NaiveDate,
    /// Absent once erased.
    pub reference: Option<Uuid>,
    pub version: i64,
}

impl From<PayeeRow> for PayeeView {
    fn from(payee: PayeeRow) -> Self {
        let PayeeRow { seq, taken_by, taken_on, reference, version } = payee;
        Self { seq, taken_by, taken_on, reference, version }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayee {}

/// Register a payee
///
/// The answer leads to the payee's number; name and account go to `…/identity`.
#[utoipa::path(
    post,
    path = "/api/v1/payees",
    tag = "identity",
    request_body = NewPayee,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(NewPayee {}): ApiJson<NewPayee>) -> Result<Recorded, Problem> {
    writer.give(Command::AddPayee, |seq| format!("/api/v1/payees/{seq}/identity")).await
}

/// Payees by their random references
#[utoipa::path(
    get,
    path = "/api/v1/payees",
    tag = "identity",
    params(PageQuery),
    responses((status = 200, body = Paged<PayeeView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<PayeeView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.payees(&paging).await?))
}
