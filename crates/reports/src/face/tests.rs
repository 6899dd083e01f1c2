//! What every face promises: the same bytes twice, the same figures, and nothing that runs.

use crate::csv::dialect::Dialect;
use crate::face::{csv, html, json, pdf, xlsx};
use crate::language::Language;
use crate::report::Report;
use crate::report::cell::Drill;
use crate::report::sample::report;

fn link(drill: &Drill) -> Option<String> {
    match drill {
        Drill::Account(code) => Some(format!("/accounts/{code}?a=1&b=2")),
        Drill::Entry(_) | Drill::FormRow(_) | Drill::Fund(_) => None,
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_in_every_face() {
    let faces: [fn(&Report) -> Vec<u8>; 6] = [
        |report| html::write(report, link).into_bytes(),
        |report| csv::write(report, Dialect::Data).unwrap(),
        |report| csv::write(report, Dialect::ExcelMk).unwrap(),
        |report| xlsx::write(report).unwrap(),
        |report| pdf::write(report).unwrap(),
        |report| json::write(report).unwrap(),
    ];
    for language in Language::ALL {
        for face in faces {
            assert_eq!(face(&report(language, 40)), face(&report(language, 40)));
            assert_ne!(face(&report(language, 40)), face(&report(language, 41)));
        }
    }
}

#[test]
fn a_program_reads_the_lines_and_knows_the_file_is_whole() {
    let written = csv::write(&report(Language::Mk, 1), Dialect::Data).unwrap();
    let text = String::from_utf8(written).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "record,field,content,account,name,on,people,share,whole,debit,credit");
    assert_eq!(lines[1], "head,report,Пробен извештај,,,,,,,,");
    let found = |line: &str| assert!(lines.contains(&line), "{line} in\n{text}");
    found("head,basis,\"Правилник Б *\",,,,,,,,".replace('"', "").as_str());
    found("section,Прв дел,,,,,,,,,");
    found("line,,,1001,\"'=HYPERLINK(\"\"x\"\")\",2026-03-10,1,12.50,-1500,1234567.89,");
    found("total,,,,Вкупно,,3,,-3000,2469135.78,0.00");
    found("total,,,,ВКУПНО,,4,,-4500,3703703.67,0.00");
    assert_eq!(lines.last(), Some(&"control,lines,3,,,,,,,,"));
}

#[test]
fn a_spreadsheet_in_skopje_reads_its_own_numbers_and_days() {
    let written = csv::write(&report(Language::Mk, 0), Dialect::ExcelMk).unwrap();
    let text = String::from_utf8(written).unwrap();
    assert!(text.starts_with("\u{feff}запис;поле;содржина;Конто;Назив;Датум;Лица;Удел;Денари;Промет: Должи;Промет: Побарува\r\n"));
    assert!(text.contains("ставка;;;1002;<b>Ќосев & син</b>, Ndihmë për çadra;10.03.2026;2;12,50;-1500;1234567,89;\r\n"));
    assert!(text.ends_with("контрола;број на ставки;2;;;;;;;;\r\n"));
}

#[test]
fn a_page_escapes_what_people_wrote_and_links_what_opens() {
    let page = html::write(&report(Language::Mk, 0), link);
    assert!(page.contains("&lt;b&gt;Ќосев &amp; син&lt;/b&gt;"));
    assert!(!page.contains("<b>"));
    assert!(page.contains("<a href=\"/accounts/A1000?a=1&amp;b=2\">1002</a>"));
    assert!(
        page.contains("<td class=\"number\">1.234.567,89</td>"),
        "an entry has no address here"
    );
    assert!(page.contains("<th scope=\"colgroup\" colspan=\"2\">Промет</th>"));
    assert!(page.contains("ПРИВРЕМЕНО"));
    for outside in ["http", "<script", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn data_holds_sums_as_decimal_strings() {
    let written = json::write(&report(Language::En, 0)).unwrap();
    let data: serde_json::Value = serde_json::from_slice(&written).unwrap();
    let line = &data["sections"][0]["rows"][0];
    assert_eq!(line["kind"], "line");
    assert_eq!(
        line["cells"][0],
        serde_json::json!({"value": "1001", "drill": {"account": "A1000"}})
    );
    assert_eq!(line["cells"][3]["value"], 1);
    assert_eq!(line["cells"][5]["value"], "-1500");
    assert_eq!(line["cells"][6], serde_json::json!({"value": "1234567.89", "drill": {"entry": 7}}));
    assert_eq!(line["cells"][7]["value"], serde_json::Value::Null);
    assert_eq!(data["total"]["cells"][6]["value"], "2469135.78");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(16))]

    #[test]
    fn any_text_can_be_printed_and_put_into_a_workbook(text in "\\PC{0,200}", control in 0_u8..32) {
        let mut draft = crate::report::sample::draft(Language::Mk, 0);
        let text = format!("{text}{}{text}", char::from(control));
        draft.sections[0].rows[0].cells[1] = crate::report::cell::Cell::text(text.clone());
        draft.title = text;
        let report = draft.finish().unwrap();
        proptest::prop_assert!(pdf::write(&report).is_ok());
        let book = xlsx::write(&report);
        proptest::prop_assert!(book.is_ok(), "{book:?}");
    }
}

proptest::proptest! {
    /// Whatever people type, a page holds it as text and a table gives it back.
    #[test]
    fn no_text_breaks_out_of_its_field(text in "\\PC{0,40}") {
        let mut draft = crate::report::sample::draft(Language::Mk, 0);
        draft.sections[0].rows[0].cells[1] = crate::report::cell::Cell::text(text.clone());
        let report = draft.finish().unwrap();
        let plain = html::write(&crate::report::sample::report(Language::Mk, 0), link);
        let page = html::write(&report, link);
        proptest::prop_assert_eq!(page.matches('<').count(), plain.matches('<').count());
        let table = csv::write(&report, Dialect::Data).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().from_reader(table.as_slice());
        let lines: Vec<_> = reader.records().map(Result::unwrap).filter(|row| &row[0] == "line").collect();
        proptest::prop_assert_eq!(crate::csv::guard::unguard_text(&lines[0][4]), text.as_str());
    }
}
