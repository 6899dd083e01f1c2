//! What an income paid for: whole for the house, and in numbers and kinds of need for the giver.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Category, Currency, IncomeKind};
use almoner_ledger::money::format_minor;
use almoner_store::read::trace::{AllocationRow, CostShare, IncomeTrace, MovedFor};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::ApiPath;
use crate::field::word;
use crate::problem::Problem;
use crate::routes::incomes::read::LotView;
use crate::routes::page::one;
use crate::routes::traces::fund::FiguresView;

/// Aid for one kind of need in one month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AidLineView {
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    #[schema(example = "2026-03")]
    pub month: String,
    /// Payouts that were paid in this month.
    pub payouts: i64,
    /// Approved in this month, less what was paid or given up in it.
    #[schema(example = "0.00")]
    pub reserved: String,
    /// Paid in this month, less what came back in it.
    #[schema(example = "1500.00")]
    pub spent: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CostLineView {
    /// Absent for what the bank had taken before this money came.
    pub account: Option<String>,
    pub name: Option<String>,
    /// This money's part, in proportion where several incomes paid one entry.
    #[schema(example = "800.00")]
    pub value: String,
}

impl From<CostShare> for CostLineView {
    fn from(cost: CostShare) -> Self {
        Self { account: cost.account, name: cost.name_mk, value: format_minor(cost.minor) }
    }
}

/// One step of the money of an income.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AllocationView {
    pub seq: i64,
    /// `reserve`, `spend`, `give_back`, `draw`, `cover`, `convert` or `withdraw`.
    #[schema(example = "reserve")]
    pub event: &'static str,
    pub booked_on: NaiveDate,
    pub payout: Option<i64>,
    /// The need that the payout met.
    pub category: Option<&'static str>,
    pub payout_state: Option<&'static str>,
    /// In denars, without a sign: the event says which way.
    #[schema(example = "1500.00")]
    pub value: String,
}

impl From<AllocationRow> for AllocationView {
    fn from(row: AllocationRow) -> Self {
        Self {
            seq: row.seq,
            event: row.event.code(),
            booked_on: row.booked_on,
            payout: row.payout_seq,
            category: row.category.map(|category| category.code()),
            payout_state: row.payout_state.map(|state| state.code()),
            value: format_minor(row.value_minor),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IncomeTraceView {
    /// The last act that this answer knows of.
    pub as_of_seq: i64,
    pub income: i64,
    #[schema(schema_with = word::<IncomeKind>)]
    pub kind: &'static str,
    pub received_on: NaiveDate,
    pub fund: i64,
    pub source: Option<i64>,
    /// The name of an organisation or the reference of a person.
    pub source_name: Option<String>,
    pub agreement: Option<i64>,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// As it came, in its currency.
    #[schema(example = "100.00")]
    pub amount: String,
    pub totals: FiguresView,
    pub aid: Vec<AidLineView>,
    /// They add up to `spent_on_costs`.
    pub costs: Vec<CostLineView>,
    /// What it brought, and what was converted from that; with what is left.
    pub lots: Vec<LotView>,
    /// Every step in the order of the log.
    pub steps: Vec<AllocationView>,
}

impl From<IncomeTrace> for IncomeTraceView {
    fn from(trace: IncomeTrace) -> Self {
        let aid = trace.moved.iter().filter_map(|moved| {
            Some(AidLineView {
                category: moved.category?.code(),
                month: moved.month.clone(),
                payouts: moved.payouts,
                reserved: format_minor(moved.sums.reserved()),
                spent: format_minor(moved.sums.spent_on_aid()),
            })
        });
        Self {
            as_of_seq: trace.as_of_seq,
            income: trace.income.seq,
            kind: trace.income.kind.code(),
            received_on: trace.income.received_on,
            fund: trace.income.fund_seq,
            source: trace.income.source_seq,
            source_name: trace.income.source_name,
            agreement: trace.income.agreement_seq,
            currency: trace.income.currency.code(),
            amount: format_minor(trace.income.quantity_minor),
            totals: FiguresView::from(&trace.totals),
            aid: aid.collect(),
            costs: trace.costs.into_iter().map(CostLineView::from).collect(),
            lots: trace.lots.into_iter().map(LotView::from).collect(),
            steps: trace.steps.into_iter().map(AllocationView::from).collect(),
        }
    }
}

/// Aid for one kind of need in one quarter, as a giver may hear it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GiverLineView {
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    #[schema(example = "2026-Q1")]
    pub quarter: String,
    pub payouts: i64,
    /// In denars.
    #[schema(example = "1500.00")]
    pub value: String,
}

/// What a giver may hear: numbers and kinds of need, never persons, places or payouts one by one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GiverTraceView {
    pub income: i64,
    pub received_on: NaiveDate,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    #[schema(example = "100.00")]
    pub amount: String,
    pub totals: FiguresView,
    /// They add up to `spent_on_aid`.
    pub aid: Vec<GiverLineView>,
}

impl From<IncomeTrace> for GiverTraceView {
    fn from(trace: IncomeTrace) -> Self {
        Self {
            income: trace.income.seq,
            received_on: trace.income.received_on,
            currency: trace.income.currency.code(),
            amount: format_minor(trace.income.quantity_minor),
            totals: FiguresView::from(&trace.totals),
            aid: quarters(&trace.moved),
        }
    }
}

fn quarters(moved: &[MovedFor]) -> Vec<GiverLineView> {
    let mut sums: BTreeMap<(Category, String), (i64, i64)> = BTreeMap::new();
    for line in moved {
        let Some(category) = line.category else { continue };
        let sum = sums.entry((category, quarter(&line.month))).or_insert((0, 0));
        sum.0 = sum.0.saturating_add(line.payouts);
        sum.1 = sum.1.saturating_add(line.sums.spent_on_aid());
    }
    let paid = sums.into_iter().filter(|(_, sum)| *sum != (0, 0));
    paid.map(|((category, quarter), (payouts, minor))| GiverLineView {
        category: category.code(),
        quarter,
        payouts,
        value: format_minor(minor),
    })
    .collect()
}

/// `2026-03` as `2026-Q1`.
fn quarter(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap_or((month, ""));
    let number = match month {
        "01" | "02" | "03" => "1",
        "04" | "05" | "06" => "2",
        "07" | "08" | "09" => "3",
        _ => "4",
    };
    format!("{year}-Q{number}")
}

/// Where the money of an income went
///
/// What it paid for by kind of need and month, its part in costs by account, what is left, and every step. Money that was
/// sold for another currency is followed.
#[utoipa::path(
    get,
    path = "/api/v1/incomes/{income}/trace",
    tag = "income",
    params(("income" = i64, Path)),
    responses((status = 200, body = IncomeTraceView))
)]
pub(super) async fn of_income(
    State(app): State<App>,
    ApiPath(income): ApiPath<i64>,
) -> Result<Json<IncomeTraceView>, Problem> {
    one(app.store.income_trace(income).await?, "income")
}

/// Where the money of an income went, as its giver may hear it
///
/// Numbers and kinds of need by quarter; never persons, places, or payouts one by one.
#[utoipa::path(
    get,
    path = "/api/v1/incomes/{income}/trace/for-giver",
    tag = "income",
    params(("income" = i64, Path)),
    responses((status = 200, body = GiverTraceView))
)]
pub(super) async fn for_giver(
    State(app): State<App>,
    ApiPath(income): ApiPath<i64>,
) -> Result<Json<GiverTraceView>, Problem> {
    one(app.store.income_trace(income).await?, "income")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_lies_in_its_quarter() {
        for (month, due) in [
            ("2026-01", "2026-Q1"),
            ("2026-03", "2026-Q1"),
            ("2026-04", "2026-Q2"),
            ("2026-12", "2026-Q4"),
        ] {
            assert_eq!(quarter(month), due);
        }
    }
}
