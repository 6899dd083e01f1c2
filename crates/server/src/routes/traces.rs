//! Traces: from an income to what it paid for, from a payout back to its givers, and what became of the money of a fund or
//! an agreement. Their lines add up to their totals, to the denar.

pub mod expiring;
pub mod fund;
pub mod income;
pub mod payout;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(fund::of_fund))
        .routes(routes!(fund::of_agreement))
        .routes(routes!(income::of_income))
        .routes(routes!(income::for_giver))
        .routes(routes!(payout::of_payout))
        .routes(routes!(expiring::expiring))
}
