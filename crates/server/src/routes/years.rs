//! Years: which are closed, what was counted at their ends, and the issuing of their papers.

use almoner_ledger::command::{Command, CountLine, CountYear};
use almoner_ledger::money::format_minor;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::year::{FiscalYear, InventoryLine};
use almoner_reports::language::Language;
use almoner_store::read::year::InventoryRow;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AccountText, CodeText, LongText, SumText};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView, WarningView};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(inventory, count))
        .routes(routes!(issue))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearView {
    #[schema(example = 2026)]
    pub year: i64,
    /// `open` or `closed`.
    #[schema(example = "closed")]
    pub state: &'static str,
    /// The act that closed it, or opened it again.
    pub seq: i64,
    /// The entry that took income and expenses to zero; absent where there was nothing to take.
    pub entry: Option<i64>,
    /// The count it was closed on.
    pub inventory: Option<i64>,
    pub version: i64,
}

impl From<&FiscalYear> for YearView {
    fn from(row: &FiscalYear) -> Self {
        Self {
            year: row.year,
            state: row.state.code(),
            seq: row.seq,
            entry: row.entry_seq,
            inventory: row.inventory_seq,
            version: row.version,
        }
    }
}

/// The years that have been closed or opened again
///
/// A year is closed, and opened again, by a decision of two persons: `close_year` and `reopen_year`.
#[utoipa::path(get, path = "/api/v1/years", tag = "books", responses((status = 200, body = Listing<YearView>)))]
async fn list(State(app): State<App>) -> Result<Json<Listing<YearView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.years.values().map(YearView::from)))
}

/// What was counted at the end of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InventoryView {
    pub seq: i64,
    pub year: i64,
    pub recorded_at: DateTime<Utc>,
    pub lines: Vec<InventoryLineView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InventoryLineView {
    pub account: String,
    /// Absent where the account was counted over all funds.
    pub fund: Option<i64>,
    #[schema(example = "MKD")]
    pub currency: &'static str,
    /// What the books said when it was counted.
    #[schema(example = "1500.00")]
    pub booked: String,
    #[schema(example = "1490.00")]
    pub counted: String,
    #[schema(example = "-10.00")]
    pub difference: String,
    /// What was said about it; it can be erased.
    pub remark: Option<String>,
}

impl From<InventoryRow> for InventoryView {
    fn from(row: InventoryRow) -> Self {
        let remark = |line: i64| row.remarks.get(&line).cloned();
        let lines = row.lines.iter().map(|line| InventoryLineView {
            account: line.account.clone(),
            fund: line.fund_seq,
            currency: line.currency.code(),
            booked: format_minor(line.booked_minor),
            counted: format_minor(line.counted_minor),
            difference: format_minor(difference(line)),
            remark: remark(line.line),
        });
        Self { seq: row.seq, year: row.year, recorded_at: row.recorded_at, lines: lines.collect() }
    }
}

const fn difference(line: &InventoryLine) -> i64 {
    line.counted_minor.saturating_sub(line.booked_minor)
}

/// The last count of a year
#[utoipa::path(
    get,
    path = "/api/v1/years/{year}/inventory",
    tag = "books",
    params(("year" = i64, Path)),
    responses((status = 200, body = InventoryView))
)]
async fn inventory(
    State(app): State<App>,
    ApiPath(year): ApiPath<i64>,
) -> Result<Json<InventoryView>, Problem> {
    let row = app.store.inventory(year).await?;
    Ok(Json(row.ok_or_else(|| Problem::own("not-found"))?.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    /// Every account of what the association has and owes that has a balance on the last day.
    pub lines: Vec<CountedLine>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountedLine {
    pub account: AccountText,
    /// Absent where the account is counted over all funds, as a bank does.
    #[serde(default)]
    pub fund: Option<i64>,
    /// In the account's currency, on the side on which it grows: a debt of 500 is counted as 500.
    pub counted: SumText,
    #[serde(default)]
    pub remark: Option<LongText>,
}

/// Record what was found at the end of a year
///
/// The list to count by is the report `inventory`. A difference is recorded and not booked: the answer names it. Book it by
/// an entry of that year, or count again; the year is closed only where count and books agree.
#[utoipa::path(
    post,
    path = "/api/v1/years/{year}/inventory",
    tag = "books",
    params(("year" = i64, Path)),
    request_body = Count,
    responses((status = 201, body = RecordedView))
)]
async fn count(
    State(app): State<App>,
    writer: Writer,
    ApiPath(year): ApiPath<i64>,
    ApiJson(body): ApiJson<Count>,
) -> Result<Recorded, Problem> {
    let lines = body.lines.into_iter().map(|line| CountLine {
        account: line.account.0,
        fund: line.fund,
        counted_minor: line.counted.0,
        remark: line.remark.map(|remark| remark.0),
    });
    let count = CountYear { year, lines: lines.collect() };
    let location = |_| format!("/api/v1/years/{year}/inventory");
    let mut recorded = writer.give(Command::CountYear(count), location).await?;
    let counted = app.store.inventory(year).await?;
    let counted = counted.filter(|row| row.seq == recorded.answer.seq);
    let lines = counted.iter().flat_map(|row| &row.lines);
    let differing = lines.filter(|line| difference(line) != 0).map(|line| WarningView {
        name: "inventory-differs",
        detail: Refusal::InventoryDiffers {
            account: line.account.clone(),
            difference_minor: difference(line),
        }
        .to_string(),
        law: None,
    });
    recorded.warnings.extend(differing);
    Ok(recorded)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueBody {
    /// As the list of reports names them; absent for the annual account and the trial balance.
    #[serde(default)]
    pub documents: Option<Vec<CodeText>>,
    /// `mk`, `en` or `sq`; `mk` if absent.
    #[serde(default)]
    pub language: Option<String>,
}

/// Issue the papers of a closed year
///
/// Each is kept as it was printed (PDF) and as its figures (JSON), and its hash stands in the log: a reprint is the same bytes.
/// The year after shows these figures beside its own. Where the year is opened again they are superseded, and stay readable.
#[utoipa::path(
    post,
    path = "/api/v1/years/{year}/issue",
    tag = "books",
    params(("year" = i64, Path)),
    request_body = IssueBody,
    responses((status = 201, body = RecordedView))
)]
async fn issue(
    State(app): State<App>,
    writer: Writer,
    ApiPath(year): ApiPath<i64>,
    ApiJson(body): ApiJson<IssueBody>,
) -> Result<Recorded, Problem> {
    let language = Language::parse(body.language.as_deref().unwrap_or("mk"));
    let language =
        language.ok_or_else(|| Problem::field("language", "`language` is mk, en or sq"))?;
    let named = |codes: Vec<CodeText>| codes.into_iter().map(|code| code.0.as_str().to_owned());
    let documents = body.documents.map(|codes| named(codes).collect());
    let papers = app.papers_of(year, documents, language).await?;
    let location = |_| format!("/api/v1/issued?year={year}");
    writer.give(Command::IssuePapers(papers), location).await
}
