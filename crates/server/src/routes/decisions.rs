//! What takes two persons: one proposes exactly what is to be done, another confirms it.

mod deed;
mod money;
mod rules;

use almoner_ledger::codes::{DecisionKind, DecisionState};
use almoner_ledger::command::Command;
use almoner_store::read::decision::{DecisionFilter, DecisionRow};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::deed::DeedBody;
use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::{Paged, paged, paging, unfit};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, propose))
        .routes(routes!(confirm))
        .routes(routes!(withdraw))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecisionView {
    pub seq: i64,
    #[schema(schema_with = word::<DecisionKind>)]
    pub kind: &'static str,
    /// Exactly what will be done, or was.
    pub deed: serde_json::Value,
    pub proposed_by: Uuid,
    pub proposed_at: DateTime<Utc>,
    #[schema(schema_with = word::<DecisionState>)]
    pub state: &'static str,
    /// Who confirmed or withdrew it, and the act that did.
    pub decided_by: Option<Uuid>,
    pub decided_seq: Option<i64>,
    pub version: i64,
}

impl From<DecisionRow> for DecisionView {
    fn from(decision: DecisionRow) -> Self {
        Self {
            seq: decision.seq,
            kind: decision.kind.code(),
            deed: serde_json::from_str(&decision.act).unwrap_or_default(),
            proposed_by: decision.proposed_by,
            proposed_at: decision.proposed_at,
            state: decision.state.code(),
            decided_by: decision.decided_by,
            decided_seq: decision.decided_seq,
            version: decision.version,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DecisionQuery {
    /// `proposed`, `confirmed`, `withdrawn` or `all`; `proposed` if absent.
    pub state: Option<String>,
    #[param(schema_with = word::<DecisionKind>, required = false)]
    pub kind: Option<DecisionKind>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

/// Decisions of two, newest first: those that wait for a second person, or the earlier ones
#[utoipa::path(
    get,
    path = "/api/v1/decisions",
    tag = "decisions",
    params(DecisionQuery),
    responses((status = 200, body = Paged<DecisionView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<DecisionQuery>,
) -> Result<Json<Paged<DecisionView>>, Problem> {
    let fit = || unfit("state", "proposed, confirmed, withdrawn or all");
    let state = match query.state.as_deref() {
        None => Some(DecisionState::Proposed),
        Some("all") => None,
        Some(text) => Some(DecisionState::parse(text).ok_or_else(fit)?),
    };
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = DecisionFilter { state, kind: query.kind };
    Ok(paged(app.store.decisions(&filter, &paging).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub deed: DeedBody,
    /// In words, for the second person; it can be erased later.
    #[serde(default)]
    pub reason: Option<LongText>,
}

/// Propose a decision
///
/// What could not be done is not proposed: the first person hears the refusal, not the second.
#[utoipa::path(
    post,
    path = "/api/v1/decisions",
    tag = "decisions",
    request_body = Proposal,
    responses((status = 201, body = RecordedView))
)]
async fn propose(writer: Writer, ApiJson(body): ApiJson<Proposal>) -> Result<Recorded, Problem> {
    let command =
        Command::ProposeDecision { deed: body.deed.into(), reason: body.reason.map(|text| text.0) };
    writer.give(command, |_| "/api/v1/decisions".to_owned()).await
}

/// Confirm a decision as the second person, which carries it out
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/confirmation",
    tag = "decisions",
    params(("decision" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn confirm(
    State(app): State<App>,
    writer: Writer,
    ApiPath(decision): ApiPath<i64>,
) -> Result<Recorded, Problem> {
    let command = Command::ConfirmDecision { decision };
    let recorded = writer.give(command, |_| "/api/v1/decisions".to_owned()).await?;
    if recorded.answer.kind == "person.erased" {
        // The books have spoken. What the vault cannot do now it does when it is opened next.
        if let Err(problem) = app.follow_erasures().await {
            tracing::warn!(problem = problem.name, "the vault will erase them when it is opened");
        }
    }
    Ok(recorded)
}

/// Withdraw a decision that nobody has confirmed
#[utoipa::path(
    post,
    path = "/api/v1/decisions/{decision}/withdrawal",
    tag = "decisions",
    params(("decision" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn withdraw(writer: Writer, ApiPath(decision): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::WithdrawDecision { decision }, |_| "/api/v1/decisions".to_owned()).await
}
