//! The calendar of duties.

use almoner_reports::language::Language;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::duties::{self, Applies, Done, Duty};
use crate::extract::ApiQuery;
use crate::law_here::law_here;
use crate::problem::Problem;
use crate::routes::listing::facts;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(feed))
}

/// Something that is due.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyView {
    /// Absent where something else than the calendar sets the day.
    pub on: Option<NaiveDate>,
    #[schema(example = "annual_account")]
    pub document: String,
    pub title_mk: String,
    pub title_en: String,
    pub title_sq: String,
    pub to_mk: String,
    pub to_en: String,
    pub to_sq: String,
    pub basis_mk: String,
    pub basis_en: String,
    pub basis_sq: String,
    /// What must have happened for it to be due; absent where every association has to.
    #[schema(example = "economic_income")]
    pub when: Option<&'static str>,
    /// The agreement that asks for it.
    pub agreement: Option<i64>,
    /// When it was done, where the books can tell: the inventory was counted, the annual account issued.
    pub done: Option<DateTime<Utc>>,
    pub source: String,
    /// Whether duty and law behind it were compared with the Official Gazette.
    pub verified: bool,
}

impl From<&Duty<'_>> for DutyView {
    fn from(duty: &Duty<'_>) -> Self {
        let (document, filing) = (duty.document, duty.filing);
        let (title, to, basis) =
            (document.names.clone(), filing.to.clone(), document.basis.clone());
        Self {
            on: duty.on,
            document: document.code.clone(),
            title_mk: title.mk,
            title_en: title.en,
            title_sq: title.sq,
            to_mk: to.mk,
            to_en: to.en,
            to_sq: to.sq,
            basis_mk: basis.mk,
            basis_en: basis.en,
            basis_sq: basis.sq,
            when: match duty.applies {
                Applies::Yes => None,
                Applies::When(what) => Some(what),
            },
            agreement: duty.agreement.map(|agreement| agreement.seq),
            done: duty.done,
            source: filing.source.clone(),
            verified: filing.verified && document.verified,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutyQuery {
    /// The year in which it is due; this year if absent.
    pub year: Option<i32>,
    /// For the feed: `mk`, `en` or `sq`; `mk` if absent.
    pub language: Option<String>,
}

impl DutyQuery {
    fn year(&self, app: &App) -> i32 {
        self.year.unwrap_or_else(|| app.clock.today().year())
    }
}

/// What is due in a year, to whom, and under which law
///
/// From the law data and from the agreements' own dates. What depends on something that happened says what.
#[utoipa::path(
    get,
    path = "/api/v1/duties",
    tag = "statements",
    params(DutyQuery),
    responses((status = 200, body = Vec<DutyView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<DutyQuery>,
) -> Result<Json<Vec<DutyView>>, Problem> {
    let facts = facts(&app).await?;
    let law = law_here(&facts).map_err(|error| Problem::internal(&error))?;
    let year = query.year(&app);
    let done = Done::read(&app.store, &facts, year).await?;
    let due = duties::of(&law, &facts, year, &done);
    Ok(Json(due.iter().map(DutyView::from).collect()))
}

/// The dated duties of a year as an iCalendar feed
#[utoipa::path(
    get,
    path = "/api/v1/duties.ics",
    tag = "statements",
    params(DutyQuery),
    responses((status = 200, body = String, content_type = "text/calendar"))
)]
async fn feed(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<DutyQuery>,
) -> Result<Response, Problem> {
    let language = Language::parse(query.language.as_deref().unwrap_or("mk"));
    let language = language
        .ok_or_else(|| Problem::own("invalid-query").detail("`language` is mk, en or sq"))?;
    let facts = facts(&app).await?;
    let law = law_here(&facts).map_err(|error| Problem::internal(&error))?;
    let year = query.year(&app);
    let done = Done::read(&app.store, &facts, year).await?;
    let due = duties::of(&law, &facts, year, &done);
    let books = facts.books.as_ref().map(|books| books.uid).unwrap_or_default();
    let feed = duties::calendar(&due, books, language);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], feed).into_response())
}
