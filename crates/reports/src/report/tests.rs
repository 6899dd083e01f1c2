use super::cell::{Cell, Value};
use super::sample::draft;
use super::*;

#[test]
fn totals_are_added_up_from_the_lines_and_from_nothing_else() {
    let mut draft = draft(Language::Mk, 3);
    let sum = Row::sum(draft.sections[1].rows[0].cells.clone());
    draft.sections[1].rows.push(sum);
    let report = draft.finish().unwrap();
    let values = |row: &Option<Row>| {
        let row = row.as_ref().unwrap();
        assert_eq!(row.kind, RowKind::Total);
        row.cells.iter().map(|cell| cell.value.clone()).collect::<Vec<_>>()
    };
    let total = |word: &str, people, whole, debit| {
        vec![
            Value::Empty,
            Value::Text(word.to_owned()),
            Value::Empty,
            Value::Count(people),
            Value::Empty,
            Value::Denars(whole),
            Value::Money(debit),
            Value::Money(0),
        ]
    };
    assert_eq!(values(&report.sections[0].total), total("Вкупно", 3, -3000, 246_913_578));
    assert_eq!(report.sections[1].total, None);
    assert_eq!(values(&report.total), total("ВКУПНО", 9, -7500, 617_283_945));
}

#[test]
fn what_was_not_confirmed_is_said_once_in_the_language_of_the_report() {
    for (language, words) in [
        (Language::Mk, "Службен весник"),
        (Language::En, "Official Gazette"),
        (Language::Sq, "Gazetën Zyrtare"),
    ] {
        let said = |draft: Draft| {
            let report = draft.finish().unwrap();
            report.notes.iter().filter(|note| note.contains(words)).count()
        };
        let mut twice = draft(language, 1);
        twice.basis.push(Basis { text: "Правилник В".to_owned(), verified: false });
        assert_eq!(said(twice), 1);
        let mut sure = draft(language, 1);
        sure.basis.retain(|basis| basis.verified);
        assert_eq!(said(sure), 0);
    }
}

#[test]
fn a_draft_that_does_not_fit_together_is_no_report() {
    type Spoil = fn(&mut Draft);
    let cases: [(Spoil, DraftError); 5] = [
        (
            |draft| drop(draft.sections[1].rows[0].cells.pop()),
            DraftError::FieldCount { section: 1, row: 0, found: 7, expected: 8 },
        ),
        (
            |draft| draft.sections[0].rows[1].cells[6] = Cell::denars(5),
            DraftError::OtherKind { section: 0, row: 1, column: "debit" },
        ),
        (|draft| draft.columns[1].adds = true, DraftError::CannotAdd { column: "name" }),
        (
            |draft| draft.sections[0].rows[1].cells[7] = Cell::money(i64::MAX),
            DraftError::Overflow { column: "credit" },
        ),
        (|draft| draft.period.to = "2025-12-31".parse().unwrap(), DraftError::PeriodReversed),
    ];
    for (spoil, expected) in cases {
        let mut draft = draft(Language::Mk, 1);
        draft.sections[0].rows[0].cells[7] = Cell::money(1);
        spoil(&mut draft);
        assert_eq!(draft.finish(), Err(expected));
    }
}
