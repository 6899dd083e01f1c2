//! The report in words, for the person who has to act on it.

use std::fmt;

use crate::verify::{Report, Soundness};

pub(super) fn write(report: &Report, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(out, "{} acts and {} rows checked; the log has the root", report.leaves, report.rows)?;
    writeln!(out, "  {}", hex(&report.root))?;
    signatures(report, out)?;
    for finding in report.findings.iter().take(Report::SHOWN_MAX) {
        match &finding.column {
            Some(column) => write!(out, "\n{} ({}), {column}: ", finding.table, finding.key)?,
            None => write!(out, "\n{} ({}): ", finding.table, finding.key)?,
        }
        write!(out, "{}", finding.what)?;
        if let Some(seq) = finding.seq {
            write!(out, " [act {seq}]")?;
        }
    }
    let shown = u64::try_from(report.findings.len().min(Report::SHOWN_MAX)).unwrap_or(0);
    let hidden = report.findings_count.saturating_sub(shown);
    if hidden != 0 {
        write!(out, "\n… and {hidden} more")?;
    }
    for doubt in &report.doubts {
        write!(out, "\ncould not be checked: {doubt}")?;
    }
    if report.findings_count != 0 || !report.doubts.is_empty() {
        writeln!(out)?;
    }
    let count = report.findings_count;
    match report.soundness() {
        Soundness::Sound => writeln!(out, "The books are sound."),
        Soundness::NotSound if count == 1 => writeln!(out, "The books are not sound: 1 finding."),
        Soundness::NotSound => writeln!(out, "The books are not sound: {count} findings."),
        Soundness::CannotTell => {
            writeln!(out, "Nothing wrong was found, but not everything could be checked.")
        }
    }
}

fn signatures(report: &Report, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Report { checkpoints, signed_leaves, leaves, .. } = report;
    if *checkpoints == 0 {
        writeln!(
            out,
            "No signed checkpoint vouches for it: whoever writes the database could have written all of it."
        )?;
    } else {
        writeln!(
            out,
            "{checkpoints} signed checkpoints fit, the last over {signed_leaves} of {leaves} acts."
        )?;
    }
    match &report.key {
        Some(key) if report.key_is_trusted => writeln!(out, "Checked with the key you gave: {key}"),
        Some(key) => writeln!(
            out,
            "Checked with the key that stands in the books: {key}\n\
             Compare it with the key you have on paper, or give that one."
        ),
        None => Ok(()),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
