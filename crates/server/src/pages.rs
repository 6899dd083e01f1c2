//! The web app: pages for the treasurer, the staff and the auditor, from the same use-cases as the API.
//!
//! Every page works without a script. Who may see which is said in one place, `table.rs`.

mod agreements;
mod block;
mod chart;
mod closing;
mod cookie;
mod decisions;
mod desk;
mod enter;
mod entries;
mod fault;
mod field;
mod form;
mod funds;
mod gate;
mod home;
mod incomes;
mod language;
mod list;
mod panel;
mod payouts;
mod pick;
mod reports;
mod requests;
pub mod session;
mod shell;
mod sources;
mod statements;
pub mod table;
mod typed;
mod view;
pub mod words;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::app::App;

/// Every page, behind the gate.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(home::home))
        .route("/enter", get(enter::show).post(enter::enter))
        .route("/leave", post(enter::leave))
        .route("/language", post(language::choose))
        .route("/incomes", get(incomes::list))
        .route("/incomes/new", get(incomes::new).post(incomes::record))
        .route("/incomes/{income}", get(incomes::one))
        .route("/requests", get(requests::list))
        .route("/requests/new", get(requests::new).post(requests::submit))
        .route("/requests/{request}", get(requests::one))
        .merge(requests::steps())
        .route("/payouts", get(payouts::list))
        .route("/payouts/{payout}", get(payouts::one))
        .merge(payouts::steps())
        .route("/funds", get(funds::list).post(funds::open))
        .route("/funds/{fund}", get(funds::one))
        .route("/sources", get(sources::list).post(sources::add))
        .route("/sources/{source}", get(sources::one))
        .route("/agreements", get(agreements::list))
        .route("/agreements/{agreement}", get(agreements::one))
        .route("/entries", get(entries::list))
        .route("/entries/{entry}", get(entries::one))
        .route("/reports", get(reports::list))
        .route("/reports/{report}", get(reports::one))
        .route("/reports/{report}/file", get(reports::file))
        .route("/statements", get(statements::show))
        .route("/statements/file", get(statements::file))
        .route("/closing", get(closing::show).post(closing::propose))
        .route("/decisions", get(decisions::list))
        .route("/decisions/{decision}/confirmation", post(decisions::confirm))
        .route("/decisions/{decision}/withdrawal", post(decisions::withdraw))
        .route("/style.css", get(style))
        .layer(from_fn_with_state(app.clone(), gate::guard))
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new())
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("pages/style.css"))
}
