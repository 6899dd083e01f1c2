//! Opening balances: what stood in the earlier books, once.

use almoner_ledger::codes::Currency;
use almoner_ledger::command::{Command, OpeningLine, OpeningLot, RecordOpening};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AccountText, AmountText, CodeText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;
use crate::routes::entries::SideBody;
use crate::routes::restriction::RestrictionBody;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(record))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningLineBody {
    pub account: AccountText,
    pub fund: i64,
    pub side: SideBody,
    /// In denars.
    pub amount: AmountText,
    /// In the account's currency, on currency accounts.
    #[serde(default)]
    pub quantity: Option<AmountText>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningGoods {
    pub item: LineText,
    pub unit: CodeText,
    pub count: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningLotBody {
    pub fund: i64,
    #[serde(default)]
    pub source: Option<i64>,
    #[serde(default)]
    pub agreement: Option<i64>,
    #[schema(schema_with = word::<Currency>)]
    pub currency: Currency,
    #[serde(default)]
    pub goods: Option<OpeningGoods>,
    /// In the currency of the lot.
    pub quantity: AmountText,
    /// In denars.
    pub value: AmountText,
    pub received_on: NaiveDate,
    #[serde(default)]
    pub restriction: Option<RestrictionBody>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpening {
    pub booked_on: NaiveDate,
    pub lines: Vec<OpeningLineBody>,
    /// What is left of earlier incomes; inside each fund they add up to money, stock and claims less obligations.
    #[serde(default)]
    pub lots: Vec<OpeningLotBody>,
    pub document: DocumentBody,
}

/// Record the opening balances
#[utoipa::path(
    post,
    path = "/api/v1/opening",
    tag = "books",
    request_body = NewOpening,
    responses((status = 201, body = RecordedView))
)]
async fn record(writer: Writer, ApiJson(body): ApiJson<NewOpening>) -> Result<Recorded, Problem> {
    let line = |line: OpeningLineBody| OpeningLine {
        account: line.account.0,
        fund: line.fund,
        side: line.side.into(),
        amount: line.amount.0,
        quantity: line.quantity.map(|quantity| quantity.0),
    };
    let lot = |lot: OpeningLotBody| OpeningLot {
        fund: lot.fund,
        source: lot.source,
        agreement: lot.agreement,
        currency: lot.currency,
        goods: lot.goods.map(|goods| (goods.item.0, goods.unit.0, goods.count)),
        quantity: lot.quantity.0,
        value: lot.value.0,
        received_on: lot.received_on,
        restriction: lot.restriction.map(Into::into),
    };
    let command = Command::RecordOpening(RecordOpening {
        booked_on: body.booked_on,
        lines: body.lines.into_iter().map(line).collect(),
        lots: body.lots.into_iter().map(lot).collect(),
        document: body.document.into(),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}
