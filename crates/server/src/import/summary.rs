//! The dry run in words, for a terminal.

use std::fmt;

use almoner_ledger::money::format_minor;

use crate::import::dry_run::{DryRun, SourceTotal};
use crate::import::fate::{Fate, Remark, RowFate};

/// Refused rows in full, the rest in numbers. Every row is in [`DryRun::rows`].
impl fmt::Display for DryRun {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, charset, number_format, date_format, currency, counts, .. } = self;
        let formats = format!("{charset}, amounts like {number_format}, dates like {date_format}");
        writeln!(out, "profile   {profile} ({formats})")?;
        writeln!(out, "file      {} rows, sha256 {}", counts.read, self.file_sha256)?;
        if let (Some(first), Some(last)) = (self.first_on, self.last_on) {
            writeln!(out, "dates     {first} to {last}")?;
        }
        writeln!(out, "total     {} {currency} over all rows", format_minor(self.total_minor))?;
        if !self.rows_without_amount.is_empty() {
            let rows = numbers(&self.rows_without_amount);
            writeln!(out, "          without rows {rows}, which have no amount to add")?;
        }
        let (new, worth) = (format_minor(self.new_minor), format_minor(self.new_denars_minor));
        writeln!(out, "new       {} rows, {new} {currency}, worth {worth} MKD", counts.new)?;
        writeln!(
            out,
            "others    {} known, {} excluded, {} passed over, {} refused",
            counts.known, counts.excluded, counts.passed_over, counts.refused
        )?;
        if !self.unused_columns.is_empty() {
            writeln!(out, "unused    columns {}", self.unused_columns.join(", "))?;
        }
        let (named, entered) = (self.sources.len(), self.new_sources.len());
        writeln!(out, "sources   {named} in the file, {entered} of them new to the books")?;
        for source in &self.sources {
            writeln!(out, "  {}", source_line(source))?;
        }
        for remark in &self.remarks {
            writeln!(out, "look at   {}", remark_line(remark))?;
        }
        self.rows.iter().try_for_each(|row| write_row(row, out))
    }
}

fn write_row(row: &RowFate, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &row.fate {
        Fate::New | Fate::Known => Ok(()),
        Fate::Excluded { reason } => writeln!(out, "row {}    excluded: {reason}", row.row),
        Fate::PassedOver { reason } => writeln!(out, "row {}    {reason}", row.row),
        Fate::Refused { problems } => problems.iter().try_for_each(|problem| {
            writeln!(out, "row {}    refused ({}): {problem}", row.row, problem.why.name())
        }),
    }
}

fn source_line(source: &SourceTotal) -> String {
    let name = source.name.as_ref().map_or("(no name)", |name| name.as_str());
    let identifier = source.identifier.as_ref().map_or("", |code| code.as_str());
    let rows = |count: i64| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let all = format!("{}, {}", rows(source.rows), format_minor(source.total_minor));
    let new = format!("{}, {}", rows(source.new_rows), format_minor(source.new_minor));
    format!("{name} {identifier}: {all}; of it new {new}")
}

fn remark_line(remark: &Remark) -> String {
    match remark {
        Remark::Respelt { row, column, from } => {
            format!(
                "row {row}, {column}: {from:?} is written with - where a code cannot hold a sign"
            )
        }
        Remark::EqualToEarlier { row, ordinal } => {
            format!(
                "row {row} equals an earlier row and counts as gift number {ordinal} of its kind"
            )
        }
        Remark::MatchedByName { row, source_seq } => {
            format!("row {row}: source {source_seq} of the books was recognised by its name alone")
        }
        Remark::NamesDiffer { row, identifier } => {
            format!("row {row}: {identifier} has had another name above; the first is used")
        }
    }
}

fn numbers(rows: &[i64]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = rows.iter().take(MOST).map(i64::to_string).collect();
    let more = rows.len().saturating_sub(MOST);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
