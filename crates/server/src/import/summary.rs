//! The dry run in words, for a terminal.

use std::fmt;

use almoner_ledger::money::format_minor;

use crate::import::dry_run::{DryRun, SourceTotal};
use crate::import::fate::{Fate, Remark};

/// Refused rows in full, the rest in numbers. Every row is in [`DryRun::rows`].
impl fmt::Display for DryRun {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
        writeln!(out, "profile   {} ({}, amounts like {}, dates like {})", self.profile, self.charset, self.number_format, self.date_format)?;
        writeln!(out, "file      {} rows, sha256 {}", counts.read, self.file_sha256)?;
        if let (Some(first), Some(last)) = (self.first_on, self.last_on) {
            writeln!(out, "dates     {first} to {last}")?;
        }
        writeln!(out, "total     {} {} over all rows", format_minor(self.total_minor), self.currency)?;
        if !self.rows_without_amount.is_empty() {
            writeln!(out, "          without rows {}, whose amount could not be read", numbers(&self.rows_without_amount))?;
        }
        writeln!(
            out,
            "new       {} rows, {} {}, worth {} MKD",
            counts.new,
            format_minor(self.new_minor),
            self.currency,
            format_minor(self.new_denars_minor)
        )?;
        writeln!(
            out,
            "others    {} known, {} excluded, {} passed over, {} refused",
            counts.known, counts.excluded, counts.passed_over, counts.refused
        )?;
        if !self.unused_columns.is_empty() {
            writeln!(out, "unused    columns {}", self.unused_columns.join(", "))?;
        }
        writeln!(out, "sources   {} in the file, {} of them new to the books", self.sources.len(), self.new_sources.len())?;
        for source in &self.sources {
            writeln!(out, "  {}", source_line(source))?;
        }
        for remark in &self.remarks {
            writeln!(out, "look at   {}", remark_line(remark))?;
        }
        for row in &self.rows {
            match &row.fate {
                Fate::New | Fate::Known => {}
                Fate::Excluded { reason } => writeln!(out, "row {}    excluded: {reason}", row.row)?,
                Fate::PassedOver { reason } => writeln!(out, "row {}    {reason}", row.row)?,
                Fate::Refused { problems } => {
                    for problem in problems {
                        writeln!(out, "row {}    refused ({}): {problem}", row.row, problem.why.name())?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn source_line(source: &SourceTotal) -> String {
    let name = source.name.as_ref().map_or("(no name)", |name| name.as_str());
    let identifier = source.identifier.as_ref().map_or("", |code| code.as_str());
    let sums = format!("{} rows, {}", source.rows, format_minor(source.total_minor));
    format!("{name} {identifier}: {sums}, of it new {} rows, {}", source.new_rows, format_minor(source.new_minor))
}

fn remark_line(remark: &Remark) -> String {
    match remark {
        Remark::Respelt { row, column, from } => {
            format!("row {row}, {column}: {from:?} is written with - where a code cannot hold a sign")
        }
        Remark::EqualToEarlier { row, ordinal } => {
            format!("row {row} equals an earlier row and counts as gift number {ordinal} of its kind")
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
