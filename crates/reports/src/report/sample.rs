//! An invented report with one of everything, for the tests of the faces.

use crate::language::Language;
use crate::report::cell::{Cell, CellKind, Drill, Value};
use crate::report::{
    Association, Basis, Column, Draft, Mark, Parameter, Period, Report, Row, Section, SignOff,
};

pub(crate) fn association() -> Association {
    Association {
        name: "Здружение „Топол дом“ & пријатели".to_owned(),
        seat: Some("Скопје".to_owned()),
        register_number: Some("5414571".to_owned()),
        tax_number: Some("4030000375897".to_owned()),
        activity: None,
        phone: None,
        email: None,
        accounts: Vec::new(),
        representative: None,
    }
}

pub(crate) fn year() -> Period {
    Period { from: "2026-01-01".parse().unwrap(), to: "2026-12-31".parse().unwrap() }
}

/// With so many lines in its second section.
pub(crate) fn draft(language: Language, lines: i64) -> Draft {
    let columns = vec![
        Column::new("account", "Конто", CellKind::Code),
        Column::new("name", "Назив", CellKind::Text),
        Column::new("on", "Датум", CellKind::Day),
        Column::new("people", "Лица", CellKind::Count).adding(),
        Column::new("share", "Удел", CellKind::Percent),
        Column::new("whole", "Денари", CellKind::Denars).adding(),
        Column::new("debit", "Должи", CellKind::Money).under("Промет").adding(),
        Column::new("credit", "Побарува", CellKind::Money).under("Промет").adding(),
    ];
    let line = |number: i64, name: &str| {
        Row::line(vec![
            Cell::code(format!("1{number:03}")).opens(Drill::Account("A1000".to_owned())),
            Cell::text(name),
            Cell::day("2026-03-10".parse().unwrap()),
            Cell::count(number),
            Value::Percent(1250).into(),
            Cell::denars(-1500),
            Cell::money(123_456_789).opens(Drill::Entry(7)),
            Cell::money_or_empty(0),
        ])
    };
    let first = vec![line(1, "=HYPERLINK(\"x\")"), line(2, "<b>Ќосев & син</b>, Ndihmë për çadra")];
    let second = (1..=lines).map(|number| line(number, "Помош за огрев и лекови"));
    Draft {
        code: "sample".to_owned(),
        language,
        association: association(),
        title: "Пробен извештај".to_owned(),
        official_title: None,
        basis: vec![
            Basis { text: "Закон А, чл. 1".to_owned(), verified: true },
            Basis { text: "Правилник Б".to_owned(), verified: false },
        ],
        period: year(),
        parameters: vec![Parameter { name: "Фонд".to_owned(), value: "Сите".to_owned() }],
        marks: vec![Mark::Provisional],
        columns,
        sections: vec![
            Section::new(Some("Прв дел".to_owned()), first).adding_up(),
            Section::new(None, second.collect()),
        ],
        adds_up: true,
        total: None,
        notes: vec!["Износите се во денари.".to_owned()],
        sign_off: SignOff {
            signatures: vec!["Составил".to_owned(), "Застапник по закон".to_owned()],
            stamp: true,
        },
    }
}

pub(crate) fn report(language: Language, lines: i64) -> Report {
    draft(language, lines).finish().unwrap()
}
