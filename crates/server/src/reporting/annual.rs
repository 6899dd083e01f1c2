//! The forms of the annual account, and what stands under one of their rows.

use almoner_law::figure::Figure;
use almoner_law::form::Form;
use almoner_law::pack::Pack;
use almoner_reports::annual::{figures, forms, inventory};
use almoner_reports::books::frame::Frame;
use almoner_reports::report::Report;

use super::inputs::Inputs;
use super::paper::{Maker, Paper, Want};
use super::{ReportError, Wanted};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("balance_sheet", &[], Maker::Annual),
    Paper::new("income_expenditure", &[], Maker::Annual),
    Paper::new("inventory", &[], Maker::Annual),
    Paper::new("form_row", &[Want::Row], Maker::Annual),
];

pub(super) fn make(
    wanted: &Wanted,
    law: &Pack,
    frame: &Frame<'_>,
    inputs: &Inputs,
) -> Result<Report, ReportError> {
    if wanted.report == "inventory" {
        return Ok(inventory::build(frame, &inputs.counts.rows, &inputs.counts.goods)?);
    }
    let of_law = |what| ReportError::Law(what, wanted.to);
    let held = law.forms(wanted.to).ok_or_else(|| of_law("forms"))?;
    let unit = match law.value("form_rounding", wanted.to).map(|value| value.figure) {
        Some(Figure::MkdMinor(unit)) => unit,
        _ => return Err(of_law("form_rounding")),
    };
    let figures = figures::compute(held, &inputs.years, unit)?;
    let form = match wanted.report.as_str() {
        "balance_sheet" => Form::BalanceSheet,
        "income_expenditure" => Form::IncomeExpenditure,
        _ => {
            let row = wanted.of(Want::Row)?;
            return Ok(forms::row(frame, row, held, &figures, &inputs.names)?);
        }
    };
    Ok(forms::form(frame, form, held, &figures, inputs.before.as_ref())?)
}
