//! Tables that hold nothing of their own: each row follows from others and is compared with what it must be.

use almoner_ledger::cell::{ColumnType, Value};

use super::compare::{Stored, shown};
use super::findings::{Findings, Place};
use super::sums::Derived;

/// A derived table: its keys, then what follows.
pub(crate) struct DerivedTable {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [(&'static str, ColumnType)],
    pub(crate) values: &'static [(&'static str, ColumnType)],
}

const BALANCE_KEYS: &[(&str, ColumnType)] = &[
    ("month", ColumnType::Int),
    ("account", ColumnType::Text),
    ("fund_seq", ColumnType::Int),
    ("currency", ColumnType::Text),
];
const BALANCE_VALUES: &[(&str, ColumnType)] =
    &[("amount_minor", ColumnType::Int), ("quantity_minor", ColumnType::Int)];
const MONTH_VALUES: &[(&str, ColumnType)] = &[
    ("amount_minor", ColumnType::Int),
    ("quantity_minor", ColumnType::Int),
    ("debit_minor", ColumnType::Int),
];

pub(super) const BALANCE_MONTH: DerivedTable =
    DerivedTable { name: "balance_month", keys: BALANCE_KEYS, values: MONTH_VALUES };
pub(super) const BALANCE_CLOSED: DerivedTable =
    DerivedTable { name: "balance_closed", keys: BALANCE_KEYS, values: BALANCE_VALUES };
pub(super) const CASH_DAY: DerivedTable = DerivedTable {
    name: "cash_day",
    keys: &[("account", ColumnType::Text), ("day", ColumnType::Date)],
    values: &[("amount_minor", ColumnType::Int)],
};
pub(super) const SERIES: DerivedTable = DerivedTable {
    name: "series",
    keys: &[("name", ColumnType::Text), ("year", ColumnType::Int)],
    values: &[("last", ColumnType::Int)],
};

pub(super) const TRACE_SUM: DerivedTable = DerivedTable {
    name: "trace_sum",
    keys: &[
        ("fund_seq", ColumnType::Int),
        ("agreement_seq", ColumnType::Int),
        ("axis", ColumnType::Text),
        ("part", ColumnType::Text),
        ("event", ColumnType::Text),
    ],
    values: &[("value_minor", ColumnType::Int)],
};

/// All of them.
pub(crate) const DERIVED: [DerivedTable; 5] =
    [BALANCE_MONTH, BALANCE_CLOSED, CASH_DAY, SERIES, TRACE_SUM];

impl DerivedTable {
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, ColumnType)> {
        self.keys.iter().chain(self.values).copied()
    }

    fn place(&self, key: &[Value]) -> Place {
        let words: Vec<String> = self
            .keys
            .iter()
            .zip(key)
            .map(|((name, _), value)| format!("{name} {}", shown(value)))
            .collect();
        Place::new(self.name, words.join(", "), None)
    }
}

pub(crate) struct DerivedMerge {
    pub(crate) table: DerivedTable,
    expected: Derived,
    pub(crate) rows: u64,
}

impl DerivedMerge {
    pub(super) fn new(table: DerivedTable, expected: Derived) -> Self {
        Self { table, expected, rows: 0 }
    }

    pub(crate) fn row(&mut self, stored: &Stored, findings: &mut Findings) {
        self.rows = self.rows.saturating_add(1);
        let (key, values) = stored.values.split_at(self.table.keys.len().min(stored.values.len()));
        for column in &stored.unreadable {
            findings.column(
                self.table.place(key),
                column,
                "this holds something that cannot be read as what belongs here",
            );
        }
        let Some(expected) = self.expected.remove(key) else {
            findings.row(self.table.place(key), "nothing in the journal leads to this row");
            return;
        };
        for (((name, _), now), due) in self.table.values.iter().zip(values).zip(&expected) {
            if now != due {
                let what =
                    format!("the journal adds up to {} and this says {}", shown(due), shown(now));
                findings.column(self.table.place(key), name, what);
            }
        }
    }

    pub(crate) fn end(self, findings: &mut Findings) -> u64 {
        for key in self.expected.keys() {
            findings
                .row(self.table.place(key), "this row follows from the journal and is not there");
        }
        self.rows
    }
}
