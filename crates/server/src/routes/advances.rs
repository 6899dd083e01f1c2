//! Money given to staff ahead: what is open and since when, the receipts that settle it, and what comes back.

use almoner_ledger::codes::{Category, TargetGroup};
use almoner_ledger::command::{Command, ReturnAdvance, SettleAdvance, Spent};
use almoner_ledger::money::format_minor;
use almoner_store::read::advance::AdvanceRow;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AccountText, AmountText, PlaceText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;
use crate::routes::page::{Paged, paging, unfit};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(settle)).routes(routes!(take_back))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdvanceView {
    pub seq: i64,
    pub person: Uuid,
    pub fund: i64,
    /// In denars.
    #[schema(example = "3000.00")]
    pub amount: String,
    #[schema(example = "1200.00")]
    pub open: String,
    pub given_on: NaiveDate,
    /// The last day to settle it.
    pub due_on: NaiveDate,
    /// Days since it was given.
    #[schema(example = 4)]
    pub age_days: i64,
    pub overdue: bool,
    pub version: i64,
}

impl AdvanceView {
    fn of(row: &AdvanceRow, today: NaiveDate) -> Self {
        Self {
            seq: row.seq,
            person: row.person_id,
            fund: row.fund_seq,
            amount: format_minor(row.amount_minor),
            open: format_minor(row.open_minor),
            given_on: row.given_on,
            due_on: row.due_on,
            age_days: today.signed_duration_since(row.given_on).num_days(),
            overdue: 0 < row.open_minor && row.due_on < today,
            version: row.version,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AdvanceQuery {
    /// `open`, `settled` or `all`; `open` if absent.
    pub state: Option<String>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

/// Advances to staff, the oldest first
#[utoipa::path(
    get,
    path = "/api/v1/advances",
    tag = "aid",
    params(AdvanceQuery),
    responses((status = 200, body = Paged<AdvanceView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<AdvanceQuery>,
) -> Result<Json<Paged<AdvanceView>>, Problem> {
    let open = match query.state.as_deref() {
        None | Some("open") => Some(true),
        Some("settled") => Some(false),
        Some("all") => None,
        Some(_) => return Err(unfit("state", "open, settled or all")),
    };
    let paging = paging(query.after.as_deref(), query.limit)?;
    let page = app.store.advances(open, &paging).await?;
    let today = app.clock.today();
    Ok(Json(Paged {
        as_of_seq: page.as_of_seq,
        items: page.items.iter().map(|row| AdvanceView::of(row, today)).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    }))
}

/// What the money went for: aid to people, or a cost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SpentBody {
    Aid(SpentOnAid),
    Cost(SpentOnCost),
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpentOnAid {
    #[schema(schema_with = word::<Category>)]
    pub category: Category,
    #[schema(schema_with = word::<TargetGroup>, required = false)]
    #[serde(default)]
    pub target_group: Option<TargetGroup>,
    #[serde(default)]
    pub municipality: Option<PlaceText>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpentOnCost {
    pub account: AccountText,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settlement {
    pub amount: AmountText,
    pub spent: SpentBody,
    pub booked_on: NaiveDate,
    /// The receipt.
    pub document: DocumentBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AdvanceReturn {
    pub amount: AmountText,
    pub account: AccountText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

fn location(_: i64) -> String {
    "/api/v1/advances".to_owned()
}

/// Settle a part of an advance with a receipt
#[utoipa::path(
    post,
    path = "/api/v1/advances/{advance}/settlement",
    tag = "aid",
    params(("advance" = i64, Path)),
    request_body = Settlement,
    responses((status = 201, body = RecordedView))
)]
async fn settle(
    writer: Writer,
    ApiPath(advance): ApiPath<i64>,
    ApiJson(body): ApiJson<Settlement>,
) -> Result<Recorded, Problem> {
    let spent = match body.spent {
        SpentBody::Aid(aid) => Spent::Aid {
            category: aid.category,
            target_group: aid.target_group,
            municipality: aid.municipality.map(|place| place.0),
        },
        SpentBody::Cost(cost) => Spent::Cost { account: cost.account.0 },
    };
    let settle = SettleAdvance {
        advance,
        amount: body.amount.0,
        spent,
        booked_on: body.booked_on,
        document: body.document.into(),
    };
    writer.give(Command::SettleAdvance(settle), location).await
}

/// Record that what was not needed of an advance came back
#[utoipa::path(
    post,
    path = "/api/v1/advances/{advance}/return",
    tag = "aid",
    params(("advance" = i64, Path)),
    request_body = AdvanceReturn,
    responses((status = 201, body = RecordedView))
)]
async fn take_back(
    writer: Writer,
    ApiPath(advance): ApiPath<i64>,
    ApiJson(body): ApiJson<AdvanceReturn>,
) -> Result<Recorded, Problem> {
    let back = ReturnAdvance {
        advance,
        amount: body.amount.0,
        account: body.account.0,
        booked_on: body.booked_on,
        document: body.document.into(),
    };
    writer.give(Command::ReturnAdvance(back), location).await
}
