//! The steps of a payout that move no money: signing, refusing, letting go.

use almoner_ledger::codes::WarningCode;
use almoner_ledger::command::Command;
use almoner_proof::hash::Hash;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{HashText, words};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::payouts::location;
use crate::routes::requests::finish::Rejection;
use crate::routes::requests::seen;
use crate::routes::role_grants::Because;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(approve))
        .routes(routes!(reject))
        .routes(routes!(cancel))
        .routes(routes!(release))
        .routes(routes!(send))
        .routes(routes!(fail))
        .routes(routes!(void))
        .routes(routes!(expire))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    /// The payout's digest as it was read: what is signed is exactly this.
    pub digest: HashText,
    /// Whether you have an interest of your own in this payout: with `true` nothing is signed, the interest is recorded, and
    /// others must decide.
    pub conflict_of_interest: bool,
    /// The warnings that the release goes on with knowingly, for example `cash-limit`.
    #[schema(schema_with = words::<WarningCode>, required = false)]
    #[serde(default)]
    pub acknowledge: Vec<WarningCode>,
}

impl Signature {
    /// The step itself, or the declaration that keeps its signer out.
    pub(crate) fn or_conflict(self, payout: i64, step: impl FnOnce(Hash) -> Command) -> Command {
        if self.conflict_of_interest {
            Command::DeclareConflict { payout }
        } else {
            step(self.digest.0)
        }
    }
}

/// Approve a payout
///
/// The last approval reserves the lots and books the obligation. Who has proposed it, or approved it already, cannot.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/approval",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Signature,
    responses((status = 201, body = RecordedView))
)]
async fn approve(
    State(app): State<App>,
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Signature>,
) -> Result<Recorded, Problem> {
    let command = body.or_conflict(payout, |digest| Command::ApprovePayout { payout, digest });
    let recorded = writer.give(command, |_| location(payout)).await?;
    app.forewarned(recorded, payout).await
}

/// Reject a proposed payout
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/rejection",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Rejection,
    responses((status = 201, body = RecordedView))
)]
async fn reject(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Rejection>,
) -> Result<Recorded, Problem> {
    let command =
        Command::RejectPayout { payout, reason: body.reason, note: body.note.map(|text| text.0) };
    writer.give(command, |_| location(payout)).await
}

/// Cancel a payout that has not been released
///
/// A reservation is given back, its obligation reversed.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/cancellation",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Because,
    responses((status = 201, body = RecordedView))
)]
async fn cancel(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Because>,
) -> Result<Recorded, Problem> {
    writer.give(Command::CancelPayout { payout, reason: body.reason }, |_| location(payout)).await
}

/// Release an approved payout, as a third person
///
/// Asks once more whether the aid is given twice.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/release",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Signature,
    responses((status = 201, body = RecordedView))
)]
async fn release(
    State(app): State<App>,
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Signature>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_payout(&app, payout).await?;
    let acknowledge = body.acknowledge.clone();
    let command = body.or_conflict(payout, |digest| Command::ReleasePayout {
        payout,
        digest,
        acknowledge,
        seen,
    });
    writer.give(command, |_| location(payout)).await
}

/// Say that a payment order went to the bank
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/sending",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn send(writer: Writer, ApiPath(payout): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::SendPayout { payout }, |_| location(payout)).await
}

/// Say that a payment failed
///
/// Obligation and reservation are given back; the request is open again.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/failure",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Because,
    responses((status = 201, body = RecordedView))
)]
async fn fail(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Because>,
) -> Result<Recorded, Problem> {
    writer.give(Command::FailPayout { payout, reason: body.reason }, |_| location(payout)).await
}

/// Void a released payout
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/voiding",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Because,
    responses((status = 201, body = RecordedView))
)]
async fn void(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Because>,
) -> Result<Recorded, Problem> {
    writer.give(Command::VoidPayout { payout, reason: body.reason }, |_| location(payout)).await
}

/// Expire a reservation whose time has run out
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/expiry",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn expire(writer: Writer, ApiPath(payout): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::ExpirePayout { payout }, |_| location(payout)).await
}
