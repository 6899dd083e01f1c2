//! Annex VI: euro by four methods, line by line, and what a contract would have to be changed for.

use almoner_reports::annex_vi::plan::Plan;
use almoner_reports::annex_vi::rate::Method;
use almoner_reports::annex_vi::{Spending, build, list};
use almoner_reports::books::error::BuildError;
use almoner_reports::face;
use almoner_reports::language::Language;
use almoner_reports::public_money::{Cost, Movement};

use crate::support::{association, day, frame, law};

const PLAN: &str = r#"{
    "lines": [
        {"number": "1.1", "name": "Salaries", "unit": "month", "units": "2", "unit_cost": "100.00", "takes": ["460"]},
        {"number": "6.1", "name": "Food aid", "units": 1, "unit_cost": "300.00", "takes": ["food", "health"]}
    ],
    "months": [{"month": "2026-02", "rate": "60"}, {"month": "2026-03", "rate": "61.5"}],
    "days": [{"on": "2026-02-27", "rate": "61"}, {"on": "2026-03-06", "rate": "62"}]
}"#;

fn cost(seq: i64, on: &str, code: &str, minor: i64) -> Cost {
    let of = Movement { seq, on: day(on), document: format!("фактура {seq}"), minor };
    let (codes, paid_on) = (vec![code.to_owned()], of.on);
    Cost {
        of, issuer: "Пример".to_owned(), line: code.to_owned(), codes, paid_on, invoice: None
    }
}

fn spending() -> Spending {
    Spending {
        agreement: "EU-1".to_owned(),
        grantor: "Пример ЕУ".to_owned(),
        costs: vec![
            cost(1, "2026-02-28", "460", 600_000),
            cost(2, "2026-03-02", "food", 2_460_001),
            cost(3, "2026-03-09", "4020", 61_500),
        ],
        from: day("2026-03-01"),
        to: day("2026-03-31"),
        received: (6_160_000, 100_000),
    }
}

fn made(method: Method) -> Result<String, BuildError> {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "annex_vi", Language::En);
    let plan = Plan::parse(PLAN).unwrap();
    let report = build(&frame, (&spending(), &plan), method, 2_500)?;
    let csv = face::csv::write(&report, almoner_reports::csv::dialect::Dialect::Data).unwrap();
    Ok(String::from_utf8(csv).unwrap())
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

/// 6,000.00 / 60 = 100.00; 24,600.01 / 61.5 = 400.00; 615.00 / 61.5 = 10.00. Heading 6 grew by a third.
#[test]
fn each_month_has_its_rate_and_a_heading_that_grew_too_far_is_named() {
    let text = made(Method::InforeuroMonth).unwrap();
    says(
        &text,
        &[
            "1.1,Salaries,month,2,100.00,200.00,0.00,100.00,100.00,-100.00,-50.00",
            "6.1,Food aid,,1,300.00,300.00,400.00,0.00,400.00,100.00,33.33",
            ",0.00,10.00,0.00,10.00,10.00,",
            "heading 6: +100.00 EUR",
        ],
    );
    assert!(!text.contains("heading 1:"), "{text}");
}

#[test]
fn the_other_methods_take_the_mean_the_day_or_the_instalments() {
    // The mean of the report's only month, and of those before it.
    says(&made(Method::InforeuroAverage).unwrap(), &["300.00,400.00,0.00", "200.00,0.00,100.00"]);
    // 24,600.01 at 61, the newest list within a week; 615.00 at 62.
    says(
        &made(Method::NbrmDaily).unwrap(),
        &["300.00,403.28,0.00", "200.00,0.00,98.36", ",0.00,9.92,"],
    );
    // 61,600.00 denars came for 1,000.00 euro.
    says(&made(Method::Instalment).unwrap(), &["300.00,399.35,0.00", "200.00,0.00,97.40"]);
}

#[test]
fn a_rate_that_is_missing_is_named() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "annex_vi", Language::En);
    let plan = Plan { months: Vec::new(), ..Plan::parse(PLAN).unwrap() };
    let made = build(&frame, (&spending(), &plan), Method::InforeuroMonth, 2_500);
    assert_eq!(made, Err(BuildError::RateMissing { what: "2026-02".to_owned() }));
    let none = Spending { received: (0, 0), ..spending() };
    let made = build(&frame, (&none, &plan), Method::Instalment, 2_500);
    assert!(matches!(made, Err(BuildError::RateMissing { .. })), "{made:?}");
}

#[test]
fn every_cost_of_the_period_stands_in_the_list_with_its_document() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "annex_vi_costs", Language::En);
    let plan = Plan::parse(PLAN).unwrap();
    let report = list(&frame, (&spending(), &plan), Method::InforeuroMonth).unwrap();
    let csv = face::csv::write(&report, almoner_reports::csv::dialect::Dialect::Data).unwrap();
    let text = String::from_utf8(csv).unwrap();
    says(
        &text,
        &[
            "фактура 2,Пример,food,6.1 Food aid,24600.01,400.00",
            "outside the budget,615.00,10.00",
            "25215.01,410.00",
        ],
    );
    assert!(!text.contains("фактура 1"), "{text}");
}

#[test]
fn a_plan_that_cannot_be_read_says_where() {
    for (from, to, said) in [
        ("\"2\"", "\"-2\"", "budget line 1.1"),
        ("100.00", "100,00", "budget line 1.1"),
        ("\"6.1\"", "\"1.1\"", "twice"),
        ("\"61.5\"", "\"0\"", "not above nothing"),
        ("\"name\"", "\"nome\"", "unknown field"),
    ] {
        let refused = Plan::parse(&PLAN.replace(from, to)).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}
