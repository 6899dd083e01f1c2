//! Reports out of the books: what is wanted, the rows a builder needs, and the face it is shown with.
//!
//! Everything of one report is read as of one act, so that what is booked meanwhile cannot make it contradict itself.

mod inputs;

use almoner_law::document::Document;
use almoner_law::figure::Figure;
use almoner_law::form::Form;
use almoner_law::pack::Pack;
use almoner_reports::annual::{figures, forms};
use almoner_reports::books::card::{self, Card};
use almoner_reports::books::error::BuildError;
use almoner_reports::books::frame::Frame;
use almoner_reports::books::income_expenditure_book::{self, ResultLine};
use almoner_reports::books::{journal, trial_balance};
use almoner_reports::csv::dialect::Dialect;
use almoner_reports::face;
use almoner_reports::language::Language;
use almoner_reports::report::cell::Drill;
use almoner_reports::report::{Association, Mark, Period, Report};
use almoner_store::error::StoreError;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use inputs::Inputs;

/// Every report that can be asked for, by the code of its paper in the law's list.
pub const REPORTS: [&str; 8] = [
    "journal",
    "general_ledger",
    "account_card",
    "trial_balance",
    "income_expenditure_book",
    "balance_sheet",
    "income_expenditure",
    "form_row",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Html,
    Csv,
    ExcelMk,
    Xlsx,
    Pdf,
    Json,
}

impl Face {
    pub const ALL: [Self; 6] =
        [Self::Html, Self::Csv, Self::ExcelMk, Self::Xlsx, Self::Pdf, Self::Json];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv => "csv",
            Self::ExcelMk => "excel-mk",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|face| face.code() == code)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Csv | Self::ExcelMk => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::ExcelMk => "csv",
            Self::Html | Self::Xlsx | Self::Pdf | Self::Json => self.code(),
        }
    }

    fn write(self, report: &Report) -> Result<Vec<u8>, ReportError> {
        let unwritten =
            |error: &dyn std::error::Error| ReportError::Unwritten(self.code(), error.to_string());
        match self {
            Self::Html => Ok(face::html::write(report, link).into_bytes()),
            Self::Csv => face::csv::write(report, Dialect::Data).map_err(|error| unwritten(&error)),
            Self::ExcelMk => {
                face::csv::write(report, Dialect::ExcelMk).map_err(|error| unwritten(&error))
            }
            Self::Xlsx => face::xlsx::write(report).map_err(|error| unwritten(&error)),
            Self::Pdf => face::pdf::write(report).map_err(|error| unwritten(&error)),
            Self::Json => face::json::write(report).map_err(|error| unwritten(&error)),
        }
    }
}

/// Where a figure leads.
fn link(drill: &Drill) -> Option<String> {
    match drill {
        Drill::Account(code) => Some(format!("/api/v1/accounts/{code}/statement.csv")),
        Drill::FormRow(row) => Some(format!("/api/v1/reports/form_row?row={row}")),
        Drill::Entry(seq) => Some(format!("/api/v1/entries/{seq}")),
        Drill::Fund(_) => None,
    }
}

#[derive(Clone, Debug)]
pub struct Wanted {
    pub report: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// For the card of one account.
    pub account: Option<String>,
    /// For the breakdown of one row of a form.
    pub row: Option<String>,
    pub language: Language,
    pub face: Face,
}

pub struct Made {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub file_name: String,
    /// The last act that it counts.
    pub as_of_seq: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("there is no report called {0}; the list of reports names them all")]
    Unknown(String),
    #[error("the first day comes after the last")]
    Dates,
    #[error("these books begin in {begins}; ask for that year or a later one")]
    BeforeTheBooks { begins: i32 },
    #[error("say which {0}")]
    Missing(&'static str),
    #[error("there is no account {0}")]
    NoAccount(String),
    #[error("the law data has no {0} for {1}")]
    Law(&'static str, NaiveDate),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("the report cannot be written as {0}: {1}")]
    Unwritten(&'static str, String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    pub async fn report(&self, wanted: &Wanted) -> Result<Made, ReportError> {
        if wanted.to < wanted.from {
            return Err(ReportError::Dates);
        }
        let law = almoner_law::mk().map_err(|_| ReportError::Law("pack", wanted.to))?;
        let known = REPORTS.contains(&wanted.report.as_str());
        let document = law.document(&wanted.report).filter(|_| known);
        let document = document.ok_or_else(|| ReportError::Unknown(wanted.report.clone()))?;
        let inputs = Inputs::read(&self.store, wanted).await?;
        let association = self.association();
        let frame = self.frame((wanted, document), &association, &inputs);
        let report = build(wanted, &law, &frame, &inputs)?;
        let file_name = format!(
            "{}-{}-{}-{}.{}",
            wanted.report,
            wanted.from,
            wanted.to,
            wanted.language.code(),
            wanted.face.ending()
        );
        Ok(Made {
            bytes: wanted.face.write(&report)?,
            media_type: wanted.face.media_type(),
            file_name,
            as_of_seq: inputs.as_of_seq,
        })
    }

    fn association(&self) -> Association {
        Association {
            name: self.about.name.clone().unwrap_or_default(),
            seat: None,
            register_number: None,
            tax_number: None,
            activity: None,
        }
    }

    fn frame<'a>(
        &self,
        (wanted, document): (&Wanted, &'a Document),
        association: &'a Association,
        inputs: &Inputs,
    ) -> Frame<'a> {
        let mut marks = Vec::new();
        if !inputs.is_closed {
            marks.push(Mark::Provisional);
        }
        if self.about.demo {
            marks.push(Mark::Demo);
        }
        Frame {
            language: wanted.language,
            association,
            period: Period { from: wanted.from, to: wanted.to },
            document,
            marks,
            parameters: Vec::new(),
        }
    }
}

fn build(
    wanted: &Wanted,
    law: &Pack,
    frame: &Frame<'_>,
    inputs: &Inputs,
) -> Result<Report, ReportError> {
    Ok(match wanted.report.as_str() {
        "journal" => journal::build(frame, &inputs.lines(), &inputs.names)?,
        "trial_balance" => trial_balance::build(frame, &inputs.years, &inputs.parents)?,
        "income_expenditure_book" => {
            let lines: Vec<ResultLine<'_>> = inputs.results();
            income_expenditure_book::build(frame, &lines)?
        }
        "general_ledger" => {
            let moved = inputs.moved();
            let cards: Vec<Card<'_>> = inputs.cards(&moved)?;
            card::general_ledger(frame, &cards)?
        }
        "account_card" => {
            let code = wanted.account.as_deref().ok_or(ReportError::Missing("account"))?;
            let moved = inputs.moved();
            let cards = inputs.cards(&moved)?;
            let found = cards.iter().find(|card| card.code == code);
            card::account_card(
                frame,
                found.ok_or_else(|| ReportError::NoAccount(code.to_owned()))?,
            )?
        }
        _ => annual(wanted, law, frame, inputs)?,
    })
}

/// The forms of the annual account, and what stands under one of their rows.
fn annual(
    wanted: &Wanted,
    law: &Pack,
    frame: &Frame<'_>,
    inputs: &Inputs,
) -> Result<Report, ReportError> {
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
            let row = wanted.row.as_deref().ok_or(ReportError::Missing("row"))?;
            return Ok(forms::row(frame, row, held, &figures, &inputs.names)?);
        }
    };
    Ok(forms::form(frame, form, held, &figures, None)?)
}

/// The days of a year.
pub fn year(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// The year of a day, for what says only when the books begin.
pub(crate) fn year_of(day: NaiveDate) -> i32 {
    day.year()
}
