//! What became of the money of a fund or an agreement.

use almoner_ledger::codes::{AgreementState, Axis, Currency};
use almoner_ledger::money::format_minor;
use almoner_ledger::trace::Sums;
use almoner_store::read::trace::{AgreementTrace, FundTrace, Promise, TraceLine, Traced};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::ApiPath;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::page::one;

/// In denars. What was received, with what exchange brought and what was moved in, is what is reserved, spent, refunded,
/// moved out and left.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresView {
    /// What came in and was not taken back.
    #[schema(example = "50000.00")]
    pub received: String,
    /// What foreign money brought when it was sold, beyond what it was received at; less than nothing where it was a loss.
    #[schema(example = "0.00")]
    pub exchanged: String,
    /// Approved for payouts and not yet paid.
    #[schema(example = "3000.00")]
    pub reserved: String,
    /// Paid out as aid and not come back.
    #[schema(example = "12000.00")]
    pub spent_on_aid: String,
    /// Rent, fees, wages.
    #[schema(example = "800.00")]
    pub spent_on_costs: String,
    /// What had been approved or paid and came back; it is in what is left.
    #[schema(example = "0.00")]
    pub given_back: String,
    /// Gone back to its giver unspent.
    #[schema(example = "0.00")]
    pub refunded: String,
    /// Come here by a change of purpose.
    #[schema(example = "0.00")]
    pub moved_in: String,
    /// Gone elsewhere by a change of purpose.
    #[schema(example = "0.00")]
    pub moved_out: String,
    #[schema(example = "34200.00")]
    pub left: String,
}

impl From<&Sums> for FiguresView {
    fn from(sums: &Sums) -> Self {
        Self {
            received: format_minor(sums.received()),
            exchanged: format_minor(sums.exchanged()),
            reserved: format_minor(sums.reserved()),
            spent_on_aid: format_minor(sums.spent_on_aid()),
            spent_on_costs: format_minor(sums.spent_on_costs()),
            given_back: format_minor(sums.given_back()),
            refunded: format_minor(sums.refunded()),
            moved_in: format_minor(sums.moved_in()),
            moved_out: format_minor(sums.moved_out()),
            left: format_minor(sums.left()),
        }
    }
}

/// One line of a breakdown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TraceLineView {
    /// A category, a group, a municipality or a month as `2026-03`; absent where it says nothing, as for costs.
    #[schema(example = "food")]
    pub part: Option<String>,
    #[serde(flatten)]
    pub figures: FiguresView,
}

impl From<&TraceLine> for TraceLineView {
    fn from(line: &TraceLine) -> Self {
        Self { part: line.part.clone(), figures: FiguresView::from(&line.sums) }
    }
}

/// The same money four times: the lines of each breakdown add up to the totals.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TracedView {
    pub totals: FiguresView,
    pub by_category: Vec<TraceLineView>,
    pub by_target_group: Vec<TraceLineView>,
    pub by_municipality: Vec<TraceLineView>,
    pub by_month: Vec<TraceLineView>,
}

impl From<&Traced> for TracedView {
    fn from(traced: &Traced) -> Self {
        let along = |axis| traced.along(axis).map(TraceLineView::from).collect();
        Self {
            totals: FiguresView::from(&traced.totals),
            by_category: along(Axis::Category),
            by_target_group: along(Axis::TargetGroup),
            by_municipality: along(Axis::Municipality),
            by_month: along(Axis::Month),
        }
    }
}

/// What was promised on paper and what came of it, in the currency of the paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PromiseView {
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    #[schema(example = "60000.00")]
    pub promised: String,
    #[schema(example = "50000.00")]
    pub received: String,
    /// Still to come.
    #[schema(example = "10000.00")]
    pub due: String,
}

impl From<Promise> for PromiseView {
    fn from(promise: Promise) -> Self {
        Self {
            currency: promise.currency.code(),
            promised: format_minor(promise.promised_minor),
            received: format_minor(promise.received_minor),
            due: format_minor(promise.promised_minor.saturating_sub(promise.received_minor)),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundTraceView {
    /// The last act that this answer knows of.
    pub as_of_seq: i64,
    pub fund: i64,
    pub code: String,
    pub name: String,
    /// By agreements that are more than a draft, one line for each currency.
    pub promised: Vec<PromiseView>,
    /// What the bank took beyond the fund's money.
    #[schema(example = "0.00")]
    pub overdrawn: String,
    #[serde(flatten)]
    pub traced: TracedView,
}

impl From<FundTrace> for FundTraceView {
    fn from(trace: FundTrace) -> Self {
        Self {
            as_of_seq: trace.as_of_seq,
            fund: trace.fund.seq,
            code: trace.fund.code,
            name: trace.fund.name,
            promised: trace.promised.into_iter().map(PromiseView::from).collect(),
            overdrawn: format_minor(trace.fund.overdrawn_minor),
            traced: TracedView::from(&trace.traced),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgreementTraceView {
    /// The last act that this answer knows of.
    pub as_of_seq: i64,
    pub agreement: i64,
    pub number: String,
    pub fund: i64,
    pub source: i64,
    #[schema(schema_with = word::<AgreementState>)]
    pub state: &'static str,
    pub promised: PromiseView,
    #[serde(flatten)]
    pub traced: TracedView,
}

impl From<AgreementTrace> for AgreementTraceView {
    fn from(trace: AgreementTrace) -> Self {
        let agreement = trace.agreement;
        let promise = Promise {
            currency: agreement.currency,
            promised_minor: agreement.promised_minor,
            received_minor: agreement.received_minor,
        };
        Self {
            as_of_seq: trace.as_of_seq,
            agreement: agreement.seq,
            number: agreement.number,
            fund: agreement.fund_seq,
            source: agreement.source_seq,
            state: agreement.state.code(),
            promised: PromiseView::from(promise),
            traced: TracedView::from(&trace.traced),
        }
    }
}

/// What became of the money of a fund
///
/// By category, by group of people, by municipality and by month; the lines of each add up to the totals. Sums name nobody,
/// and stay when a request is erased.
#[utoipa::path(
    get,
    path = "/api/v1/funds/{fund}/trace",
    tag = "giving",
    params(("fund" = i64, Path)),
    responses((status = 200, body = FundTraceView))
)]
pub(super) async fn of_fund(
    State(app): State<App>,
    ApiPath(fund): ApiPath<i64>,
) -> Result<Json<FundTraceView>, Problem> {
    one(app.store.fund_trace(fund).await?, "fund")
}

/// What became of the money under an agreement
#[utoipa::path(
    get,
    path = "/api/v1/agreements/{agreement}/trace",
    tag = "giving",
    params(("agreement" = i64, Path)),
    responses((status = 200, body = AgreementTraceView))
)]
pub(super) async fn of_agreement(
    State(app): State<App>,
    ApiPath(agreement): ApiPath<i64>,
) -> Result<Json<AgreementTraceView>, Problem> {
    one(app.store.agreement_trace(agreement).await?, "agreement")
}
