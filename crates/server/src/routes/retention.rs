//! How long people are kept: whose time is over, who is kept for a reason in law, and who was shown what meanwhile.

use almoner_ledger::codes::{Purpose, RevealScope, SubjectKind};
use almoner_ledger::command::{Command, SetHold, Subject};
use almoner_store::read::identity::RevealRow;
use axum::Json;
use axum::extract::State;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiQuery, Writer};
use crate::field::{LongText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::facts;
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(due)).routes(routes!(hold)).routes(routes!(reveals))
}

/// So many are told at once: as many as one decision erases.
const DUE_MAX: usize = 500;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueView {
    #[schema(schema_with = word::<SubjectKind>)]
    pub kind: &'static str,
    pub seq: i64,
    /// The last day on which something was done for or by them.
    pub last_on: Option<NaiveDate>,
    /// The last day on which they were to be kept.
    pub due_on: Option<NaiveDate>,
    /// Kept all the same, for a reason in law.
    pub held: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueListView {
    /// The figures these follow from, with their sources, are in `/api/v1/law-values`.
    pub items: Vec<DueView>,
    /// There are more; they are told once these are erased.
    pub more: bool,
}

/// Whose time is over: what a decision to erase would name
#[utoipa::path(get, path = "/api/v1/retention/due", tag = "identity", responses((status = 200, body = DueListView)))]
async fn due(State(app): State<App>) -> Result<Json<DueListView>, Problem> {
    let (facts, today) = (facts(&app).await?, app.clock.today());
    let mut items = Vec::new();
    for row in app.store.kept().await? {
        let years = facts.law_number(almoner_ledger::retention(row.subject.kind), today);
        let months = years.and_then(|years| u32::try_from(years.checked_mul(12)?).ok());
        let Some(months) = months else { continue };
        let due_on = row.last_on.and_then(|last| last.checked_add_months(Months::new(months)));
        if due_on.is_none_or(|due_on| due_on < today) {
            items.push(DueView {
                kind: row.subject.kind.code(),
                seq: row.subject.seq,
                last_on: row.last_on,
                due_on,
                held: facts.held.contains(&row.subject),
            });
        }
    }
    let more = DUE_MAX < items.len();
    items.truncate(DUE_MAX);
    Ok(Json(DueListView { items, more }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    #[schema(schema_with = word::<SubjectKind>)]
    pub kind: SubjectKind,
    pub seq: i64,
    pub held: bool,
    /// The reason in law, or why it has ended; it can be erased later.
    pub why: LongText,
}

/// Keep somebody's data beyond its time, or no longer
#[utoipa::path(
    post,
    path = "/api/v1/holds",
    tag = "identity",
    request_body = HoldBody,
    responses((status = 201, body = RecordedView))
)]
async fn hold(writer: Writer, ApiJson(body): ApiJson<HoldBody>) -> Result<Recorded, Problem> {
    let HoldBody { kind, seq, held, why } = body;
    let command = Command::SetHold(SetHold { subject: Subject { kind, seq }, held, why: why.0 });
    writer.give(command, |_| "/api/v1/retention/due".to_owned()).await
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RevealView {
    pub seq: i64,
    /// Who was shown it.
    pub person: Uuid,
    pub on: NaiveDate,
    #[schema(schema_with = word::<SubjectKind>)]
    pub kind: &'static str,
    #[schema(schema_with = word::<RevealScope>)]
    pub scope: &'static str,
    #[schema(schema_with = word::<Purpose>)]
    pub purpose: &'static str,
    pub payout: Option<i64>,
    /// The paper of a request, where it was one that was shown.
    pub paper: Option<i64>,
    /// The income that a paper for its giver is about.
    pub income: Option<i64>,
    /// How many people it was.
    pub people: i64,
}

impl From<RevealRow> for RevealView {
    fn from(row: RevealRow) -> Self {
        Self {
            seq: row.seq,
            person: row.person_id,
            on: row.revealed_on,
            kind: row.kind.code(),
            scope: row.scope.code(),
            purpose: row.purpose.code(),
            payout: row.payout_seq,
            paper: row.evidence_seq,
            income: row.income_seq,
            people: row.people,
        }
    }
}

/// Identities that were shown: to whom, how many and what for, but not whose
#[utoipa::path(
    get,
    path = "/api/v1/reveals",
    tag = "identity",
    params(PageQuery),
    responses((status = 200, body = Paged<RevealView>))
)]
async fn reveals(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<RevealView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.reveals(&paging).await?))
}
