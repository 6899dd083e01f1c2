//! Around every request: its id, one line in the log, the counters, the headers that browsers obey, and a time limit.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::problem::{MEDIA_TYPE, Named, Problem};

/// How long an answer may take to begin.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// A large import is one transaction and may take longer.
const IMPORT_WITHIN: Duration = Duration::from_secs(300);

/// Logs one line per request: route template, status, duration, who and which; never a body, a name or a query.
pub async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let id = request_id(&request);
    let within = if route.ends_with("/imports") { IMPORT_WITHIN } else { ANSWER_WITHIN };
    let response = match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => as_problem(response),
        Err(_) => Problem::own("too-slow").retry_after(5).into_response(),
    };
    let response = with_headers(response, &id, app.about.demo);
    let status = response.status().as_u16();
    let took = began.elapsed();
    app.metrics.request(method.as_str(), &route, status, took);
    let problem = response.extensions().get::<Named>().map(|named| named.0);
    if let Some(problem) = problem {
        app.metrics.problem(problem);
    }
    let actor = response.extensions().get::<Identity>().map(|identity| identity.person.to_string());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        method = method.as_str(),
        route,
        status,
        duration_ms,
        actor = actor.unwrap_or_default(),
        problem = problem.unwrap_or_default(),
        request = id,
        "answered"
    );
    response
}

/// The caller's own id for the request, where it is a plain one, or a new one.
fn request_id(request: &Request) -> String {
    let given = request.headers().get("x-request-id").and_then(|id| id.to_str().ok());
    let plain = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    given.filter(plain).map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// Whatever answered in its own words, answers as a problem.
fn as_problem(response: Response) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
    let page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if told || page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::own("not-found"),
        StatusCode::FORBIDDEN => Problem::own("from-elsewhere"),
        StatusCode::METHOD_NOT_ALLOWED => Problem::own("method-not-allowed"),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::own("body-too-large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::own("unsupported-media-type"),
        _ if status.is_client_error() => {
            Problem::own("malformed-json").detail("the request cannot be read")
        }
        _ => Problem::own("internal"),
    };
    problem.into_response()
}

/// A panic is our fault: it is logged, and the caller hears no more than that.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Problem::own("internal").into_response()
}

fn with_headers(mut response: Response, id: &str, demo: bool) -> Response {
    let headers = response.headers_mut();
    let mut put = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    put("x-content-type-options", "nosniff");
    put("cache-control", "no-store");
    put("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    put("referrer-policy", "no-referrer");
    put("cross-origin-resource-policy", "same-origin");
    if demo {
        put("x-almoner-demo", "true");
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
    response
}
