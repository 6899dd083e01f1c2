//! The papers of needs, and the bills that are still to come.

use almoner_ledger::codes::{Category, EvidenceKind, MediaType};
use almoner_ledger::command::{AttachEvidence, Command};
use almoner_ledger::money::format_minor;
use almoner_store::read::evidence::{EvidenceRow, ProFormaRow};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::{AmountText, CodeText, HashText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView, WarningView};
use crate::routes::page::{PageQuery, Paged, paged, paging};
use crate::routes::requests::location;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(attach)).routes(routes!(pro_formas))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEvidence {
    #[schema(schema_with = word::<EvidenceKind>)]
    pub kind: EvidenceKind,
    /// The number on the paper.
    #[serde(default)]
    pub number: Option<CodeText>,
    #[serde(default)]
    pub dated_on: Option<NaiveDate>,
    /// In denars, where the paper is a bill.
    #[serde(default)]
    pub amount: Option<AmountText>,
    #[schema(schema_with = word::<MediaType>)]
    pub media_type: MediaType,
    /// At most ten megabytes.
    #[schema(example = 48_213)]
    pub size_bytes: i64,
    /// The commitment to the bytes that the vault keeps, or to those in a folder.
    pub content: HashText,
}

/// Attach a paper to a request
///
/// The books keep what it is and a commitment to its bytes, never what it says. The same bytes on another request are a
/// warning. A paper that comes after the proposal voids what was signed.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/evidence",
    tag = "aid",
    params(("request" = i64, Path)),
    request_body = NewEvidence,
    responses((status = 201, body = RecordedView))
)]
async fn attach(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiJson(body): ApiJson<NewEvidence>,
) -> Result<Recorded, Problem> {
    let command = Command::AttachEvidence(AttachEvidence {
        request,
        kind: body.kind,
        number: body.number.map(|number| number.0),
        dated_on: body.dated_on,
        amount: body.amount.map(|amount| amount.0),
        media_type: body.media_type,
        size_bytes: body.size_bytes,
        content: body.content.0,
    });
    let recorded = writer.give(command, |_| location(request)).await?;
    let same = app.store.same_papers(recorded.answer.seq).await?;
    Ok(Recorded { warnings: same.into_iter().map(same_paper).collect(), ..recorded })
}

/// The same bytes are attached to another request, or to this one once more.
pub(super) fn same_paper(other: i64) -> WarningView {
    WarningView {
        name: "same-paper",
        detail: format!(
            "the same paper is attached to request {other}; look whether it is paid twice"
        ),
        law: None,
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceView {
    pub seq: i64,
    #[schema(schema_with = word::<EvidenceKind>)]
    pub kind: &'static str,
    pub number: Option<String>,
    pub dated_on: Option<NaiveDate>,
    #[schema(example = "5000.00")]
    pub amount: Option<String>,
    #[schema(schema_with = word::<MediaType>)]
    pub media_type: &'static str,
    pub size_bytes: i64,
    /// The commitment to its bytes.
    pub content: String,
}

impl From<EvidenceRow> for EvidenceView {
    fn from(paper: EvidenceRow) -> Self {
        Self {
            seq: paper.seq,
            kind: paper.kind.code(),
            number: paper.number,
            dated_on: paper.dated_on,
            amount: paper.amount_minor.map(format_minor),
            media_type: paper.media_type.code(),
            size_bytes: paper.size_bytes,
            content: paper.content,
        }
    }
}

/// A request that was paid on a pro-forma.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProFormaView {
    pub request: i64,
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    pub number: Option<String>,
    pub dated_on: Option<NaiveDate>,
    #[schema(example = "5000.00")]
    pub pro_forma: Option<String>,
    #[schema(example = "5000.00")]
    pub paid: String,
    /// Absent until the final invoice is recorded.
    pub final_invoice: Option<String>,
    /// By how much the final invoice is larger (or smaller, with a minus).
    pub difference: Option<String>,
}

impl From<ProFormaRow> for ProFormaView {
    fn from(row: ProFormaRow) -> Self {
        let difference =
            row.final_minor.map(|last| last.saturating_sub(row.pro_forma_minor.unwrap_or(0)));
        Self {
            request: row.request_seq,
            category: row.category.code(),
            number: row.number,
            dated_on: row.dated_on,
            pro_forma: row.pro_forma_minor.map(format_minor),
            paid: format_minor(row.paid_minor),
            final_invoice: row.final_minor.map(format_minor),
            difference: difference.map(format_minor),
        }
    }
}

/// What was paid on a pro-forma and has no final invoice, or one with another sum
#[utoipa::path(
    get,
    path = "/api/v1/pro-formas",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<ProFormaView>))
)]
async fn pro_formas(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<ProFormaView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.pro_formas(&paging).await?))
}
