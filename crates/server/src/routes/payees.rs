//! Who is paid for somebody: a landlord, a pharmacy. The books know a number and a random reference; of an organisation also
//! the name that everybody may know.

use almoner_ledger::codes::PayeeKind;
use almoner_ledger::command::{Command, PublicPayee};
use almoner_store::read::identity::PayeeRow;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{CodeText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::{PageQuery, Paged, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(edit))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayeeView {
    pub seq: i64,
    pub taken_by: Uuid,
    pub taken_on: NaiveDate,
    /// Absent once erased.
    pub reference: Option<Uuid>,
    /// The name of an organisation, as open data tells it.
    pub public_name: Option<String>,
    pub register_number: Option<String>,
    pub version: i64,
}

impl From<PayeeRow> for PayeeView {
    fn from(payee: PayeeRow) -> Self {
        let PayeeRow { seq, taken_by, taken_on, reference, public_name, register_number, version } =
            payee;
        Self { seq, taken_by, taken_on, reference, public_name, register_number, version }
    }
}

/// An organisation that everybody may know; nothing of it is said of a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicBody {
    /// `pharmacy`, `utility`, `shop` or `school`.
    #[schema(schema_with = word::<PayeeKind>)]
    pub kind: PayeeKind,
    pub name: LineText,
    /// Its number in the register of the country (ЕМБС).
    #[serde(default)]
    pub register_number: Option<CodeText>,
}

impl From<PublicBody> for PublicPayee {
    fn from(body: PublicBody) -> Self {
        let PublicBody { kind, name, register_number } = body;
        Self { kind, name: name.0, register_number: register_number.map(|number| number.0) }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayee {
    /// Where it is an organisation that open data may name.
    #[serde(default)]
    pub public: Option<PublicBody>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditPayee {
    /// The version that was read.
    pub version: i64,
    /// Absent where it is to be named no more.
    #[serde(default)]
    pub public: Option<PublicBody>,
}

/// Register a payee
///
/// The answer leads to the payee's number; name and account go to `…/identity`. An organisation may be given the public name
/// and the register number under which open data tells of it; whatever may be a person is refused as `payee-not-public`.
#[utoipa::path(
    post,
    path = "/api/v1/payees",
    tag = "identity",
    request_body = NewPayee,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(body): ApiJson<NewPayee>) -> Result<Recorded, Problem> {
    let command = Command::AddPayee(body.public.map(PublicPayee::from));
    writer.give(command, |seq| format!("/api/v1/payees/{seq}/identity")).await
}

/// Change the public name of a payee
///
/// Refused as `payee-not-public` where it may be a person, also because a need is paid to it as to a person; as
/// `stale-version` where somebody else has changed it since it was read.
#[utoipa::path(
    put,
    path = "/api/v1/payees/{payee}",
    tag = "identity",
    params(("payee" = i64, Path)),
    request_body = EditPayee,
    responses((status = 201, body = RecordedView))
)]
async fn edit(
    writer: Writer,
    ApiPath(payee): ApiPath<i64>,
    ApiJson(body): ApiJson<EditPayee>,
) -> Result<Recorded, Problem> {
    let EditPayee { version, public } = body;
    let command = Command::EditPayee { payee, version, public: public.map(PublicPayee::from) };
    writer.give(command, |_| format!("/api/v1/payees/{payee}/identity")).await
}

/// Payees by their random references
#[utoipa::path(
    get,
    path = "/api/v1/payees",
    tag = "identity",
    params(PageQuery),
    responses((status = 200, body = Paged<PayeeView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<PayeeView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.payees(&paging).await?))
}
