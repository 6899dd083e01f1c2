//! The vault of identities: how it stands, unlocking it, locking it. The passphrase is in the body and never in a log.

use almoner_vault::passphrase::Passphrase;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::app::App;
use crate::extract::QuietJson;
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(unlock)).routes(routes!(lock))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VaultView {
    /// `off`, `missing`, `key-missing`, `locked`, `open` or `unusable`.
    #[schema(example = "locked")]
    pub state: &'static str,
    /// What that means and what to do.
    pub note: String,
    /// How many people it knows by name, while it is open.
    pub people: Option<usize>,
}

async fn view(app: &App) -> Json<VaultView> {
    let state = app.identities.state().await;
    Json(VaultView { state: state.word, note: state.note, people: state.people })
}

/// How the vault stands
#[utoipa::path(get, path = "/api/v1/vault", tag = "identity", responses((status = 200, body = VaultView)))]
async fn read(State(app): State<App>) -> Json<VaultView> {
    view(&app).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockBody {
    #[schema(format = Password)]
    pub passphrase: String,
}

/// Unlock the vault
///
/// Takes about a second, on purpose. The keys are in memory until the vault is locked or the program ends.
#[utoipa::path(
    post,
    path = "/api/v1/vault/unlock",
    tag = "identity",
    request_body = UnlockBody,
    responses((status = 200, body = VaultView))
)]
async fn unlock(
    State(app): State<App>,
    QuietJson(body): QuietJson<UnlockBody>,
) -> Result<Json<VaultView>, Problem> {
    if app.identities.is_off() {
        return Err(Problem::own("vault-off"));
    }
    let refused = |error| Problem::vault(&error);
    let typed = Zeroizing::new(body.passphrase);
    // What cannot be a passphrase is a wrong one, too short or not.
    let passphrase = Passphrase::parse(&typed).map_err(|_| Problem::own("wrong-passphrase"))?;
    app.identities.unlock(&passphrase).await.map_err(refused)?;
    app.follow_erasures().await?;
    Ok(view(&app).await)
}

/// Lock the vault
#[utoipa::path(post, path = "/api/v1/vault/lock", tag = "identity", responses((status = 200, body = VaultView)))]
async fn lock(State(app): State<App>) -> Result<Json<VaultView>, Problem> {
    if app.identities.is_off() {
        return Err(Problem::own("vault-off"));
    }
    app.identities.lock().await.map_err(|error| Problem::vault(&error))?;
    Ok(view(&app).await)
}
