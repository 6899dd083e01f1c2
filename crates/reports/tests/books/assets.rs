//! The register of fixed assets: its sums, and what it says of a ledger that differs.

use almoner_reports::language::Language;
use almoner_reports::registers::assets::{Differing, Kept, build};
use almoner_reports::report::cell::Value;

use crate::support::{association, day, frame, law};

fn kept(seq: i64, cost_minor: i64, left_on: Option<&str>) -> Kept {
    Kept {
        seq,
        name: "Преносен сметач".to_owned(),
        account: "013".to_owned(),
        fund: "free".to_owned(),
        in_use_on: day("2025-06-15"),
        rate_bp: 2_500,
        cost_minor,
        before_minor: 12_500,
        within_minor: 25_000,
        left_on: left_on.map(day),
    }
}

#[test]
fn what_left_is_worth_nothing_and_what_differs_is_named() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "fixed_assets", Language::En);
    let assets = [kept(7, 100_000, None), kept(9, 100_000, Some("2026-03-05"))];
    let differing =
        [Differing { account: "019".to_owned(), register_minor: 37_500, ledger_minor: 0 }];
    let report = build(&frame, &assets, &differing).unwrap();
    let total = report.total.as_ref().unwrap();
    let sums: Vec<&Value> = total.cells[6..10].iter().map(|cell| &cell.value).collect();
    let wanted = [200_000, 25_000, 50_000, 62_500].map(Value::Money);
    assert_eq!(sums, wanted.iter().collect::<Vec<_>>());
    let line = &report.sections[0].rows[0];
    assert!(line.cells[5].value.on_paper(Language::En).starts_with("25.00"));
    assert!(report.notes[0].contains("nomenclature of rates was not seen"));
    let differs = "Account 019: the register has 375.00 MKD, the ledger has 0.00 MKD.";
    assert_eq!(report.notes[1], differs);
    assert!(report.basis.iter().all(|basis| !basis.verified));
}
