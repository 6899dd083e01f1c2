//! Money that changes its place or its currency.

use almoner_ledger::codes::Currency;
use almoner_ledger::command::{
    ChargeCurrency, Command, RecordIncome, RevalueCurrency, SellCurrency, Transfer,
};
use almoner_ledger::money::Rate;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Restriction;

use crate::support::books::Books;
use crate::support::words::{
    BANK, DESK, EUROS, FEES, TEA, TONI, code, day, donation, in_euros, paper, reverse, sale,
    transfer, units,
};

fn charge(fund: i64, euros: i64) -> ChargeCurrency {
    ChargeCurrency {
        account: EUROS.to_owned(),
        expense: FEES.to_owned(),
        fund,
        quantity: units(euros),
        booked_on: day("2026-03-05"),
        document: paper(),
    }
}

#[test]
fn cash_and_vouchers_come_from_the_bank_and_touch_no_lot() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let cash = books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 200)));
    assert_eq!(books.entry(cash), ["D 1010 200.00", "C 1000 200.00"]);
    let vouchers = books.does(TEA, Command::Transfer(transfer(BANK, "1080", books.free, 100)));
    assert_eq!(books.entry(vouchers), ["D 1080 100.00", "C 1000 100.00"]);
    assert_eq!(books.left(gift), 50_000);
}

#[test]
fn euros_move_at_what_they_were_received_at() {
    let mut books = Books::open();
    books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let moved = books.does(TEA, Command::Transfer(transfer(EUROS, "1040", books.free, 40)));
    assert_eq!(books.entry(moved), ["D 1040 2460.00 (EUR 40.00)", "C 1020 2460.00 (EUR 40.00)"]);
}

#[test]
fn euros_sold_for_more_are_a_gain_and_become_a_denar_lot() {
    let mut books = Books::open();
    let gift = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 40, 2_470)));
    assert_eq!(books.entry(sold), ["D 1000 2470.00", "C 1020 2460.00 (EUR 40.00)", "C 721 10.00"]);
    let lot = books.lot(sold);
    assert_eq!((lot.currency, lot.left_quantity_minor), (Currency::Mkd, 247_000));
    assert_eq!((lot.parent_seq, lot.received_on), (Some(gift), day("2026-03-02")));
    assert_eq!(books.left(gift), 6_000);
}

#[test]
fn euros_sold_for_less_are_a_loss() {
    let mut books = Books::open();
    books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 100, 6_100)));
    assert_eq!(books.entry(sold), ["D 1000 6100.00", "C 1020 6150.00 (EUR 100.00)", "D 415 50.00"]);
}

#[test]
fn the_difference_on_bound_euros_stays_with_their_giver() {
    let mut books = Books::open();
    let base = in_euros(donation(books.free, books.giver, 1), 100, "61.5");
    books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 100, 6_100)));
    assert_eq!(
        books.entry(sold),
        ["D 1000 6100.00", "C 1020 6150.00 (EUR 100.00)", "D 2910 50.00"]
    );
    assert_eq!(books.lot(sold).restriction, Some(Books::for_food().to_json()));
}

#[test]
fn a_sale_of_several_lots_shares_the_denars_to_the_last_deni() {
    let mut books = Books::open();
    for at in ["61.5", "61.7", "61.33"] {
        books.income(in_euros(donation(books.free, books.giver, 1), 33, at));
    }
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 70, 4_321)));
    let lots = books.facts.lots.values().filter(|lot| lot.seq == sold);
    assert_eq!(lots.map(|lot| lot.quantity_minor).sum::<i64>(), 432_100);
}

#[test]
fn a_sale_is_taken_back_while_its_denars_are_whole() {
    let mut books = Books::open();
    let gift = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 100, 6_200)));
    assert_eq!(books.refuses_deed(TEA, reverse(gift)).name(), "money-short");
    books.two(TEA, TONI, reverse(sold));
    assert_eq!((books.left(gift), books.left(sold)), (10_000, 0));
    books.two(TEA, TONI, reverse(gift));
}

pub(crate) fn anew(fund: i64, rate: &str) -> RevalueCurrency {
    let booked_on = day("2026-03-09");
    RevalueCurrency {
        account: EUROS.to_owned(),
        fund,
        rate: Rate::parse(rate, booked_on, code("NBRM")).unwrap(),
        booked_on,
        document: paper(),
    }
}

/// 150.00 at 61.6912 are 9,253.68, and stood at 6,150.00 + 3,085.00: 18.68 more. A third of the value is the second lot's.
#[test]
fn euros_measured_anew_for_more_are_a_gain_and_go_on_at_their_new_value() {
    let mut books = Books::open();
    let gift = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    books.income(in_euros(donation(books.free, books.giver, 1), 50, "61.7"));
    let measured = books.does(TEA, Command::RevalueCurrency(anew(books.free, "61.6912")));
    assert_eq!(books.entry(measured), ["D 1020 18.68 (EUR 0.00)", "C 721 18.68"]);
    assert_eq!(books.left(gift), 0);
    let lots: Vec<_> = books.facts.lots.values().filter(|lot| lot.seq == measured).collect();
    let values: Vec<_> = lots
        .iter()
        .map(|lot| (lot.currency, lot.left_quantity_minor, lot.left_value_minor))
        .collect();
    assert_eq!(values, [(Currency::Eur, 10_000, 616_912), (Currency::Eur, 5_000, 308_456)]);
    assert_eq!((lots[0].parent_seq, lots[0].received_on), (Some(gift), day("2026-03-02")));
    // What is sold later earns the rest of the difference only.
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 150, 9_260)));
    assert_eq!(books.entry(sold), ["D 1000 9260.00", "C 1020 9253.68 (EUR 150.00)", "C 721 6.32"]);
}

#[test]
fn euros_measured_anew_for_less_are_a_loss_and_it_is_taken_back_while_they_are_whole() {
    let mut books = Books::open();
    let gift = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let measured = books.does(TEA, Command::RevalueCurrency(anew(books.free, "61.4")));
    assert_eq!(books.entry(measured), ["C 1020 10.00 (EUR 0.00)", "D 415 10.00"]);
    let again = books.refuses(TEA, Command::RevalueCurrency(anew(books.free, "61.4")));
    assert_eq!(again.name(), "nothing-to-revalue");
    books.two(TEA, TONI, reverse(measured));
    assert_eq!((books.left(gift), books.left(measured)), (10_000, 0));
    let measured = books.does(TEA, Command::RevalueCurrency(anew(books.free, "61.6")));
    books.does(TEA, Command::ChargeCurrency(charge(books.free, 2)));
    assert_eq!(books.refuses_deed(TEA, reverse(measured)).name(), "lot-already-drawn");
    let denars = RevalueCurrency { account: BANK.to_owned(), ..anew(books.free, "61.5") };
    assert_eq!(books.refuses(TEA, Command::RevalueCurrency(denars)).name(), "wrong-account");
}

#[test]
fn the_difference_on_bound_euros_measured_anew_stays_with_their_giver() {
    let mut books = Books::open();
    let base = in_euros(donation(books.free, books.giver, 1), 100, "61.5");
    books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
    let measured = books.does(TEA, Command::RevalueCurrency(anew(books.free, "61.6")));
    assert_eq!(books.entry(measured), ["D 1020 10.00 (EUR 0.00)", "C 2910 10.00"]);
    assert_eq!(books.lot(measured).restriction, Some(Books::for_food().to_json()));
}

#[test]
fn a_bank_charge_in_euros_is_valued_as_the_lot_it_comes_from() {
    let mut books = Books::open();
    let gift = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let cost = books.does(TEA, Command::ChargeCurrency(charge(books.free, 2)));
    assert_eq!(books.entry(cost), ["D 413 123.00", "C 1020 123.00 (EUR 2.00)"]);
    assert_eq!(books.left(gift), 9_800);
}

#[test]
fn a_charge_on_bound_euros_needs_a_budget_line_and_releases() {
    let mut books = Books::open();
    let lines = vec!["41".to_owned()];
    let bound = Restriction { budget_lines: lines, ..Restriction::default() };
    let base = in_euros(donation(books.free, books.giver, 1), 100, "61.5");
    books.income(RecordIncome { restriction: Some(bound), ..base });
    let cost = books.does(TEA, Command::ChargeCurrency(charge(books.free, 2)));
    assert_eq!(books.entry(cost)[2..], ["D 2910 123.00", "C 7311 123.00"]);
    let other = ChargeCurrency { expense: "401".to_owned(), ..charge(books.free, 2) };
    let refusal = books.refuses(TEA, Command::ChargeCurrency(other));
    assert_eq!(refusal.name(), "restriction-forbids");
}

#[test]
fn euros_worth_less_than_a_deni_still_leave_the_account() {
    let mut books = Books::open();
    let base = in_euros(donation(books.free, books.giver, 1), 100, "0.005");
    books.income(base);
    let mut tiny = sale(books.free, 1, 1);
    tiny.quantity = almoner_ledger::money::Amount::from_minor(1).unwrap();
    books.does(TEA, Command::SellCurrency(tiny));
    assert_eq!(books.facts.money[EUROS], 9_999);
}

#[test]
fn accounts_of_an_exchange_are_what_they_must_be() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let same = Transfer { to: BANK.to_owned(), ..transfer(BANK, DESK, books.free, 1) };
    assert_eq!(books.refuses(TEA, Command::Transfer(same)), Refusal::SameAccount);
    let mixed = transfer(BANK, EUROS, books.free, 1);
    assert_eq!(books.refuses(TEA, Command::Transfer(mixed)).name(), "currency-mismatch");
    let claims = transfer(BANK, "160", books.free, 1);
    assert_eq!(books.refuses(TEA, Command::Transfer(claims)).name(), "wrong-account");
    for odd in [
        SellCurrency { from: BANK.to_owned(), to: DESK.to_owned(), ..sale(books.free, 1, 60) },
        SellCurrency { to: "1040".to_owned(), ..sale(books.free, 1, 60) },
    ] {
        assert_eq!(books.refuses(TEA, Command::SellCurrency(odd)).name(), "wrong-account");
    }
    for odd in [
        ChargeCurrency { account: BANK.to_owned(), ..charge(books.free, 1) },
        ChargeCurrency { expense: "451001".to_owned(), ..charge(books.free, 1) },
    ] {
        assert_eq!(books.refuses(TEA, Command::ChargeCurrency(odd)).name(), "wrong-account");
    }
}

#[test]
fn no_account_gives_what_is_not_on_it() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    books.does(TEA, Command::Transfer(transfer(EUROS, "1040", books.free, 60)));
    let account = EUROS.to_owned();
    let short = Refusal::MoneyShort { account, short_minor: 1_000 };
    let sold = Command::SellCurrency(sale(books.free, 50, 3_100));
    assert_eq!(books.refuses(TEA, sold), short);
    let cost = Command::ChargeCurrency(charge(books.free, 50));
    assert_eq!(books.refuses(TEA, cost), short);
    let moved = Command::Transfer(transfer(EUROS, "1040", books.free, 50));
    assert_eq!(books.refuses(TEA, moved), short);
    let cash = Command::Transfer(transfer(DESK, BANK, books.free, 1));
    assert_eq!(books.refuses(TEA, cash).name(), "money-short");
}
