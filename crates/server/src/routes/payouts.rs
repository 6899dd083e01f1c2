//! One payment for one request, from the proposal to the confirmation, each step by the right person.

pub(crate) mod emergency;
mod next;
pub(crate) mod payment;
pub mod read;
pub(crate) mod steps;
mod tax;

use almoner_ledger::codes::{Method, Reason, TaxBasis};
use almoner_ledger::command::{ChosenLot, ChosenLots, Command, ProposePayout};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, Writer};
use crate::field::{AmountText, LineText, LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, propose))
        .routes(routes!(read::read))
        .merge(steps::routes())
        .merge(emergency::routes())
        .merge(next::routes())
        .merge(payment::routes())
        .merge(tax::routes())
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
    /// In denars, what shall reach the person; for payouts in money or by voucher. Where it is taxed, the tax comes on top.
    #[serde(default)]
    pub amount: Option<AmountText>,
    /// On which ground it is free of tax, or that it is not (`GET /api/v1/tax-bases`); only goods need not say.
    #[schema(schema_with = word::<TaxBasis>, required = false)]
    #[serde(default)]
    pub tax_basis: Option<TaxBasis>,
    /// For payouts in kind.
    #[serde(default)]
    pub goods: Option<PayoutGoods>,
    /// An earlier attempt for the same request that failed or came back.
    #[serde(default)]
    pub retry_of: Option<i64>,
    /// Lots chosen otherwise than the ledger proposes; needs `lots_why`.
    #[serde(default)]
    pub lots: Option<Vec<PickedLot>>,
    #[schema(schema_with = word::<Reason>, required = false)]
    #[serde(default)]
    pub lots_why: Option<Reason>,
    /// The story behind the choice; kept as an erasable note.
    #[serde(default)]
    pub lots_note: Option<LongText>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickedLot {
    pub lot: i64,
    #[schema(example = 1)]
    pub line: i64,
    /// In denars; for money.
    #[serde(default)]
    pub amount: Option<AmountText>,
    /// Whole units of the item; for a payout in kind.
    #[serde(default)]
    pub count: Option<i64>,
}

impl NewPayout {
    pub(crate) fn command(mut self) -> Result<Command, Problem> {
        let chosen = self.chosen()?;
        Ok(Command::ProposePayout(ProposePayout {
            request: self.request,
            fund: self.fund,
            method: self.method,
            amount: self.amount.map(|amount| amount.0),
            tax: self.tax_basis,
            goods: self.goods.map(|goods| (goods.item.0, goods.count)),
            chosen,
            retry_of: self.retry_of,
        }))
    }

    fn chosen(&mut self) -> Result<Option<ChosenLots>, Problem> {
        let Some(lots) = self.lots.take() else { return Ok(None) };
        let why = self.lots_why.ok_or_else(|| {
            Problem::field("lots_why", "say why not the lots that the ledger proposes")
        })?;
        let lots = lots
            .into_iter()
            .map(|pick| {
                let quantity = pick.amount.map(|amount| amount.0.minor()).or(pick.count);
                let quantity_minor = quantity.ok_or_else(|| {
                    Problem::field("lots", "each lot takes an amount, or a count in kind")
                })?;
                Ok(ChosenLot { lot: pick.lot, line: pick.line, quantity_minor })
            })
            .collect::<Result<_, Problem>>()?;
        Ok(Some(ChosenLots { lots, why, note: self.lots_note.take().map(|text| text.0) }))
    }
}

/// Propose a payout
///
/// Names the lots that will pay (the most restricted that fit first, then what ends soonest, then the oldest, unless `lots`
/// says otherwise), and seals everything under a digest that the approvers sign. Where the aid is taxed they pay it with its
/// tax. Papers that the tax basis needs are warned of here and wanted by the last approval.
#[utoipa::path(
    post,
    path = "/api/v1/payouts",
    tag = "aid",
    request_body = NewPayout,
    responses((status = 201, body = RecordedView))
)]
async fn propose(
    State(app): State<App>,
    writer: Writer,
    ApiJson(body): ApiJson<NewPayout>,
) -> Result<Recorded, Problem> {
    let recorded = writer.give(body.command()?, location).await?;
    let payout = recorded.answer.seq;
    app.forewarned(recorded, payout).await
}

pub(super) fn location(payout: i64) -> String {
    format!("/api/v1/payouts/{payout}")
}
