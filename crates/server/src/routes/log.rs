//! The log as an auditor reads it: leaves, signed checkpoints, and proofs.

use almoner_store::read::log::{CheckpointRow, LeafFilter, LeafRow};
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::write_hash;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(leaves))
        .routes(routes!(act))
        .routes(routes!(inclusion))
        .routes(routes!(consistency))
        .routes(routes!(checkpoints))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LeafQuery {
    /// The first act wanted.
    pub from_seq: Option<i64>,
    /// Only acts of this kind, for example `income.recorded`.
    pub kind: Option<String>,
    /// Only acts of this person.
    pub actor: Option<Uuid>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActView {
    pub seq: i64,
    pub recorded_at: DateTime<Utc>,
    pub actor: Uuid,
    #[schema(example = "income.recorded")]
    pub kind: String,
    pub kind_version: i64,
    /// The leaf's hash in hexadecimal.
    pub hash: String,
}

impl From<LeafRow> for ActView {
    fn from(leaf: LeafRow) -> Self {
        Self {
            seq: leaf.seq,
            recorded_at: leaf.recorded_at,
            actor: leaf.actor,
            kind: leaf.kind,
            kind_version: leaf.kind_version,
            hash: write_hash(&leaf.hash),
        }
    }
}

/// An act with all that its hash is made of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActDetailView {
    pub act: ActView,
    /// In hexadecimal.
    pub salt: String,
    /// The canonical bytes in base64.
    pub payload: String,
}

/// The acts, in the order of the log
#[utoipa::path(
    get,
    path = "/api/v1/acts",
    tag = "log",
    params(LeafQuery),
    responses((status = 200, body = Paged<ActView>))
)]
async fn leaves(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<LeafQuery>,
) -> Result<Json<Paged<ActView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = LeafFilter { from_seq: query.from_seq, kind: query.kind, actor: query.actor };
    Ok(paged(app.store.leaves(&filter, &paging).await?))
}

fn no_act() -> Problem {
    Problem::own("not-found").detail("the log has no such act")
}

/// One act, with all that its hash is made of
#[utoipa::path(
    get,
    path = "/api/v1/acts/{act}",
    tag = "log",
    params(("act" = i64, Path)),
    responses((status = 200, body = ActDetailView))
)]
async fn act(
    State(app): State<App>,
    ApiPath(act): ApiPath<i64>,
) -> Result<Json<ActDetailView>, Problem> {
    let found = app.store.act(act).await?.ok_or_else(no_act)?;
    Ok(Json(ActDetailView {
        act: found.leaf.into(),
        salt: write_hash(&found.salt),
        payload: STANDARD.encode(&found.payload),
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AtSize {
    /// In the log of this size; as it is now if absent.
    pub size: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InclusionView {
    pub seq: i64,
    /// Counted from zero.
    pub index: u64,
    pub size: u64,
    /// Hashes in hexadecimal, here and below.
    pub leaf: String,
    pub root: String,
    /// The siblings on the way to the root, lowest first.
    pub path: Vec<String>,
}

/// The proof that an act is in the log
#[utoipa::path(
    get,
    path = "/api/v1/acts/{act}/inclusion",
    tag = "log",
    params(("act" = i64, Path), AtSize),
    responses((status = 200, body = InclusionView))
)]
async fn inclusion(
    State(app): State<App>,
    ApiPath(act): ApiPath<i64>,
    ApiQuery(at): ApiQuery<AtSize>,
) -> Result<Json<InclusionView>, Problem> {
    let proof = app.store.inclusion_proof(act, at.size).await?.ok_or_else(no_act)?;
    Ok(Json(InclusionView {
        seq: proof.seq,
        index: proof.index,
        size: proof.size,
        leaf: write_hash(&proof.leaf),
        root: write_hash(&proof.root),
        path: proof.path.iter().map(|hash| write_hash(hash)).collect(),
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Between {
    /// The size of the log that is known already.
    pub old_size: i64,
    /// The size of the log that is to have grown out of it; as it is now if absent.
    pub size: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConsistencyView {
    pub old_size: u64,
    /// Hashes in hexadecimal, here and below.
    pub old_root: String,
    pub size: u64,
    pub root: String,
    pub path: Vec<String>,
}

/// The proof that the log only grew
#[utoipa::path(
    get,
    path = "/api/v1/log/consistency",
    tag = "log",
    params(Between),
    responses((status = 200, body = ConsistencyView))
)]
async fn consistency(
    State(app): State<App>,
    ApiQuery(between): ApiQuery<Between>,
) -> Result<Json<ConsistencyView>, Problem> {
    let proof = app.store.consistency_proof(between.old_size, between.size).await?;
    let proof =
        proof.ok_or_else(|| Problem::own("not-found").detail("the log never had that size"))?;
    Ok(Json(ConsistencyView {
        old_size: proof.old_size,
        old_root: write_hash(&proof.old_root),
        size: proof.size,
        root: write_hash(&proof.root),
        path: proof.path.iter().map(|hash| write_hash(hash)).collect(),
    }))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CheckpointView {
    pub size: i64,
    /// The signed note, as it is given away.
    pub note: String,
}

impl From<CheckpointRow> for CheckpointView {
    fn from(checkpoint: CheckpointRow) -> Self {
        Self { size: checkpoint.size, note: checkpoint.note }
    }
}

/// Signed checkpoints, newest first
#[utoipa::path(
    get,
    path = "/api/v1/checkpoints",
    tag = "log",
    params(PageQuery),
    responses((status = 200, body = Paged<CheckpointView>))
)]
async fn checkpoints(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<CheckpointView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.checkpoints(&paging).await?))
}
