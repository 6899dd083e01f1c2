//! A stretch of the log with the rows of the same acts: append-only rows are compared stretch by stretch, so that the
//! memory it takes does not grow with the books.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::record::Table;

use super::compare::{Stored, compare, image_key_text, key_text};
use super::findings::{Findings, Place};

/// An image of an append-only row, waiting for its row.
struct Waiting {
    key: (i64, i64),
    image: Vec<u8>,
}

#[derive(Default)]
pub(crate) struct Page {
    waiting: BTreeMap<&'static str, Vec<Waiting>>,
    /// Acts whose payload cannot be read: of their rows nothing can be said.
    silent: BTreeSet<i64>,
}

impl Page {
    pub(super) fn wait(&mut self, table: &'static Table, key: (i64, i64), image: &[u8]) {
        self.waiting.entry(table.name).or_default().push(Waiting { key, image: image.to_vec() });
    }

    pub(super) fn silence(&mut self, seq: i64) {
        self.silent.insert(seq);
    }

    /// Begins to compare one table, whose rows then come in the order of their keys.
    pub(crate) fn merge(&mut self, table: &'static Table) -> Merge<'_> {
        let mut waiting = self.waiting.remove(table.name).unwrap_or_default();
        waiting.sort_by_key(|image| image.key);
        Merge { table, waiting: waiting.into_iter().peekable(), silent: &self.silent, rows: 0 }
    }
}

pub(crate) struct Merge<'p> {
    table: &'static Table,
    waiting: std::iter::Peekable<std::vec::IntoIter<Waiting>>,
    silent: &'p BTreeSet<i64>,
    pub(crate) rows: u64,
}

impl Merge<'_> {
    pub(crate) fn row(&mut self, stored: &Stored, findings: &mut Findings) {
        self.rows = self.rows.saturating_add(1);
        let key = stored.number_key(self.table);
        while let Some(missing) = self.waiting.next_if(|image| image.key < key) {
            self.report_missing(&missing, findings);
        }
        match self.waiting.next_if(|image| image.key == key) {
            Some(image) => compare(self.table, &image.image, stored, key.0, findings),
            None if self.silent.contains(&key.0) => {}
            None => {
                let place =
                    Place::new(self.table.name, key_text(self.table, &stored.values), Some(key.0));
                findings.row(place, "no act in the log recorded this row");
            }
        }
    }

    pub(crate) fn end(mut self, findings: &mut Findings) -> u64 {
        while let Some(missing) = self.waiting.next() {
            self.report_missing(&missing, findings);
        }
        self.rows
    }

    fn report_missing(&self, missing: &Waiting, findings: &mut Findings) {
        let place = Place::new(
            self.table.name,
            image_key_text(self.table, &missing.image),
            Some(missing.key.0),
        );
        findings.row(place, "this row was recorded and is no longer there");
    }
}
