//! Travel orders: numbered without gaps, never for oneself, and each cost counted once.

use almoner_ledger::codes::{Reason, TravelMeans, TravelState};
use almoner_ledger::command::{Command, OrderTravel};
use almoner_ledger::refusal::Refusal;
use uuid::Uuid;

use crate::other_ways::{advance, with_cash};
use crate::refusals::Case;
use crate::support::books::Books;
use crate::support::words::{ANA, CVETA, FEES, RADE, TEA, day, donation, expense, text};

fn order(books: &Books) -> OrderTravel {
    OrderTravel {
        person: books.person(CVETA),
        from_on: day("2026-03-09"),
        to_on: day("2026-03-10"),
        place: text("Битола"),
        purpose: text("Посета на прифатилиште"),
        means: TravelMeans::Bus,
        per_diem_minor: 120_000,
        advance: None,
    }
}

fn ordered(books: &mut Books) -> i64 {
    let order = order(books);
    books.does(TEA, Command::OrderTravel(order))
}

/// A ticket that was paid from the bank.
fn ticket(books: &mut Books) -> i64 {
    books.income(donation(books.free, books.giver, 500));
    books.does(TEA, Command::PostEntry(expense(FEES, books.free, 85)))
}

fn costs(order: i64, entries: &[i64]) -> Command {
    Command::SettleTravel { order, entries: entries.to_vec() }
}

fn off(order: i64) -> Command {
    Command::CancelTravel { order, why: Reason::Mistake }
}

#[test]
fn a_journey_has_the_next_number_and_costs_what_was_booked() {
    let mut books = Books::open();
    let (first, second) = (ordered(&mut books), ordered(&mut books));
    let (ticket, other) = (ticket(&mut books), ticket(&mut books));
    let numbers = [first, second].map(|seq| books.facts.travel_orders[&seq].number);
    assert_eq!(numbers, [1, 2]);
    books.does(TEA, costs(first, &[ticket]));
    let known = books.facts.travel_costs[&ticket].clone();
    assert_eq!((known.order_seq, known.amount_minor), (first, 8_500));
    books.does(ANA, costs(first, &[other]));
    books.does(TEA, off(second));
    assert_eq!(books.facts.travel_state(second), TravelState::Cancelled);
    assert_eq!(books.refuses(TEA, costs(second, &[])).name(), "travel-step");
}

#[test]
fn nobody_sends_themselves_or_settles_before_they_leave() {
    let mut books = Books::open();
    let oneself = OrderTravel { person: books.person(TEA), ..order(&books) };
    assert_eq!(books.refuses(TEA, Command::OrderTravel(oneself)), Refusal::SamePerson);
    let person = Uuid::from_u128(9);
    let stranger = OrderTravel { person, ..order(&books) };
    let unknown = books.refuses(TEA, Command::OrderTravel(stranger));
    assert_eq!(unknown, Refusal::PersonUnknown { person });
    let on = day("2026-04-01");
    let later = OrderTravel { from_on: on, to_on: on, ..order(&books) };
    let later = books.does(TEA, Command::OrderTravel(later));
    assert_eq!(books.refuses(TEA, costs(later, &[])), Refusal::InTheFuture { on });
}

#[test]
fn an_advance_goes_with_one_journey_of_its_own_person() {
    let mut books = Books::open();
    with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 100));
    let person = books.facts.advances[&given].person_id;
    let with = |books: &Books| OrderTravel { person, advance: Some(given), ..order(books) };
    let asked = with(&books);
    let first = books.does(TEA, Command::OrderTravel(asked));
    let again = with(&books);
    let taken = books.refuses(TEA, Command::OrderTravel(again));
    assert_eq!(taken, Refusal::AdvanceOfAnother { advance: given });
    books.does(TEA, off(first));
    let again = with(&books);
    books.does(TEA, Command::OrderTravel(again));
}

pub(crate) const TRAVEL: &[Case] = &[
    ("travel-unknown", |books| books.refuses(TEA, costs(999, &[]))),
    ("travel-dates", |books| {
        let backwards = OrderTravel { to_on: day("2026-03-08"), ..order(books) };
        let late =
            OrderTravel { from_on: day("2028-01-01"), to_on: day("2028-01-02"), ..order(books) };
        let refused = books.refuses(TEA, Command::OrderTravel(late));
        assert_eq!(books.refuses(TEA, Command::OrderTravel(backwards)), refused);
        refused
    }),
    ("travel-step", |books| {
        let first = ordered(books);
        books.does(TEA, costs(first, &[]));
        books.refuses(TEA, off(first))
    }),
    ("travel-costs", |books| {
        let (first, ticket) = (ordered(books), ticket(books));
        books.refuses(TEA, costs(first, &[ticket, ticket]))
    }),
    ("no-travel-cost", |books| {
        let first = ordered(books);
        let gift = books.income(donation(books.free, books.giver, 500));
        books.refuses(TEA, costs(first, &[gift]))
    }),
    ("cost-of-another", |books| {
        let (first, second, ticket) = (ordered(books), ordered(books), ticket(books));
        books.does(TEA, costs(first, &[ticket]));
        books.refuses(TEA, costs(second, &[ticket]))
    }),
    ("advance-of-another", |books| {
        with_cash(books);
        let given = books.two(TEA, RADE, advance(books, 100));
        let whose = books.facts.advances[&given].person_id;
        let other = [CVETA, RADE].map(|who| books.person(who));
        let person = other.into_iter().find(|person| *person != whose).unwrap();
        let wrong = OrderTravel { person, advance: Some(given), ..order(books) };
        books.refuses(TEA, Command::OrderTravel(wrong))
    }),
];
