//! For whoever watches the process: alive, ready, and the counters.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready)).routes(routes!(metrics))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LiveView {
    #[schema(example = "live")]
    pub status: &'static str,
}

/// Whether the process answers
#[utoipa::path(get, path = "/health/live", tag = "operation", responses((status = 200, body = LiveView)))]
async fn live() -> Json<LiveView> {
    Json(LiveView { status: "live" })
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReadyView {
    #[schema(example = "ready")]
    pub status: &'static str,
    #[schema(example = "sqlite")]
    pub backend: &'static str,
    /// The last act in the log.
    pub head_seq: i64,
    pub migrations_applied: i64,
    /// How hard the database holds on to what it has acknowledged.
    #[schema(example = "full")]
    pub sync_mode: String,
    /// The last act that was checked and found sound: at the start and once a day.
    pub last_verified_seq: Option<i64>,
    /// What does not work although the books do.
    pub notes: Vec<String>,
}

/// Whether the books can be used
#[utoipa::path(get, path = "/health/ready", tag = "operation", responses((status = 200, body = ReadyView)))]
async fn ready(State(app): State<App>) -> Result<Json<ReadyView>, Problem> {
    if app.about.name.is_none() {
        return Err(
            Problem::own("not-ready").detail("these books are not open yet; run `almoner init`")
        );
    }
    if app.watch.is_unsound() {
        return Err(Problem::own("not-ready")
            .detail("the books are not sound; `almoner verify` says what is wrong and where"));
    }
    let health = app.store.health().await?;
    let vault = app.identities.state().await;
    let notes = match vault.word {
        "off" | "open" => Vec::new(),
        word => vec![format!("vault {word}: {}", vault.note)],
    };
    Ok(Json(ReadyView {
        status: "ready",
        backend: health.backend,
        head_seq: health.head_seq,
        migrations_applied: health.migrations_applied,
        sync_mode: health.sync_mode,
        last_verified_seq: app.watch.last_verified_seq(),
        notes,
    }))
}

/// The counters, for Prometheus
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn metrics(State(app): State<App>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.render()).into_response()
}
