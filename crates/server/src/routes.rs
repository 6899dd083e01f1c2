//! The routes, one file per resource. Which role may use which is said in one place, `table.rs`.

pub mod accounts;
pub mod advances;
pub mod agreements;
pub mod assets;
pub mod association;
pub mod balances;
pub mod batches;
pub mod decisions;
pub mod document;
pub mod duties;
pub mod entries;
pub mod exports;
pub mod funds;
pub mod hand_outs;
pub mod health;
pub mod identities;
pub mod imports;
pub mod incomes;
pub mod issued;
pub mod law;
pub mod listing;
pub mod log;
pub mod me;
pub mod members;
pub mod money;
pub mod note;
pub mod opening;
pub mod page;
pub mod payees;
pub mod payment_lists;
pub mod payouts;
pub mod people;
pub mod posting_rules;
pub mod public;
pub mod recipients;
pub mod reports;
pub mod request_imports;
pub mod requests;
pub mod restriction;
pub mod retention;
pub mod role_grants;
pub mod sources;
pub mod statements;
pub mod table;
pub mod tokens;
pub mod traces;
pub mod travel_orders;
pub mod vault;
pub mod years;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::{access, observe, openapi, pages};

/// What a body may weigh where a route does not say otherwise.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// Every documented route, before the layers.
pub fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::head())
        .merge(public::routes())
        .merge(health::routes())
        .merge(me::routes())
        .merge(people::routes())
        .merge(role_grants::routes())
        .merge(tokens::routes())
        .merge(association::routes())
        .merge(accounts::routes())
        .merge(posting_rules::routes())
        .merge(law::routes())
        .merge(funds::routes())
        .merge(sources::routes())
        .merge(members::routes())
        .merge(travel_orders::routes())
        .merge(agreements::routes())
        .merge(incomes::routes())
        .merge(imports::routes())
        .merge(entries::routes())
        .merge(money::routes())
        .merge(opening::routes())
        .merge(assets::routes())
        .merge(decisions::routes())
        .merge(recipients::routes())
        .merge(payees::routes())
        .merge(identities::routes())
        .merge(retention::routes())
        .merge(vault::routes())
        .merge(requests::routes())
        .merge(request_imports::routes())
        .merge(payouts::routes())
        .merge(advances::routes())
        .merge(traces::routes())
        .merge(batches::routes())
        .merge(payment_lists::routes())
        .merge(reports::routes())
        .merge(duties::routes())
        .merge(years::routes())
        .merge(issued::routes())
        .merge(hand_outs::routes())
        .merge(balances::routes())
        .merge(log::routes())
        .merge(statements::routes())
        .merge(exports::routes())
}

/// The whole service: routes behind the gate, the gate inside the observer.
pub fn service(app: App) -> Router {
    let (router, _) = documented().split_for_parts();
    router
        .layer(from_fn_with_state(app.clone(), access::guard))
        .merge(pages::router(&app))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app)
}

async fn not_found() -> crate::problem::Problem {
    crate::problem::Problem::own("not-found")
}
