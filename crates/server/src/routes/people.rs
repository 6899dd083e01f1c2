//! Members of the staff and the board.

use almoner_ledger::command::Command;
use almoner_ledger::rows::people::Person;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{CodeText, LineText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(disable))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonView {
    pub id: Uuid,
    #[schema(example = "biljana")]
    pub login: String,
    pub name: String,
    /// `active` or `disabled`.
    #[schema(example = "active")]
    pub state: &'static str,
    pub version: i64,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id,
            login: person.login.clone(),
            name: person.name.clone(),
            state: person.state.code(),
            version: person.version,
        }
    }
}

/// Everyone who may sign in
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(PartQuery), responses((status = 200, body = Listing<PersonView>)))]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<PersonView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.persons.values().map(|row| (row.id.to_string(), PersonView::from(row)));
    part(&facts, &query, rows)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPerson {
    /// A short name, for good.
    pub login: CodeText,
    pub name: LineText,
}

/// Add a person
///
/// A person has no role yet: roles are given by a decision of two administrators.
#[utoipa::path(
    post,
    path = "/api/v1/people",
    tag = "people",
    request_body = AddPerson,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(body): ApiJson<AddPerson>) -> Result<Recorded, Problem> {
    let command = Command::AddPerson { login: body.login.0, name: body.name.0 };
    writer.give(command, |_| "/api/v1/people".to_owned()).await
}

/// The version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AtVersion {
    #[schema(example = 1)]
    pub version: i64,
}

/// Disable a person
///
/// From now on none of the person's tokens works. What the person did stays in the books.
#[utoipa::path(
    post,
    path = "/api/v1/people/{person}/disabling",
    tag = "people",
    params(("person" = Uuid, Path)),
    request_body = AtVersion,
    responses((status = 201, body = RecordedView))
)]
async fn disable(
    writer: Writer,
    ApiPath(person): ApiPath<Uuid>,
    ApiJson(body): ApiJson<AtVersion>,
) -> Result<Recorded, Problem> {
    let command = Command::DisablePerson { person, version: body.version };
    writer.give(command, |_| "/api/v1/people".to_owned()).await
}
