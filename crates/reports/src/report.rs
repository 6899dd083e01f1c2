//! One report, whatever it is about and whatever face it will have: HTML, CSV, XLSX, PDF or JSON.
//!
//! A builder fills a [`Draft`]; [`Draft::finish`] refuses one whose fields do not fit their columns, adds up the columns
//! that add, and puts the footnote where something was not confirmed. What comes out is a [`Report`], which nothing can
//! change any more, so that every face shows the same figures.

use std::ops::Deref;

use chrono::NaiveDate;
use serde::Serialize;

use crate::language::Language;
use crate::report::cell::{Cell, CellKind};

pub mod cell;
mod finish;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
pub mod words;

/// Everything a report says, before it has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What kind of report it is; also how its file is called.
    pub code: String,
    pub language: Language,
    pub association: Association,
    pub title: String,
    /// The official title, where `title` is a translation of it.
    pub official_title: Option<String>,
    pub basis: Vec<Basis>,
    pub period: Period,
    pub parameters: Vec<Parameter>,
    /// What every page must say about itself.
    pub marks: Vec<Mark>,
    pub columns: Vec<Column>,
    pub sections: Vec<Section>,
    /// Whether the sections are added up at the end.
    pub adds_up: bool,
    /// The sums of all sections; filled in by [`Draft::finish`].
    pub total: Option<Row>,
    pub notes: Vec<String>,
    pub sign_off: SignOff,
}

/// A report whose fields fit their columns and whose totals were added up from its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report(Draft);

impl Deref for Report {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

/// Whose report it is, as forms ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Association {
    pub name: String,
    pub seat: Option<String>,
    /// ЕМБС.
    pub register_number: Option<String>,
    /// ЕДБ.
    pub tax_number: Option<String>,
    /// Шифра на дејност (НКД).
    pub activity: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Numbers of bank accounts.
    pub accounts: Vec<String>,
    /// The function of the legal representative.
    pub representative: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A law or by-law the report follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    pub text: String,
    /// Whether somebody compared it with the Official Gazette.
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The year is not closed.
    Provisional,
    /// The books are invented.
    Demo,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The column's name for programs.
    pub key: &'static str,
    pub title: String,
    /// A heading over this column and its neighbours of the same group.
    pub group: Option<String>,
    pub kind: CellKind,
    /// Whether the lines are added up.
    pub adds: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    pub title: Option<String>,
    pub rows: Vec<Row>,
    /// Whether the section is added up.
    pub adds_up: bool,
    /// Filled in by [`Draft::finish`].
    pub total: Option<Row>,
    /// What is shown under the total: the balance to which the lines lead.
    pub closing: Option<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub kind: RowKind,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// What is added up.
    Line,
    /// A sum of lines that are there too, or a balance: shown, not added.
    Sum,
    /// A total made by [`Draft::finish`].
    Total,
}

/// Who signs, and whether a place for the stamp is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignOff {
    pub signatures: Vec<String>,
    pub stamp: bool,
}

/// Why a draft is no report: a mistake of the builder, which no face may hide.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    #[error("row {row} of section {section} has {found} fields for {expected} columns")]
    FieldCount { section: usize, row: usize, found: usize, expected: usize },
    #[error("a field of column {column} in row {row} of section {section} is of another kind")]
    OtherKind { section: usize, row: usize, column: &'static str },
    #[error("column {column} cannot be added up")]
    CannotAdd { column: &'static str },
    #[error("the sums of column {column} leave the range that books can hold")]
    Overflow { column: &'static str },
    #[error("the period ends before it begins")]
    PeriodReversed,
}

impl Column {
    pub fn new(key: &'static str, title: impl Into<String>, kind: CellKind) -> Self {
        Self { key, title: title.into(), group: None, kind, adds: false }
    }

    #[must_use]
    pub fn adding(self) -> Self {
        Self { adds: true, ..self }
    }

    #[must_use]
    pub fn under(self, group: impl Into<String>) -> Self {
        Self { group: Some(group.into()), ..self }
    }
}

impl Section {
    pub fn new(title: Option<String>, rows: Vec<Row>) -> Self {
        Self { title, rows, adds_up: false, total: None, closing: None }
    }

    #[must_use]
    pub fn adding_up(self) -> Self {
        Self { adds_up: true, ..self }
    }

    #[must_use]
    pub fn closed_by(self, row: Row) -> Self {
        Self { closing: Some(row), ..self }
    }

    /// Every row in the order in which it is shown.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(&self.total).chain(&self.closing)
    }
}

impl Row {
    pub const fn line(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Line, cells }
    }

    pub const fn sum(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Sum, cells }
    }
}
