//! The columns of every table, in the order in which whole books may be written: what a copy of the books carries.

use almoner_ledger::cell::ColumnType::{self, Bytes, Instant, Int, Text, Uuid};
use almoner_ledger::record::{Class, Table};
use almoner_ledger::rows::TABLES;

use crate::verify::{DERIVED, DerivedTable};

pub(crate) type Columns = [(&'static str, ColumnType)];

pub(crate) const LEAF: [(&str, ColumnType); 8] = [
    ("seq", Int),
    ("recorded_at", Instant),
    ("actor_id", Uuid),
    ("kind", Text),
    ("kind_version", Int),
    ("salt", Bytes),
    ("payload", Bytes),
    ("hash", Bytes),
];

/// There is one row, made with the tables.
pub(crate) const HEAD: [(&str, ColumnType); 5] = [
    ("id", Int),
    ("size", Int),
    ("frontier", Bytes),
    ("recorded_at", Instant),
    ("reference_seq", Int),
];

const CHECKPOINT: [(&str, ColumnType); 2] = [("size", Int), ("note", Text)];

pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<(&'static str, ColumnType)>,
    pub(crate) keys: Vec<&'static str>,
}

impl Shape {
    fn new(name: &'static str, columns: &Columns, keys: &[&'static str]) -> Self {
        Self { name, columns: columns.to_vec(), keys: keys.to_vec() }
    }

    fn of(table: &Table) -> Self {
        let keys = table.columns.iter().filter(|column| column.class == Class::Key);
        Self {
            name: table.name,
            columns: table.columns.iter().map(|column| (column.name, column.kind)).collect(),
            keys: keys.map(|column| column.name).collect(),
        }
    }

    fn derived(table: &DerivedTable) -> Self {
        Self {
            name: table.name,
            columns: table.columns().collect(),
            keys: table.keys.iter().map(|(name, _)| *name).collect(),
        }
    }
}

/// Every table. An entry seals its postings and a closed month takes no entries, so postings come before entries and
/// entries before months.
pub(crate) fn shapes() -> Vec<Shape> {
    let last = |table: &&Table| match table.name {
        "entry" => 1,
        "period" => 2,
        _ => 0,
    };
    let mut tables = TABLES.to_vec();
    tables.sort_by_key(last);
    let log = [
        Shape::new("leaf", &LEAF, &["seq"]),
        Shape::new("checkpoint", &CHECKPOINT, &["size"]),
        Shape::new("head", &HEAD, &["id"]),
    ];
    let rows = tables.into_iter().map(Shape::of);
    rows.chain(DERIVED.iter().map(Shape::derived)).chain(log).collect()
}
