//! Reports out of the books, in three languages and six faces.

use almoner_reports::language::Language;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::problem::Problem;
use crate::reporting::paper::{self, Want};
use crate::reporting::{self, Face, Made, ReportError, Wanted};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, read_with))
        .routes(routes!(named))
}

/// A report that can be asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportView {
    #[schema(example = "trial_balance")]
    pub code: String,
    #[schema(example = "Бруто биланс")]
    pub title_mk: String,
    pub title_en: String,
    pub title_sq: String,
    /// The law that asks for it.
    pub basis_mk: String,
    pub basis_en: String,
    pub basis_sq: String,
    /// Whether somebody compared that with the Official Gazette.
    pub verified: bool,
    pub source: String,
    /// What has to be said besides the period.
    pub wants: Vec<&'static str>,
}

/// The reports that can be asked for, with the law behind each
#[utoipa::path(
    get,
    path = "/api/v1/reports",
    tag = "statements",
    responses((status = 200, body = Vec<ReportView>))
)]
async fn list() -> Result<Json<Vec<ReportView>>, Problem> {
    let law = almoner_law::mk().map_err(|error| Problem::internal(&error))?;
    let views = paper::all().filter_map(|paper| {
        let document = law.document(paper.code)?;
        Some(ReportView {
            code: document.code.clone(),
            title_mk: document.names.mk.clone(),
            title_en: document.names.en.clone(),
            title_sq: document.names.sq.clone(),
            basis_mk: document.basis.mk.clone(),
            basis_en: document.basis.en.clone(),
            basis_sq: document.basis.sq.clone(),
            verified: document.verified,
            source: document.source.clone(),
            wants: paper.wants.iter().map(|want| want.code()).collect(),
        })
    });
    Ok(Json(views.collect()))
}

#[derive(Debug, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// The whole year; or say `from` and `to`.
    pub year: Option<i32>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// For the card of one account: its code.
    pub account: Option<String>,
    /// For the breakdown of a row of a form: its number (АОП).
    pub row: Option<String>,
    /// For what is about one fund: its code.
    pub fund: Option<String>,
    /// For what is about one agreement: its code.
    pub agreement: Option<String>,
    /// For what is about one source: its code.
    pub source: Option<String>,
    /// For what is about one income: the act that recorded it.
    pub income: Option<String>,
    /// For one cash voucher: its number.
    pub voucher: Option<String>,
    /// For tax relief: the giver's own total income, or tax debt, of the year, in denars.
    pub base: Option<String>,
    /// For a report in euro: `inforeuro_month`, `inforeuro_average`, `instalment` or `nbrm_daily`.
    pub rate_method: Option<String>,
    /// For a report against a budget: `lines` (`number`, `name`, `unit`, `units`, `unit_cost` in euro, `takes`: the accounts
    /// and kinds of need it pays for), `months` (`month`, `rate` in denars) and `days` (`on`, `rate`); best sent in a body.
    #[schema(value_type = Option<Object>)]
    #[param(value_type = Option<String>)]
    pub plan: Option<Value>,
    /// Of a long book, one month alone: 1 is the first of its days.
    pub volume: Option<u32>,
    /// `mk`, `en` or `sq`; `mk` if absent.
    pub language: Option<String>,
    /// `html`, `csv`, `excel-mk`, `xlsx`, `pdf` or `json`; `html` if absent.
    pub format: Option<String>,
}

impl ReportQuery {
    pub(crate) fn wanted(self, report: String) -> Result<Wanted, Problem> {
        let unfit = |text: &str| Problem::own("invalid-query").detail(text);
        let (from, to) = match (self.year, self.from, self.to) {
            (Some(year), None, None) => {
                reporting::year(year).ok_or_else(|| unfit("there is no such year"))?
            }
            (None, Some(from), Some(to)) => (from, to),
            _ => return Err(unfit("say the `year`, or both `from` and `to`")),
        };
        let text = |plan: Value| plan.as_str().map_or_else(|| plan.to_string(), str::to_owned);
        let plan = self.plan.map(text);
        let about = [
            (Want::Account, self.account),
            (Want::Row, self.row),
            (Want::Fund, self.fund),
            (Want::Agreement, self.agreement),
            (Want::Source, self.source),
            (Want::Income, self.income),
            (Want::Voucher, self.voucher),
            (Want::Base, self.base),
            (Want::RateMethod, self.rate_method),
            (Want::Volume, self.volume.map(|number| number.to_string())),
            (Want::Plan, plan),
        ];
        let language = Language::parse(self.language.as_deref().unwrap_or("mk"));
        let face = Face::parse(self.format.as_deref().unwrap_or("html"));
        Ok(Wanted {
            report,
            from,
            to,
            about: about.into_iter().filter_map(|(want, said)| Some((want, said?))).collect(),
            giver: None,
            language: language.ok_or_else(|| unfit("`language` is mk, en or sq"))?,
            face: face
                .ok_or_else(|| unfit("`format` is html, csv, excel-mk, xlsx, pdf or json"))?,
        })
    }
}

/// A report, made from the books as they are now
///
/// The same books give the same bytes. What the law data does not confirm is said in a footnote, and a period that is not
/// closed is marked as provisional on every page. Books that do not sum make no report: the answer names what is wrong.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{report}",
    tag = "statements",
    params(("report" = String, Path), ReportQuery),
    responses((status = 200, body = String, content_type = "text/html"))
)]
async fn read(
    State(app): State<App>,
    ApiPath(report): ApiPath<String>,
    ApiQuery(query): ApiQuery<ReportQuery>,
) -> Result<Response, Problem> {
    let wanted = query.wanted(report)?;
    let made = app.report(&wanted).await?;
    Ok(answer(made, wanted.face))
}

/// A report whose wants are too long for an address, such as a budget: the same fields in a body
#[utoipa::path(
    post,
    path = "/api/v1/reports/{report}",
    tag = "statements",
    params(("report" = String, Path)),
    request_body = ReportQuery,
    responses((status = 200, body = String, content_type = "text/html"))
)]
async fn read_with(
    State(app): State<App>,
    ApiPath(report): ApiPath<String>,
    ApiJson(body): ApiJson<ReportQuery>,
) -> Result<Response, Problem> {
    let wanted = body.wanted(report)?;
    let made = app.report(&wanted).await?;
    Ok(answer(made, wanted.face))
}

fn answer(made: Made, face: Face) -> Response {
    handed(made, if face == Face::Html { "inline" } else { "attachment" })
}

/// A file, shown in its place or saved.
pub(crate) fn handed(made: Made, place: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, made.media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{place}; filename=\"{}\"", made.file_name)),
        (HeaderName::from_static("x-almoner-as-of"), made.as_of_seq.to_string()),
    ];
    (headers, made.bytes).into_response()
}

/// A paper for a natural person who gives, with their name
///
/// A confirmation, a report or contract of a donation, or a yearly summary. Before the name is shown, the log says who was
/// shown it, for which income, and what for. Elsewhere such a paper stands under the person's reference.
#[utoipa::path(
    post,
    path = "/api/v1/reports/{report}/named",
    tag = "statements",
    params(("report" = String, Path)),
    request_body = ReportQuery,
    responses((status = 201, body = String, content_type = "text/html"))
)]
async fn named(
    State(app): State<App>,
    writer: Writer,
    ApiPath(report): ApiPath<String>,
    ApiJson(body): ApiJson<ReportQuery>,
) -> Result<Response, Problem> {
    let wanted = body.wanted(report)?;
    let face = wanted.face;
    let (act, made) = app.named_report((&writer.identity, writer.key()), wanted).await?;
    let headers = [
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static("x-almoner-seq"), act.seq.to_string()),
    ];
    Ok((StatusCode::CREATED, headers, answer(made, face)).into_response())
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        let name = match &error {
            ReportError::Unknown(_) | ReportError::NoSuch(..) => "not-found",
            ReportError::Dates
            | ReportError::BeforeTheBooks { .. }
            | ReportError::Missing(_)
            | ReportError::Whole
            | ReportError::NoVolume { .. }
            | ReportError::Prefix
            | ReportError::Plan(_) => "invalid-query",
            ReportError::Law(..) => "law-missing",
            ReportError::Build(_)
            | ReportError::NotRipe(_)
            | ReportError::NothingToTell
            | ReportError::NoRegisterNumber => "no-report",
            ReportError::Unwritten(..) => return Self::internal(&error),
            ReportError::Store(error) => return Self::unread(error),
        };
        Self::own(name).detail(error.to_string())
    }
}
