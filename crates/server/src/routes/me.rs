//! Who is signed in.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::listing::facts;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(me))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeView {
    pub person: Uuid,
    #[schema(example = "biljana")]
    pub login: String,
    pub name: String,
    #[schema(schema_with = word::<almoner_ledger::codes::Role>)]
    pub role: &'static str,
    /// The day it is where the association lives.
    pub today: NaiveDate,
    /// Nothing in these books is real.
    pub demo: bool,
}

/// Who I am here
#[utoipa::path(get, path = "/api/v1/me", tag = "people", responses((status = 200, body = MeView)))]
async fn me(State(app): State<App>, identity: Identity) -> Result<Json<MeView>, Problem> {
    let facts = facts(&app).await?;
    let person =
        facts.persons.get(&identity.person).ok_or_else(|| Problem::own("not-signed-in"))?;
    Ok(Json(MeView {
        person: person.id,
        login: person.login.clone(),
        name: person.name.clone(),
        role: identity.role.code(),
        today: app.clock.today(),
        demo: app.about.demo,
    }))
}
