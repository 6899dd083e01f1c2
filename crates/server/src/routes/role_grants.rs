//! Roles that people hold. They are given by a decision of two, and taken by one.

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::Command;
use almoner_ledger::rows::people::RoleGrant;
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
use crate::field::word;
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(revoke))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleGrantView {
    pub seq: i64,
    pub person: Uuid,
    #[schema(schema_with = word::<Role>)]
    pub role: &'static str,
    pub from_at: DateTime<Utc>,
    pub until_at: Option<DateTime<Utc>>,
    /// The person whose absence this deputy covers.
    pub stands_in_for: Option<Uuid>,
    pub revoked: bool,
}

impl From<&RoleGrant> for RoleGrantView {
    fn from(grant: &RoleGrant) -> Self {
        Self {
            seq: grant.seq,
            person: grant.person_id,
            role: grant.role.code(),
            from_at: grant.from_at,
            until_at: grant.until_at,
            stands_in_for: grant.stands_in_for,
            revoked: grant.revoked_seq.is_some(),
        }
    }
}

/// Every role ever given
#[utoipa::path(
    get,
    path = "/api/v1/role-grants",
    tag = "people", params(PartQuery),
    responses((status = 200, body = Listing<RoleGrantView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<RoleGrantView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.grants.values().map(|row| (row.seq.to_string(), RoleGrantView::from(row)));
    part(&facts, &query, rows)
}

/// Why something is undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    #[schema(schema_with = word::<Reason>)]
    pub reason: Reason,
}

/// Take a role away
#[utoipa::path(
    post,
    path = "/api/v1/role-grants/{grant}/revocation",
    tag = "people",
    params(("grant" = i64, Path)),
    request_body = Because,
    responses((status = 201, body = RecordedView))
)]
async fn revoke(
    writer: Writer,
    ApiPath(grant): ApiPath<i64>,
    ApiJson(body): ApiJson<Because>,
) -> Result<Recorded, Problem> {
    let command = Command::RevokeRole { grant, reason: body.reason };
    writer.give(command, |_| "/api/v1/role-grants".to_owned()).await
}
