//! Manual entries: rent, wages, fees. Everything else has a command of its own.

pub mod read;

use almoner_ledger::command::{Command, EntryLine, PostEntry, Side};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AccountText, AmountText, LongText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read::list, post)).routes(routes!(read::read))
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(title = "Side")]
pub enum SideBody {
    Debit,
    Credit,
}

impl From<SideBody> for Side {
    fn from(side: SideBody) -> Self {
        match side {
            SideBody::Debit => Self::Debit,
            SideBody::Credit => Self::Credit,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineBody {
    pub account: AccountText,
    pub fund: i64,
    pub side: SideBody,
    /// In denars.
    pub amount: AmountText,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    pub booked_on: NaiveDate,
    /// At least two; debits equal credits, in total and inside each fund.
    pub lines: Vec<LineBody>,
    pub document: DocumentBody,
    /// The bank has already done it: recorded even where it overdraws a free fund.
    #[serde(default)]
    pub by_bank: bool,
    #[serde(default)]
    pub memo: Option<LongText>,
}

/// Book an ordinary expense
///
/// What it spends is drawn from the fund's lots, oldest first, and restricted income is released with it.
#[utoipa::path(
    post,
    path = "/api/v1/entries",
    tag = "books",
    request_body = NewEntry,
    responses((status = 201, body = RecordedView))
)]
async fn post(writer: Writer, ApiJson(body): ApiJson<NewEntry>) -> Result<Recorded, Problem> {
    let line = |line: LineBody| EntryLine {
        account: line.account.0,
        fund: line.fund,
        side: line.side.into(),
        amount: line.amount.0,
    };
    let command = Command::PostEntry(PostEntry {
        booked_on: body.booked_on,
        lines: body.lines.into_iter().map(line).collect(),
        document: body.document.into(),
        by_bank: body.by_bank,
        memo: body.memo.map(|text| text.0),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}
