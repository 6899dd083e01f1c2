//! е-ППД: the taxed payouts of some days, list by list. Who was paid stands in the file that the tax office gets, not here.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxedPayout {
    pub payout: i64,
    pub released_on: NaiveDate,
    /// The number of the list under which the tax office let it be paid.
    pub list: String,
    pub gross_minor: i64,
    pub tax_minor: i64,
}

/// `code` is the tax office's for this income, `13.2`, and whether somebody has read that there.
pub fn build(
    frame: &Frame<'_>,
    (code, verified): (&str, bool),
    payouts: &[TaxedPayout],
) -> Result<Report, BuildError> {
    let rows = (1_i64..).zip(payouts).map(|(number, payout)| row(number, code, payout));
    let rows = rows.collect::<Result<Vec<Row>, BuildError>>()?;
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    let columns = vec![
        wording::number(frame),
        wording::day(frame),
        Column::new("list", frame.say("Број на пресметка", "List", "Lista"), CellKind::Text),
        Column::new("payout", frame.say("Исплата", "Payout", "Pagesa"), CellKind::Code),
        Column::new("code", frame.say("Шифра", "Code", "Shifra"), CellKind::Code),
        money("gross", frame.say("Бруто", "Gross", "Bruto")),
        money("costs", frame.say("Трошоци", "Costs", "Shpenzime")),
        money("base", frame.say("Основа", "Base", "Baza")),
        money("tax", frame.say("Данок", "Tax", "Tatimi")),
        money("net", frame.say("Нето", "Net", "Neto")),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Примателот е во книгите под бројот на исплатата; името и ЕМБГ се даваат само во датотеката за УЈП.",
                "The books know who was paid by the number of the payout; names go out only in the file for the tax office.",
                "Pranuesi mbahet me numrin e pagesës; emri jepet vetëm në skedarin për DAP.",
            )
            .to_owned(),
    );
    draft.basis.extend(frame.figures(verified));
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

/// No costs are recognised for this income: the whole of it is the base.
fn row(number: i64, code: &str, payout: &TaxedPayout) -> Result<Row, BuildError> {
    let net = payout.gross_minor.checked_sub(payout.tax_minor).ok_or(BuildError::Overflow)?;
    Ok(Row::line(vec![
        Cell::count(number),
        Cell::day(payout.released_on),
        Cell::text(&*payout.list),
        Cell::code(payout.payout.to_string()),
        Cell::code(code),
        Cell::money(payout.gross_minor),
        Cell::money(0),
        Cell::money(payout.gross_minor),
        Cell::money(payout.tax_minor),
        Cell::money(net),
    ]))
}
