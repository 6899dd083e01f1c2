//! Money about to end unused, and the needs that it would fit.

use almoner_ledger::codes::{Category, Reason};
use almoner_ledger::command::{Command, RecordIncome};
use almoner_ledger::expiring::{Expiring, soon};
use almoner_ledger::restriction::Restriction;

use crate::support::books::Books;
use crate::support::words::{CVETA, day, donation};

fn until(books: &mut Books, denars: i64, to_on: &str, food_only: bool) -> i64 {
    let base = if food_only { Books::for_food() } else { Restriction::default() };
    let restriction = Some(Restriction { to_on: Some(day(to_on)), ..base });
    let gift = donation(books.free, books.giver, denars);
    books.income(RecordIncome { restriction, ..gift })
}

fn told(books: &Books, within: u32) -> Vec<Expiring> {
    soon(&books.facts, books.today, within)
}

#[test]
fn what_ends_soonest_comes_first_and_what_does_not_end_not_at_all() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 10));
    let late = until(&mut books, 20, "2026-05-09", false);
    let narrow = until(&mut books, 30, "2026-03-31", true);
    let wide = until(&mut books, 40, "2026-03-31", false);
    until(&mut books, 50, "2026-05-10", false);
    let found = told(&books, 60);
    let lots: Vec<i64> = found.iter().map(|it| it.lots[0].0).collect();
    assert_eq!(lots, [narrow, wide, late], "the last day of the sixty still counts");
    assert_eq!(found[0].left_minor, 3_000);
    assert!(found[0].breadth < found[1].breadth);
    assert!(told(&books, 20).is_empty(), "the end of March is 21 days away");
    assert_eq!(told(&books, 21).len(), 2);
}

#[test]
fn what_has_ended_or_is_spent_is_not_reported() {
    let mut books = Books::open();
    let ends = until(&mut books, 100, "2026-03-31", false);
    books.request(Category::Food, 100);
    let payout = books.proposed(books.free, 100);
    assert_eq!(told(&books, 60)[0].picked_minor, 10_000, "an open proposal has picked it");
    books.approved_by(crate::support::words::ACO, payout);
    assert_eq!(books.left(ends), 0);
    assert!(told(&books, 60).is_empty());
    until(&mut books, 100, "2026-03-31", false);
    books.today = day("2026-04-01");
    assert!(told(&books, 60).is_empty());
}

#[test]
fn needs_that_fit_are_named_the_longest_waiting_first() {
    let mut books = Books::open();
    let food = books.request(Category::Food, 100);
    let rent = books.request(Category::Rent, 70);
    let again = books.request(Category::Food, 50);
    let done = books.request(Category::Food, 30);
    let reject = Command::RejectRequest { request: done, reason: Reason::NeedPassed, note: None };
    books.does(CVETA, reject);
    until(&mut books, 20, "2026-03-31", true);
    until(&mut books, 20, "2026-04-30", false);
    let found = told(&books, 60);
    assert_eq!(found[0].fits, [food, again]);
    assert_eq!(found[0].asked_minor, 15_000);
    assert_eq!(found[1].fits, [food, rent, again]);
}
