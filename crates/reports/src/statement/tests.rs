use chrono::NaiveDate;

use super::writer::StatementWriter;
use super::*;
use crate::csv::dialect::Dialect;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn head(kind: StatementKind) -> StatementHead {
    StatementHead {
        kind,
        books: "Здружение „Надеж“; Скопје".to_owned(),
        subject: "1000 Главна денарска сметка".to_owned(),
        from: day("2026-03-01"),
        to: day("2026-03-31"),
        currency: Currency::Mkd,
        opening_minor: 100_000,
        as_of_seq: 42,
        demo: false,
    }
}

fn gift(seq: i64) -> StatementLine<'static> {
    StatementLine {
        seq,
        line: 1,
        entry_year: 2026,
        entry_number: seq,
        booked_on: day("2026-03-10"),
        document: LineDocument::Paper { kind: DocumentKind::BankStatement, number: "48/2026" },
        kind: EntryKind::Income,
        account: "1000",
        fund: "FREE",
        source: Some("=HYPERLINK(\"x\"), Ltd"),
        reference: Some("+38970123456"),
        currency: Currency::Mkd,
        quantity_minor: 150_050,
        amount_minor: 150_050,
    }
}

fn rent(seq: i64) -> StatementLine<'static> {
    StatementLine {
        document: LineDocument::Missing(NoDocument::PaperToFollow),
        kind: EntryKind::Manual,
        source: None,
        reference: Some("-7"),
        quantity_minor: -260_000,
        amount_minor: -260_000,
        ..gift(seq)
    }
}

fn written(
    dialect: Dialect,
    head: StatementHead,
    lines: &[StatementLine<'_>],
    closing: i64,
) -> String {
    let mut out = Vec::new();
    let mut writer = StatementWriter::new(dialect, head);
    writer.begin(&mut out).unwrap();
    for line in lines {
        writer.line(line, &mut out).unwrap();
    }
    writer.finish(Some(closing), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_account_statement_for_programs() {
    let text = written(Dialect::Data, head(StatementKind::Account), &[gift(7), rent(9)], -9_950);
    let expected = "\
record,field,value,entry_year,entry_number,booked_on,document_kind,document,kind,account,fund,source,reference,currency,quantity,debit,credit,balance,seq,line
head,books,Здружение „Надеж“; Скопје,,,,,,,,,,,,,,,,,
head,statement,account,,,,,,,,,,,,,,,,,
head,subject,1000 Главна денарска сметка,,,,,,,,,,,,,,,,,
head,from,2026-03-01,,,,,,,,,,,,,,,,,
head,to,2026-03-31,,,,,,,,,,,,,,,,,
head,currency,MKD,,,,,,,,,,,,,,,,,
head,as_of_seq,42,,,,,,,,,,,,,,,,,
head,demo,false,,,,,,,,,,,,,,,,,
opening,,,,,2026-03-01,,,,,,,,MKD,,,,1000.00,,
line,,,2026,7,2026-03-10,bank_statement,48/2026,income,1000,FREE,\"'=HYPERLINK(\"\"x\"\"), Ltd\",+38970123456,MKD,1500.50,1500.50,,2500.50,7,1
line,,,2026,9,2026-03-10,paper_to_follow,,manual,1000,FREE,,'-7,MKD,-2600.00,,2600.00,-99.50,9,1
total,,,,,2026-03-31,,,,,,,,,,1500.50,2600.00,,,
closing,,,,,2026-03-31,,,,,,,,MKD,,,,-99.50,,
control,rows,2,,,,,,,,,,,,,,,,,
control,control_total,4100.50,,,,,,,,,,,,,,,,,
";
    assert_eq!(text.replace("\r\n", "\n"), expected);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn an_account_statement_for_a_macedonian_spreadsheet() {
    let head = StatementHead { demo: true, ..head(StatementKind::CashBook) };
    let text = written(Dialect::ExcelMk, head, &[gift(7), rent(9)], -9_950);
    let expected = "\u{feff}\
Запис;Поле;Вредност;Година на налог;Број на налог;Датум на книжење;Вид документ;Документ;Вид налог;Конто;Фонд;Извор;Повикување;Валута;Износ во валута;Должи;Побарува;Салдо;Реден број во дневникот;Ставка
заглавие;книги;\"Здружение „Надеж“; Скопје\";;;;;;;;;;;;;;;;;
заглавие;извод;благајнички дневник;;;;;;;;;;;;;;;;;
заглавие;за;1000 Главна денарска сметка;;;;;;;;;;;;;;;;;
заглавие;од;01.03.2026;;;;;;;;;;;;;;;;;
заглавие;до;31.03.2026;;;;;;;;;;;;;;;;;
заглавие;валута;MKD;;;;;;;;;;;;;;;;;
заглавие;состојба до запис;42;;;;;;;;;;;;;;;;;
заглавие;показни книги;да;;;;;;;;;;;;;;;;;
почетно салдо;;;;;01.03.2026;;;;;;;;MKD;;;;1000,00;;
ставка;;;2026;7;10.03.2026;банкарски извод;48/2026;приход;1000;FREE;\"'=HYPERLINK(\"\"x\"\"), Ltd\";+38970123456;MKD;1500,50;1500,50;;2500,50;7;1
ставка;;;2026;9;10.03.2026;без документ: ќе се достави;;рачен налог;1000;FREE;;'-7;MKD;-2600,00;;2600,00;-99,50;9;1
вкупно;;;;;31.03.2026;;;;;;;;;;1500,50;2600,00;;;
крајно салдо;;;;;31.03.2026;;;;;;;;MKD;;;;-99,50;;
контрола;број на ставки;2;;;;;;;;;;;;;;;;;
контрола;контролен збир;4100,50;;;;;;;;;;;;;;;;;
";
    assert_eq!(text.replace("\r\n", "\n"), expected);
}

#[test]
fn a_journal_has_no_balance_and_balances() {
    let credit = StatementLine {
        line: 2,
        account: "7310",
        quantity_minor: -150_050,
        amount_minor: -150_050,
        ..gift(7)
    };
    let head =
        StatementHead { opening_minor: 0, subject: String::new(), ..head(StatementKind::Journal) };
    let text = written(Dialect::Data, head.clone(), &[gift(7), credit], 0);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("debit,credit,seq,line"), "{}", lines[0]);
    assert!(lines[9].starts_with("line,"), "no opening: {}", lines[9]);
    assert!(!text.contains("closing"), "{text}");

    let mut out = Vec::new();
    let mut writer = StatementWriter::new(Dialect::Data, head);
    writer.line(&gift(7), &mut out).unwrap();
    assert!(matches!(writer.finish(None, &mut out), Err(StatementError::Unbalanced { .. })));
}

#[test]
fn every_record_has_the_same_fields() {
    for kind in StatementKind::ALL {
        let lines = if kind == StatementKind::Journal { vec![] } else { vec![gift(7), rent(9)] };
        let opening_minor = if kind == StatementKind::Journal { 0 } else { 9_950 };
        let closing = if kind == StatementKind::Journal { 0 } else { -100_000 };
        let text =
            written(Dialect::Data, StatementHead { opening_minor, ..head(kind) }, &lines, closing);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let records: Result<Vec<_>, _> = reader.records().collect();
        assert!(records.is_ok(), "{kind:?}: {records:?}");
    }
}

#[test]
fn a_closing_that_differs_is_not_written() {
    let mut out = Vec::new();
    let mut writer = StatementWriter::new(Dialect::Data, head(StatementKind::Account));
    writer.begin(&mut out).unwrap();
    writer.line(&gift(7), &mut out).unwrap();
    let before = out.len();
    let error = writer.finish(Some(250_051), &mut out).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the lines lead to a closing balance of 2500.50 and the books say 2500.51"
    );
    assert_eq!(out.len(), before);
}

#[test]
fn a_line_read_twice_or_from_elsewhere_is_refused() {
    let mut out = Vec::new();
    let mut writer = StatementWriter::new(Dialect::Data, head(StatementKind::Account));
    writer.line(&gift(7), &mut out).unwrap();
    assert!(matches!(
        writer.line(&gift(7), &mut out),
        Err(StatementError::OutOfOrder { seq: 7, line: 1 })
    ));
    let april = StatementLine { booked_on: day("2026-04-01"), ..gift(8) };
    assert!(matches!(writer.line(&april, &mut out), Err(StatementError::OutsideRange { .. })));
    assert!(matches!(writer.line(&gift(43), &mut out), Err(StatementError::TooNew { .. })));
    assert!(matches!(
        writer.line(&StatementLine { amount_minor: i64::MIN, ..gift(8) }, &mut out),
        Err(StatementError::Overflow)
    ));
    let totals = writer.finish(None, &mut out).unwrap();
    assert_eq!(totals.rows, 1, "what was refused is not counted");
}
