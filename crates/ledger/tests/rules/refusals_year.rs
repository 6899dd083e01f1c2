//! The refusals around a year as a whole, each given by a real command.

use almoner_ledger::command::{Command, CountLine, CountYear};

use crate::decision::close;
use crate::income::explanation;
use crate::refusals::Case;
use crate::support::words::{BANK, RENT, TEA, TONI, day, donation, reverse, unclear};
use crate::year::{close_year, closed_year, count, counted, december, issue, reopen_year};

fn lines(places: &[(&str, Option<i64>)]) -> Command {
    let line = |(account, fund): &(&str, Option<i64>)| CountLine {
        account: (*account).to_owned(),
        fund: *fund,
        counted_minor: 0,
        remark: None,
    };
    Command::CountYear(CountYear { year: 2025, lines: places.iter().map(line).collect() })
}

pub(crate) const YEAR: &[Case] = &[
    ("year-unknown", |books| books.refuses_deed(TEA, close_year(26))),
    ("year-not-over", |books| books.refuses_deed(TEA, close_year(2026))),
    ("year-out-of-order", |_| counted(200).refuses_deed(TEA, close_year(2024))),
    ("year-closed", |_| closed_year().refuses(TEA, count(2025, 400))),
    ("year-open", |books| books.refuses_deed(TEA, reopen_year(2025))),
    ("month-still-open", |_| december(200).refuses_deed(TEA, close_year(2025))),
    ("review-overdue", |_| {
        let mut books = counted(200);
        books.income(donation(books.free, books.giver, 5_000));
        let payout = books.urgent(books.free, 100);
        let release = books.break_glass(payout);
        books.does(crate::support::words::ACO, release);
        books.today = day("2026-03-20");
        books.refuses_deed(TEA, close_year(2025))
    }),
    ("inventory-missing", |_| {
        let mut books = december(200);
        books.two(TEA, TONI, close(202_512));
        books.refuses_deed(TEA, close_year(2025))
    }),
    ("inventory-lines", |_| december(200).refuses(TEA, lines(&[(BANK, None), (BANK, Some(1))]))),
    ("inventory-incomplete", |_| december(200).refuses(TEA, lines(&[("1010", None)]))),
    ("inventory-differs", |_| {
        let mut books = december(200);
        books.does(TEA, count(2025, 401));
        books.two(TEA, TONI, close(202_512));
        books.refuses_deed(TEA, close_year(2025))
    }),
    ("belongs-to-year", |_| {
        let mut books = closed_year();
        let entry = books.facts.years[&2025].entry_seq.unwrap();
        books.refuses_deed(TEA, reverse(entry))
    }),
    ("already-issued", |_| {
        let mut books = closed_year();
        let closed = books.facts.years[&2025].seq;
        books.does(TEA, Command::IssuePapers(issue(closed)));
        books.refuses(TEA, Command::IssuePapers(issue(closed)))
    }),
    ("issue-size", |_| {
        let mut books = closed_year();
        let mut empty = issue(books.facts.years[&2025].seq);
        empty.papers[0].content.clear();
        books.refuses(TEA, Command::IssuePapers(empty))
    }),
];

#[test]
fn income_and_expenses_are_not_counted() {
    assert_eq!(december(200).refuses(TEA, lines(&[(RENT, None)])).name(), "wrong-account");
}

#[test]
fn papers_made_before_the_year_was_closed_again_are_not_issued() {
    let mut books = closed_year();
    let before = books.facts.years[&2025].seq;
    books.two(TEA, TONI, reopen_year(2025));
    assert_eq!(books.refuses(TEA, Command::IssuePapers(issue(before))).name(), "year-open");
    books.two(TEA, TONI, close_year(2025));
    assert_eq!(books.refuses(TEA, Command::IssuePapers(issue(before))).name(), "stale-version");
}

#[test]
fn a_receipt_that_waits_again_holds_the_year_up() {
    let mut books = december(200);
    let mut receipt = unclear(books.free, 5);
    receipt.received_on = day("2025-12-20");
    let income = books.income(receipt);
    let told = explanation(income, books.free, books.giver);
    let told = books.does(TEA, Command::ExplainReceipt(told));
    books.two(TEA, TONI, close(202_512));
    books.two(TEA, TONI, reverse(told));
    assert_eq!(books.refuses_deed(TEA, close_year(2025)).name(), "unclear-receipts-left");
}
