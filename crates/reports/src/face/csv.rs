//! The report as a table for a program or a spreadsheet, in either dialect.
//!
//! Every record has the same fields: `record`, `name`, `value`, then the report's own columns. `record` is `head`,
//! `section`, `line`, `sum`, `total` or `note`; a program keeps `line`. A file whose last record is not `control` was cut
//! off on its way.

use crate::csv::dialect::Dialect;
use crate::csv::guard::guard_text;
use crate::face::{basis, particulars};
use crate::report::cell::Value;
use crate::report::words::Word;
use crate::report::{Report, Row, RowKind};

pub fn write(report: &Report, dialect: Dialect) -> Result<Vec<u8>, csv::Error> {
    let mut table = Table { dialect, columns: report.columns.len(), out: Vec::new(), lines: 0 };
    table.out.extend_from_slice(dialect.prologue());
    table.names(report)?;
    head(report, &mut table)?;
    for section in &report.sections {
        if let Some(title) = &section.title {
            table.named("section", "дел", title, "")?;
        }
        for row in section.shown() {
            table.row(row)?;
        }
    }
    if let Some(total) = &report.total {
        table.row(total)?;
    }
    for note in &report.notes {
        table.named("note", "забелешка", Word::Notes.in_language(report.language), note)?;
    }
    let lines = table.lines.to_string();
    table.named("control", "контрола", dialect.say("lines", "број на ставки"), &lines)?;
    Ok(table.out)
}

fn head(report: &Report, table: &mut Table) -> Result<(), csv::Error> {
    let dialect = table.dialect;
    let mut say = |english, macedonian, value: &str| {
        table.named("head", "заглавие", dialect.say(english, macedonian), value)
    };
    say("report", "извештај", &report.title)?;
    if let Some(title) = &report.official_title {
        say("official_title", "службен наслов", title)?;
    }
    say("association", "здружение", &report.association.name)?;
    say("particulars", "податоци", &particulars(report))?;
    say("from", "од", &dialect.day(report.period.from))?;
    say("to", "до", &dialect.day(report.period.to))?;
    for law in &report.basis {
        say("basis", "правна основа", &basis(law))?;
    }
    for mark in &report.marks {
        say("mark", "ознака", mark.in_language(report.language))?;
    }
    for parameter in &report.parameters {
        table.named("head", "заглавие", &parameter.name, &parameter.value)?;
    }
    Ok(())
}

struct Table {
    dialect: Dialect,
    columns: usize,
    out: Vec<u8>,
    lines: u64,
}

impl Table {
    fn names(&mut self, report: &Report) -> Result<(), csv::Error> {
        let dialect = self.dialect;
        let first = [("record", "запис"), ("field", "поле"), ("content", "содржина")];
        let mut names: Vec<String> =
            first.into_iter().map(|(en, mk)| dialect.say(en, mk).to_owned()).collect();
        names.extend(report.columns.iter().map(|column| match (dialect, &column.group) {
            (Dialect::Data, _) => column.key.to_owned(),
            (Dialect::ExcelMk, None) => column.title.clone(),
            (Dialect::ExcelMk, Some(group)) => format!("{group}: {}", column.title),
        }));
        self.dialect.record(names.iter().map(String::as_str), &mut self.out)
    }

    fn named(
        &mut self,
        english: &'static str,
        macedonian: &'static str,
        name: &str,
        value: &str,
    ) -> Result<(), csv::Error> {
        let record = self.dialect.say(english, macedonian);
        let (name, value) = (guard_text(name), guard_text(value));
        let cells = [record, name.as_ref(), value.as_ref()];
        let rest = std::iter::repeat_n("", self.columns);
        self.dialect.record(cells.into_iter().chain(rest), &mut self.out)
    }

    fn row(&mut self, row: &Row) -> Result<(), csv::Error> {
        let record = match row.kind {
            RowKind::Line => self.dialect.say("line", "ставка"),
            RowKind::Sum => self.dialect.say("sum", "збир"),
            RowKind::Total => self.dialect.say("total", "вкупно"),
        };
        if row.kind == RowKind::Line {
            self.lines = self.lines.saturating_add(1);
        }
        let cells: Vec<String> = row.cells.iter().map(|cell| self.field(&cell.value)).collect();
        let first = [record, "", ""];
        self.dialect
            .record(first.into_iter().chain(cells.iter().map(String::as_str)), &mut self.out)
    }

    fn field(&self, value: &Value) -> String {
        match value {
            Value::Text(text) | Value::Code(text) => guard_text(text).into_owned(),
            Value::Day(day) => self.dialect.day(*day),
            Value::Empty
            | Value::Denars(_)
            | Value::Money(_)
            | Value::Count(_)
            | Value::Percent(_) => value.written(self.dialect.number()),
        }
    }
}
