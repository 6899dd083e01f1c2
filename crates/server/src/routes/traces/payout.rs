//! Who paid a payout, in what shares.

use almoner_ledger::codes::{Currency, IncomeKind, PayoutState};
use almoner_ledger::money::{format_minor, share};
use almoner_store::read::trace::{PayoutShare, PayoutTrace};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::ApiPath;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::page::one;

/// The part of a payout that one income paid.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayoutShareView {
    /// The income in which the money came, also where it was sold for another currency since; absent for what the books
    /// were opened with.
    pub income: Option<i64>,
    #[schema(schema_with = word::<IncomeKind>, required = false)]
    pub kind: Option<&'static str>,
    pub received_on: NaiveDate,
    /// The currency in which it came.
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    pub source: Option<i64>,
    /// The name of an organisation or the reference of a person.
    pub source_name: Option<String>,
    pub agreement: Option<i64>,
    pub agreement_number: Option<String>,
    pub lot: i64,
    pub lot_line: i64,
    /// In denars.
    #[schema(example = "1500.00")]
    pub value: String,
    /// Of a hundred, rounded down to two places: the values are what adds up.
    #[schema(example = "33.33")]
    pub percent: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayoutTraceView {
    pub payout: i64,
    #[schema(schema_with = word::<PayoutState>)]
    pub state: &'static str,
    /// In denars.
    #[schema(example = "4500.00")]
    pub amount: String,
    /// They add up to the amount.
    pub shares: Vec<PayoutShareView>,
}

impl From<PayoutTrace> for PayoutTraceView {
    fn from(trace: PayoutTrace) -> Self {
        let whole = trace.amount_minor;
        let view = |part: PayoutShare| PayoutShareView {
            income: part.income_seq,
            kind: part.income_kind.map(|kind| kind.code()),
            received_on: part.received_on,
            currency: part.income_currency.unwrap_or(part.currency).code(),
            source: part.source_seq,
            source_name: part.source_name,
            agreement: part.agreement_seq,
            agreement_number: part.agreement_number,
            lot: part.lot_seq,
            lot_line: part.lot_line,
            value: format_minor(part.value_minor),
            percent: format_minor(share(10_000, part.value_minor, whole)),
        };
        Self {
            payout: trace.payout_seq,
            state: trace.state.code(),
            amount: format_minor(whole),
            shares: trace.shares.into_iter().map(view).collect(),
        }
    }
}

/// Who paid a payout
#[utoipa::path(
    get,
    path = "/api/v1/payouts/{payout}/trace",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 200, body = PayoutTraceView))
)]
pub(super) async fn of_payout(
    State(app): State<App>,
    ApiPath(payout): ApiPath<i64>,
) -> Result<Json<PayoutTraceView>, Problem> {
    one(app.store.payout_trace(payout).await?, "payout")
}
