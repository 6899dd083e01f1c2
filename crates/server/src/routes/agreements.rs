//! The papers under which sources give.

use almoner_ledger::codes::{AgreementKind, AgreementState, BookedAs, Currency, Unspent};
use almoner_ledger::command::{AddAgreement, Command};
use almoner_ledger::money::format_minor;
use almoner_ledger::rows::giving::Agreement;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AmountText, CodeText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, PartQuery, facts, part};
use crate::routes::restriction::{RestrictionBody, RestrictionView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(one)).routes(routes!(set_state))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreementView {
    pub seq: i64,
    pub source: i64,
    pub fund: i64,
    #[schema(schema_with = word::<AgreementKind>)]
    pub kind: &'static str,
    #[schema(example = "08-112/3")]
    pub number: String,
    pub signed_on: NaiveDate,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    #[schema(example = "600000.00")]
    pub promised: String,
    #[schema(example = "200000.00")]
    pub received: String,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    pub report_due_on: Option<NaiveDate>,
    #[schema(schema_with = word::<Unspent>)]
    pub unspent: &'static str,
    #[schema(schema_with = word::<BookedAs>)]
    pub booked_as: &'static str,
    pub restriction: Option<RestrictionView>,
    #[schema(schema_with = word::<AgreementState>)]
    pub state: &'static str,
    pub version: i64,
}

impl From<&Agreement> for AgreementView {
    fn from(agreement: &Agreement) -> Self {
        Self {
            seq: agreement.seq,
            source: agreement.source_seq,
            fund: agreement.fund_seq,
            kind: agreement.kind.code(),
            number: agreement.number.clone(),
            signed_on: agreement.signed_on,
            currency: agreement.currency.code(),
            promised: format_minor(agreement.promised_minor),
            received: format_minor(agreement.received_minor),
            valid_from: agreement.valid_from,
            valid_to: agreement.valid_to,
            report_due_on: agreement.report_due_on,
            unspent: agreement.unspent.code(),
            booked_as: agreement.booked_as.code(),
            restriction: agreement.restriction.as_deref().and_then(RestrictionView::of),
            state: agreement.state.code(),
            version: agreement.version,
        }
    }
}

/// Every agreement
#[utoipa::path(
    get,
    path = "/api/v1/agreements",
    tag = "giving", params(PartQuery),
    responses((status = 200, body = Listing<AgreementView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PartQuery>,
) -> Result<Json<Listing<AgreementView>>, Problem> {
    let facts = facts(&app).await?;
    let rows = facts.agreements.values().map(|row| (row.seq.to_string(), AgreementView::from(row)));
    part(&facts, &query, rows)
}

/// One agreement
#[utoipa::path(
    get,
    path = "/api/v1/agreements/{agreement}",
    tag = "giving",
    params(("agreement" = i64, Path)),
    responses((status = 200, body = AgreementView))
)]
async fn one(
    State(app): State<App>,
    ApiPath(agreement): ApiPath<i64>,
) -> Result<Json<AgreementView>, Problem> {
    let facts = facts(&app).await?;
    let found = facts.agreements.get(&agreement);
    let found =
        found.ok_or_else(|| Problem::own("not-found").detail("there is no such agreement"))?;
    Ok(Json(AgreementView::from(found)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstalmentBody {
    pub due_on: NaiveDate,
    pub amount: AmountText,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgreement {
    pub source: i64,
    pub fund: i64,
    #[schema(schema_with = word::<AgreementKind>)]
    pub kind: AgreementKind,
    pub number: CodeText,
    pub signed_on: NaiveDate,
    #[schema(schema_with = word::<Currency>)]
    pub currency: Currency,
    pub promised: AmountText,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    #[serde(default)]
    pub report_due_on: Option<NaiveDate>,
    /// What becomes of money that was not spent.
    #[schema(schema_with = word::<Unspent>)]
    pub unspent: Unspent,
    /// How its money is booked on receipt.
    #[schema(schema_with = word::<BookedAs>)]
    pub booked_as: BookedAs,
    /// What it may be spent on; absent means free.
    #[serde(default)]
    pub restriction: Option<RestrictionBody>,
    /// When which part is due; together they are the promise.
    #[serde(default)]
    pub instalments: Vec<InstalmentBody>,
}

/// Add an agreement
#[utoipa::path(
    post,
    path = "/api/v1/agreements",
    tag = "giving",
    request_body = NewAgreement,
    responses((status = 201, body = RecordedView))
)]
async fn add(writer: Writer, ApiJson(body): ApiJson<NewAgreement>) -> Result<Recorded, Problem> {
    let instalments =
        body.instalments.into_iter().map(|part| (part.due_on, part.amount.0)).collect();
    let command = Command::AddAgreement(AddAgreement {
        source: body.source,
        fund: body.fund,
        kind: body.kind,
        number: body.number.0,
        signed_on: body.signed_on,
        currency: body.currency,
        promised: body.promised.0,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        report_due_on: body.report_due_on,
        unspent: body.unspent,
        booked_as: body.booked_as,
        restriction: body.restriction.map(Into::into),
        instalments,
    });
    writer.give(command, |seq| format!("/api/v1/agreements/{seq}")).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetState {
    /// The version that was read.
    pub version: i64,
    #[schema(schema_with = word::<AgreementState>)]
    pub state: AgreementState,
}

/// Move an agreement to another state
#[utoipa::path(
    post,
    path = "/api/v1/agreements/{agreement}/state",
    tag = "giving",
    params(("agreement" = i64, Path)),
    request_body = SetState,
    responses((status = 201, body = RecordedView))
)]
async fn set_state(
    writer: Writer,
    ApiPath(agreement): ApiPath<i64>,
    ApiJson(body): ApiJson<SetState>,
) -> Result<Recorded, Problem> {
    let SetState { version, state } = body;
    let command = Command::SetAgreementState { agreement, version, state };
    writer.give(command, |_| format!("/api/v1/agreements/{agreement}")).await
}
