//! One payment for one request, from the proposal to the confirmation, each step by the right person.

mod payment;
pub mod read;
mod steps;

use almoner_ledger::codes::Method;
use almoner_ledger::command::{Command, ProposePayout};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AmountText, CodeText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, propose))
        .routes(routes!(read::read))
        .merge(steps::routes())
        .merge(payment::routes())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutGoods {
    pub item: LineText,
    #[schema(example = 2)]
    pub count: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayout {
    pub request: i64,
    pub fund: i64,
    #[schema(schema_with = word::<Method>)]
    pub method: Method,
    /// An opaque reference to the payee's account, never the account itself.
    pub payee: CodeText,
    /// In denars; for payouts by bank or in cash.
    #[serde(default)]
    pub amount: Option<AmountText>,
    /// For payouts in kind.
    #[serde(default)]
    pub goods: Option<PayoutGoods>,
}

/// Propose a payout
///
/// Names the lots that will pay, oldest first among those whose restriction fits, and seals everything under a digest that
/// the approvers sign.
#[utoipa::path(
    post,
    path = "/api/v1/payouts",
    tag = "aid",
    request_body = NewPayout,
    responses((status = 201, body = RecordedView))
)]
async fn propose(writer: Writer, ApiJson(body): ApiJson<NewPayout>) -> Result<Recorded, Problem> {
    let command = Command::ProposePayout(ProposePayout {
        request: body.request,
        fund: body.fund,
        method: body.method,
        payee: body.payee.0,
        amount: body.amount.map(|amount| amount.0),
        goods: body.goods.map(|goods| (goods.item.0, goods.count)),
    });
    writer.give(command, location).await
}

pub(super) fn location(payout: i64) -> String {
    format!("/api/v1/payouts/{payout}")
}
