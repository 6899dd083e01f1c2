//! Papers for the tax office, and the declaration of an association that is too small for statements.

use almoner_ledger::codes::{PayoutState, TaxBasis};
use almoner_reports::report::Report;
use almoner_reports::tax::epdd::{self, TaxedPayout};
use almoner_reports::tax::{economic, exempt, small};
use almoner_store::error::StoreError;
use almoner_store::read::page::{PAGE_MAX, Paging};
use almoner_store::read::payout::{PayoutFilter, PayoutRow};

use super::inputs::every;
use super::paper::{Maker, Paper, Want};
use super::{ReportError, Task, annex_vi, notes, registers};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("small_statement", &[], Maker::Tax),
    Paper::new("economic_tax_return", &[], Maker::Tax),
    Paper::new("epdd", &[], Maker::Tax),
    Paper::new("exempt_invoices", &[Want::Agreement], Maker::Tax),
];

/// Deni in a denar.
const DENI: i64 = 100;

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    match task.wanted.report.as_str() {
        "small_statement" => declaration(task),
        "economic_tax_return" => economic_return(task),
        "epdd" => taxed(task).await,
        "exempt_invoices" => exempt(task).await,
        other => Err(ReportError::Unknown(other.to_owned())),
    }
}

fn declaration(task: &Task<'_>) -> Result<Report, ReportError> {
    let (threshold_minor, one) = task.figure("small_organisation_threshold")?;
    let (rate_minor, other) = task.figure("small_organisation_rate")?;
    let terms = small::Terms { threshold_minor, rate_minor, verified: one && other };
    Ok(small::build(task.frame, &task.inputs.years, terms)?)
}

fn economic_return(task: &Task<'_>) -> Result<Report, ReportError> {
    let (threshold, one) = task.figure("economic_income_tax_threshold")?;
    let (rate_points, other) = task.figure("economic_income_tax_rate")?;
    let threshold_denars = threshold.checked_div(DENI).unwrap_or(0);
    let rows = &task.law.economic_tax;
    let verified = one && other && rows.iter().all(|row| row.verified);
    let terms = economic::Terms { threshold_denars, rate_points, verified };
    Ok(economic::build(task.frame, rows, &notes::computed(task)?.denars, terms)?)
}

async fn exempt(task: &Task<'_>) -> Result<Report, ReportError> {
    let agreement = annex_vi::agreement(task)?;
    let project = exempt::Project {
        agreement: agreement.number.clone(),
        giver: registers::giver(task, agreement),
        from: agreement.valid_from,
        to: agreement.valid_to,
    };
    let costs = annex_vi::whole(task, agreement).await?.costs;
    Ok(exempt::build(task.frame, &project, &costs)?)
}

/// Taxed payouts that were let go within the period.
async fn taxed(task: &Task<'_>) -> Result<Report, ReportError> {
    let (code, one) = task.figure("epdd_code_taxable_aid")?;
    let (subcode, other) = task.figure("epdd_subcode_taxable_aid")?;
    let mut told = Vec::new();
    let filter = PayoutFilter { to_on: Some(task.wanted.to), ..PayoutFilter::default() };
    let rows = every!(paging => task.store.payouts(&filter, &paging));
    for row in rows.iter().filter(|row| row.tax_basis == TaxBasis::Taxable) {
        told.extend(let_go(task, row).await?);
    }
    told.sort_by_key(|payout| (payout.released_on, payout.payout));
    Ok(epdd::build(task.frame, (&format!("{code}.{subcode}"), one && other), &told)?)
}

/// The payout, if it was let go within the period and has not ended unpaid.
async fn let_go(task: &Task<'_>, row: &PayoutRow) -> Result<Option<TaxedPayout>, ReportError> {
    let days = task.wanted.from..=task.wanted.to;
    let Some(list) = row.tax_list_number.clone() else { return Ok(None) };
    let detail = task.store.payout(row.seq).await?;
    let lost = || StoreError::Corrupt(format!("payout {} is gone", row.seq));
    let events = detail.ok_or_else(lost)?.events;
    let known = events.iter().filter(|event| event.seq <= task.inputs.as_of_seq);
    let released = known.clone().find(|event| event.state == PayoutState::Released);
    let unpaid =
        known.clone().any(|event| matches!(event.state, PayoutState::Failed | PayoutState::Voided));
    let released = released.filter(|event| !unpaid && days.contains(&event.effective_on));
    Ok(released.map(|event| TaxedPayout {
        payout: row.seq,
        released_on: event.effective_on,
        list,
        gross_minor: row.amount_minor,
        tax_minor: row.tax_minor,
    }))
}
