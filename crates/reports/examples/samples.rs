//! Writes every report of the small year of the tests, in three languages, for somebody to look at:
//! `cargo run -p almoner-reports --example samples -- FOLDER`.

#![expect(clippy::unwrap_used, reason = "an example that cannot write has nothing to show")]
#![expect(clippy::arithmetic_side_effects, reason = "the sums are those of the small year")]

use std::path::PathBuf;

use almoner_law::form::Form;
use almoner_law::pack::Pack;
use almoner_reports::annual::{figures, forms};
use almoner_reports::books::card::{self, Card};
use almoner_reports::books::frame::Frame;
use almoner_reports::books::income_expenditure_book::{self, ResultLine};
use almoner_reports::books::input::BookLine;
use almoner_reports::books::voucher::{self, Voucher};
use almoner_reports::books::{cash_book, journal, trial_balance};
use almoner_reports::csv::dialect::Dialect;
use almoner_reports::face::{csv, html, json, pdf, xlsx};
use almoner_reports::language::Language;
use almoner_reports::report::{Mark, Period, Report};

#[path = "../tests/books/support.rs"]
mod support;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    let law = support::law();
    for language in Language::ALL {
        for report in reports(&law, language) {
            let stem = format!("{}-{}", report.code, language.code());
            let write = |end: &str, bytes: &[u8]| {
                std::fs::write(folder.join(format!("{stem}.{end}")), bytes).unwrap();
            };
            write("pdf", &pdf::write(&report).unwrap());
            write("xlsx", &xlsx::write(&report).unwrap());
            write("csv", &csv::write(&report, Dialect::ExcelMk).unwrap());
            write("html", html::write(&report, |_| None).as_bytes());
            write("json", &json::write(&report).unwrap());
        }
    }
}

fn reports(law: &Pack, language: Language) -> Vec<Report> {
    let association = support::association();
    let frame = |document: &str| -> Frame<'_> {
        let mut frame = support::frame(law, &association, document, language);
        frame.marks = vec![Mark::Provisional, Mark::Demo];
        frame
    };
    let posted = support::postings(support::YEAR);
    let years = support::accounts(law, &posted);
    let lines: Vec<BookLine<'_>> = posted.iter().map(support::Posted::line).collect();
    let names = support::names(law, language);
    let parents = support::parents(law, language);
    let moved: Vec<Vec<BookLine<'_>>> = years
        .iter()
        .map(|year| {
            let of = lines.iter().filter(|line| line.posting.account == year.code);
            of.filter(|line| line.posting.seq != 1).copied().collect()
        })
        .collect();
    let cards: Vec<Card<'_>> = years
        .iter()
        .zip(&moved)
        .map(|(year, lines)| Card {
            code: &year.code,
            name: &names[&year.code],
            opening_minor: year.opening_minor,
            lines,
            closing_minor: year.balance().unwrap(),
        })
        .collect();
    let small: Vec<ResultLine<'_>> = posted
        .iter()
        .filter(|line| line.account.starts_with(['4', '7']))
        .map(|line| ResultLine { line: line.line(), kind: support::kind(law, &line.account) })
        .collect();
    let voucher = Voucher {
        direction: almoner_ledger::codes::VoucherDirection::Out,
        number: "2",
        on: support::day("2026-03-02"),
        desk: "1010",
        person: "К-17",
        text: "Сместување за една ноќ",
        account: "2610",
        fund: "F1",
        amount_minor: 150_000,
    };
    let official = law.forms(support::day("2026-12-31")).unwrap();
    let computed = figures::compute(official, &years, 100).unwrap();
    let form = |of: Form| {
        forms::form(&frame(of.code()), of, official, &computed, Some(&computed.denars)).unwrap()
    };
    let mut slip = frame("cash_out");
    slip.period = Period { from: voucher.on, to: voucher.on };
    slip.marks = vec![Mark::Demo];
    let cash = support::cash_lines(&posted, "1010");
    vec![
        trial_balance::build(&frame("trial_balance"), &years, &parents).unwrap(),
        journal::build(&frame("journal"), &lines, &names).unwrap(),
        card::general_ledger(&frame("general_ledger"), &cards).unwrap(),
        card::account_card(&frame("account_card"), &cards[1]).unwrap(),
        cash_book::build(&frame("cash_book"), "1010", (500_000, 650_000), &cash).unwrap(),
        voucher::build(&slip, &voucher).unwrap(),
        income_expenditure_book::build(&frame("income_expenditure_book"), &small).unwrap(),
        form(Form::BalanceSheet),
        form(Form::IncomeExpenditure),
        forms::row(&frame("form_row"), "226", official, &computed, &names).unwrap(),
    ]
}
