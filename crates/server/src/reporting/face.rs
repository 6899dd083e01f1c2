//! In which form a report leaves the house.

use almoner_reports::csv::dialect::Dialect;
use almoner_reports::face;
use almoner_reports::report::Report;
use almoner_reports::report::cell::Drill;

use super::ReportError;

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

    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::ExcelMk => "csv",
            Self::Html | Self::Xlsx | Self::Pdf | Self::Json => self.code(),
        }
    }

    pub(super) fn write(self, report: &Report) -> Result<Vec<u8>, ReportError> {
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
