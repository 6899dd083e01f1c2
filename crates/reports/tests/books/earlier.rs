//! What was issued once is told the same by every later report, so that two releases tell no more than each by itself.

use std::collections::BTreeMap;

use almoner_reports::face::json::write;
use almoner_reports::language::Language;
use almoner_reports::publish::earlier::{Release, told_first};
use almoner_reports::publish::public_report::{PublicReport, Quarter, build};
use almoner_reports::publish::suppress::{Cell, Published, Told, publish};
use proptest::prelude::*;

use crate::support::{association, day, frame, law};
use crate::suppress::RULES;

/// Who got how much for what, in which quarter.
type Payment = (u8, u8, u8, i64);

const NEEDS: u8 = 3;

fn cell(payments: &[Payment], quarter: u8, need: Option<u8>) -> Cell {
    let mut persons: BTreeMap<u8, i64> = BTreeMap::new();
    let is_in = |paid: &&Payment| paid.2 == quarter && need.is_none_or(|need| paid.1 == need);
    for payment in payments.iter().filter(is_in) {
        *persons.entry(payment.0).or_default() += payment.3;
    }
    Cell::of(persons.into_values())
}

fn quarter(payments: &[Payment], number: u8) -> Quarter {
    let cells: Vec<Cell> = (0..NEEDS).map(|need| cell(payments, number, Some(need))).collect();
    let published =
        publish(&cell(payments, number, None), &[cells, Vec::new(), Vec::new()], &RULES);
    let names = (0..NEEDS).map(|need| format!("need {need}")).collect();
    let parts = vec![names, Vec::new(), Vec::new()];
    Quarter { name: format!("2026-Q{}", number + 1), parts, published }
}

/// What a report tells of some quarters, as a paper and read back.
fn released(quarters: Vec<Quarter>) -> Release {
    let total = Some(Told { persons: 0, minor: 123_450 });
    let income = (vec!["Company".to_owned()], Published { total, tables: vec![vec![total]] });
    let told = PublicReport {
        income: income.clone(),
        quarters: quarters.clone(),
        waiting: Vec::new(),
        settled: Vec::new(),
        income_settled: None,
        persons_min: RULES.persons_min,
    };
    let (law, association) = (law(), association());
    let report = build(&frame(&law, &association, "public_report", Language::En), &told).unwrap();
    let release = Release::read(&write(&report).unwrap()).unwrap();
    let days = (day("2026-01-01"), day("2026-12-31"));
    assert_eq!(release, Release { days, income, quarters }, "a paper is read as it was written");
    release
}

/// As the server does: what was released stays, the rest is counted.
fn later(payments: &[Payment], before: &[((), Release)]) -> Vec<Quarter> {
    let quarters = (0..2).map(|number| {
        let now = quarter(payments, number);
        told_first(before, &now.name).map_or(now.clone(), |(_, told)| told.clone())
    });
    quarters.collect()
}

/// Cells, and sums of all cells of a quarter, that two releases tell differently.
fn differences(one: &[Quarter], other: &[Quarter]) -> usize {
    let figures = |quarters: &[Quarter]| {
        let of = |quarter: &Quarter| {
            let cells = quarter.published.tables.concat();
            let cells = cells.into_iter().chain([quarter.published.total]).enumerate();
            cells.map(|(place, told)| ((quarter.name.clone(), place), told)).collect::<Vec<_>>()
        };
        quarters.iter().flat_map(of).collect::<BTreeMap<_, _>>()
    };
    let (one, other) = (figures(one), figures(other));
    one.iter().filter(|(key, told)| other.get(key).is_some_and(|now| now != *told)).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Each payment in turn is taken back, and each made larger, after the first quarter was issued.
    #[test]
    fn two_releases_tell_no_more_than_each_by_itself(
        payments in prop::collection::vec((0_u8..30, 0_u8..NEEDS, 0_u8..2, 100_000_i64..3_000_000), 20..60),
    ) {
        let first = [((), released(vec![quarter(&payments, 0)]))];
        let before = &first[0].1.quarters;
        for place in 0..payments.len() {
            let (mut without, mut with) = (payments.clone(), payments.clone());
            without.remove(place);
            with[place].3 += 1_000_000;
            for corrected in [without, with] {
                let told = later(&corrected, &first);
                assert_eq!(differences(before, &told), 0, "{:?}", payments[place]);
                assert_eq!(told[0], before[0], "what was withheld stays so");
                // A quarter told for the first time is as its own cells let it be.
                assert_eq!(told[1], quarter(&corrected, 1));
            }
        }
        // Once both are issued, nothing of either moves, even where nobody is left.
        let both = [first[0].clone(), ((), released(later(&payments, &first)))];
        assert_eq!(differences(&both[1].1.quarters, &later(&[], &both)), 0);
    }
}

#[test]
fn a_correction_would_be_told_by_two_releases_that_do_not_know_each_other() {
    let twelve = |extra: Option<Payment>| -> Vec<Payment> {
        let each = (0..36).map(|person| (person, person % NEEDS, 0, 500_000));
        each.chain(extra).collect()
    };
    let (then, now) = (twelve(None), twelve(Some((36, 0, 0, 800_000))));
    let [first, blind] = [&then, &now].map(|payments| released(vec![quarter(payments, 0)]));
    assert_eq!(
        differences(&first.quarters, &blind.quarters),
        2,
        "one person is the difference of a cell and of its total"
    );
    let knowing = later(&now, &[((), first.clone())]);
    assert_eq!(differences(&first.quarters, &knowing), 0);
}

#[test]
fn what_is_no_public_report_is_not_read() {
    for text in
        ["", "{}", r#"{"period": {"from": "2026-01-01", "to": "2026-12-31"}, "sections": []}"#]
    {
        assert_eq!(Release::read(text.as_bytes()), None, "{text}");
    }
}
