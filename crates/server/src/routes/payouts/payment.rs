//! Money of a payout that moved: paid, arrived, come back.

use almoner_ledger::codes::DocumentKind;
use almoner_ledger::command::{Command, Part, SignedReceipt};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AccountText, AmountText, CodeText, HashText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::document::DocumentBody;
use crate::routes::payouts::location;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(pay)).routes(routes!(confirm)).routes(routes!(take_back))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payment {
    /// The bank account or cash desk that paid; absent for payouts in kind.
    #[serde(default)]
    pub account: Option<AccountText>,
    /// The bank's day.
    pub paid_on: NaiveDate,
    pub document: DocumentBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    pub confirmed_on: NaiveDate,
    /// The receipt that was signed; payments by bank may do without.
    #[serde(default)]
    pub receipt: Option<ReceiptBody>,
}

/// The paper that the receiver signed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptBody {
    #[schema(schema_with = word::<DocumentKind>)]
    pub kind: DocumentKind,
    pub number: CodeText,
    pub dated_on: NaiveDate,
    /// The commitment of its scan, where there is one.
    #[serde(default)]
    pub attachment: Option<HashText>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    /// The bank account or cash desk it came back to; absent for payouts in kind.
    #[serde(default)]
    pub account: Option<AccountText>,
    pub returned_on: NaiveDate,
    pub document: DocumentBody,
    /// In denars; absent where all that is left comes back.
    #[serde(default)]
    pub amount: Option<AmountText>,
    /// Of goods, how many; absent where all that is left comes back.
    #[serde(default)]
    pub count: Option<i64>,
}

impl Payment {
    pub(crate) fn command(self, payout: i64) -> Command {
        Command::PayPayout {
            payout,
            account: self.account.map(|account| account.0),
            paid_on: self.paid_on,
            document: self.document.into(),
        }
    }
}

impl Confirmation {
    pub(crate) fn command(self, payout: i64) -> Command {
        let receipt = self.receipt.map(|receipt| SignedReceipt {
            kind: receipt.kind,
            number: receipt.number.0,
            dated_on: receipt.dated_on,
            attachment: receipt.attachment.map(|commitment| commitment.0),
        });
        Command::ConfirmPayout { payout, confirmed_on: self.confirmed_on, receipt }
    }
}

/// Record that the bank or the cash desk has paid
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/payment",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Payment,
    responses((status = 201, body = RecordedView))
)]
async fn pay(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Payment>,
) -> Result<Recorded, Problem> {
    writer.give(body.command(payout), |_| location(payout)).await
}

/// Confirm that aid arrived
///
/// Of what a bank has moved nobody need sign; cash, vouchers and goods take the receipt that was signed for them, and are
/// confirmed by somebody else than who proposed them. An attachment is named by the content of a paper of the request.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/confirmation",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Confirmation,
    responses((status = 201, body = RecordedView))
)]
async fn confirm(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Confirmation>,
) -> Result<Recorded, Problem> {
    writer.give(body.command(payout), |_| location(payout)).await
}

/// Record that money or goods came back
///
/// All of it or a part; the lots drawn last are filled first. In the same year the entries are undone as far as money came
/// back; later it is booked as the posting scheme says.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/return",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Return,
    responses((status = 201, body = RecordedView))
)]
async fn take_back(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Return>,
) -> Result<Recorded, Problem> {
    let part = match (body.amount, body.count) {
        (Some(_), Some(_)) => {
            return Err(Problem::field(
                "count",
                "money comes back by its amount, goods by their count",
            ));
        }
        (amount, count) => amount.map(|sum| Part::Money(sum.0)).or(count.map(Part::Goods)),
    };
    let command = Command::ReturnPayout {
        payout,
        account: body.account.map(|account| account.0),
        returned_on: body.returned_on,
        document: body.document.into(),
        part,
    };
    writer.give(command, |_| location(payout)).await
}
