//! The report as a workbook: real numbers, a header that stays in sight, and not one formula.
//!
//! A sum in a workbook is a number of this program, not a formula: a spreadsheet that recomputes it could show another one.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use almoner_ledger::money::format_minor;
use chrono::{Datelike, NaiveDate};

use crate::csv::guard::guard_text;
use crate::face::xlsx::formats::Formats;
use crate::face::{basis, groups, particulars, period};
use crate::report::cell::Value;
use crate::report::words::Word;
use crate::report::{Report, Row};

mod formats;

#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error("the workbook could not be written")]
    Write(#[from] XlsxError),
    #[error("a worksheet holds 1,048,576 rows; the report has more, choose a shorter period")]
    TooLong,
    #[error("{0} cannot be written as a number of the workbook without losing digits")]
    TooLarge(String),
}

/// The last day of the period stands as the day of making, so that a workbook made twice is the same file.
pub fn write(report: &Report) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_company(&report.association.name)
        .set_author(&report.association.name)
        .set_creation_datetime(&day_of(report.period.to)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&report.title))?;
    sheet.set_paper_size(9);
    if 7 < report.columns.len() {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
    Sheet { sheet, at: 0, formats: Formats::new() }.fill(report)?;
    Ok(workbook.save_to_buffer()?)
}

fn day_of(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // Before 1900 a workbook knows no days, and no association kept these books.
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let two = |number: u32| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(year, two(day.month()), two(day.day()))
}

/// At most 31 letters, as a workbook counts them, and none of those it keeps for itself.
fn sheet_name(title: &str) -> String {
    let mut name = String::new();
    let mut room = 31_usize;
    for letter in title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)) {
        match room.checked_sub(letter.len_utf16()) {
            Some(left) => room = left,
            None => break,
        }
        name.push(letter);
    }
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    at: u32,
    formats: Formats,
}

impl Sheet<'_> {
    fn fill(mut self, report: &Report) -> Result<(), WorkbookError> {
        self.head(report)?;
        self.names(report)?;
        for section in &report.sections {
            if let Some(title) = &section.title {
                self.sheet.write_string_with_format(self.at, 0, title, &self.formats.bold)?;
                self.next()?;
            }
            for row in section.shown() {
                self.row(report, row)?;
            }
        }
        if let Some(total) = &report.total {
            self.row(report, total)?;
        }
        for note in &report.notes {
            self.line(note, false)?;
        }
        for signature in &report.sign_off.signatures {
            self.next()?;
            self.line(&format!("{signature}: ____________________"), false)?;
        }
        self.widths(report)
    }

    fn head(&mut self, report: &Report) -> Result<(), WorkbookError> {
        let language = report.language;
        self.line(&report.association.name, true)?;
        self.line(&particulars(report), false)?;
        self.line(&report.title, true)?;
        if let Some(title) = &report.official_title {
            self.line(title, false)?;
        }
        self.line(&format!("{}: {}", Word::Period.in_language(language), period(report)), false)?;
        for law in &report.basis {
            let text = format!("{}: {}", Word::Basis.in_language(language), basis(law));
            self.line(&text, false)?;
        }
        for mark in &report.marks {
            self.line(mark.in_language(language), true)?;
        }
        for parameter in &report.parameters {
            self.line(&format!("{}: {}", parameter.name, parameter.value), false)?;
        }
        self.next()
    }

    fn names(&mut self, report: &Report) -> Result<(), WorkbookError> {
        let first = self.at;
        if report.columns.iter().any(|column| column.group.is_some()) {
            let mut place: u16 = 0;
            for (group, count) in groups(report) {
                let count = u16::try_from(count).unwrap_or(u16::MAX);
                let last = place.saturating_add(count).saturating_sub(1);
                let text = group.unwrap_or_default();
                if place < last {
                    self.sheet.merge_range(first, place, first, last, text, &self.formats.head)?;
                } else {
                    self.sheet.write_string_with_format(first, place, text, &self.formats.head)?;
                }
                place = last.saturating_add(1);
            }
            self.next()?;
        }
        for (place, column) in (0_u16..).zip(&report.columns) {
            let title = &column.title;
            self.sheet.write_string_with_format(self.at, place, title, &self.formats.head)?;
        }
        let last = self.at;
        self.next()?;
        self.sheet.set_freeze_panes(self.at, 0)?;
        self.sheet.set_repeat_rows(first, last)?;
        Ok(())
    }

    fn row(&mut self, report: &Report, row: &Row) -> Result<(), WorkbookError> {
        for ((place, cell), column) in (0_u16..).zip(&row.cells).zip(&report.columns) {
            let format = self.formats.of(column.kind, row.kind);
            let (at, sheet) = (self.at, &mut *self.sheet);
            match &cell.value {
                Value::Empty => sheet.write_blank(at, place, format)?,
                Value::Text(text) | Value::Code(text) if guard_text(text) == *text => {
                    sheet.write_string_with_format(at, place, text, format)?
                }
                // The workbook's own mark for "this is text", in place of a letter of ours.
                Value::Text(text) | Value::Code(text) => {
                    let format = format.clone().set_quote_prefix();
                    sheet.write_string_with_format(at, place, text, &format)?
                }
                Value::Denars(number) | Value::Count(number) => sheet.write_number_with_format(
                    at,
                    place,
                    exact(&number.to_string())?,
                    format,
                )?,
                Value::Money(minor) | Value::Percent(minor) => sheet.write_number_with_format(
                    at,
                    place,
                    exact(&format_minor(*minor))?,
                    format,
                )?,
                Value::Day(day) => {
                    sheet.write_datetime_with_format(at, place, &day_of(*day)?, format)?
                }
            };
        }
        self.next()
    }

    fn line(&mut self, text: &str, bold: bool) -> Result<(), WorkbookError> {
        let format = if bold { &self.formats.bold } else { &self.formats.plain };
        self.sheet.write_string_with_format(self.at, 0, text, format)?;
        self.next()
    }

    fn next(&mut self) -> Result<(), WorkbookError> {
        self.at =
            self.at.checked_add(1).filter(|at| *at < 1_048_576).ok_or(WorkbookError::TooLong)?;
        Ok(())
    }

    /// As wide as what stands in the column, within reason.
    fn widths(self, report: &Report) -> Result<(), WorkbookError> {
        for ((place, column), index) in (0_u16..).zip(&report.columns).zip(0_usize..) {
            let lengths =
                report.sections.iter().flat_map(|section| &section.rows).filter_map(|row| {
                    Some(row.cells.get(index)?.value.on_paper(report.language).chars().count())
                });
            let title = column.title.chars().count().min(14);
            let widest = lengths.take(2000).chain([title]).max().unwrap_or(8).clamp(6, 60);
            let width = u32::try_from(widest).unwrap_or(60).saturating_add(3);
            self.sheet.set_column_width(place, width)?;
        }
        Ok(())
    }
}

/// Fifteen digits are what a workbook keeps; a longer sum is refused, not bent.
fn exact(text: &str) -> Result<f64, WorkbookError> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse() {
        Ok(number) if digits <= 15 => Ok(number),
        _ => Err(WorkbookError::TooLarge(text.to_owned())),
    }
}
