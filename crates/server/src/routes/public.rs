//! What anybody may see: which books these are, what the problems mean, and how the API is spoken.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::ApiPath;
use crate::problem::{Problem, page};
use crate::{openapi, reference};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(problem))
        .routes(routes!(document))
        .routes(routes!(read_reference))
        .routes(routes!(style))
}

/// Which program and which books answer here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndexView {
    #[schema(example = "almoner")]
    pub program: &'static str,
    pub version: &'static str,
    /// Whose books these are; absent before they are opened.
    pub books: Option<String>,
    /// Made by `almoner demo`: nothing in these books is real.
    pub demo: bool,
    #[schema(example = "/api/reference")]
    pub reference: &'static str,
    #[schema(example = "/api/openapi.json")]
    pub openapi: &'static str,
}

/// Which books answer here
#[utoipa::path(get, path = "/api", tag = "about", responses((status = 200, body = IndexView)))]
async fn index(State(app): State<App>) -> Json<IndexView> {
    Json(IndexView {
        program: "almoner",
        version: env!("CARGO_PKG_VERSION"),
        books: app.about.name.clone(),
        demo: app.about.demo,
        reference: "/api/reference",
        openapi: "/api/openapi.json",
    })
}

/// What a problem means
///
/// The page behind the `type` of every problem, as plain text.
#[utoipa::path(
    get,
    path = "/problems/{name}",
    tag = "about",
    params(("name" = String, Path, description = "The last part of the problem's `type`.")),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn problem(ApiPath(name): ApiPath<String>) -> Result<String, Problem> {
    page(&name).ok_or_else(|| Problem::own("not-found").detail("no problem has this name"))
}

/// This API, described for programs (OpenAPI 3.1)
#[utoipa::path(get, path = "/api/openapi.json", tag = "about", responses((status = 200, body = serde_json::Value)))]
async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi::json()).into_response()
}

/// This API, described for people
#[utoipa::path(
    get,
    path = "/api/reference",
    tag = "about",
    responses((status = 200, body = String, content_type = "text/html"))
)]
async fn read_reference() -> Response {
    let policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(reference::html())).into_response()
}

/// How the reference looks
#[utoipa::path(
    get,
    path = "/api/reference.css",
    tag = "about",
    responses((status = 200, body = String, content_type = "text/css"))
)]
async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], reference::CSS).into_response()
}
