//! What a leaf hashes is read back as exactly the columns it vouches for.

use std::collections::BTreeMap;

use almoner_ledger::act::{Act, PayloadError, read_payload};
use almoner_ledger::cell::Value;
use almoner_ledger::codes::SourceKind;
use almoner_ledger::command::Command;
use almoner_ledger::record::{Class, Keeping};
use almoner_ledger::rows::{Row, TABLES};

use crate::support::books::Books;
use crate::support::words::{TEA, donation, source};

/// Every row of an act is told by its payload, column by column, and is itself again from its values.
#[track_caller]
pub(crate) fn check(act: &Act) {
    let images = read_payload(&act.payload()).unwrap();
    assert_eq!(images.len(), act.rows.len());
    for (image, row) in images.iter().zip(&act.rows) {
        let (table, values) = (row.table(), row.values());
        assert_eq!(image.table.name, table.name);
        let pairs = table.columns.iter().zip(&values);
        let logged: Vec<Value> = pairs
            .filter(|(column, _)| matches!(column.class, Class::Key | Class::Logged))
            .map(|(_, value)| value.clone())
            .collect();
        assert_eq!(image.logged, logged, "{}", table.name);
        assert_eq!(image.key(), table.key(&values));
        let again = Row::from_values(table.name, values).unwrap().unwrap();
        assert_eq!(again, *row);
    }
}

#[test]
fn the_payload_of_an_act_tells_its_rows() {
    let mut books = Books::open();
    let gift = Command::RecordIncome(donation(books.free, books.giver, 500));
    for act in books.tries(TEA, gift).unwrap() {
        check(&act);
    }
}

#[test]
fn a_payload_cut_short_or_from_elsewhere_is_refused() {
    let mut books = Books::open();
    let gift = Command::RecordIncome(donation(books.free, books.giver, 500));
    let payload = books.tries(TEA, gift).unwrap()[0].payload();
    for cut in 1..payload.len() {
        let head = &payload[..cut];
        if let Ok(images) = read_payload(head) {
            let whole = read_payload(&payload).unwrap();
            assert!(images.len() < whole.len(), "cut at {cut} reads as the whole");
        }
    }
    let mut canon = almoner_proof::canon::Canon::new();
    canon.text("table_of_a_later_version");
    assert_eq!(read_payload(canon.as_slice()).unwrap_err(), PayloadError::Unknown);
}

#[test]
fn a_persons_name_is_sealed_and_not_told() {
    let mut books = Books::open();
    let acts = books.tries(TEA, source(SourceKind::Person, "Петар Петров")).unwrap();
    let payload = acts[0].payload();
    let name = "Петар".as_bytes();
    assert!(!payload.windows(name.len()).any(|part| part == name));
    let row = &acts[0].rows[0];
    let sealed = row.table().commitment(&row.values()).unwrap();
    let at = row.table().column("commitment").unwrap();
    assert_eq!(row.values()[at], Value::Bytes(sealed.to_vec()));
}

#[test]
fn every_table_has_a_key_and_what_can_be_erased_is_committed_to() {
    for table in TABLES {
        let has = |class| table.columns.iter().any(|column| column.class == class);
        assert!(has(Class::Key), "{}", table.name);
        assert_eq!(has(Class::Erasable), table.column("commitment").is_some(), "{}", table.name);
        assert_eq!(
            table.keeping == Keeping::State,
            table.column("version").is_some(),
            "{}: a row that is replaced has a version",
            table.name
        );
    }
}

#[test]
fn an_act_writes_no_key_twice() {
    let mut books = Books::open();
    let gift = Command::RecordIncome(donation(books.free, books.giver, 500));
    for act in books.tries(TEA, gift).unwrap() {
        distinct(&act);
    }
}

/// No two rows of an act share a key: the database would refuse the group.
#[track_caller]
pub(crate) fn distinct(act: &Act) {
    let mut seen: BTreeMap<(&str, Vec<Value>), usize> = BTreeMap::new();
    for row in &act.rows {
        let key = (row.table().name, row.table().key(&row.values()));
        *seen.entry(key).or_insert(0) += 1;
    }
    assert!(seen.values().all(|count| *count == 1), "{seen:?}");
}
