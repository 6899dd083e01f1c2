//! The register of members. Who a member is, is what their source says: of a person no more than a reference.

use almoner_ledger::command::Command;
use almoner_ledger::rows::giving::Member;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(end))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberView {
    pub seq: i64,
    /// The source that the member is.
    pub source: i64,
    /// The name of an organisation, or a reference such as `P-7` for a person.
    #[schema(example = "P-7")]
    pub name: String,
    pub joined_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
    pub version: i64,
}

/// Every membership, also those that ended
#[utoipa::path(
    get,
    path = "/api/v1/members",
    tag = "giving", params(PartQuery),
    responses((status = 200, body = Listing<MemberView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<MemberView>>, Problem> {
    let facts = facts(&app).await?;
    let view = |row: &Member| MemberView {
        seq: row.seq,
        source: row.source_seq,
        name: facts.sources.get(&row.source_seq).map(|it| it.name.clone()).unwrap_or_default(),
        joined_on: row.joined_on,
        left_on: row.left_on,
        version: row.version,
    };
    part(&facts, &query, facts.members.values().map(|row| (row.seq.to_string(), view(row))))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// The source that joins: a person or an organisation, added before.
    pub source: i64,
    /// As the register has it; today or earlier.
    pub joined_on: NaiveDate,
}

/// Take in a member
///
/// Refused as `already-member` where the source is one on that day.
#[utoipa::path(
    post,
    path = "/api/v1/members",
    tag = "giving",
    request_body = MemberBody,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(body): ApiJson<MemberBody>) -> Result<Recorded, Problem> {
    let MemberBody { source, joined_on } = body;
    let command = Command::AddMember { source, joined_on };
    writer.give(command, |_| "/api/v1/members".to_owned()).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// The version that was read.
    pub version: i64,
    pub left_on: NaiveDate,
}

/// End a membership
///
/// Who joins again is taken in again, with a line of their own.
#[utoipa::path(
    post,
    path = "/api/v1/members/{member}/end",
    tag = "giving",
    params(("member" = i64, Path)),
    request_body = EndBody,
    responses((status = 201, body = RecordedView))
)]
async fn end(
    writer: Writer,
    ApiPath(member): ApiPath<i64>,
    ApiJson(body): ApiJson<EndBody>,
) -> Result<Recorded, Problem> {
    let EndBody { version, left_on } = body;
    let command = Command::EndMembership { member, version, left_on };
    writer.give(command, |_| "/api/v1/members".to_owned()).await
}
