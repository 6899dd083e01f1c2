//! Columns and words that more than one book has.

use crate::books::frame::Frame;
use crate::books::input::BookLine;
use crate::language::Language;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Row};
use crate::statement::words;

pub(crate) fn account(frame: &Frame<'_>) -> Column {
    Column::new("account", frame.say("Конто", "Account", "Llogaria"), CellKind::Code)
}

pub(crate) fn name(frame: &Frame<'_>) -> Column {
    Column::new("name", frame.say("Назив", "Name", "Emërtimi"), CellKind::Text)
}

pub(crate) fn number(frame: &Frame<'_>) -> Column {
    Column::new("number", frame.say("Р.бр.", "No.", "Nr."), CellKind::Count)
}

pub(crate) fn day(frame: &Frame<'_>) -> Column {
    Column::new("booked_on", frame.say("Датум", "Date", "Data"), CellKind::Day)
}

pub(crate) fn entry(frame: &Frame<'_>) -> Column {
    Column::new("entry", frame.say("Налог", "Entry", "Urdhri"), CellKind::Code)
}

pub(crate) fn document(frame: &Frame<'_>) -> Column {
    Column::new("document", frame.say("Документ", "Document", "Dokumenti"), CellKind::Text)
}

pub(crate) fn text(frame: &Frame<'_>) -> Column {
    Column::new("text", frame.say("Опис", "Description", "Përshkrimi"), CellKind::Text)
}

pub(crate) fn debit(frame: &Frame<'_>, key: &'static str) -> Column {
    Column::new(key, frame.say("Должи", "Debit", "Debi"), CellKind::Money)
}

pub(crate) fn credit(frame: &Frame<'_>, key: &'static str) -> Column {
    Column::new(key, frame.say("Побарува", "Credit", "Kredi"), CellKind::Money)
}

pub(crate) fn balance(frame: &Frame<'_>) -> Column {
    Column::new("balance", frame.say("Салдо", "Balance", "Saldo"), CellKind::Money)
}

/// `12/2026`, which opens the entry.
pub(crate) fn entry_cell(line: &BookLine<'_>) -> Cell {
    let posting = &line.posting;
    Cell::code(format!("{}/{}", posting.entry_number, posting.entry_year))
        .opens(Drill::Entry(posting.seq))
}

/// The paper behind a line: its kind in words and its number.
pub(crate) fn document_cell(line: &BookLine<'_>, language: Language) -> Cell {
    Cell::text(words::paper(line.posting.document, language))
}

/// What is said item by item: two columns, and a row for each.
pub(crate) fn facts(
    frame: &Frame<'_>,
    facts: impl IntoIterator<Item = (&'static str, String)>,
) -> (Vec<Column>, Vec<Row>) {
    let rows =
        facts.into_iter().map(|(name, value)| Row::line(vec![Cell::text(name), Cell::text(value)]));
    let columns = vec![
        Column::new("name", frame.say("Податок", "Item", "E dhëna"), CellKind::Text),
        Column::new("value", frame.say("Вредност", "Value", "Vlera"), CellKind::Text),
    ];
    (columns, rows.collect())
}
