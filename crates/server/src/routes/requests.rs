//! Needs, from intake to their end: taken in, looked over, assessed, with their papers and other aid they look like.

mod attachments;
mod evidence;
pub(crate) mod finish;
pub(crate) mod intake;
mod lots;
mod matches;
pub mod read;
pub(crate) mod seen;
pub(crate) mod steps;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, intake::submit))
        .routes(routes!(read::read, intake::edit))
        .routes(routes!(intake::submit_draft))
        .routes(routes!(intake::repeat))
        .merge(steps::routes())
        .merge(finish::routes())
        .merge(attachments::routes())
        .merge(evidence::routes())
        .merge(matches::routes())
        .merge(lots::routes())
}

fn location(request: i64) -> String {
    format!("/api/v1/requests/{request}")
}
