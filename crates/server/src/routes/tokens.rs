//! Bearer tokens: shown once, kept as a hash, each for one person in one role.

use almoner_ledger::codes::Role;
use almoner_ledger::command::Command;
use almoner_ledger::rows::people::Token;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{HashText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};
use crate::secret::NewToken;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, issue)).routes(routes!(revoke))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenView {
    pub seq: i64,
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: &'static str,
    pub label: String,
    pub expires_at: DateTime<Utc>,
    pub revoked: bool,
}

impl From<&Token> for TokenView {
    fn from(token: &Token) -> Self {
        Self {
            seq: token.seq,
            person: token.person_id,
            role: token.role.code(),
            label: token.label.clone(),
            expires_at: token.expires_at,
            revoked: token.revoked_seq.is_some(),
        }
    }
}

/// Every token ever issued, without the tokens themselves
#[utoipa::path(get, path = "/api/v1/tokens", tag = "people", params(PartQuery), responses((status = 200, body = Listing<TokenView>)))]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<TokenView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.tokens.values().map(|row| (row.seq.to_string(), TokenView::from(row)));
    part(&facts, &query, rows)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    #[schema(schema_with = word::<Role>)]
    pub role: Role,
    /// What the token is for, so that it can be told from others.
    pub label: LineText,
    /// At most 366 days from now.
    pub expires_at: DateTime<Utc>,
    /// The hash of a token that was made elsewhere (`almoner_` and 43 characters of base64url); otherwise one is made here.
    #[serde(default)]
    pub hash: Option<HashText>,
}

/// Issue a token of one's own
///
/// For a role that the one who asks holds. A token for another person is a decision of two (`issue_token`), over the hash of
/// a token that the other person made: whoever could issue a token to another could be that other. The answer shows the token, this once. Nobody can show it again: repeating such a request with its key is refused as
/// `key-reused`, unless the request brings the hash of a token of its own.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "people",
    request_body = IssueToken,
    responses((status = 201, body = RecordedView))
)]
async fn issue(writer: Writer, ApiJson(body): ApiJson<IssueToken>) -> Result<Recorded, Problem> {
    let IssueToken { role, label, expires_at, hash } = body;
    let person = writer.identity.person;
    let (hash, token) = match hash {
        Some(theirs) => (theirs.0, None),
        None => {
            let made = NewToken::make();
            (made.hash, Some(made.text))
        }
    };
    let command = Command::IssueToken { person, role, label: label.0, hash, expires_at };
    let recorded = writer.give(command, |_| "/api/v1/tokens".to_owned()).await?;
    Ok(Recorded { token, ..recorded })
}

/// Revoke a token
#[utoipa::path(
    post,
    path = "/api/v1/tokens/{token}/revocation",
    tag = "people",
    params(("token" = i64, Path)),
    responses((status = 201, body = RecordedView))
)]
async fn revoke(writer: Writer, ApiPath(token): ApiPath<i64>) -> Result<Recorded, Problem> {
    writer.give(Command::RevokeToken { token }, |_| "/api/v1/tokens".to_owned()).await
}
