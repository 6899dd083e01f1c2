//! Travel orders: who was sent where, and what the journey cost by the entries that booked it.

use almoner_ledger::codes::{Reason, TravelMeans, TravelState};
use almoner_ledger::command::{Command, OrderTravel};
use almoner_ledger::facts::Facts;
use almoner_ledger::money::format_minor;
use almoner_ledger::rows::travel::TravelOrder;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AmountText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, order))
        .routes(routes!(settle))
        .routes(routes!(cancel))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TravelOrderView {
    pub seq: i64,
    #[schema(example = "3/2026")]
    pub number: String,
    pub person: Uuid,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    #[schema(example = "Битола")]
    pub place: String,
    pub purpose: String,
    #[schema(schema_with = word::<TravelMeans>)]
    pub means: &'static str,
    /// In denars, for all days together.
    #[schema(example = "1200.00")]
    pub per_diem: String,
    pub advance: Option<i64>,
    #[schema(schema_with = word::<TravelState>)]
    pub state: &'static str,
    #[schema(schema_with = word::<Reason>, required = false)]
    pub why: Option<&'static str>,
    pub costs: Vec<TravelCostView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TravelCostView {
    pub entry: i64,
    /// Its expenses, in denars.
    #[schema(example = "850.00")]
    pub amount: String,
}

fn view(facts: &Facts, order: &TravelOrder) -> TravelOrderView {
    let costs = facts.travel_costs.values().filter(|cost| cost.order_seq == order.seq);
    let step = facts.travel_steps.get(&order.seq);
    let cost = |entry: i64, minor: i64| TravelCostView { entry, amount: format_minor(minor) };
    TravelOrderView {
        seq: order.seq,
        number: format!("{}/{}", order.number, order.year),
        person: order.person_id,
        from_on: order.from_on,
        to_on: order.to_on,
        place: order.place.clone(),
        purpose: order.purpose.clone(),
        means: order.means.code(),
        per_diem: format_minor(order.per_diem_minor),
        advance: order.advance_seq,
        state: facts.travel_state(order.seq).code(),
        why: step.and_then(|step| step.why).map(Reason::code),
        costs: costs.map(|row| cost(row.entry_seq, row.amount_minor)).collect(),
    }
}

/// Every travel order, also those called off
#[utoipa::path(
    get,
    path = "/api/v1/travel-orders",
    tag = "books", params(PartQuery),
    responses((status = 200, body = Listing<TravelOrderView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<TravelOrderView>>, Problem> {
    let facts = facts(&app).await?;
    let orders = facts.travel_orders.values();
    part(&facts, &query, orders.map(|row| (row.seq.to_string(), view(&facts, row))))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelOrderBody {
    /// Who travels; never whoever orders it.
    pub person: Uuid,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub place: LineText,
    /// Why, in a line; nobody who is helped is named here.
    pub purpose: LineText,
    #[schema(schema_with = word::<TravelMeans>)]
    pub means: TravelMeans,
    /// In denars, for all days together. The program knows no rate of the law: write what was agreed.
    #[serde(default)]
    pub per_diem: Option<AmountText>,
    /// An open advance of the same person that was given for it.
    #[serde(default)]
    pub advance: Option<i64>,
}

/// Order a journey
///
/// It takes the next number of its year, which stays taken where the journey is called off.
#[utoipa::path(
    post,
    path = "/api/v1/travel-orders",
    tag = "books",
    request_body = TravelOrderBody,
    responses((status = 201, body = RecordedView))
)]
async fn order(
    writer: Writer,
    ApiJson(body): ApiJson<TravelOrderBody>,
) -> Result<Recorded, Problem> {
    let command = Command::OrderTravel(OrderTravel {
        person: body.person,
        from_on: body.from_on,
        to_on: body.to_on,
        place: body.place.0,
        purpose: body.purpose.0,
        means: body.means,
        per_diem_minor: body.per_diem.map_or(0, |amount| amount.0.minor()),
        advance: body.advance,
    });
    writer.give(command, |_| "/api/v1/travel-orders".to_owned()).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelCostsBody {
    /// Entries that booked an expense of the journey, or a receipt of the advance; none where it cost nothing.
    pub entries: Vec<i64>,
}

/// Say what a journey cost
///
/// An entry counts for one journey, once. What was forgotten can be named later.
#[utoipa::path(
    post,
    path = "/api/v1/travel-orders/{order}/costs",
    tag = "books",
    params(("order" = i64, Path)),
    request_body = TravelCostsBody,
    responses((status = 201, body = RecordedView))
)]
async fn settle(
    writer: Writer,
    ApiPath(order): ApiPath<i64>,
    ApiJson(body): ApiJson<TravelCostsBody>,
) -> Result<Recorded, Problem> {
    let command = Command::SettleTravel { order, entries: body.entries };
    writer.give(command, |_| "/api/v1/travel-orders".to_owned()).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelCancellation {
    #[schema(schema_with = word::<Reason>)]
    pub why: Reason,
}

/// Call a journey off
#[utoipa::path(
    post,
    path = "/api/v1/travel-orders/{order}/cancellation",
    tag = "books",
    params(("order" = i64, Path)),
    request_body = TravelCancellation,
    responses((status = 201, body = RecordedView))
)]
async fn cancel(
    writer: Writer,
    ApiPath(order): ApiPath<i64>,
    ApiJson(body): ApiJson<TravelCancellation>,
) -> Result<Recorded, Problem> {
    let command = Command::CancelTravel { order, why: body.why };
    writer.give(command, |_| "/api/v1/travel-orders".to_owned()).await
}
