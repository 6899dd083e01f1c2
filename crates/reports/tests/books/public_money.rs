//! The report on public money: it leads to what is left, and tells nobody of a few people in a small place.

use std::collections::BTreeMap;

use almoner_reports::books::error::BuildError;
use almoner_reports::language::Language;
use almoner_reports::public_money::{Cost, Grant, Movement, Tally, build};
use almoner_reports::report::Report;

use crate::support::{association, day, frame, law};

fn movement(seq: i64, document: &str, minor: i64) -> Movement {
    Movement { seq, on: day("2026-03-01"), document: document.to_owned(), minor }
}

fn cost(seq: i64, line: &str, minor: i64) -> Cost {
    let (of, issuer) = (movement(seq, "фактура 7/26", minor), "Пример Аптека".to_owned());
    let (codes, paid_on) = (vec!["health".to_owned()], of.on);
    Cost { of, issuer, line: line.to_owned(), codes, paid_on, invoice: None }
}

/// 500 from before, 50,000 came, 300 + 200 + 4,000 − 100 went for costs, 1,000 went back: 45,100 is left.
fn grant() -> Grant {
    let places = [(Some("Центар"), 12, 400), (Some("Чаир"), 3, 60), (Some("Аеродром"), 2, 40)];
    let places =
        places.map(|(place, count, minor)| (place.map(str::to_owned), Tally { count, minor }));
    Grant {
        agreement: "08-114/2026".to_owned(),
        grantor: "Општина Пример".to_owned(),
        purpose: "Здравје".to_owned(),
        promised_minor: 5_000_000,
        currency: "MKD",
        from: day("2026-01-15"),
        to: day("2026-12-31"),
        report_due_on: Some(day("2027-03-04")),
        opening_minor: 50_000,
        received: vec![movement(2, "банкарски извод 48", 5_000_000)],
        costs: vec![
            cost(3, "Здравје", 30_000),
            cost(4, "Здравје", 20_000),
            cost(5, "Храна", 400_000),
            cost(6, "Храна", -10_000),
        ],
        refunded: vec![movement(7, "банкарски извод 50", 100_000)],
        elsewhere_minor: 0,
        closing_minor: 4_510_000,
        places: BTreeMap::from(places),
    }
}

fn made(grant: &Grant, group_min: i64) -> Result<Report, BuildError> {
    let (law, association) = (law(), association());
    build(&frame(&law, &association, "municipal_report", Language::Mk), grant, group_min)
}

fn section(report: &Report, ends: &str) -> Vec<(String, String)> {
    let mut sections = report.sections.iter();
    let found = sections.find(|it| it.title.as_ref().is_some_and(|title| title.ends_with(ends)));
    let cell = |row: &almoner_reports::report::Row, place: usize| {
        row.cells[place].value.on_paper(Language::Mk)
    };
    found.unwrap().rows.iter().map(|row| (cell(row, 4), cell(row, 5))).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(words, sum)| ((*words).to_owned(), (*sum).to_owned())).collect()
}

#[test]
fn a_report_on_public_money_leads_to_what_is_left() {
    let report = made(&grant(), 10).unwrap();
    assert_eq!(section(&report, "ставка"), told(&[("Здравје", "500,00"), ("Храна", "3.900,00")]));
    let balance = section(&report, "Состојба");
    assert_eq!(balance[2], ("Потрошено".to_owned(), "4.400,00".to_owned()));
    assert_eq!(balance[5], ("Неискористено за враќање".to_owned(), "45.100,00".to_owned()));
    let off = Grant { closing_minor: 4_510_001, ..grant() };
    let agreement = "08-114/2026".to_owned();
    let expected = BuildError::AgreementDiffers {
        agreement,
        found_minor: 4_510_000,
        expected_minor: 4_510_001,
    };
    assert_eq!(made(&off, 10), Err(expected));
}

#[test]
fn small_places_stand_together_and_cannot_be_told_from_the_whole() {
    let report = made(&grant(), 5).unwrap();
    assert_eq!(section(&report, "општина"), told(&[("Центар", "4,00"), ("Други места", "1,00")]));
    // Five in all are fewer than ten: the only other place goes with them.
    let report = made(&grant(), 10).unwrap();
    assert_eq!(section(&report, "општина"), told(&[("Други места", "5,00")]));
}
