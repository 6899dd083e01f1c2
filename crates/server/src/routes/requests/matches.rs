//! Aid that may be given twice: allowing it as a second person, telling two people apart, and what goes together.

use almoner_ledger::codes::{Category, Combined, MatchHow, Reason};
use almoner_ledger::command::{AllowMatch, Command};
use almoner_ledger::rows::request::Combination;
use almoner_store::read::likeness::MatchRow;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, facts, listing};
use crate::routes::requests::{location, seen};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(allow)).routes(routes!(judge)).routes(routes!(combinations))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Allowance {
    /// The recipient of the other aid; the request's own where one person asks twice.
    pub other: Uuid,
    #[schema(schema_with = word::<Reason>)]
    pub reason: Reason,
    #[serde(default)]
    pub note: Option<LongText>,
}

/// Let a request go on although there is other aid
///
/// Only another person than the one who took it in may, with a reason.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/allowance",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = Allowance,
    responses((status = 201, body = RecordedView))
)]
async fn allow(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<Allowance>,
) -> Result<Recorded, Problem> {
    let seen = seen::for_request(&app, request).await?;
    let Allowance { other, reason, note } = body;
    let note = note.map(|text| text.0);
    let command = Command::AllowMatch(AllowMatch { request, other, reason, note, seen });
    writer.give(command, |_| location(request)).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Judgement {
    /// Two recipients, by their references.
    pub one: Uuid,
    pub other: Uuid,
    #[schema(schema_with = word::<Reason>)]
    pub reason: Reason,
    #[serde(default)]
    pub note: Option<LongText>,
}

/// Say that two recipients are two people
///
/// Their papers are not compared again. Nobody says so of a request they took in.
#[utoipa::path(
    post,
    path = "/api/v1/judged-pairs",
    tag = "aid",
    request_body = Judgement,
    responses((status = 201, body = RecordedView))
)]
async fn judge(writer: Writer, ApiJson(body): ApiJson<Judgement>) -> Result<Recorded, Problem> {
    let Judgement { one, other, reason, note } = body;
    let command = Command::JudgePair { one, other, reason, note: note.map(|text| text.0) };
    writer.give(command, |_| "/api/v1/judged-pairs".to_owned()).await
}

/// Other aid that a request was found to look like.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatchView {
    pub seq: i64,
    /// The recipient of the other aid; absent once erased.
    pub other: Option<Uuid>,
    /// The request that the other aid answers.
    pub request: i64,
    #[schema(schema_with = word::<MatchHow>)]
    pub how: &'static str,
    #[schema(schema_with = word::<Combined>)]
    pub level: &'static str,
    /// The last day on which the two are too close.
    pub until_on: NaiveDate,
    /// The person who let it go on.
    pub allowed_by: Option<Uuid>,
    #[schema(schema_with = word::<Reason>)]
    pub reason: Option<&'static str>,
}

impl From<MatchRow> for MatchView {
    fn from(row: MatchRow) -> Self {
        Self {
            seq: row.seq,
            other: row.other,
            request: row.aid_seq,
            how: row.how.code(),
            level: row.level.code(),
            until_on: row.until_on,
            allowed_by: row.allowed_by,
            reason: row.reason.map(|reason| reason.code()),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CombinationView {
    pub valid_from: NaiveDate,
    /// Absent stands for every category.
    #[schema(schema_with = word::<Category>)]
    pub one: Option<&'static str>,
    #[schema(schema_with = word::<Category>)]
    pub other: Option<&'static str>,
    pub window_days: i64,
    #[schema(schema_with = word::<Combined>)]
    pub level: &'static str,
    pub source: String,
    pub verified: bool,
}

impl From<&Combination> for CombinationView {
    fn from(row: &Combination) -> Self {
        Self {
            valid_from: row.valid_from,
            one: row.one.map(|category| category.code()),
            other: row.other.map(|category| category.code()),
            window_days: row.window_days,
            level: row.level.code(),
            source: row.source.clone(),
            verified: row.verified,
        }
    }
}

/// Which kinds of aid go together, and within how many days it matters
#[utoipa::path(
    get,
    path = "/api/v1/combinations",
    tag = "books",
    responses((status = 200, body = Listing<CombinationView>))
)]
async fn combinations(State(app): State<App>) -> Result<Json<Listing<CombinationView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.combinations.iter().map(CombinationView::from)))
}
