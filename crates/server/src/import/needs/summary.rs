//! The dry run of a list of needs in words, for a terminal.

use std::fmt;

use almoner_ledger::money::format_minor;

use crate::import::needs::dry_run::NeedsDryRun;
use crate::import::needs::fate::{Alike, NeedFate, NeedRowFate};

/// Refused rows and what is to be looked at in full, the rest in numbers.
impl fmt::Display for NeedsDryRun {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, charset, number_format, date_format, counts, .. } = self;
        writeln!(
            out,
            "profile   {profile} ({charset}, amounts like {number_format}, dates like {date_format})"
        )?;
        writeln!(out, "file      {} rows, sha256 {}", counts.read, self.file_sha256)?;
        writeln!(out, "total     {} MKD over all rows", format_minor(counts.total_minor))?;
        let new = format_minor(counts.new_minor);
        writeln!(
            out,
            "new       {} needs, {new} MKD, of {} new people",
            counts.new, counts.new_recipients
        )?;
        writeln!(
            out,
            "others    {} known, {} excluded, {} refused",
            counts.known, counts.excluded, counts.refused
        )?;
        if !self.unused_columns.is_empty() {
            writeln!(out, "unused    columns {}", self.unused_columns.join(", "))?;
        }
        let compared = if self.identities_checked {
            "compared with the vault"
        } else {
            "not compared: the vault is not open"
        };
        writeln!(out, "people    {} with who they are; {compared}", counts.identities)?;
        if let Some(why) = &self.vault {
            writeln!(out, "vault     {why}")?;
        }
        self.rows.iter().try_for_each(|row| write_row(row, out))
    }
}

fn write_row(row: &NeedRowFate, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let number = row.row;
    for alike in &row.alike {
        writeln!(out, "row {number}    look at {}", alike_line(alike))?;
    }
    if row.identity_differs {
        writeln!(
            out,
            "row {number}    the vault knows this case otherwise; it is left as it is, change it by hand"
        )?;
    }
    match &row.fate {
        NeedFate::New | NeedFate::Known => Ok(()),
        NeedFate::Excluded { reason } => writeln!(out, "row {number}    excluded: {reason}"),
        NeedFate::Refused { problems } => problems.iter().try_for_each(|problem| {
            writeln!(out, "row {number}    refused ({}): {problem}", problem.name)
        }),
    }
}

fn alike_line(alike: &Alike) -> String {
    let how = alike.how.replace('_', " ");
    match (alike.request, alike.row, alike.until_on) {
        (Some(request), _, Some(until)) => {
            format!("request {request}: same {how}, {} until {until}", alike.level)
        }
        (_, Some(row), _) => format!("row {row}: same {how} under another case"),
        (_, None, _) => format!("other aid: same {how}"),
    }
}
