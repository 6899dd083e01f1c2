//! Rows that are replaced whole: of each the last version in the log counts, and the versions follow one another.

use std::collections::BTreeMap;

use almoner_ledger::record::{Class, Table};
use almoner_proof::canon::Canon;

use super::compare::{Stored, compare, image_key_text, key_text};
use super::findings::{Findings, Place};
use super::image::typed;

struct Last {
    image: Box<[u8]>,
    seq: i64,
    version: i64,
}

/// The last image of every such row, by table and canonical key.
#[derive(Default)]
pub(super) struct States(BTreeMap<&'static str, BTreeMap<Box<[u8]>, Last>>);

impl States {
    pub(super) fn put(
        &mut self,
        table: &'static Table,
        image: &[u8],
        seq: i64,
        findings: &mut Findings,
    ) {
        let Some((key, version)) = key_and_version(table, image) else { return };
        let known = self.0.entry(table.name).or_default();
        let before = known.get(&key).map_or(0, |last| last.version);
        if version != before.saturating_add(1) {
            let place = Place::new(table.name, image_key_text(table, image), Some(seq));
            findings.column(
                place,
                "version",
                format!("version {version} follows version {before}"),
            );
        }
        known.insert(key, Last { image: image.into(), seq, version });
    }

    /// Begins to compare one table, whose rows then come in any order.
    pub(super) fn merge(&mut self, table: &'static Table) -> StateMerge {
        StateMerge { table, waiting: self.0.remove(table.name).unwrap_or_default(), rows: 0 }
    }
}

pub(crate) struct StateMerge {
    table: &'static Table,
    waiting: BTreeMap<Box<[u8]>, Last>,
    pub(crate) rows: u64,
}

impl StateMerge {
    pub(crate) fn row(&mut self, stored: &Stored, findings: &mut Findings) {
        self.rows = self.rows.saturating_add(1);
        let mut canon = Canon::new();
        for value in self.table.key(&stored.values) {
            value.write(&mut canon);
        }
        if let Some(last) = self.waiting.remove(canon.as_slice()) {
            compare(self.table, &last.image, stored, last.seq, findings);
        } else {
            let place = Place::new(self.table.name, key_text(self.table, &stored.values), None);
            findings.row(place, "no act in the log recorded this row");
        }
    }

    pub(crate) fn end(self, findings: &mut Findings) -> u64 {
        for last in self.waiting.values() {
            let place = Place::new(
                self.table.name,
                image_key_text(self.table, &last.image),
                Some(last.seq),
            );
            findings.row(place, "this row was recorded and is no longer there");
        }
        self.rows
    }
}

fn key_and_version(table: &'static Table, image: &[u8]) -> Option<(Box<[u8]>, i64)> {
    use almoner_ledger::cell::Value;
    let values = typed(table, image).ok()?.values();
    let mut key = Canon::new();
    let mut version = 0;
    for (column, value) in table.columns.iter().zip(&values) {
        if column.class == Class::Key {
            value.write(&mut key);
        }
        if let (Value::Int(number), "version") = (value, column.name) {
            version = *number;
        }
    }
    Some((key.finish().into(), version))
}
