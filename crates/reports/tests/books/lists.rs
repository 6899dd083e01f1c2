//! Journal, cards, cash book, vouchers and the small book.

use almoner_ledger::codes::VoucherDirection;
use almoner_reports::books::card::{self, Card};
use almoner_reports::books::error::BuildError;
use almoner_reports::books::income_expenditure_book::{self, ResultLine};
use almoner_reports::books::input::BookLine;
use almoner_reports::books::voucher::{self, Voucher};
use almoner_reports::books::{cash_book, journal, trial_balance};
use almoner_reports::language::Language;
use almoner_reports::report::cell::{Drill, Value};
use almoner_reports::report::{Report, Row, RowKind};

use crate::support::{self, accounts, association, cash_lines, day, frame, law, postings};

/// The last row of sums: those of the report, or of its only section.
fn totals(report: &Report) -> Vec<Value> {
    let total = report.total.as_ref().or(report.sections[0].total.as_ref()).unwrap();
    let money = |row: &Row| {
        let values = row.cells.iter().map(|cell| cell.value.clone());
        values.filter(|value| matches!(value, Value::Money(_))).collect()
    };
    money(total)
}

#[test]
fn a_trial_balance_shows_the_sums_of_the_chart() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "trial_balance", Language::Mk);
    let years = accounts(&law, &postings(support::YEAR));
    let report =
        trial_balance::build(&frame, &years, &support::parents(&law, Language::Mk)).unwrap();
    let sums: Vec<(&Value, &Value)> = report
        .sections
        .iter()
        .flat_map(|section| &section.rows)
        .filter(|row| row.kind == RowKind::Sum)
        .map(|row| (&row.cells[0].value, &row.cells[6].value))
        .collect();
    let code = |code: &str| Value::Code(code.to_owned());
    assert!(sums.contains(&(&code("451"), &Value::Money(2_230_050))), "{sums:?}");
    assert!(sums.contains(&(&code("4510"), &Value::Money(2_150_050))), "{sums:?}");
    assert!(sums.contains(&(&code("100"), &Value::Money(12_774_974))), "{sums:?}");
    // 60,000.49 + 2 × 20,000.50 + 20,000.50 + 3,000 + 1,500 + 1,500 + 800 + 250.25 + 2 × 12,000 + 1,200 + 100 moved;
    // 127,749.74 + 6,500 + 1,200 + 12,000 on assets and 34,550.75 + 100 of expenses and tax are left on the debit side.
    let [opening, turnover, balance] = [10_700_000, 15_235_224, 18_210_049].map(Value::Money);
    let pairs = [&opening, &opening, &turnover, &turnover, &balance, &balance];
    assert_eq!(totals(&report).iter().collect::<Vec<_>>(), pairs);

    let mut broken = years;
    broken[0].opening_minor += 1;
    let refused = trial_balance::build(&frame, &broken, &support::parents(&law, Language::Mk));
    assert!(matches!(refused, Err(BuildError::Unbalanced { .. })), "{refused:?}");
}

#[test]
fn a_journal_proves_each_entry() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "journal", Language::Sq);
    let (posted, names) = (postings(support::YEAR), support::names(&law, Language::Mk));
    let lines: Vec<BookLine<'_>> = posted.iter().map(support::Posted::line).collect();
    let report = journal::build(&frame, &lines, &names).unwrap();
    assert_eq!(report.official_title.as_deref(), Some("Дневник"));
    assert_eq!(totals(&report), [Value::Money(25_935_224), Value::Money(25_935_224)]);
    assert_eq!(report.sections[0].rows[0].cells[2].drill, Some(Drill::Entry(1)));

    let missing: Vec<BookLine<'_>> =
        lines.iter().filter(|line| line.posting.account != "410").copied().collect();
    assert_eq!(
        journal::build(&frame, &missing, &names),
        Err(BuildError::EntryUnbalanced { year: 2026, number: 9, difference_minor: -25_025 })
    );
    let mut twice = lines.clone();
    twice.insert(5, lines[4]);
    assert_eq!(
        journal::build(&frame, &twice, &names),
        Err(BuildError::OutOfOrder { year: 2026, number: 2 })
    );
    let refused = journal::build(&frame, &lines, &std::collections::BTreeMap::new());
    assert_eq!(refused, Err(BuildError::UnknownAccount { account: "1000".to_owned() }));
}

#[test]
fn a_card_leads_from_opening_to_closing_and_the_ledger_holds_all_cards() {
    let (law, association) = (law(), association());
    let posted = postings(support::YEAR);
    let years = accounts(&law, &posted);
    let moved = |code: &str| -> Vec<BookLine<'_>> {
        let of = posted.iter().filter(|line| line.account == code);
        let lines = of.map(support::Posted::line);
        lines.filter(|line| line.posting.seq != 1).collect()
    };
    let lines: Vec<Vec<BookLine<'_>>> = years.iter().map(|year| moved(&year.code)).collect();
    let cards: Vec<Card<'_>> = years
        .iter()
        .zip(&lines)
        .map(|(year, lines)| Card {
            code: &year.code,
            name: &year.name,
            opening_minor: year.opening_minor,
            lines,
            closing_minor: year.balance().unwrap(),
        })
        .collect();
    let ledger = frame(&law, &association, "general_ledger", Language::Mk);
    let report = card::general_ledger(&ledger, &cards).unwrap();
    assert_eq!(report.sections.len(), years.len());
    assert_eq!(totals(&report), [Value::Money(15_235_224), Value::Money(15_235_224)]);

    let bank = cards.iter().find(|card| card.code == "1000").unwrap();
    let one = frame(&law, &association, "account_card", Language::Mk);
    let report = card::account_card(&one, bank).unwrap();
    let balances: Vec<&Value> = report.sections[0]
        .shown()
        .filter(|row| row.kind != RowKind::Total)
        .map(|row| &row.cells[7].value)
        .collect();
    let expected =
        [10_000_000, 16_000_049, 13_999_999, 13_974_974, 12_774_974, 12_774_974].map(Value::Money);
    assert_eq!(balances, expected.iter().collect::<Vec<_>>());

    let wrong = Card { closing_minor: 1, ..bank.clone() };
    assert!(matches!(card::account_card(&one, &wrong), Err(BuildError::ClosingDiffers { .. })));
    let short = &cards[1..];
    assert!(matches!(card::general_ledger(&ledger, short), Err(BuildError::Unbalanced { .. })));
    let twice = [cards[0].clone(), cards[0].clone()];
    assert!(matches!(card::general_ledger(&ledger, &twice), Err(BuildError::AccountTwice { .. })));
}

#[test]
fn a_cash_desk_never_holds_less_than_nothing() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "cash_book", Language::Mk);
    let posted = postings(support::YEAR);
    let lines = cash_lines(&posted, "1010");
    let report = cash_book::build(&frame, "1010", (500_000, 650_000), &lines).unwrap();
    assert_eq!(totals(&report), [Value::Money(300_000), Value::Money(150_000)]);
    let last = report.sections[0].shown().last().unwrap();
    assert_eq!(last.cells[7].value, Value::Money(650_000));

    let short = cash_book::build(&frame, "1010", (0, 0), &lines[1..]);
    let voucher = "2".to_owned();
    assert_eq!(short, Err(BuildError::CashShort { voucher, short_minor: 150_000 }));
    let differs = cash_book::build(&frame, "1010", (500_000, 1), &lines);
    assert!(matches!(differs, Err(BuildError::ClosingDiffers { .. })));
}

#[test]
fn a_voucher_says_its_sum_in_words() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "cash_out", Language::Mk);
    let voucher = Voucher {
        direction: VoucherDirection::Out,
        number: "2/26",
        on: day("2026-03-02"),
        desk: "1010 Благајна",
        person: "К-17",
        text: "Сместување за една ноќ",
        account: "2610",
        fund: "F1",
        amount_minor: 150_000,
    };
    let report = voucher::build(&frame, &voucher).unwrap();
    let values: Vec<&Value> =
        report.sections[0].rows.iter().map(|row| &row.cells[1].value).collect();
    assert!(values.contains(&&Value::Text("илјада и петстотини денари".to_owned())), "{values:?}");
    assert!(values.contains(&&Value::Text("1.500,00 ден.".to_owned())), "{values:?}");
    assert_eq!(report.title, "Исплатница");
    assert!(report.sign_off.signatures.contains(&"Примил".to_owned()));
}

#[test]
fn the_small_book_holds_income_and_expenses_alone() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "income_expenditure_book", Language::Mk);
    let posted = postings(support::YEAR);
    let lines: Vec<ResultLine<'_>> = posted
        .iter()
        .filter(|posted| posted.account.starts_with(['4', '7']))
        .map(|posted| ResultLine {
            line: posted.line(),
            kind: support::kind(&law, &posted.account),
        })
        .collect();
    let report = income_expenditure_book::build(&frame, &lines).unwrap();
    assert_eq!(totals(&report), [Value::Money(2_300_050), Value::Money(3_455_075)]);
    assert_eq!(report.notes[0], "Вишок на расходи: 11.550,25");

    let bank = &posted[0];
    let stray = ResultLine { line: bank.line(), kind: support::kind(&law, &bank.account) };
    let refused = income_expenditure_book::build(&frame, &[stray]);
    assert_eq!(refused, Err(BuildError::UnknownAccount { account: "1000".to_owned() }));
}
