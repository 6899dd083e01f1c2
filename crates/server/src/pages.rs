//! The web app: pages for the treasurer, the staff and the auditor, from the same use-cases as the API.
//!
//! Every page works without a script. Who may see which is said in one place, `table.rs`.

mod cookie;
mod enter;
mod fault;
mod gate;
mod home;
mod language;
mod panel;
pub mod session;
mod shell;
pub mod table;
mod view;
pub mod words;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use crate::app::App;

/// Every page, behind the gate.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(home::home))
        .route("/enter", get(enter::show).post(enter::enter))
        .route("/leave", post(enter::leave))
        .route("/language", post(language::choose))
        .route("/style.css", get(style))
        .layer(from_fn_with_state(app.clone(), gate::guard))
        .layer(CsrfLayer::new())
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("pages/style.css"))
}
