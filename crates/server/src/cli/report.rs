//! The report of a check, for programs.

use almoner_store::verify::{Finding, Report, Soundness};
use serde::Serialize;

use crate::field::write_hash;

#[derive(Serialize)]
pub(super) struct ReportView<'a> {
    /// `sound`, `not_sound` or `cannot_tell`; the exit code says the same.
    soundness: &'static str,
    acts: u64,
    rows: u64,
    /// Of the log, as it was recomputed.
    root: String,
    checkpoints: u64,
    signed_acts: u64,
    key: Option<&'a str>,
    key_is_trusted: bool,
    findings_count: u64,
    /// In the order of the acts; beyond some thousands they are only counted.
    findings: Vec<FindingView<'a>>,
    doubts: &'a [String],
}

#[derive(Serialize)]
struct FindingView<'a> {
    act: Option<i64>,
    table: &'static str,
    row: &'a str,
    column: Option<&'a str>,
    what: &'a str,
}

impl<'a> From<&'a Report> for ReportView<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            soundness: match report.soundness() {
                Soundness::Sound => "sound",
                Soundness::NotSound => "not_sound",
                Soundness::CannotTell => "cannot_tell",
            },
            acts: report.leaves,
            rows: report.rows,
            root: write_hash(&report.root),
            checkpoints: report.checkpoints,
            signed_acts: report.signed_leaves,
            key: report.key.as_deref(),
            key_is_trusted: report.key_is_trusted,
            findings_count: report.findings_count,
            findings: report.findings.iter().map(FindingView::from).collect(),
            doubts: &report.doubts,
        }
    }
}

impl<'a> From<&'a Finding> for FindingView<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            act: finding.seq,
            table: finding.table,
            row: &finding.key,
            column: finding.column.as_deref(),
            what: &finding.what,
        }
    }
}
