use almoner_ledger::codes::{DocumentKind, EntryKind, NoDocument};

use super::writer::JournalWriter;
use super::*;
use crate::statement::{LineDocument, StatementLine};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn head(format: Format) -> Head {
    let account = |code: &str, name: &str, kind| ExportAccount {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
    };
    Head {
        format,
        books: "Здружение „Надеж\"".to_owned(),
        fund: None,
        from: day("2026-03-01"),
        to: day("2026-03-31"),
        as_of_seq: 40,
        demo: true,
        accounts: vec![
            account("1000", "Жиро-сметка; главна", AccountKind::Asset),
            account("1020", "Девизна: сметка", AccountKind::Asset),
            account("451", "Помошти", AccountKind::Expense),
            account("7300", "Донации", AccountKind::Income),
        ],
    }
}

/// Debits and credits by account, in denars and in the account's currency.
fn line<'a>(
    (seq, line): (i64, i64),
    account: &'a str,
    amount_minor: i64,
    euros_minor: Option<i64>,
) -> StatementLine<'a> {
    let paper = LineDocument::Paper { kind: DocumentKind::BankStatement, number: "12;\n3" };
    StatementLine {
        seq,
        line,
        entry_year: 2026,
        entry_number: seq.saturating_sub(30),
        booked_on: day("2026-03-05"),
        document: if seq == 31 { paper } else { LineDocument::Missing(NoDocument::Internal) },
        kind: EntryKind::Income,
        account,
        fund: "free",
        source: Some("P-7"),
        reference: Some("не се кажува"),
        currency: if euros_minor.is_some() { Currency::Eur } else { Currency::Mkd },
        quantity_minor: euros_minor.unwrap_or(amount_minor),
        amount_minor,
    }
}

fn standing(account: &str, amount_minor: i64, euros_minor: Option<i64>) -> Standing<'_> {
    Standing {
        account,
        fund: "free",
        currency: if euros_minor.is_some() { Currency::Eur } else { Currency::Mkd },
        quantity_minor: euros_minor.unwrap_or(amount_minor),
        amount_minor,
    }
}

/// A month with euros that came, euros that went for less than they were worth, and a difference left of them.
fn journal(format: Format, closing_minor: i64) -> Result<String, ExportError> {
    let mut out = String::new();
    let mut writer = JournalWriter::new(head(format));
    writer.begin(&[standing("1000", 50_000, None), standing("7300", -50_000, None)], &mut out)?;
    writer.line(&line((31, 1), "1020", 615_001, Some(10_000)), &mut out)?;
    writer.line(&line((31, 2), "7300", -615_001, None), &mut out)?;
    writer.line(&line((32, 1), "451", 615_000, None), &mut out)?;
    writer.line(&line((32, 2), "1020", -615_000, Some(-10_000)), &mut out)?;
    writer.line(&line((33, 1), "451", 1, None), &mut out)?;
    writer.line(&line((33, 2), "1020", -1, Some(0)), &mut out)?;
    let closing = [
        standing("1000", closing_minor, None),
        standing("451", 615_001, None),
        standing("7300", -665_001, None),
    ];
    writer.finish(&closing, &mut out)?;
    Ok(out)
}

#[test]
fn hledger_reads_it_so() {
    let expected = "\
; Здружение „Надеж\"
; 2026-03-01 to 2026-03-31, all funds, as of act 40
; DEMO: these books are invented

decimal-mark .
commodity 1000.00 MKD
commodity 1000.00 EUR
commodity 1000.00 USD
commodity 1000.00 CHF
commodity 1000.00 GBP
account assets:1000 Жиро-сметка главна  ; type: A
account assets:1020 Девизна сметка  ; type: A
account expenses:451 Помошти  ; type: X
account revenues:7300 Донации  ; type: R

2026-03-01 balances before the first day
    assets:1000 Жиро-сметка главна  500.00 MKD  ; fund: free
    revenues:7300 Донации  -500.00 MKD  ; fund: free

2026-03-05 (2026/1) income, bank_statement 12  3  ; act: 31
    assets:1020 Девизна сметка  100.00 EUR @@ 6150.01 MKD  ; fund: free
    revenues:7300 Донации  -6150.01 MKD  ; fund: free

2026-03-05 (2026/2) income, no paper: internal  ; act: 32
    expenses:451 Помошти  6150.00 MKD  ; fund: free
    assets:1020 Девизна сметка  -100.00 EUR @@ 6150.00 MKD  ; fund: free

2026-03-05 (2026/3) income, no paper: internal  ; act: 33
    expenses:451 Помошти  0.01 MKD  ; fund: free
    assets:1020 Девизна сметка  -0.01 MKD  ; fund: free

2026-03-31 balances on the last day
    assets:1000 Жиро-сметка главна  0.00 MKD = 500.00 MKD
    assets:1020 Девизна сметка  0.00 MKD = -0.01 MKD
    assets:1020 Девизна сметка  0.00 EUR = 0.00 EUR
    expenses:451 Помошти  0.00 MKD = 6150.01 MKD
    revenues:7300 Донации  0.00 MKD = -6650.01 MKD
";
    assert_eq!(journal(Format::Hledger, 50_000).unwrap(), expected);
}

#[test]
fn beancount_reads_it_so() {
    let written = journal(Format::Beancount, 50_000).unwrap();
    let expected = "\
option \"title\" \"Здружение „Надеж\\\"\"
option \"operating_currency\" \"MKD\"

2026-03-01 open Assets:1000-Жиро-сметка-главна
2026-03-01 open Assets:1020-Девизна-сметка
2026-03-01 open Expenses:451-Помошти
2026-03-01 open Income:7300-Донации

2026-03-01 * \"balances before the first day\"
  Assets:1000-Жиро-сметка-главна  500.00 MKD
    fund: \"free\"
  Income:7300-Донации  -500.00 MKD
    fund: \"free\"

2026-03-05 * \"2026/1 income, bank_statement 12; 3\"
  act: 31
  Assets:1020-Девизна-сметка  100.00 EUR @@ 6150.01 MKD
    fund: \"free\"
";
    assert!(written.contains(expected), "{written}");
    let asserted = "\n2026-04-01 balance Assets:1020-Девизна-сметка  0.00 ~ 0 EUR\n";
    assert!(written.contains(asserted), "{written}");
}

#[test]
fn what_does_not_meet_the_kept_balances_is_not_finished() {
    for format in Format::ALL {
        let differs = journal(format, 50_001).unwrap_err();
        let account = "1000".to_owned();
        let expected =
            ExportError::ClosingDiffers { account, found_minor: 50_000, expected_minor: 50_001 };
        assert_eq!(differs, expected);
    }
}

#[test]
fn an_entry_that_does_not_balance_is_named() {
    let mut writer = JournalWriter::new(head(Format::Hledger));
    let mut out = String::new();
    writer.begin(&[], &mut out).unwrap();
    writer.line(&line((31, 1), "1000", 100, None), &mut out).unwrap();
    let next = writer.line(&line((32, 1), "1000", 100, None), &mut out);
    assert_eq!(next, Err(ExportError::Unbalanced { year: 2026, number: 1, difference_minor: 100 }));
    let unknown = writer.line(&line((31, 2), "9999", -100, None), &mut out);
    assert_eq!(unknown, Err(ExportError::UnknownAccount("9999".to_owned())));
}

#[test]
fn nothing_that_people_type_is_in_it() {
    for format in Format::ALL {
        let written = journal(format, 50_000).unwrap();
        assert!(!written.contains("P-7") && !written.contains("кажува"), "{written}");
    }
}
