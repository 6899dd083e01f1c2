//! What stood in the earlier books comes over once, with the lots that are left of it.

use almoner_ledger::codes::{BookedAs, Currency};
use almoner_ledger::command::{Command, OpeningLine, OpeningLot, RecordOpening, Side};
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{
    BANK, EUROS, RENT, TEA, TONI, code, day, debit, expense, paper, reverse, text, units,
};

fn line(account: &str, fund: i64, side: Side, denars: i64) -> OpeningLine {
    let entry = debit(account, fund, denars);
    OpeningLine { account: entry.account, fund, side, amount: entry.amount, quantity: None }
}

fn lot(fund: i64, denars: i64) -> OpeningLot {
    OpeningLot {
        fund,
        source: None,
        agreement: None,
        currency: Currency::Mkd,
        goods: None,
        quantity: units(denars),
        value: units(denars),
        received_on: day("2025-11-01"),
        restriction: None,
    }
}

/// 1000 in the bank, of which 400 are bound to food; 300 in rice; 615 in euros; 100 owed to a supplier.
pub(crate) fn opening(books: &Books) -> RecordOpening {
    let fund = books.free;
    let mut euros = line(EUROS, fund, Side::Debit, 615);
    euros.quantity = Some(units(10));
    let bound = OpeningLot { restriction: Some(Books::for_food()), ..lot(fund, 400) };
    let goods = Some((text("rice"), code("sack"), 3));
    RecordOpening {
        booked_on: day("2026-01-01"),
        lines: vec![
            line(BANK, fund, Side::Debit, 1_000),
            line("3100", fund, Side::Debit, 300),
            euros,
            line("220", fund, Side::Credit, 100),
            line("2910", fund, Side::Credit, 400),
            line("970", fund, Side::Credit, 1_415),
        ],
        lots: vec![
            lot(fund, 500),
            bound,
            OpeningLot { goods, ..lot(fund, 300) },
            OpeningLot { currency: Currency::Eur, quantity: units(10), ..lot(fund, 615) },
        ],
        document: paper(),
    }
}

#[test]
fn an_opening_balance_brings_its_lots_and_can_be_spent() {
    let mut books = Books::open();
    let opened = opening(&books);
    let opened = books.does(TEA, Command::RecordOpening(opened));
    assert_eq!(books.entry(opened).len(), 6);
    books.does(TEA, Command::PostEntry(expense(RENT, books.free, 500)));
    assert_eq!(books.left(opened), 0);
}

#[test]
fn an_opening_balance_is_recorded_once_and_again_after_its_reversal() {
    let mut books = Books::open();
    let again = opening(&books);
    let opened = books.does(TEA, Command::RecordOpening(again.clone()));
    let refusal = books.refuses(TEA, Command::RecordOpening(again.clone()));
    assert_eq!(refusal, Refusal::OpeningOnce);
    books.two(TEA, TONI, reverse(opened));
    books.does(TEA, Command::RecordOpening(again));
}

#[test]
fn opening_lots_add_up_in_value_in_each_currency_and_in_stock() {
    let mut books = Books::open();
    let fund = books.free;
    let changes: [fn(&mut RecordOpening); 6] = [
        |opening| opening.lots[0] = lot(opening.lots[0].fund, 499),
        |opening| opening.lots[0].quantity = units(5_000),
        |opening| opening.lots[3].quantity = units(1_000),
        |opening| drop(opening.lots.pop()),
        |opening| opening.lots[2].currency = Currency::Eur,
        |opening| {
            opening.lots[0] = lot(opening.lots[0].fund, 600);
            opening.lots[2].value = units(200);
        },
    ];
    for change in changes {
        let mut opening = opening(&books);
        change(&mut opening);
        let refusal = books.refuses(TEA, Command::RecordOpening(opening));
        assert_eq!(refusal, Refusal::OpeningLots { fund });
    }
}

#[test]
fn a_bound_opening_lot_waits_where_it_will_be_released() {
    let mut books = Books::open();
    let fund = books.free;
    let mut agreement = books.agreement(fund, 2_000);
    agreement.booked_as = BookedAs::Liability;
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let mut opening = opening(&books);
    opening.lots[1].restriction = None;
    opening.lots[1].agreement = Some(agreement);
    opening.lots[1].source = Some(books.giver);
    let refusal = books.refuses(TEA, Command::RecordOpening(opening.clone()));
    assert_eq!(refusal, Refusal::OpeningDeferred { fund });
    opening.lines[4].account = "270".to_owned();
    books.does(TEA, Command::RecordOpening(opening));
}

#[test]
fn opening_money_did_not_arrive_after_the_opening() {
    let mut books = Books::open();
    let mut opening = opening(&books);
    opening.lots[0].received_on = day("2026-01-02");
    let refusal = books.refuses(TEA, Command::RecordOpening(opening));
    assert_eq!(refusal, Refusal::InTheFuture { on: day("2026-01-02") });
}

#[test]
fn no_account_opens_below_zero() {
    let mut books = Books::open();
    let mut opening = opening(&books);
    opening.lines[0] = line(BANK, books.free, Side::Debit, 1_200);
    opening.lines.push(line("1001", books.free, Side::Credit, 200));
    let refusal = books.refuses(TEA, Command::RecordOpening(opening));
    assert_eq!(refusal.name(), "money-short");
}
