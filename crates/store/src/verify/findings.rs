//! Collecting what is wrong, within bounds.

use crate::verify::{Finding, Report};

#[derive(Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    count: u64,
    doubts: Vec<String>,
}

/// Where something is wrong.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) key: String,
    pub(crate) seq: Option<i64>,
}

impl Place {
    pub(crate) fn new(table: &'static str, key: impl Into<String>, seq: Option<i64>) -> Self {
        Self { table, key: key.into(), seq }
    }

    /// A row that is known by the number of its act.
    pub(crate) fn act(table: &'static str, seq: i64) -> Self {
        Self::new(table, format!("seq {seq}"), Some(seq))
    }

    pub(crate) fn line(table: &'static str, seq: i64, line: i64) -> Self {
        Self::new(table, format!("seq {seq}, line {line}"), Some(seq))
    }
}

impl Findings {
    pub(crate) fn add(&mut self, place: Place, column: Option<&str>, what: impl Into<String>) {
        self.count = self.count.saturating_add(1);
        if self.kept.len() < Report::FINDINGS_MAX {
            let Place { table, key, seq } = place;
            self.kept.push(Finding {
                seq,
                table,
                key,
                column: column.map(str::to_owned),
                what: what.into(),
            });
        }
    }

    pub(crate) fn row(&mut self, place: Place, what: impl Into<String>) {
        self.add(place, None, what);
    }

    pub(crate) fn column(&mut self, place: Place, column: &str, what: impl Into<String>) {
        self.add(place, Some(column), what);
    }

    /// What could not be checked; the same is said once.
    pub(crate) fn doubt(&mut self, what: impl Into<String>) {
        let what = what.into();
        if self.doubts.len() < Report::SHOWN_MAX && !self.doubts.contains(&what) {
            self.doubts.push(what);
        }
    }

    /// The findings in order, how many there are in all, and the doubts.
    pub(crate) fn finish(mut self) -> (Vec<Finding>, u64, Vec<String>) {
        // What belongs to no single act comes last.
        self.kept.sort_by(|one, other| (one.seq.is_none(), one).cmp(&(other.seq.is_none(), other)));
        (self.kept, self.count, self.doubts)
    }
}
