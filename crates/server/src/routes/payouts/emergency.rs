//! The emergency path of a payout, and who is out because of an interest of their own.

use almoner_ledger::codes::{Reason, ReviewFinding, WarningCode};
use almoner_ledger::command::{Command, Seen};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{CodeText, HashText, LongText, word, words};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::payouts::location;
use crate::routes::payouts::steps::Signature;
use crate::routes::requests::seen;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(break_glass))
        .routes(routes!(review))
        .routes(routes!(conflict))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakGlass {
    /// The payout's digest as it was read: what is signed is exactly this.
    pub digest: HashText,
    /// Whether you have an interest of your own in this payout.
    pub conflict_of_interest: bool,
    #[schema(schema_with = word::<Reason>)]
    pub reason: Reason,
    #[serde(default)]
    pub note: Option<LongText>,
    /// The warnings that the release goes on with knowingly, for example `cash-limit`.
    #[schema(schema_with = words::<WarningCode>, required = false)]
    #[serde(default)]
    pub acknowledge: Vec<WarningCode>,
    /// For taxed aid, and only for it: the number of the list that the tax office has approved.
    #[serde(default)]
    pub tax_list: Option<CodeText>,
}

/// Approve and release at once, in an emergency
///
/// For requests marked as an emergency, up to the cap of the emergency path for the household, by another person than the
/// proposer. A third person reviews it within the time the association has set; while a review is overdue the path is shut
/// for everybody.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/emergency-release",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = BreakGlass,
    responses((status = 201, body = RecordedView))
)]
async fn break_glass(
    State(app): State<App>,
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<BreakGlass>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_payout(&app, payout).await?;
    writer.give(body.command(payout, seen), |_| location(payout)).await
}

impl BreakGlass {
    pub(crate) fn command(self, payout: i64, seen: Seen) -> Command {
        let (reason, note) = (self.reason, self.note.map(|text| text.0));
        let (acknowledge, tax_list) = (self.acknowledge, self.tax_list.map(|number| number.0));
        let signature = Signature {
            digest: self.digest,
            conflict_of_interest: self.conflict_of_interest,
            acknowledge: Vec::new(),
        };
        signature.or_conflict(payout, |digest| Command::BreakGlass {
            payout,
            digest,
            reason,
            note,
            acknowledge,
            seen,
            tax_list,
        })
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    #[schema(schema_with = word::<ReviewFinding>)]
    pub finding: ReviewFinding,
    #[serde(default)]
    pub note: Option<LongText>,
}

/// Review an emergency payout, as a third person
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/review",
    tag = "aid",
    params(("payout" = i64, Path)),
    request_body = Review,
    responses((status = 201, body = RecordedView))
)]
async fn review(
    writer: Writer,
    ApiPath(payout): ApiPath<i64>,
    ApiJson(body): ApiJson<Review>,
) -> Result<Recorded, Problem> {
    let note = body.note.map(|text| text.0);
    let command = Command::ReviewEmergency { payout, finding: body.finding, note };
    writer.give(command, |_| location(payout)).await
}

/// Declare an interest of one's own
///
/// Who declares one is out of every step of this payout.
#[utoipa::path(
    post,
    path = "/api/v1/payouts/{payout}/conflict",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn conflict(writer: Writer, ApiPath(payout): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::DeclareConflict { payout }, |_| location(payout)).await
}
