//! What came in, by source.

pub mod read;

use almoner_ledger::codes::IncomeKind;
use almoner_ledger::command::{Command, ExplainReceipt, Means, RecordIncome};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AccountText, AmountText, CodeText, LineText, LongText, RateText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;
use crate::routes::restriction::RestrictionBody;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, record))
        .routes(routes!(read::read))
        .routes(routes!(explain))
}

/// How it arrived: exactly one of the four.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(title = "Means")]
pub enum MeansBody {
    Money(MoneyBody),
    Goods(GoodsBody),
    Equipment(ValueBody),
    Services(ValueBody),
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoneyBody {
    /// The bank account, cash desk or currency account it arrived on.
    pub account: AccountText,
    /// In the account's own currency.
    pub amount: AmountText,
    /// On currency accounts only.
    #[serde(default)]
    pub rate: Option<RateText>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodsBody {
    pub item: LineText,
    /// What is counted: pieces, kilograms.
    pub unit: CodeText,
    #[schema(example = 40)]
    pub count: i64,
    /// In denars, for all of them together.
    pub value: AmountText,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueBody {
    /// In denars.
    pub value: AmountText,
}

impl MeansBody {
    pub fn parse(self) -> Result<Means, Problem> {
        Ok(match self {
            Self::Money(MoneyBody { account, amount, rate }) => Means::Money {
                account: account.0,
                quantity: amount.0,
                rate: rate.map(|rate| rate.parse("means.money.rate")).transpose()?,
            },
            Self::Goods(GoodsBody { item, unit, count, value }) => {
                Means::Goods { item: item.0, unit: unit.0, count, value: value.0 }
            }
            Self::Equipment(ValueBody { value }) => Means::Equipment { value: value.0 },
            Self::Services(ValueBody { value }) => Means::Services { value: value.0 },
        })
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncome {
    /// Who gave it; may be absent for interest and for receipts that are not clear yet.
    #[serde(default)]
    pub source: Option<i64>,
    #[serde(default)]
    pub agreement: Option<i64>,
    #[schema(schema_with = word::<IncomeKind>)]
    pub kind: IncomeKind,
    pub fund: i64,
    pub received_on: NaiveDate,
    pub means: MeansBody,
    /// A single gift may be restricted without an agreement.
    #[serde(default)]
    pub restriction: Option<RestrictionBody>,
    pub document: DocumentBody,
    /// The bank's reference.
    #[serde(default)]
    pub reference: Option<CodeText>,
    #[serde(default)]
    pub memo: Option<LongText>,
}

/// Record an income
///
/// Books it by the posting scheme, gives it a receipt number where the giver is owed one, and keeps the lot that is left
/// of it, so that every denar spent later can be followed back to it.
#[utoipa::path(
    post,
    path = "/api/v1/incomes",
    tag = "income",
    request_body = NewIncome,
    responses((status = 201, body = RecordedView))
)]
async fn record(writer: Writer, ApiJson(body): ApiJson<NewIncome>) -> Result<Recorded, Problem> {
    writer.give(body.command()?, |seq| format!("/api/v1/incomes/{seq}")).await
}

impl NewIncome {
    pub(crate) fn command(self) -> Result<Command, Problem> {
        Ok(Command::RecordIncome(RecordIncome {
            source: self.source,
            agreement: self.agreement,
            kind: self.kind,
            fund: self.fund,
            received_on: self.received_on,
            means: self.means.parse()?,
            restriction: self.restriction.map(Into::into),
            document: self.document.into(),
            reference: self.reference.map(|code| code.0),
            memo: self.memo.map(|text| text.0),
        }))
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    #[serde(default)]
    pub source: Option<i64>,
    #[serde(default)]
    pub agreement: Option<i64>,
    /// What it turned out to be.
    #[schema(schema_with = word::<IncomeKind>)]
    pub kind: IncomeKind,
    pub fund: i64,
    pub booked_on: NaiveDate,
    #[serde(default)]
    pub restriction: Option<RestrictionBody>,
    pub document: DocumentBody,
    #[serde(default)]
    pub memo: Option<LongText>,
}

/// Say what an unclear receipt was
#[utoipa::path(
    post,
    path = "/api/v1/incomes/{income}/explanation",
    tag = "income",
    params(("income" = i64, Path)),
    request_body = Explanation,
    responses((status = 201, body = RecordedView))
)]
async fn explain(
    writer: Writer,
    ApiPath(income): ApiPath<i64>,
    ApiJson(body): ApiJson<Explanation>,
) -> Result<Recorded, Problem> {
    let command = Command::ExplainReceipt(ExplainReceipt {
        income,
        source: body.source,
        agreement: body.agreement,
        kind: body.kind,
        fund: body.fund,
        booked_on: body.booked_on,
        restriction: body.restriction.map(Into::into),
        document: body.document.into(),
        memo: body.memo.map(|text| text.0),
    });
    writer.give(command, |seq| format!("/api/v1/incomes/{seq}")).await
}
