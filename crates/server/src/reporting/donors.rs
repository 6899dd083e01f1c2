//! Papers for those who give: confirmation, contract, report to the tax office, and a year of their money.

use almoner_law::figure::Figure;
use almoner_ledger::codes::{AgreementKind, IncomeKind, SourceKind, Unspent};
use almoner_ledger::money::Amount;
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::books::frame::Frame;
use almoner_reports::donors::contract::{self, Contract};
use almoner_reports::donors::relief::{Figures, Giver};
use almoner_reports::donors::report::{self, Terms};
use almoner_reports::donors::{Gift, confirmation, form};
use almoner_reports::report::{Period, Report};
use almoner_store::error::StoreError;
use almoner_store::read::income::IncomeDetail;
use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::paper::{Maker, Paper, Want};
use super::registers::{giver, nobody, term};
use super::{ReportError, Task, donor_year, purpose};
pub(super) const PAPERS: &[Paper] = &[
    Paper::new("donation_confirmation", &[Want::Income], Maker::Donors),
    Paper::new("donation_report", &[Want::Income], Maker::Donors),
    Paper::new("donation_contract", &[Want::Agreement], Maker::Donors),
    Paper::new("donor_year", &[Want::Source], Maker::Donors),
];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    match task.wanted.report.as_str() {
        "donation_confirmation" => {
            let (gift, _) = gift(task).await?;
            Ok(confirmation::build(&of_day(task, gift.received_on), &gift)?)
        }
        "donation_report" => {
            let (gift, detail) = gift(task).await?;
            let terms = terms(task, &detail)?;
            Ok(report::build(&of_day(task, gift.received_on), &gift, &terms)?)
        }
        "donation_contract" => contract(task).await,
        "donor_year" => donor_year::make(task).await,
        other => Err(ReportError::Unknown(other.to_owned())),
    }
}

fn of_day<'a>(task: &Task<'a>, day: NaiveDate) -> Frame<'a> {
    Frame { period: Period { from: day, to: day }, ..task.frame.clone() }
}

/// A gift that was receipted and still counts.
async fn gift(task: &Task<'_>) -> Result<(Gift, IncomeDetail), ReportError> {
    let said = task.wanted.of(Want::Income)?;
    let none = || ReportError::NoSuch("gift with a receipt that still counts:", said.to_owned());
    let seq: i64 = said.parse().map_err(|_| none())?;
    let detail = task.store.income(seq).await?.ok_or_else(none)?;
    let income = &detail.income;
    let receipt = income.receipt_year.zip(income.receipt_number);
    let receipt = receipt.filter(|_| income.reversed_by_seq.is_none()).ok_or_else(none)?;
    let agreement = income.agreement_seq.and_then(|seq| task.inputs.facts.agreements.get(&seq));
    let own = detail.lots.iter().find(|lot| lot.parent_seq.is_none());
    let restriction = agreement
        .map_or_else(|| own.and_then(|lot| lot.restriction.clone()), |it| it.restriction.clone());
    let named = task.wanted.giver.clone().or_else(|| income.source_name.clone());
    let gift = Gift {
        seq,
        receipt,
        received_on: income.received_on,
        giver: named.unwrap_or_else(|| nobody(task)),
        kind: term(task, &task.law.income_kinds, income.kind.code()),
        form: form(income.form, task.wanted.language).to_owned(),
        purpose: purpose::words(task, income.fund_seq, restriction.as_deref())?,
        agreement: agreement.map(|it| (it.number.clone(), it.signed_on)),
        currency: income.currency.code(),
        quantity_minor: income.quantity_minor,
        value_minor: income.value_minor,
    };
    Ok((gift, detail))
}

fn kind_of(kind: SourceKind) -> Giver {
    match kind {
        SourceKind::Person => Giver::Person,
        SourceKind::Company | SourceKind::DomesticFoundation | SourceKind::DomesticAssociation => {
            Giver::Company
        }
        SourceKind::ForeignFoundation
        | SourceKind::ForeignAssociation
        | SourceKind::InternationalOrganisation
        | SourceKind::StateBody
        | SourceKind::Municipality
        | SourceKind::Anonymous => Giver::Other,
    }
}

fn terms(task: &Task<'_>, detail: &IncomeDetail) -> Result<Terms, ReportError> {
    let income = &detail.income;
    let on = income.received_on;
    let lacks = |what| ReportError::Law(what, on);
    let number =
        |name: &'static str| task.inputs.facts.law_number(name, on).ok_or_else(|| lacks(name));
    let source = income.source_seq.and_then(|seq| task.inputs.facts.sources.get(&seq));
    let giver = source.map_or(Giver::Other, |source| kind_of(source.kind));
    let agreement = income.agreement_seq.and_then(|seq| task.inputs.facts.agreements.get(&seq));
    let starts = agreement.map_or(on, |agreement| agreement.signed_on);
    let days = u64::try_from(number("donation_report")?).unwrap_or(0);
    let years = u32::try_from(number("retention_donation_records")?).unwrap_or(0);
    let ahead = |day: Option<NaiveDate>| day.ok_or_else(|| lacks("days so far ahead"));
    let company = match income.kind {
        IncomeKind::Sponsorship => "sponsorship_relief_company",
        IncomeKind::Donation
        | IncomeKind::Grant
        | IncomeKind::CentralBudget
        | IncomeKind::MunicipalBudget
        | IncomeKind::MembershipFee
        | IncomeKind::EconomicActivity
        | IncomeKind::Interest
        | IncomeKind::Other
        | IncomeKind::Unclear => "donation_relief_company",
    };
    let person_by = match task.law.value("donation_report_person_due", on).map(|it| it.figure) {
        Some(Figure::MonthDay { month, day }) if giver == Giver::Person => {
            NaiveDate::from_ymd_opt(on.year().saturating_add(1), month, day)
        }
        _ => None,
    };
    let figures = Figures {
        person: (number("donation_relief_person")?, number("donation_relief_person_max")?),
        company: number(company)?,
    };
    Ok(Terms {
        giver,
        figures,
        base_minor: base(task)?,
        report_by: ahead(starts.checked_add_days(Days::new(days)))?,
        person_by,
        keep_until: ahead(on.checked_add_months(Months::new(years.saturating_mul(12))))?,
        decision_days: number("public_interest_decision")?,
    })
}

/// What the giver says of their own year, in denars.
fn base(task: &Task<'_>) -> Result<Option<i64>, ReportError> {
    let Some(said) = task.wanted.about.get(&Want::Base) else { return Ok(None) };
    let base = Amount::parse(said).map_err(|_| ReportError::NoSuch("sum", said.clone()))?;
    Ok(Some(base.minor()))
}

async fn contract(task: &Task<'_>) -> Result<Report, ReportError> {
    let agreement = donated(task)?;
    let detail = task.store.agreement(agreement.seq).await?;
    let lost = || StoreError::Corrupt(format!("agreement {} is gone", agreement.seq));
    let instalments = detail.ok_or_else(lost)?.instalments;
    let contract = Contract {
        number: agreement.number.clone(),
        signed_on: agreement.signed_on,
        giver: task.wanted.giver.clone().unwrap_or_else(|| giver(task, agreement)),
        is_sponsorship: agreement.kind == AgreementKind::Sponsorship,
        purpose: purpose::words(task, agreement.fund_seq, agreement.restriction.as_deref())?,
        currency: agreement.currency.code(),
        promised_minor: agreement.promised_minor,
        from: agreement.valid_from,
        to: agreement.valid_to,
        instalments: instalments.iter().map(|part| (part.due_on, part.amount_minor)).collect(),
        gives_back: agreement.unspent == Unspent::Return,
        report_due_on: agreement.report_due_on,
    };
    let period = Period { from: agreement.valid_from, to: agreement.valid_to };
    Ok(contract::build(&Frame { period, ..task.frame.clone() }, &contract)?)
}

/// The donation or sponsorship of this number; grants come with a contract of the grantor's own.
fn donated<'a>(task: &'a Task<'_>) -> Result<&'a Agreement, ReportError> {
    let said = task.wanted.of(Want::Agreement)?;
    let found = task.inputs.facts.agreements.values().find(|agreement| {
        agreement.number == said
            && matches!(agreement.kind, AgreementKind::Donation | AgreementKind::Sponsorship)
    });
    found.ok_or_else(|| ReportError::NoSuch("donation or sponsorship under", said.to_owned()))
}
