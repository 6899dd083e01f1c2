//! A file of incomes comes in as a whole, is known again, and is taken out as a whole.

use almoner_ledger::codes::{Currency, Reason, SourceKind};
use almoner_ledger::command::{
    Command, Deed, ImportIncomes, ImportRow, RecordIncome, SourceDetails,
};
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{
    RENT, TEA, TONI, code, day, donation, expense, reverse, text, unclear,
};

fn row(number: u8, income: RecordIncome) -> ImportRow {
    ImportRow { row: i64::from(number), fingerprint: [number; 32], new_source: None, income }
}

pub(crate) fn file(rows: Vec<ImportRow>) -> ImportIncomes {
    ImportIncomes {
        profile: code("bank-1"),
        file_hash: [3; 32],
        asked: [4; 32],
        rows_read: rows.len().try_into().unwrap(),
        rows_known: 0,
        excluded: Vec::new(),
        currency: Currency::Mkd,
        total: 0,
        sources: Vec::new(),
        rows,
    }
}

pub(crate) fn two_gifts(books: &Books) -> ImportIncomes {
    let gift = |denars| donation(books.free, books.giver, denars);
    file(vec![row(1, gift(100)), row(2, gift(200))])
}

fn undo(import: i64) -> Deed {
    Deed::UndoImport { import, booked_on: day("2026-03-09"), why: Reason::Mistake }
}

#[test]
fn rows_known_by_their_fingerprint_are_left_alone() {
    let mut books = Books::open();
    let first = two_gifts(&books);
    books.does(TEA, Command::ImportIncomes(first.clone()));
    let refusal = books.refuses(TEA, Command::ImportIncomes(first));
    assert_eq!(refusal, Refusal::NothingToImport);
    let mut longer = two_gifts(&books);
    longer.rows.push(row(3, donation(books.free, books.giver, 300)));
    let import = books.does(TEA, Command::ImportIncomes(longer));
    let known = &books.facts.imports[&import];
    assert_eq!((known.import.rows_new, known.import.rows_known), (1, 2));
}

#[test]
fn a_row_that_stands_twice_in_a_file_comes_in_once() {
    let mut books = Books::open();
    let mut doubled = two_gifts(&books);
    doubled.rows.push(row(2, donation(books.free, books.giver, 200)));
    let import = books.does(TEA, Command::ImportIncomes(doubled));
    let known = &books.facts.imports[&import];
    assert_eq!((known.import.rows_new, known.incomes.len()), (2, 2));
}

#[test]
fn one_bad_row_keeps_the_whole_file_out() {
    let mut books = Books::open();
    let mut bad = two_gifts(&books);
    bad.rows[1].income.source = Some(77);
    let refusal = books.refuses(TEA, Command::ImportIncomes(bad));
    let cause = Box::new(Refusal::SourceUnknown { source_seq: 77 });
    assert_eq!(refusal, Refusal::ImportRow { row: 2, refusal: cause });
    assert!(books.facts.entries.is_empty());
}

#[test]
fn an_import_is_undone_as_a_whole_and_may_be_taken_in_again() {
    let mut books = Books::open();
    let wanted = two_gifts(&books);
    let import = books.does(TEA, Command::ImportIncomes(wanted.clone()));
    books.two(TEA, TONI, undo(import));
    assert_eq!(books.facts.pools[&books.free], 0);
    let refusal = books.refuses_deed(TEA, undo(import));
    assert_eq!(refusal, Refusal::ImportUnknown { import });
    books.does(TEA, Command::ImportIncomes(wanted));
    assert_eq!(books.facts.pools[&books.free], 30_000);
}

#[test]
fn a_row_reversed_by_itself_does_not_come_back_with_the_next_statement() {
    let mut books = Books::open();
    let wanted = two_gifts(&books);
    let import = books.does(TEA, Command::ImportIncomes(wanted.clone()));
    let one = books.facts.imports[&import].incomes[0];
    books.two(TEA, TONI, reverse(one));
    let refusal = books.refuses(TEA, Command::ImportIncomes(wanted));
    assert_eq!(refusal, Refusal::NothingToImport);
    books.two(TEA, TONI, undo(import));
    assert_eq!(books.facts.pools[&books.free], 0);
}

#[test]
fn an_import_is_not_undone_once_its_money_is_spent_or_explained() {
    let mut books = Books::open();
    let import = two_gifts(&books);
    let import = books.does(TEA, Command::ImportIncomes(import));
    books.does(TEA, Command::PostEntry(expense(RENT, books.free, 50)));
    assert_eq!(books.refuses_deed(TEA, undo(import)).name(), "lot-already-drawn");
    let unknown = file(vec![row(9, unclear(books.free, 70))]);
    let unknown = books.does(TEA, Command::ImportIncomes(unknown));
    let receipt = books.facts.imports[&unknown].incomes[0];
    let told = crate::income::explanation(receipt, books.free, books.giver);
    books.does(TEA, Command::ExplainReceipt(told));
    assert_eq!(books.refuses_deed(TEA, undo(unknown)).name(), "receipt-explained");
}

#[test]
fn two_new_givers_of_one_file_are_sealed_each_under_a_salt_of_its_own() {
    let mut books = Books::open();
    let person = SourceDetails {
        kind: SourceKind::Person,
        name: Some(text("Петар Петров")),
        identifier: None,
        country: None,
    };
    let mut wanted = two_gifts(&books);
    wanted.sources = vec![person.clone(), person];
    for (row, index) in wanted.rows.iter_mut().zip(0..) {
        row.new_source = Some(index);
    }
    books.does(TEA, Command::ImportIncomes(wanted));
    let people: Vec<_> =
        rows!(books.rows, Source).filter(|row| row.kind == SourceKind::Person).collect();
    assert_eq!(people.len(), 2);
    assert_ne!(people[0].salt, people[1].salt);
    assert_ne!(people[0].commitment, people[1].commitment);
    assert_ne!(people[0].name, "Петар Петров", "a person's name is kept apart");
}
