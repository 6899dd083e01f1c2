//! Needs as they are read: a reference where a person stands, and the story for those who work with it.

use almoner_ledger::codes::{
    Category, NoteKind, PayeeKind, Reason, RequestState, Role, Signs, Step, TargetGroup, Urgency,
};
use almoner_ledger::money::format_minor;
use almoner_store::read::request::{RequestFilter, RequestRow, RequestStepRow};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::word;
use crate::problem::Problem;
use crate::routes::note::NoteView;
use crate::routes::page::{Paged, paged, paging};
use crate::routes::payouts::read::PayoutView;
use crate::routes::requests::evidence::EvidenceView;
use crate::routes::requests::matches::MatchView;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestQuery {
    #[param(schema_with = word::<RequestState>, required = false)]
    pub state: Option<RequestState>,
    #[param(schema_with = word::<Category>, required = false)]
    pub category: Option<Category>,
    #[param(schema_with = word::<Urgency>, required = false)]
    pub urgency: Option<Urgency>,
    /// The recipient's reference.
    pub recipient: Option<Uuid>,
    #[param(schema_with = word::<TargetGroup>, required = false)]
    pub group: Option<TargetGroup>,
    /// An ISO 3166-2 code.
    pub municipality: Option<String>,
    /// Only those that should have been answered by now.
    pub overdue: Option<bool>,
    /// Only recurring ones of which the next is due today.
    pub due_again: Option<bool>,
    /// Only those that came by this list of needs.
    pub import: Option<i64>,
    /// Received on this day or later.
    pub from: Option<NaiveDate>,
    /// Received on this day or earlier.
    pub to: Option<NaiveDate>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestView {
    pub seq: i64,
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    #[schema(schema_with = word::<Urgency>)]
    pub urgency: &'static str,
    #[schema(example = "5000.00")]
    pub asked: String,
    /// What the assessment found to be needed.
    pub found: Option<String>,
    pub received_on: NaiveDate,
    /// When it should be answered, by its urgency.
    pub due_at: Option<DateTime<Utc>>,
    #[schema(schema_with = word::<PayeeKind>)]
    pub payee_kind: &'static str,
    /// Whether the vault was open when it was last looked over for double aid.
    pub identities_checked: bool,
    /// Recurring aid: every so many months, until a day, and when the next is due.
    pub every_months: Option<i64>,
    pub until_on: Option<NaiveDate>,
    pub next_on: Option<NaiveDate>,
    /// The recurring request that this one repeats.
    pub parent: Option<i64>,
    /// The list of needs that it came by.
    pub import: Option<i64>,
    #[schema(schema_with = word::<RequestState>)]
    pub state: &'static str,
    /// A reference; absent once erased, as are the four below.
    pub recipient: Option<Uuid>,
    #[schema(schema_with = word::<TargetGroup>)]
    pub target_group: Option<&'static str>,
    #[schema(example = "MK-814")]
    pub municipality: Option<String>,
    pub payee: Option<Uuid>,
    #[schema(schema_with = word::<Signs>)]
    pub signs: Option<&'static str>,
    pub version: i64,
}

impl From<RequestRow> for RequestView {
    fn from(request: RequestRow) -> Self {
        Self {
            seq: request.seq,
            category: request.category.code(),
            urgency: request.urgency.code(),
            asked: format_minor(request.asked_minor),
            found: request.found_minor.map(format_minor),
            received_on: request.received_on,
            due_at: request.due_at,
            payee_kind: request.payee_kind.code(),
            identities_checked: request.identities_checked,
            every_months: request.every_months,
            until_on: request.until_on,
            next_on: request.next_on,
            parent: request.parent_seq,
            import: request.import_seq,
            state: request.state.code(),
            recipient: request.recipient,
            target_group: request.target_group.map(|group| group.code()),
            municipality: request.municipality,
            payee: request.payee,
            signs: request.signs.map(|signs| signs.code()),
            version: request.version,
        }
    }
}

/// What somebody did for the request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepView {
    pub seq: i64,
    pub person: Uuid,
    #[schema(schema_with = word::<Step>)]
    pub step: &'static str,
    #[schema(schema_with = word::<Reason>)]
    pub reason: Option<&'static str>,
    pub at: DateTime<Utc>,
}

impl From<RequestStepRow> for StepView {
    fn from(row: RequestStepRow) -> Self {
        Self {
            seq: row.seq,
            person: row.person,
            step: row.step.code(),
            reason: row.reason.map(|reason| reason.code()),
            at: row.at,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestDetailView {
    pub request: RequestView,
    /// Whether it should have been answered by now.
    pub overdue: bool,
    pub steps: Vec<StepView>,
    pub papers: Vec<EvidenceView>,
    /// Other aid that it was found to look like.
    pub matches: Vec<MatchView>,
    pub payouts: Vec<PayoutView>,
    pub notes: Vec<NoteView>,
}

/// Requests for aid, newest first
#[utoipa::path(
    get,
    path = "/api/v1/requests",
    tag = "aid",
    params(RequestQuery),
    responses((status = 200, body = Paged<RequestView>))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<RequestQuery>,
) -> Result<Json<Paged<RequestView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = RequestFilter {
        state: query.state,
        category: query.category,
        urgency: query.urgency,
        recipient: query.recipient,
        target_group: query.group,
        municipality: query.municipality,
        overdue_at: query.overdue.unwrap_or(false).then(|| app.clock.now()),
        recurring_due_on: query.due_again.unwrap_or(false).then(|| app.clock.today()),
        import: query.import,
        from_on: query.from,
        to_on: query.to,
    };
    Ok(paged(app.store.requests(&filter, &paging).await?))
}

/// One request, with its payouts
///
/// What was typed about it is read by case workers and approvers only.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{request}",
    tag = "aid",
    params(("request" = i64, Path)),
    responses((status = 200, body = RequestDetailView))
)]
pub(super) async fn read(
    State(app): State<App>,
    identity: Identity,
    ApiPath(request): ApiPath<i64>,
) -> Result<Json<RequestDetailView>, Problem> {
    let found = app.store.request(request).await?;
    let detail =
        found.ok_or_else(|| Problem::own("not-found").detail("there is no such request"))?;
    let reads_stories = matches!(identity.role, Role::CaseWorker | Role::Approver);
    let now = app.clock.now();
    let late = detail.request.due_at.is_some_and(|due| due < now);
    let notes = detail.notes.into_iter().map(|note| {
        let shown = reads_stories || !is_about_somebody(note.kind);
        let view = NoteView::from(note);
        NoteView { body: view.body.filter(|_| shown), ..view }
    });
    Ok(Json(RequestDetailView {
        notes: notes.collect(),
        overdue: late && detail.request.state.is_open(),
        steps: detail.steps.into_iter().map(StepView::from).collect(),
        papers: detail.papers.into_iter().map(EvidenceView::from).collect(),
        matches: detail.matches.into_iter().map(MatchView::from).collect(),
        request: detail.request.into(),
        payouts: detail.payouts.into_iter().map(PayoutView::from).collect(),
    }))
}

/// What was typed about a person's life, which neither releasers nor auditors need.
const fn is_about_somebody(kind: NoteKind) -> bool {
    match kind {
        NoteKind::Story
        | NoteKind::Finding
        | NoteKind::Question
        | NoteKind::Answer
        | NoteKind::Grounds => true,
        NoteKind::Memo | NoteKind::Reason | NoteKind::Digest | NoteKind::Remark => false,
    }
}
