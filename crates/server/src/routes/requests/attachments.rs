//! The bytes of papers: handed in, listed, shown.

use almoner_ledger::codes::{EvidenceKind, MediaType, Purpose};
use almoner_ledger::command::Paper;
use almoner_vault::config::ATTACHMENT_MAX;
use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer, body};
use crate::field::{AmountText, CodeText, LongText, word, write_hash};
use crate::papers::{Asked, Upload};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::page::one;
use crate::routes::requests::evidence::{EvidenceView, same_paper};
use crate::routes::requests::location;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, attach))
        .layer(DefaultBodyLimit::max(ATTACHMENT_MAX))
        .routes(routes!(show))
}

/// The papers of a request, oldest first; what they say is shown one by one
#[utoipa::path(
    get,
    path = "/api/v1/requests/{request}/attachments",
    tag = "aid",
    params(("request" = i64, Path)),
    responses((status = 200, body = Vec<EvidenceView>))
)]
async fn list(
    State(app): State<App>,
    ApiPath(request): ApiPath<i64>,
) -> Result<Json<Vec<EvidenceView>>, Problem> {
    let detail = app.store.request(request).await?;
    let papers =
        detail.map(|detail| detail.papers.into_iter().map(EvidenceView::from).collect::<Vec<_>>());
    one(papers, "request")
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AboutPaper {
    #[param(schema_with = word::<EvidenceKind>)]
    pub kind: EvidenceKind,
    /// The number on the paper.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub number: Option<CodeText>,
    #[serde(default)]
    pub dated_on: Option<NaiveDate>,
    /// In denars, where the paper is a bill.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub amount: Option<AmountText>,
}

/// Hand in a paper of a request
///
/// The body is the file as it is, at most 10 MiB: a PDF, a JPEG, a PNG or plain text, sent as what it is. The vault keeps
/// it sealed, with the person it is about; the books get what it is and the commitment that the answer names as `content`,
/// by which a signed receipt is confirmed too. The same bytes on another request are a warning. A paper that comes after
/// the proposal voids what was signed.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/attachments",
    tag = "aid",
    params(("request" = i64, Path), AboutPaper),
    request_body(content = Vec<u8>, content_type = "application/pdf", description = "Or `image/jpeg`, `image/png`, `text/plain`."),
    responses((status = 201, body = RecordedView))
)]
async fn attach(
    State(app): State<App>,
    writer: Writer,
    ApiPath(request): ApiPath<i64>,
    ApiQuery(about): ApiQuery<AboutPaper>,
    sent: Request,
) -> Result<Recorded, Problem> {
    let media_type = media_type(&sent).ok_or_else(|| Problem::own("attachment-type"))?;
    let bytes = body(sent, &app).await.map_err(|problem| match problem.name {
        "body-too-large" => Problem::own("attachment-too-large"),
        _ => problem,
    })?;
    let upload = Upload {
        request,
        kind: about.kind,
        number: about.number.map(|number| number.0),
        dated_on: about.dated_on,
        amount: about.amount.map(|amount| amount.0),
        media_type,
        bytes: Zeroizing::new(bytes.to_vec()),
    };
    let kept = app.attach_paper((&writer.identity, writer.key()), upload).await?;
    Ok(Recorded {
        content: Some(write_hash(&kept.content)),
        warnings: kept.same.into_iter().map(same_paper).collect(),
        ..Recorded::new(kept.answer, location(request))
    })
}

/// What is behind the media type (`charset=utf-8`) is not listened to.
fn media_type(sent: &Request) -> Option<MediaType> {
    let kind = sent.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    MediaType::parse(kind.split(';').next()?.trim())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowPaper {
    #[schema(schema_with = word::<Purpose>)]
    pub purpose: Purpose,
    /// In words; it can be erased later. Approvers always say it.
    #[serde(default)]
    pub why: Option<LongText>,
}

/// Have a paper of a request shown, for a purpose
///
/// Before anything is shown, the log says who was shown which paper and what for. The answer is the file.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request}/attachments/{paper}/reveal",
    tag = "aid",
    params(("request" = i64, Path), ("paper" = i64, Path)),
    request_body = ShowPaper,
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
async fn show(
    State(app): State<App>,
    writer: Writer,
    ApiPath((request, paper)): ApiPath<(i64, i64)>,
    ApiJson(body): ApiJson<ShowPaper>,
) -> Result<Response, Problem> {
    let asked = Asked {
        paper: Paper { request, seq: paper },
        purpose: body.purpose,
        why: body.why.map(|text| text.0),
    };
    let shown = app.show_paper((&writer.identity, writer.key()), asked).await?;
    let (kind, ending) = match shown.media_type {
        MediaType::Pdf => ("application/pdf", "pdf"),
        MediaType::Jpeg => ("image/jpeg", "jpg"),
        MediaType::Png => ("image/png", "png"),
        MediaType::Text => ("text/plain; charset=utf-8", "txt"),
    };
    let name = format!("attachment; filename=\"paper-{request}-{paper}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (HeaderName::from_static("x-almoner-seq"), shown.answer.seq.to_string()),
    ];
    Ok((headers, shown.bytes.to_vec()).into_response())
}
