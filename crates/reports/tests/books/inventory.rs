//! The list of what there is and what is owed, before and after it was counted.

use almoner_reports::annual::inventory::{CountRow, GoodsRow, Group, build};
use almoner_reports::language::Language;
use almoner_reports::report::cell::Value;

use crate::support::{association, frame, law};

fn row(group: Group, account: &str, booked_minor: i64, counted_minor: Option<i64>) -> CountRow {
    CountRow {
        group,
        account: account.to_owned(),
        name: account.to_owned(),
        fund: "FREE".to_owned(),
        unit: "MKD".to_owned(),
        booked_minor,
        counted_minor,
    }
}

#[test]
fn what_was_not_counted_is_left_to_be_filled_in() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "inventory", Language::Mk);
    let rows = [row(Group::Money, "1000", 500, None)];
    let report = build(&frame, &rows, &[]).unwrap();
    assert_eq!(report.title, "Попис");
    let cells = &report.sections[0].rows[0].cells;
    assert_eq!((&cells[5].value, &cells[6].value), (&Value::Money(500), &Value::Empty));
    assert!(report.notes.iter().any(|note| note.contains("рачно")), "{:?}", report.notes);
}

#[test]
fn a_difference_stands_beside_its_count_and_goods_behind_their_account() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "inventory", Language::En);
    let rows =
        [row(Group::Obligations, "220", 900, Some(900)), row(Group::Stock, "3100", 500, Some(450))];
    let rice = GoodsRow {
        account: "3100".to_owned(),
        item: "rice".to_owned(),
        fund: "FREE".to_owned(),
        unit: "kg".to_owned(),
        quantity: 25,
    };
    let report = build(&frame, &rows, &[rice]).unwrap();
    let titles: Vec<&str> =
        report.sections.iter().filter_map(|section| section.title.as_deref()).collect();
    assert_eq!(titles, ["Stock", "Obligations"], "in the order of the list");
    assert_eq!(report.sections[0].rows[0].cells[7].value, Value::Money(-50));
    assert_eq!(report.sections[0].rows[1].cells[4].value, Value::Count(25));
    assert_eq!(report.sections[1].rows[0].cells[7].value, Value::Money(0));
}
