//! Annex VI, out of an agreement's costs and the plan that came with the request.

use almoner_ledger::codes::Currency;
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::annex_vi::plan::Plan;
use almoner_reports::annex_vi::rate::Method;
use almoner_reports::annex_vi::{self, Spending};
use almoner_reports::public_money::Grant;
use almoner_reports::report::Report;
use almoner_store::read::income::IncomeFilter;
use chrono::NaiveDate;

use super::paper::{Maker, Paper, Want};
use super::public_money::Reading;
use super::registers::{giver, incomes_of};
use super::{ReportError, Task};

const WANTS: &[Want] = &[Want::Agreement, Want::RateMethod, Want::Plan];

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("annex_vi", WANTS, Maker::AnnexVi),
    Paper::new("annex_vi_costs", WANTS, Maker::AnnexVi),
];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let agreement = agreement(task)?;
    let method = task.wanted.of(Want::RateMethod)?;
    let method = Method::parse(method).ok_or_else(|| {
        let all: Vec<&str> = Method::ALL.iter().map(|method| method.code()).collect();
        ReportError::NoSuch(
            "exchange rate method; they are",
            format!("{}; not {method}", all.join(", ")),
        )
    })?;
    let plan = Plan::parse(task.wanted.of(Want::Plan)?)?;
    let spending = spending(task, agreement).await?;
    let of = (&spending, &plan);
    if task.wanted.report == "annex_vi_costs" {
        return Ok(annex_vi::list(task.frame, of, method)?);
    }
    let reallocation = task.figure("annex_vi_reallocation")?;
    Ok(annex_vi::build(task.frame, of, method, reallocation.0)?)
}

/// The agreement that is asked about.
pub(super) fn agreement<'a>(task: &'a Task<'_>) -> Result<&'a Agreement, ReportError> {
    let said = task.wanted.of(Want::Agreement)?;
    let mut agreements = task.inputs.facts.agreements.values();
    let agreement = agreements.find(|agreement| agreement.number == said);
    agreement.ok_or_else(|| ReportError::NoSuch(Want::Agreement.code(), said.to_owned()))
}

/// All that an agreement paid for, up to the last day.
pub(super) async fn whole(task: &Task<'_>, agreement: &Agreement) -> Result<Grant, ReportError> {
    let first = [agreement.signed_on, agreement.valid_from, task.wanted.from];
    let first = first.into_iter().min().unwrap_or(task.wanted.from);
    Reading::of(task, agreement, (first, task.wanted.to)).await
}

async fn spending(task: &Task<'_>, agreement: &Agreement) -> Result<Spending, ReportError> {
    let grant = whole(task, agreement).await?;
    Ok(Spending {
        agreement: agreement.number.clone(),
        grantor: giver(task, agreement),
        costs: grant.costs,
        from: task.wanted.from,
        to: task.wanted.to,
        received: received(task, agreement, task.wanted.to).await?,
    })
}

/// What came in euro by a day: as it was booked, and in cents.
async fn received(
    task: &Task<'_>,
    agreement: &Agreement,
    to: NaiveDate,
) -> Result<(i64, i64), ReportError> {
    let filter =
        IncomeFilter { agreement: Some(agreement.seq), to_on: Some(to), ..IncomeFilter::default() };
    let mut sums = (0_i64, 0_i64);
    for income in incomes_of(task, filter).await? {
        if income.currency == Currency::Eur && income.reversed_by_seq.is_none() {
            sums.0 = sums.0.saturating_add(income.value_minor);
            sums.1 = sums.1.saturating_add(income.quantity_minor);
        }
    }
    Ok(sums)
}
