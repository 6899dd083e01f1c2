//! The registers: donations and sponsorships, agreements with public bodies, contracts and their reports.

use almoner_law::term::Term;
use almoner_ledger::codes::{IncomeForm, IncomeKind, SourceKind};
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::registers::contracts::{self, Contract};
use almoner_reports::registers::donations::{self, Gift};
use almoner_reports::registers::public_agreements::{self, Budget, PublicAgreement};
use almoner_reports::report::Report;
use almoner_store::error::StoreError;
use almoner_store::read::income::{IncomeFilter, IncomeRow};
use almoner_store::read::page::{PAGE_MAX, Paging};
use almoner_store::read::used::Used;

use super::inputs::every;
use super::paper::{Maker, Paper};
use super::{ReportError, Task, purpose};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("donation_register", &[], Maker::Registers),
    Paper::new("public_agreements", &[], Maker::Registers),
    Paper::new("contract_register", &[], Maker::Registers),
];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    match task.wanted.report.as_str() {
        "donation_register" => gifts(task).await,
        "public_agreements" => public(task).await,
        "contract_register" => contracts(task),
        other => Err(ReportError::Unknown(other.to_owned())),
    }
}

/// What came in within the period, in the order in which it came.
async fn incomes(task: &Task<'_>) -> Result<Vec<IncomeRow>, ReportError> {
    let (from_on, to_on) = (Some(task.wanted.from), Some(task.wanted.to));
    incomes_of(task, IncomeFilter { from_on, to_on, ..IncomeFilter::default() }).await
}

/// In the order in which they came.
pub(super) async fn incomes_of(
    task: &Task<'_>,
    filter: IncomeFilter,
) -> Result<Vec<IncomeRow>, ReportError> {
    let mut incomes = every!(paging => task.store.incomes(&filter, &paging));
    incomes.retain(|income| income.seq <= task.inputs.as_of_seq);
    incomes.reverse();
    Ok(incomes)
}

async fn gifts(task: &Task<'_>) -> Result<Report, ReportError> {
    let days = (task.wanted.from, task.wanted.to);
    let used = task.store.used_of_incomes(days, task.inputs.as_of_seq).await?;
    let mut gifts = Vec::new();
    for income in incomes(task).await? {
        if matches!(income.kind, IncomeKind::Donation | IncomeKind::Sponsorship | IncomeKind::Grant)
        {
            let used = used.get(&income.seq).cloned().unwrap_or_default();
            gifts.push(gift(task, income, &used)?);
        }
    }
    Ok(donations::build(task.frame, &gifts)?)
}

fn gift(task: &Task<'_>, income: IncomeRow, used: &Used) -> Result<Gift, ReportError> {
    let agreement = income.agreement_seq.and_then(|seq| task.inputs.facts.agreements.get(&seq));
    let restriction = agreement.map_or(&used.restriction, |agreement| &agreement.restriction);
    // Equipment and services are used up as they arrive.
    let (used_minor, left_minor) = match income.form {
        IncomeForm::Equipment | IncomeForm::Services => (income.value_minor, 0),
        IncomeForm::Money | IncomeForm::Goods => (used.used_minor, used.left_minor),
    };
    Ok(Gift {
        seq: income.seq,
        received_on: income.received_on,
        receipt: income.receipt_year.zip(income.receipt_number),
        source: income.source_name.clone().unwrap_or_else(|| nobody(task)),
        kind: term(task, &task.law.income_kinds, income.kind.code()),
        in_kind: income.form != IncomeForm::Money,
        purpose: purpose::words(task, income.fund_seq, restriction.as_deref())?,
        agreement: agreement.map(|agreement| agreement.number.clone()).unwrap_or_default(),
        amount_minor: income.value_minor,
        used_minor,
        left_minor,
        reversed: income.reversed_by_seq.is_some_and(|seq| seq <= task.inputs.as_of_seq),
    })
}

pub(super) fn nobody(task: &Task<'_>) -> String {
    term(task, &task.law.source_kinds, SourceKind::Anonymous.code())
}

pub(super) fn term(task: &Task<'_>, terms: &[Term], code: &str) -> String {
    let term = terms.iter().find(|term| term.code == code);
    let name = term.map(|term| task.wanted.language.pick(&term.names));
    name.unwrap_or(code).to_owned()
}

/// The agreements that hold on some day of the period, or were signed in it, by number in the log.
fn held<'a>(task: &'a Task<'_>) -> impl Iterator<Item = &'a Agreement> {
    let (from, to) = (task.wanted.from, task.wanted.to);
    task.inputs.facts.agreements.values().filter(move |agreement| {
        let signed = from <= agreement.signed_on && agreement.signed_on <= to;
        signed || (agreement.valid_from <= to && from <= agreement.valid_to)
    })
}

/// Out of whose budget an agreement's money comes; nothing where the giver is no public body.
pub(super) fn budget(task: &Task<'_>, agreement: &Agreement) -> Option<Budget> {
    match task.inputs.facts.sources.get(&agreement.source_seq)?.kind {
        SourceKind::StateBody => Some(Budget::Central),
        SourceKind::Municipality => Some(Budget::Municipal),
        SourceKind::Person
        | SourceKind::Company
        | SourceKind::DomesticFoundation
        | SourceKind::ForeignFoundation
        | SourceKind::DomesticAssociation
        | SourceKind::ForeignAssociation
        | SourceKind::InternationalOrganisation
        | SourceKind::Anonymous => None,
    }
}

pub(super) fn giver(task: &Task<'_>, agreement: &Agreement) -> String {
    let source = task.inputs.facts.sources.get(&agreement.source_seq);
    source.map_or_else(|| nobody(task), |source| source.name.clone())
}

async fn public(task: &Task<'_>) -> Result<Report, ReportError> {
    let mut rows = Vec::new();
    for agreement in held(task) {
        let Some(budget) = budget(task, agreement) else { continue };
        let traced = task.store.agreement_trace(agreement.seq).await?;
        let lost = || StoreError::Corrupt(format!("agreement {} is gone", agreement.seq));
        let sums = traced.ok_or_else(lost)?.traced.totals;
        let spent = [sums.reserved(), sums.spent_on_aid(), sums.spent_on_costs()];
        rows.push(PublicAgreement {
            grantor: giver(task, agreement),
            budget,
            number: agreement.number.clone(),
            signed_on: agreement.signed_on,
            purpose: purpose::words(task, agreement.fund_seq, agreement.restriction.as_deref())?,
            from: agreement.valid_from,
            to: agreement.valid_to,
            report_due_on: agreement.report_due_on,
            currency: agreement.currency.code(),
            promised_minor: agreement.promised_minor,
            received_minor: sums.received(),
            spent_minor: spent.into_iter().fold(0_i64, i64::saturating_add),
            returned_minor: sums.refunded(),
            left_minor: sums.left(),
        });
    }
    Ok(public_agreements::build(task.frame, &rows)?)
}

fn contracts(task: &Task<'_>) -> Result<Report, ReportError> {
    let fund = |seq: i64| task.inputs.facts.funds.get(&seq).map(|fund| fund.code.clone());
    let rows = held(task).map(|agreement| Contract {
        number: agreement.number.clone(),
        signed_on: agreement.signed_on,
        kind: kind(task, agreement),
        party: giver(task, agreement),
        fund: fund(agreement.fund_seq).unwrap_or_default(),
        from: agreement.valid_from,
        to: agreement.valid_to,
        promised_minor: agreement.promised_minor,
        received_minor: agreement.received_minor,
        currency: agreement.currency.code(),
        report_due_on: agreement.report_due_on,
        state: agreement.state,
    });
    Ok(contracts::build(task.frame, &rows.collect::<Vec<_>>())?)
}

fn kind(task: &Task<'_>, agreement: &Agreement) -> String {
    use almoner_ledger::codes::AgreementKind;
    match agreement.kind {
        AgreementKind::Donation | AgreementKind::Sponsorship | AgreementKind::Grant => {
            term(task, &task.law.income_kinds, agreement.kind.code())
        }
        AgreementKind::BudgetDecision => task
            .wanted
            .language
            .say("Одлука за средства од буџет", "Budget decision", "Vendim buxhetor")
            .to_owned(),
    }
}
