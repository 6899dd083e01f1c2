//! Many payouts in one go: let go in one session by declared count and total, or given back because their time is over.

use almoner_ledger::codes::WarningCode;
use almoner_ledger::command::{BatchItem, Command, OpenBatch};
use almoner_ledger::money::format_minor;
use almoner_store::read::bundle::BatchRow;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiQuery, Writer};
use crate::field::{AmountText, HashText, words};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::{PageQuery, Paged, paged, paging};
use crate::routes::requests::seen;

/// As many as one command expires.
pub const DUE_MAX: i64 = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, open)).routes(routes!(due)).routes(routes!(expire))
}

/// Payouts let go in one session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchView {
    pub seq: i64,
    /// Who let them go.
    pub person: Uuid,
    pub opened_at: DateTime<Utc>,
    pub count: i64,
    /// In denars.
    #[schema(example = "84500.00")]
    pub total: String,
}

impl From<BatchRow> for BatchView {
    fn from(row: BatchRow) -> Self {
        Self {
            seq: row.seq,
            person: row.person,
            opened_at: row.opened_at,
            count: row.item_count,
            total: format_minor(row.total_minor),
        }
    }
}

/// Batches, newest first
#[utoipa::path(
    get,
    path = "/api/v1/batches",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<BatchView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<BatchView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.batches(&paging).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBatch {
    pub items: Vec<NewBatchItem>,
    /// How many payouts you counted.
    #[schema(example = 12)]
    pub count: i64,
    /// What you added up, in denars.
    pub total: AmountText,
    /// The warnings that the release goes on with knowingly, for example `cash-limit`.
    #[schema(schema_with = words::<WarningCode>, required = false)]
    #[serde(default)]
    pub acknowledge: Vec<WarningCode>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBatchItem {
    pub payout: i64,
    /// The payout's digest as it was read.
    pub digest: HashText,
}

/// Release many payouts in one session
///
/// Count and total are declared beforehand and must be exactly what is listed. All are released, or none; each payout is in
/// one batch only.
#[utoipa::path(
    post,
    path = "/api/v1/batches",
    tag = "aid",
    request_body = NewBatch,
    responses((status = 201, body = RecordedView))
)]
async fn open(
    State(app): State<App>,
    writer: Writer,
    ApiJson(body): ApiJson<NewBatch>,
) -> Result<Recorded, Problem> {
    let mut items = Vec::with_capacity(body.items.len());
    for NewBatchItem { payout, digest } in body.items {
        let seen = seen::for_payout(&app, payout).await?;
        items.push(BatchItem { payout, digest: digest.0, seen });
    }
    let command = Command::OpenBatch(OpenBatch {
        items,
        count: body.count,
        total: body.total.0,
        acknowledge: body.acknowledge,
    });
    writer.give(command, |_| "/api/v1/payouts".to_owned()).await
}

/// A reservation whose time has run out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueView {
    pub payout: i64,
    pub fund: i64,
    /// In denars.
    #[schema(example = "3000.00")]
    pub amount: String,
    pub expires_on: NaiveDate,
}

/// Reservations whose time has run out, at most 200
#[utoipa::path(
    get,
    path = "/api/v1/reservations/due",
    tag = "aid",
    responses((status = 200, body = Vec<DueView>))
)]
async fn due(State(app): State<App>) -> Result<Json<Vec<DueView>>, Problem> {
    let rows = app.store.due_reservations(app.clock.today(), DUE_MAX).await?;
    let views = rows.into_iter().map(|row| DueView {
        payout: row.seq,
        fund: row.fund_seq,
        amount: format_minor(row.amount_minor),
        expires_on: row.expires_on,
    });
    Ok(Json(views.collect()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpiryBody {
    /// As the list of what is due names them; what has gone on meanwhile is passed over.
    pub payouts: Vec<i64>,
}

/// Give back the reservations whose time has run out, by entries
#[utoipa::path(
    post,
    path = "/api/v1/reservations/expiry",
    tag = "aid",
    request_body = ExpiryBody,
    responses((status = 201, body = RecordedView))
)]
async fn expire(writer: Writer, ApiJson(body): ApiJson<ExpiryBody>) -> Result<Recorded, Problem> {
    let command = Command::ExpireDue { payouts: body.payouts };
    writer.give(command, |_| "/api/v1/reservations/due".to_owned()).await
}
