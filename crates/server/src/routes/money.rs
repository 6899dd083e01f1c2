//! Money that changes its place or its currency.

use almoner_ledger::command::{ChargeCurrency, Command, RevalueCurrency, SellCurrency, Transfer};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AccountText, AmountText, RateText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(transfer))
        .routes(routes!(sell))
        .routes(routes!(revalue))
        .routes(routes!(charge))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    pub from: AccountText,
    pub to: AccountText,
    pub fund: i64,
    /// In the currency that both accounts are kept in.
    pub amount: AmountText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

/// Move money between bank accounts, cash desks, vouchers or currency accounts
#[utoipa::path(
    post,
    path = "/api/v1/transfers",
    tag = "books",
    request_body = NewTransfer,
    responses((status = 201, body = RecordedView))
)]
async fn transfer(
    writer: Writer,
    ApiJson(body): ApiJson<NewTransfer>,
) -> Result<Recorded, Problem> {
    let command = Command::Transfer(Transfer {
        from: body.from.0,
        to: body.to.0,
        fund: body.fund,
        quantity: body.amount.0,
        booked_on: body.booked_on,
        document: body.document.into(),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCurrencySale {
    /// The currency account.
    pub from: AccountText,
    /// The denar account.
    pub to: AccountText,
    pub fund: i64,
    /// In the foreign currency.
    pub amount: AmountText,
    /// In denars.
    pub received: AmountText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

/// Sell foreign money for denars
///
/// Each lot that is sold becomes a denar lot of the same giver, restriction and age.
#[utoipa::path(
    post,
    path = "/api/v1/currency-sales",
    tag = "books",
    request_body = NewCurrencySale,
    responses((status = 201, body = RecordedView))
)]
async fn sell(
    writer: Writer,
    ApiJson(body): ApiJson<NewCurrencySale>,
) -> Result<Recorded, Problem> {
    let command = Command::SellCurrency(SellCurrency {
        from: body.from.0,
        to: body.to.0,
        fund: body.fund,
        quantity: body.amount.0,
        received: body.received.0,
        booked_on: body.booked_on,
        document: body.document.into(),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCurrencyRevaluation {
    /// The currency account on which the difference is to stand.
    pub account: AccountText,
    pub fund: i64,
    pub rate: RateText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

/// Measure a fund's foreign money anew
///
/// Everything the fund has in the currency of the account stands at the rate afterwards, as at the end of a year. The
/// difference is a gain or a loss; on restricted money it stays with the giver. Where nothing changes, the answer is
/// `nothing-to-revalue`.
#[utoipa::path(
    post,
    path = "/api/v1/currency-revaluations",
    tag = "books",
    request_body = NewCurrencyRevaluation,
    responses((status = 201, body = RecordedView))
)]
async fn revalue(
    writer: Writer,
    ApiJson(body): ApiJson<NewCurrencyRevaluation>,
) -> Result<Recorded, Problem> {
    let command = Command::RevalueCurrency(RevalueCurrency {
        account: body.account.0,
        fund: body.fund,
        rate: body.rate.parse("rate")?,
        booked_on: body.booked_on,
        document: body.document.into(),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCurrencyCharge {
    /// The currency account.
    pub account: AccountText,
    /// The expense account.
    pub expense: AccountText,
    pub fund: i64,
    /// In the foreign currency.
    pub amount: AmountText,
    pub booked_on: NaiveDate,
    pub document: DocumentBody,
}

/// Book a cost that was taken from a currency account
#[utoipa::path(
    post,
    path = "/api/v1/currency-charges",
    tag = "books",
    request_body = NewCurrencyCharge,
    responses((status = 201, body = RecordedView))
)]
async fn charge(
    writer: Writer,
    ApiJson(body): ApiJson<NewCurrencyCharge>,
) -> Result<Recorded, Problem> {
    let command = Command::ChargeCurrency(ChargeCurrency {
        account: body.account.0,
        expense: body.expense.0,
        fund: body.fund,
        quantity: body.amount.0,
        booked_on: body.booked_on,
        document: body.document.into(),
    });
    writer.give(command, |seq| format!("/api/v1/entries/{seq}")).await
}
