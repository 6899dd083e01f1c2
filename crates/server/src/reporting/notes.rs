//! The notes to the annual account, from the figures of its forms and the statements of the funds.

use almoner_ledger::codes::Currency;
use almoner_reports::annual::figures;
use almoner_reports::annual::notes::{self, Behind, Foreign};
use almoner_reports::report::Report;

use super::paper::{Maker, Paper};
use super::{ReportError, Task, funds};

pub(super) const PAPERS: &[Paper] = &[Paper::new("notes", &[], Maker::Notes)];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let figures = computed(task)?;
    let forms = task.law.forms(task.wanted.to);
    let behind = Behind {
        forms: forms.ok_or(ReportError::Law("forms", task.wanted.to))?,
        figures: &figures,
        accounts: &task.inputs.years,
        names: &task.inputs.names,
        funds: &funds::years(task).await?,
        foreign: &foreign(task).await?,
    };
    Ok(notes::build(task.frame, &behind)?)
}

/// The rows of both forms.
pub(super) fn computed(task: &Task<'_>) -> Result<figures::Figures, ReportError> {
    let forms = task.law.forms(task.wanted.to);
    let forms = forms.ok_or(ReportError::Law("forms", task.wanted.to))?;
    let (unit, _) = task.figure("form_rounding")?;
    Ok(figures::compute(forms, &task.inputs.years, unit)?)
}

/// What lies in other currencies on the last day, all funds together.
async fn foreign(task: &Task<'_>) -> Result<Vec<Foreign>, ReportError> {
    let rows = task.store.trial_balance(task.wanted.to, Some(task.inputs.as_of_seq)).await?.rows;
    let mut held: Vec<Foreign> = Vec::new();
    for row in rows.into_iter().filter(|row| row.currency != Currency::Mkd) {
        let currency = row.currency.code();
        match held.last_mut() {
            Some(last) if last.account == row.account && last.currency == currency => {
                last.quantity_minor = last.quantity_minor.saturating_add(row.quantity_minor);
                last.value_minor = last.value_minor.saturating_add(row.amount_minor);
            }
            _ => held.push(Foreign {
                account: row.account,
                currency,
                quantity_minor: row.quantity_minor,
                value_minor: row.amount_minor,
            }),
        }
    }
    held.retain(|foreign| foreign.quantity_minor != 0);
    Ok(held)
}
