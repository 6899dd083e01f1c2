//! Pages as answers.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const HTML: &str = "text/html; charset=utf-8";

pub(super) fn told(page: &impl Template, status: StatusCode) -> Response {
    match page.render() {
        Ok(text) => (status, [(header::CONTENT_TYPE, HTML)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub(super) fn shown(page: &impl Template) -> Response {
    told(page, StatusCode::OK)
}
