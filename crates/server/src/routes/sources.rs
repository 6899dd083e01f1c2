//! Who gives. Names of natural persons are kept apart, and shown to the treasurer only.

use almoner_ledger::codes::{Role, SourceKind};
use almoner_ledger::command::{Command, SourceDetails};
use almoner_ledger::rows::giving::Source;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::Identity;
use crate::extract::{ApiPath, ApiQuery, QuietJson, Writer};
use crate::field::{CodeText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(one, edit))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceView {
    pub seq: i64,
    #[schema(schema_with = word::<SourceKind>)]
    pub kind: &'static str,
    /// The name of an organisation, or a reference such as `P-7` for a person.
    #[schema(example = "Општина Центар")]
    pub name: String,
    pub identifier: Option<String>,
    pub country: Option<String>,
    pub active: bool,
    pub version: i64,
    /// The name of a person who gives; only the treasurer reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_name: Option<String>,
}

impl SourceView {
    fn of(source: &Source, reader: Role) -> Self {
        Self {
            seq: source.seq,
            kind: source.kind.code(),
            name: source.name.clone(),
            identifier: source.identifier.clone(),
            country: source.country.clone(),
            active: source.active,
            version: source.version,
            private_name: source.private_name.clone().filter(|_| reader == Role::Treasurer),
        }
    }
}

const PAGE_MAX: usize = 500;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SourceFilter {
    /// Only sources of this kind.
    #[param(schema_with = word::<SourceKind>, required = false)]
    pub kind: Option<SourceKind>,
    /// Begin behind the source with this number.
    pub after: Option<i64>,
    /// At most 500; 100 if absent.
    pub limit: Option<usize>,
}

/// Who gives, in the order in which they were added
///
/// The next page begins `after` the last `seq` of this one.
#[utoipa::path(
    get,
    path = "/api/v1/sources",
    tag = "giving",
    params(SourceFilter),
    responses((status = 200, body = Listing<SourceView>))
)]
async fn list(
    State(app): State<App>,
    identity: Identity,
    ApiQuery(filter): ApiQuery<SourceFilter>,
) -> Result<Json<Listing<SourceView>>, Problem> {
    let facts = facts(&app).await?;
    let begin =
        (std::ops::Bound::Excluded(filter.after.unwrap_or(i64::MIN)), std::ops::Bound::Unbounded);
    let found = facts
        .sources
        .range(begin)
        .map(|(_, source)| source)
        .filter(|source| filter.kind.is_none_or(|kind| source.kind == kind))
        .take(filter.limit.unwrap_or(100).clamp(1, PAGE_MAX));
    Ok(listing(&facts, found.map(|source| SourceView::of(source, identity.role))))
}

/// One source
#[utoipa::path(
    get,
    path = "/api/v1/sources/{source}",
    tag = "giving",
    params(("source" = i64, Path)),
    responses((status = 200, body = SourceView))
)]
async fn one(
    State(app): State<App>,
    identity: Identity,
    ApiPath(source): ApiPath<i64>,
) -> Result<Json<SourceView>, Problem> {
    let facts = facts(&app).await?;
    let found = facts
        .sources
        .get(&source)
        .ok_or_else(|| Problem::own("not-found").detail("there is no such source"))?;
    Ok(Json(SourceView::of(found, identity.role)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceBody {
    #[schema(schema_with = word::<SourceKind>)]
    pub kind: SourceKind,
    /// Required unless the source is anonymous. The name of a person is kept apart and can be erased.
    #[serde(default)]
    pub name: Option<LineText>,
    /// The registration number of an organisation.
    #[serde(default)]
    pub identifier: Option<CodeText>,
    /// The country in two letters (ISO 3166-1).
    #[serde(default)]
    pub country: Option<CodeText>,
}

impl From<SourceBody> for SourceDetails {
    fn from(body: SourceBody) -> Self {
        Self {
            kind: body.kind,
            name: body.name.map(|name| name.0),
            identifier: body.identifier.map(|code| code.0),
            country: body.country.map(|code| code.0),
        }
    }
}

/// Add a source
#[utoipa::path(
    post,
    path = "/api/v1/sources",
    tag = "giving",
    request_body = SourceBody,
    responses((status = 201, body = RecordedView))
)]
async fn add(
    State(app): State<App>,
    writer: Writer,
    QuietJson(body): QuietJson<SourceBody>,
) -> Result<Recorded, Problem> {
    let mut details = SourceDetails::from(body);
    let names = app.take_names(std::slice::from_mut(&mut details)).await?;
    let who = writer.identity.clone();
    let location = |seq| format!("/api/v1/sources/{seq}");
    let recorded = writer.give(Command::AddSource(details), location).await?;
    for (_, name) in names {
        app.name_giver(&who, recorded.answer.seq, &name).await?;
    }
    Ok(recorded)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditSource {
    /// The version that was read.
    pub version: i64,
    pub active: bool,
    pub details: SourceBody,
}

/// Change a source
///
/// Refused as `stale-version` where somebody else has changed it since it was read.
#[utoipa::path(
    put,
    path = "/api/v1/sources/{source}",
    tag = "giving",
    params(("source" = i64, Path)),
    request_body = EditSource,
    responses((status = 201, body = RecordedView))
)]
async fn edit(
    State(app): State<App>,
    writer: Writer,
    ApiPath(source): ApiPath<i64>,
    QuietJson(body): QuietJson<EditSource>,
) -> Result<Recorded, Problem> {
    let EditSource { version, active, details } = body;
    let mut details = SourceDetails::from(details);
    let names = app.take_names(std::slice::from_mut(&mut details)).await?;
    let who = writer.identity.clone();
    let command = Command::EditSource { source, version, active, details };
    let recorded = writer.give(command, |_| format!("/api/v1/sources/{source}")).await?;
    for (_, name) in names {
        app.name_giver(&who, source, &name).await?;
    }
    Ok(recorded)
}
