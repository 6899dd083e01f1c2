//! Needs as they are read: a reference where a person stands, and the story for those who work with it.

use almoner_ledger::codes::{Category, NoteKind, RequestState, Role, TargetGroup, Urgency};
use almoner_ledger::money::format_minor;
use almoner_store::read::request::{RequestFilter, RequestRow};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
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
    pub received_on: NaiveDate,
    #[schema(schema_with = word::<RequestState>)]
    pub state: &'static str,
    /// A reference; absent once erased, as are the two below.
    pub recipient: Option<Uuid>,
    #[schema(schema_with = word::<TargetGroup>)]
    pub target_group: Option<&'static str>,
    #[schema(example = "MK-814")]
    pub municipality: Option<String>,
    pub version: i64,
}

impl From<RequestRow> for RequestView {
    fn from(request: RequestRow) -> Self {
        Self {
            seq: request.seq,
            category: request.category.code(),
            urgency: request.urgency.code(),
            asked: format_minor(request.asked_minor),
            received_on: request.received_on,
            state: request.state.code(),
            recipient: request.recipient,
            target_group: request.target_group.map(|group| group.code()),
            municipality: request.municipality,
            version: request.version,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestDetailView {
    pub request: RequestView,
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
    let notes = detail.notes.into_iter().map(|note| {
        let shown = reads_stories || note.kind != NoteKind::Story;
        let view = NoteView::from(note);
        NoteView { body: view.body.filter(|_| shown), ..view }
    });
    Ok(Json(RequestDetailView {
        notes: notes.collect(),
        request: detail.request.into(),
        payouts: detail.payouts.into_iter().map(PayoutView::from).collect(),
    }))
}
