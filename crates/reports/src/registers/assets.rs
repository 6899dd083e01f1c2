//! The register of fixed assets: what there is, what it cost, what has worn off, and what it stands in the books with.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Value};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub seq: i64,
    pub name: String,
    pub account: String,
    /// A code.
    pub fund: String,
    pub in_use_on: NaiveDate,
    /// Of a year, in hundredths of a percent.
    pub rate_bp: i64,
    pub cost_minor: i64,
    pub before_minor: i64,
    pub within_minor: i64,
    /// Within the period.
    pub left_on: Option<NaiveDate>,
}

impl Kept {
    /// What it stands in the books with at the end: nothing, where it left.
    pub const fn book_value_minor(&self) -> i64 {
        let worn = self.before_minor.saturating_add(self.within_minor);
        if self.left_on.is_some() { 0 } else { self.cost_minor.saturating_sub(worn) }
    }
}

/// An account on which the ledger has another sum than the register; on the side on which it grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    pub account: String,
    pub register_minor: i64,
    pub ledger_minor: i64,
}

pub fn build(
    frame: &Frame<'_>,
    kept: &[Kept],
    differing: &[Differing],
) -> Result<Report, BuildError> {
    let rows = kept.iter().map(|it| {
        Row::line(vec![
            Cell::count(it.seq),
            Cell::text(&*it.name),
            Cell::code(&*it.account),
            Cell::code(&*it.fund),
            Cell::day(it.in_use_on),
            Value::Percent(it.rate_bp).into(),
            Cell::money(it.cost_minor),
            Cell::money_or_empty(it.before_minor),
            Cell::money_or_empty(it.within_minor),
            Cell::money(it.book_value_minor()),
            it.left_on.map_or(Cell::EMPTY, Cell::day),
        ])
    });
    let mut draft = frame.draft(columns(frame), vec![Section::new(None, rows.collect())]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Амортизацијата е праволиниска, по цели месеци, од месецот по ставањето во употреба; тоа е правило на програмата. Годишните стапки ги внесува здружението: номенклатурата на стапки не е видена.",
                "Depreciation is in a straight line by whole months, from the month after an asset was put to use; that is a rule of the program. The yearly rates are typed by the association: the nomenclature of rates was not seen.",
                "Amortizimi është linear, me muaj të plotë, nga muaji pas vënies në përdorim; ky është rregull i programit. Normat vjetore i shkruan shoqata: nomenklatura e normave nuk është parë.",
            )
            .to_owned(),
    );
    for it in differing {
        let (account, register, ledger) = (
            frame.say("Конто", "Account", "Llogaria"),
            frame.say("во регистарот има", "the register has", "në regjistër ka"),
            frame.say("во главната книга", "the ledger has", "në librin kryesor"),
        );
        let (kept, booked) = (frame.denars(it.register_minor), frame.denars(it.ledger_minor));
        draft
            .notes
            .push(format!("{account} {}: {register} {kept}, {ledger} {booked}.", it.account));
    }
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let fund = frame.say("Фонд", "Fund", "Fondi");
    let rate = frame.say("Годишна стапка", "Yearly rate", "Norma vjetore");
    let before = frame.say("Отпишано претходно", "Depreciated before", "Amortizuar më parë");
    let within =
        frame.say("Отпишано во периодот", "Depreciated in the period", "Amortizuar në periudhë");
    let value = frame.say("Сегашна вредност", "Book value", "Vlera kontabël");
    vec![
        wording::number(frame),
        wording::name(frame),
        wording::account(frame),
        Column::new("fund", fund, CellKind::Code),
        day("in_use_on", frame.say("Во употреба од", "In use on", "Në përdorim nga")),
        Column::new("rate", rate, CellKind::Percent),
        money("cost", frame.say("Набавна вредност", "Cost", "Kostoja")),
        money("before", before),
        money("within", within),
        money("book_value", value),
        day("left_on", frame.say("Расходувано на", "Left on", "Larguar më")),
    ]
}
