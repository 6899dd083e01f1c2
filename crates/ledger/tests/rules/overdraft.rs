//! What the bank has already done is recorded, made good by what comes next, and given back when it was a mistake.

use almoner_ledger::codes::Category;
use almoner_ledger::command::{Command, RecordIncome};
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{
    ACO, CVETA, FEES, RENT, TEA, TONI, by_bank, donation, expense, in_euros, reverse, sale,
};

/// A fee of so much that the bank took from the free fund.
fn fee(books: &mut Books, denars: i64) -> i64 {
    let post = by_bank(expense(FEES, books.free, denars));
    books.does(TEA, Command::PostEntry(post))
}

#[test]
fn the_bank_may_overdraw_a_free_fund_and_income_makes_it_good() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 300));
    fee(&mut books, 500);
    assert_eq!((books.left(gift), books.overdrawn(books.free)), (0, 20_000));
    let next = books.income(donation(books.free, books.giver, 800));
    assert_eq!((books.left(next), books.overdrawn(books.free)), (60_000, 0));
}

#[test]
fn money_for_a_purpose_does_not_make_an_overdraft_good() {
    let mut books = Books::open();
    fee(&mut books, 500);
    let base = donation(books.free, books.giver, 800);
    let bound = books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
    assert_eq!((books.left(bound), books.overdrawn(books.free)), (80_000, 50_000));
}

#[test]
fn nothing_is_spent_from_an_overdrawn_fund() {
    let mut books = Books::open();
    let request = books.request(Category::Food, 100);
    fee(&mut books, 500);
    let base = donation(books.free, books.giver, 800);
    books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
    let fund = books.free;
    let proposal = Books::proposal(request, fund, 100);
    let payout = books.does(CVETA, Command::ProposePayout(proposal));
    let approval = books.approval(payout);
    assert_eq!(books.refuses(ACO, approval), Refusal::FundOverdrawn { fund });
    let rent = Command::PostEntry(expense(RENT, fund, 100));
    assert_eq!(books.refuses(TEA, rent), Refusal::FundOverdrawn { fund });
}

#[test]
fn a_restricted_fund_is_never_overdrawn() {
    let mut books = Books::open();
    let fund = Command::OpenFund {
        code: crate::support::words::code("TOWN"),
        name: crate::support::words::text("Град"),
        restricted: true,
    };
    let fund = books.does(TEA, fund);
    let post = Command::PostEntry(by_bank(expense(FEES, fund, 10)));
    assert_eq!(books.refuses(TEA, post).name(), "fund-short");
}

#[test]
fn a_reversed_overdraft_is_given_back_with_what_it_drew() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 300));
    let taken = fee(&mut books, 500);
    books.two(TEA, TONI, reverse(taken));
    assert_eq!((books.left(gift), books.overdrawn(books.free)), (30_000, 0));
}

#[test]
fn a_reversed_overdraft_that_was_made_good_leaves_free_money() {
    let mut books = Books::open();
    let taken = fee(&mut books, 500);
    let next = books.income(donation(books.free, books.giver, 200));
    assert_eq!((books.left(next), books.overdrawn(books.free)), (0, 30_000));
    let back = books.two(TEA, TONI, reverse(taken));
    assert_eq!((books.left(back), books.overdrawn(books.free)), (20_000, 0));
    books.does(TEA, Command::PostEntry(expense(RENT, books.free, 200)));
}

#[test]
fn an_income_that_made_an_overdraft_good_opens_it_again_when_taken_back() {
    let mut books = Books::open();
    books.income(donation(books.food, books.giver, 900));
    fee(&mut books, 500);
    let next = books.income(donation(books.free, books.giver, 800));
    books.two(TEA, TONI, reverse(next));
    assert_eq!((books.left(next), books.overdrawn(books.free)), (0, 50_000));
}

#[test]
fn what_is_given_back_to_an_overdrawn_fund_makes_it_good() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 800));
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 800)));
    fee(&mut books, 500);
    assert_eq!(books.overdrawn(books.free), 50_000);
    books.two(TEA, TONI, reverse(rent));
    assert_eq!((books.left(gift), books.overdrawn(books.free)), (30_000, 0));
}

#[test]
fn a_cancelled_payout_makes_an_overdraft_good() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 800));
    let payout = books.proposed(books.free, 800);
    books.approved_by(ACO, payout);
    fee(&mut books, 500);
    let reason = almoner_ledger::codes::Reason::NeedPassed;
    books.does(CVETA, Command::CancelPayout { payout, reason });
    assert_eq!((books.left(gift), books.overdrawn(books.free)), (30_000, 0));
}

#[test]
fn euros_turned_into_denars_make_an_overdraft_good() {
    let mut books = Books::open();
    books.income(donation(books.food, books.giver, 900));
    books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    fee(&mut books, 500);
    let sold = books.does(TEA, Command::SellCurrency(sale(books.free, 100, 6_150)));
    assert_eq!((books.left(sold), books.overdrawn(books.free)), (565_000, 0));
    books.two(TEA, TONI, reverse(sold));
    assert_eq!(books.overdrawn(books.free), 50_000);
}

#[test]
fn a_returned_payout_makes_an_overdraft_good() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 800));
    let payout = books.proposed(books.free, 800);
    crate::payout::paid(&mut books, payout);
    fee(&mut books, 500);
    books.does(TEA, crate::payout::returned(payout, "2026-03-10"));
    assert_eq!((books.left(gift), books.overdrawn(books.free)), (30_000, 0));
}
