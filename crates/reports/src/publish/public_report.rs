//! The yearly report for everybody: where money came from and whom it helped, quarter by quarter, with nobody to be found.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::donors::relief::part;
use crate::publish::suppress::{Published, Told};
use crate::report::cell::{Cell, CellKind, Value};
use crate::report::{Column, Report, Row, Section};

/// Behind the name of what is withheld.
pub(super) const WITHHELD: &str = " *";

/// Between the name of a quarter and what of it is told.
pub(super) const MARK: &str = " – ";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReport {
    /// By kind of giver, as the reader calls it, and one table.
    pub income: (Vec<String>, Published),
    pub quarters: Vec<Quarter>,
    /// Quarters of the period that are not told yet.
    pub waiting: Vec<String>,
    /// Quarters that stand as they were issued, and on which day.
    pub settled: Vec<(String, NaiveDate)>,
    /// The same of the income.
    pub income_settled: Option<NaiveDate>,
    pub persons_min: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// `2026-Q1`.
    pub name: String,
    /// The parts of each axis, in the order of the published tables: needs, groups, places.
    pub parts: Vec<Vec<String>>,
    pub published: Published,
}

pub fn build(frame: &Frame<'_>, told: &PublicReport) -> Result<Report, BuildError> {
    let mut sections = income(frame, told);
    for quarter in &told.quarters {
        sections.extend(aid(frame, quarter));
    }
    let columns = vec![
        Column::new("name", frame.say("Назив", "Name", "Emërtimi"), CellKind::Text),
        Column::new("persons", frame.say("Лица", "Persons", "Persona"), CellKind::Count),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money),
        Column::new("share", frame.say("Удел", "Share", "Pjesa"), CellKind::Percent),
    ];
    let mut draft = frame.draft(columns, sections);
    draft.notes = notes(frame, told);
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn notes(frame: &Frame<'_>, told: &PublicReport) -> Vec<String> {
    let withheld = frame.say(
        "* Не се објавува: премалку лица, едно лице со преголем дел, или од ова би се пресметало такво. Најмалку лица:",
        "* Not published: too few persons, one of them with too large a part, or such could be computed. Least persons:",
        "* Nuk publikohet: tepër pak persona, njëri me pjesë tepër të madhe, ose kjo do të llogaritej. Më së paku persona:",
    );
    let mut notes = vec![
        format!("{withheld} {}.", told.persons_min),
        frame
            .say(
                "Помошта е по денот на исплатата, заокружена; она што се вратило подоцна не е одземено, а поделеното пред \
                 сведоци не е вброено.",
                "Aid is by the day of payment, rounded; what came back later is not taken off, and what was handed out \
                 before witnesses is not counted.",
                "Ndihma është sipas ditës së pagesës, e rrumbullakuar; kthimet e mëvonshme nuk zbriten dhe ndarjet para \
                 dëshmitarëve nuk llogariten.",
            )
            .to_owned(),
    ];
    if !told.waiting.is_empty() {
        let words = frame.say("Уште не се објавени", "Not published yet", "Ende të papublikuara");
        notes.push(format!("{words}: {}.", told.waiting.join(", ")));
    }
    notes.extend(settled(frame, told));
    notes
}

/// Said of whatever was issued, corrected or not: that something was corrected tells of somebody too.
fn settled(frame: &Frame<'_>, told: &PublicReport) -> Option<String> {
    let income = frame.say("приходи", "income", "të ardhurat");
    let income = told.income_settled.map(|on| (income, on));
    let quarters = told.settled.iter().map(|(name, on)| (name.as_str(), *on));
    let named = income.into_iter().chain(quarters);
    let named: Vec<String> =
        named.map(|(name, on)| format!("{name} ({})", frame.language.day(on))).collect();
    let words = frame.say(
        "Стојат како што се објавени на денот во заградата, а подоцнежните исправки не се објавуваат",
        "Stand as they were published on the day in brackets, and later corrections are not told",
        "Mbeten siç u publikuan ditën në kllapa, dhe korrigjimet e mëvonshme nuk publikohen",
    );
    (!named.is_empty()).then(|| format!("{words}: {}.", named.join(", ")))
}

fn income(frame: &Frame<'_>, told: &PublicReport) -> Vec<Section> {
    let (names, published) = &told.income;
    let whole = published.total.map_or(0, |total| total.minor);
    let table = published.tables.first().map(Vec::as_slice).unwrap_or_default();
    let mut rows: Vec<Row> = names
        .iter()
        .zip(table)
        .map(|(name, cell)| {
            let money = cell.map(|cell| Told { persons: 0, ..cell });
            row(name, money, whole)
        })
        .collect();
    rows.push(total(frame, published.total.map(|total| Told { persons: 0, ..total })));
    let title = frame.say(
        "Приходи по вид на дарител",
        "Income by kind of giver",
        "Të ardhurat sipas dhuruesit",
    );
    vec![Section::new(Some(title.to_owned()), rows)]
}

fn aid(frame: &Frame<'_>, quarter: &Quarter) -> Vec<Section> {
    let axes = [
        frame.say("Помош по потреба", "Aid by need", "Ndihma sipas nevojës"),
        frame.say("Помош по група", "Aid by group", "Ndihma sipas grupit"),
        frame.say("Помош по општина", "Aid by municipality", "Ndihma sipas komunës"),
    ];
    let whole = quarter.published.total.map_or(0, |total| total.minor);
    let tables = quarter.parts.iter().zip(&quarter.published.tables).zip(axes);
    tables
        .map(|((names, cells), axis)| {
            let mut rows: Vec<Row> =
                names.iter().zip(cells).map(|(name, cell)| row(name, *cell, whole)).collect();
            rows.push(total(frame, quarter.published.total));
            Section::new(Some(format!("{}{MARK}{axis}", quarter.name)), rows)
        })
        .collect()
}

fn row(name: &str, told: Option<Told>, whole: i64) -> Row {
    let Some(told) = told else {
        return Row::line(vec![
            Cell::text(format!("{name}{WITHHELD}")),
            Cell::EMPTY,
            Cell::EMPTY,
            Cell::EMPTY,
        ]);
    };
    let share = share(told.minor, whole);
    Row::line(vec![
        Cell::text(name),
        if told.persons == 0 { Cell::EMPTY } else { Cell::count(told.persons) },
        Cell::money(told.minor),
        share.map_or(Cell::EMPTY, |points| Value::Percent(points).into()),
    ])
}

fn total(frame: &Frame<'_>, told: Option<Told>) -> Row {
    let row = row(frame.say("Вкупно", "Total", "Gjithsej"), told, told.map_or(0, |it| it.minor));
    Row::sum(row.cells)
}

/// In hundredths of a per cent.
fn share(minor: i64, whole: i64) -> Option<i64> {
    let scaled = part(minor, 100_000_000);
    scaled.checked_div(whole)
}
