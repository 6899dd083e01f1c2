//! One stored row against what the log says of it, column by column where they differ.

use almoner_ledger::cell::Value;
use almoner_ledger::record::{Class, Table};
use almoner_proof::canon::{Canon, Fields};

use super::findings::{Findings, Place};
use super::text::hex;

/// A row as it was read, with the columns that hold something their type cannot be.
pub(crate) struct Stored {
    pub(crate) values: Vec<Value>,
    pub(crate) unreadable: Vec<&'static str>,
}

impl Stored {
    /// The whole-number key of a row of an append table.
    pub(super) fn number_key(&self, table: &Table) -> (i64, i64) {
        let pairs = table.columns.iter().zip(&self.values);
        let mut keys =
            pairs.filter(|(column, _)| column.class == Class::Key).map(|(_, value)| match value {
                Value::Int(number) => *number,
                Value::Null
                | Value::Text(_)
                | Value::Bytes(_)
                | Value::Date(_)
                | Value::Instant(_)
                | Value::Bool(_)
                | Value::Uuid(_) => i64::MIN,
            });
        (keys.next().unwrap_or(i64::MIN), keys.next().unwrap_or(0))
    }

    fn image(&self, table: &Table) -> Canon {
        let mut canon = Canon::with_capacity(256);
        table.write_image(&self.values, &mut canon);
        canon
    }
}

/// The key of a row in words.
pub(crate) fn key_text(table: &Table, values: &[Value]) -> String {
    let pairs = table.columns.iter().zip(values);
    let keys = pairs.filter(|(column, _)| column.class == Class::Key);
    let words: Vec<String> =
        keys.map(|(column, value)| format!("{} {}", column.name, shown(value))).collect();
    words.join(", ")
}

/// The key of an image in words.
pub(crate) fn image_key_text(table: &'static Table, image: &[u8]) -> String {
    let logged = table.read_image(&mut Fields::new(image)).unwrap_or_default();
    let pairs = table.logged().zip(&logged);
    let keys = pairs.filter(|(column, _)| column.class == Class::Key);
    let words: Vec<String> =
        keys.map(|(column, value)| format!("{} {}", column.name, shown(value))).collect();
    words.join(", ")
}

/// Compares a stored row with its image; `seq` is the act that vouches for it.
pub(crate) fn compare(
    table: &'static Table,
    image: &[u8],
    stored: &Stored,
    seq: i64,
    findings: &mut Findings,
) {
    let place = || Place::new(table.name, key_text(table, &stored.values), Some(seq));
    for column in &stored.unreadable {
        findings.column(
            place(),
            column,
            "this holds something that cannot be read as what belongs here",
        );
    }
    if stored.image(table).as_slice() != image {
        let logged = table.read_image(&mut Fields::new(image)).unwrap_or_default();
        let stored_logged = table.columns.iter().zip(&stored.values);
        let stored_logged = stored_logged.filter(|(column, _)| is_logged(column.class));
        for ((column, now), recorded) in stored_logged.zip(&logged) {
            if now != recorded && !stored.unreadable.contains(&column.name) {
                let what =
                    format!("it was recorded as {} and now says {}", shown(recorded), shown(now));
                findings.column(place(), column.name, what);
            }
        }
    }
    check_commitment(table, stored, seq, findings);
}

const fn is_logged(class: Class) -> bool {
    matches!(class, Class::Key | Class::Logged)
}

/// Erasable columns are vouched for by the row's commitment under its salt, or are all empty.
fn check_commitment(table: &'static Table, stored: &Stored, seq: i64, findings: &mut Findings) {
    let pairs = || table.columns.iter().zip(&stored.values);
    let erasable = || pairs().filter(|(column, _)| column.class == Class::Erasable);
    if erasable().next().is_none() {
        return;
    }
    let place = || Place::new(table.name, key_text(table, &stored.values), Some(seq));
    let Some(sealed) = table.commitment(&stored.values) else {
        for (column, _) in erasable().filter(|(_, value)| **value != Value::Null) {
            findings.column(
                place(),
                column.name,
                "its salt is gone, so nothing vouches for what stands here",
            );
        }
        return;
    };
    let committed = pairs().find(|(column, _)| column.name == "commitment").map(|(_, value)| value);
    if committed != Some(&Value::Bytes(sealed.to_vec())) {
        let names: Vec<&str> = erasable().map(|(column, _)| column.name).collect();
        findings.column(
            place(),
            &names.join(", "),
            "one of these is not what the row's commitment was made over",
        );
    }
}

/// A value in a sentence. Nothing that is erasable comes here.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) if text.chars().count() <= 60 => format!("“{text}”"),
        Value::Text(text) => format!("“{}…”", text.chars().take(60).collect::<String>()),
        Value::Bytes(bytes) => format!("{}…", hex(bytes.get(..6).unwrap_or(bytes))),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => instant.to_rfc3339(),
        Value::Bool(truth) => (if *truth { "yes" } else { "no" }).to_owned(),
        Value::Uuid(id) => id.to_string(),
    }
}
