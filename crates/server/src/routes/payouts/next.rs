//! Who can do the next step of a payout, and why not I.

use almoner_ledger::codes::Role;
use almoner_ledger::command::Command;
use almoner_ledger::who;
use almoner_proof::hash::Hash;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::extract::ApiPath;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::requests::seen;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(next))
}

/// One person before one step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StandingView {
    /// `approve`, `emergency_release`, `release` or `review`.
    #[schema(example = "approve")]
    pub step: &'static str,
    #[schema(schema_with = word::<Role>)]
    pub role: &'static str,
    pub person: Uuid,
    pub name: String,
    /// Whether it is you.
    pub you: bool,
    /// Whether this person can do it now.
    pub able: bool,
    /// The name of what keeps them from it.
    pub refusal: Option<&'static str>,
    /// What keeps them from it, in words.
    pub why: Option<String>,
}

/// Who can do the next step, and why not I
///
/// Everyone who holds a role for a step that is open is asked the very rule that would decide, with what the vault says of the recipient. Nobody in the list, or nobody
/// able, means that the payout waits; the reasons say for what.
#[utoipa::path(
    get,
    path = "/api/v1/payouts/{payout}/next",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 200, body = Vec<StandingView>))
)]
async fn next(
    State(app): State<App>,
    identity: Identity,
    ApiPath(payout): ApiPath<i64>,
) -> Result<Json<Vec<StandingView>>, Problem> {
    let seen = seen::for_payout(&app, payout).await?;
    let (digest, acknowledge) = (Hash::default(), Vec::new());
    let asked = Command::ReleasePayout { payout, digest, acknowledge, seen: seen.clone() };
    let facts = app.store.facts_for(&asked).await?;
    let unknown = || Problem::own("not-found").detail("there is no such payout");
    let found = facts.payouts.get(&payout).ok_or_else(unknown)?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let standings = who::next(&facts, found, &seen, (now, today)).into_iter().map(|standing| {
        let person = facts.persons.get(&standing.person);
        StandingView {
            step: standing.step,
            role: standing.role.code(),
            person: standing.person,
            name: person.map(|row| row.name.clone()).unwrap_or_default(),
            you: standing.person == identity.person,
            able: standing.refusal.is_none(),
            refusal: standing.refusal.as_ref().map(|refusal| refusal.name()),
            why: standing.refusal.as_ref().map(ToString::to_string),
        }
    });
    Ok(Json(standings.collect()))
}
