//! Public tables: whatever people were paid, no withheld cell can be computed, and no remainder tells of a few.

use std::collections::BTreeMap;

use almoner_reports::publish::suppress::{Cell, Published, Rules, publish};
use proptest::prelude::*;

pub(crate) const RULES: Rules =
    Rules { persons_min: 10, largest_max: 5_000, two_largest_max: 7_500, unit_minor: 100_000 };

/// Who got how much for what and where.
type Payment = (u8, u8, u8, i64);

fn cell(payments: &[Payment], is_in: impl Fn(&Payment) -> bool) -> Cell {
    let mut persons: BTreeMap<u8, i64> = BTreeMap::new();
    for payment in payments.iter().filter(|payment| is_in(payment)) {
        *persons.entry(payment.0).or_default() += payment.3;
    }
    Cell::of(persons.into_values())
}

fn tables(payments: &[Payment]) -> (Cell, Vec<Vec<Cell>>) {
    let needs = (0..4).map(|need| cell(payments, |payment| payment.1 == need)).collect();
    let places = (0..3).map(|place| cell(payments, |payment| payment.2 == place)).collect();
    (cell(payments, |_| true), vec![needs, places])
}

/// How many values each withheld cell of a table could have, in units, by trying all: the total and what is told are known.
fn possible(table: &[Option<i64>], whole: i64) -> Vec<usize> {
    let rest = whole - table.iter().flatten().sum::<i64>();
    let hidden = table.iter().filter(|told| told.is_none()).count();
    let mut seen = vec![std::collections::BTreeSet::new(); hidden];
    let units = rest / RULES.unit_minor;
    // One withheld cell takes any part, the next the rest of it, the others nothing; turned round, each is tried.
    for first in 0..hidden {
        for part in 0..=units {
            let mut values = vec![0; hidden];
            values[first] = part;
            values[(first + 1) % hidden] += units - part;
            if values.iter().sum::<i64>() == units {
                for (value, seen) in values.iter().zip(&mut seen) {
                    seen.insert(*value);
                }
            }
        }
    }
    seen.iter().map(std::collections::BTreeSet::len).collect()
}

fn check(payments: &[Payment], published: &Published) {
    let (total, tables) = tables(payments);
    let Some(whole) = published.total else {
        assert!(!RULES.allow(&total), "a total that may be told is told");
        assert!(published.tables.iter().flatten().all(Option::is_none));
        return;
    };
    for (axis, (cells, told)) in tables.iter().zip(&published.tables).enumerate() {
        let in_rest = |payment: &Payment| {
            let part = if axis == 0 { payment.1 } else { payment.2 };
            told[usize::from(part)].is_none()
        };
        for (cell, told) in cells.iter().zip(told) {
            assert!(told.is_none() || RULES.allow(cell), "{cell:?} is told");
            assert!(told.is_some() || cell.persons != 0, "who is in an empty cell");
        }
        let figures: Vec<Option<i64>> = told.iter().map(|told| told.map(|it| it.minor)).collect();
        let hidden = told.iter().filter(|told| told.is_none()).count();
        assert_ne!(hidden, 1, "a single withheld cell is the total less the others");
        if hidden == 0 {
            assert_eq!(figures.iter().flatten().sum::<i64>(), whole.minor, "cells add up");
        } else {
            let rest = cell(payments, in_rest);
            assert!(RULES.allow(&rest), "the remainder {rest:?} tells of a few");
            let ways = possible(&figures, whole.minor);
            assert!(ways.iter().all(|ways| 2 <= *ways), "{figures:?} of {whole:?}: {ways:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nobody_is_found_in_what_is_published(
        payments in prop::collection::vec((0_u8..40, 0_u8..4, 0_u8..3, 1_i64..20_000_000), 0..90),
    ) {
        let (total, tables) = tables(&payments);
        check(&payments, &publish(&total, &tables, &RULES));
    }
}

fn paid(persons: std::ops::Range<u8>, need: u8, minor: i64) -> Vec<Payment> {
    persons.map(|person| (person, need, 0, minor)).collect()
}

#[test]
fn a_small_cell_takes_another_with_it() {
    // 12 and 15 persons may be told, 3 may not: the smaller of the others goes too, for what is left is otherwise theirs.
    let payments: Vec<Payment> =
        [paid(0..12, 0, 500_000), paid(12..27, 1, 900_000), paid(27..30, 2, 500_000)].concat();
    let (total, tables) = tables(&payments);
    let published = publish(&total, &tables, &RULES);
    let told: Vec<bool> = published.tables[0].iter().map(Option::is_some).collect();
    assert_eq!(told, [false, true, false, true]);
    assert_eq!(published.total.unwrap().minor, 21_000_000);
    assert!(published.tables[1].iter().all(Option::is_some), "one place only");
}

#[test]
fn who_got_most_of_a_cell_is_not_told_by_it() {
    let mut payments = paid(0..11, 0, 100_000);
    payments.push((11, 0, 0, 2_000_000));
    let (total, tables) = tables(&payments);
    assert_eq!(total.persons, 12);
    assert_eq!(publish(&total, &tables, &RULES).total, None, "one person got two thirds");
}
