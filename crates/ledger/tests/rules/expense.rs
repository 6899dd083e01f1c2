//! Manual entries: they draw lots like everything that spends, and keep off what has commands of its own.

use almoner_ledger::codes::{AllocationEvent, BookedAs};
use almoner_ledger::command::{Command, RecordIncome};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::{Misfit, Restriction};

use crate::support::books::Books;
use crate::support::words::{
    BANK, DESK, FEES, RENT, TEA, by_bank, credit, day, debit, donation, entry, expense, reverse,
    transfer,
};

fn for_rent() -> Option<Restriction> {
    Some(Restriction { budget_lines: vec![RENT.to_owned()], ..Restriction::default() })
}

#[test]
fn an_expense_draws_the_oldest_lot_first() {
    let mut books = Books::open();
    let newer = books.income(donation(books.free, books.giver, 500));
    let base = donation(books.free, books.giver, 300);
    let older = books.income(RecordIncome { received_on: day("2026-02-01"), ..base });
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 400)));
    assert_eq!(books.entry(rent), ["D 408 400.00", "C 1000 400.00"]);
    assert_eq!((books.left(older), books.left(newer)), (0, 40_000));
}

#[test]
fn an_expense_allowed_by_the_giver_releases_deferred_income() {
    let mut books = Books::open();
    let base = donation(books.free, books.giver, 500);
    let bound = books.income(RecordIncome { restriction: for_rent(), ..base });
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 200)));
    assert_eq!(
        books.entry(rent),
        ["D 408 200.00", "C 1000 200.00", "D 2910 200.00", "C 7311 200.00"]
    );
    assert_eq!(books.left(bound), 30_000);
}

#[test]
fn an_agreement_booked_as_a_liability_is_released_from_there() {
    let mut books = Books::open();
    let mut agreement = books.agreement(books.free, 500);
    agreement.booked_as = BookedAs::Liability;
    agreement.restriction = for_rent();
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = donation(books.free, books.giver, 500);
    books.income(RecordIncome { agreement: Some(agreement), ..base });
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 200)));
    assert_eq!(books.entry(rent)[2..], ["D 270 200.00", "C 7311 200.00"]);
}

#[test]
fn a_cost_the_giver_did_not_allow_is_not_hidden_behind_one_that_was() {
    let mut books = Books::open();
    let base = donation(books.free, books.giver, 1_000);
    books.income(RecordIncome { restriction: for_rent(), ..base });
    let free = books.free;
    let mixed = vec![debit(RENT, free, 10), debit("460", free, 990), credit(BANK, free, 1_000)];
    let refusal = books.refuses(TEA, Command::PostEntry(entry(mixed)));
    assert_eq!(
        refusal,
        Refusal::RestrictionForbids {
            fund: free,
            misfit: Misfit::BudgetLine,
            wanted_minor: 100_000,
            free_minor: 0
        }
    );
}

#[test]
fn an_invoice_draws_when_it_is_booked_and_its_payment_draws_nothing() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let free = books.free;
    let invoice = vec![debit(RENT, free, 200), credit("220", free, 200)];
    books.does(TEA, Command::PostEntry(entry(invoice)));
    assert_eq!(books.left(gift), 30_000);
    let paid = vec![debit("220", free, 200), credit(BANK, free, 200)];
    books.does(TEA, Command::PostEntry(entry(paid)));
    assert_eq!(books.left(gift), 30_000);
}

#[test]
fn an_advance_and_its_settlement_go_by_way_of_claims() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let free = books.free;
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, free, 300)));
    let advance = vec![debit("160", free, 100), credit(DESK, free, 100)];
    books.does(TEA, Command::PostEntry(entry(advance)));
    assert_eq!(books.left(gift), 50_000, "an advance is still ours");
    let settled = vec![debit("401", free, 100), credit("160", free, 100)];
    books.does(TEA, Command::PostEntry(entry(settled)));
    assert_eq!(books.left(gift), 40_000);
}

#[test]
fn a_cash_desk_is_not_short_on_an_earlier_day() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let free = books.free;
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, free, 100)));
    let mut early = entry(vec![debit("401", free, 50), credit(DESK, free, 50)]);
    early.booked_on = day("2026-03-03");
    assert_eq!(
        books.refuses(TEA, Command::PostEntry(early.clone())),
        Refusal::CashShort { account: DESK.to_owned(), on: day("2026-03-03"), short_minor: 5_000 }
    );
    early.booked_on = day("2026-03-04");
    books.does(TEA, Command::PostEntry(early));
}

#[test]
fn a_payment_dated_back_does_not_leave_a_later_day_short() {
    let mut books = Books::open();
    let free = books.free;
    books.income(donation(free, books.giver, 1_000));
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, free, 100)));
    let spend = |on: &str, denars| {
        let mut spent = entry(vec![debit("401", free, denars), credit(DESK, free, denars)]);
        spent.booked_on = day(on);
        Command::PostEntry(spent)
    };
    books.does(TEA, spend("2026-03-06", 100));
    let mut later = transfer(BANK, DESK, free, 100);
    later.booked_on = day("2026-03-08");
    books.does(TEA, Command::Transfer(later));
    let refusal = books.refuses(TEA, spend("2026-03-05", 80));
    let short =
        Refusal::CashShort { account: DESK.to_owned(), on: day("2026-03-06"), short_minor: 8_000 };
    assert_eq!(refusal, short);
}

#[test]
fn the_bank_is_no_excuse_for_an_empty_cash_desk_or_a_new_debt() {
    let mut books = Books::open();
    let free = books.free;
    for account in [DESK, "220", "1080"] {
        let post = entry(vec![debit(FEES, free, 100), credit(account, free, 100)]);
        let refusal = books.refuses(TEA, Command::PostEntry(by_bank(post)));
        assert_eq!(refusal.name(), "wrong-account", "{account}");
    }
}

#[test]
fn a_manual_entry_moves_no_money_into_a_fund_or_between_funds() {
    let mut books = Books::open();
    let (free, food) = (books.free, books.food);
    books.income(donation(free, books.giver, 500));
    let more = entry(vec![debit(BANK, free, 10), credit(RENT, free, 10)]);
    let refusal = books.refuses(TEA, Command::PostEntry(more));
    assert_eq!(refusal, Refusal::IncreasesFund { fund: free });
    let across = entry(vec![debit(BANK, food, 10), credit(BANK, free, 10)]);
    assert_eq!(books.refuses(TEA, Command::PostEntry(across)).name(), "fund-unbalanced");
}

#[test]
fn what_has_its_own_commands_is_closed_to_manual_entries() {
    let mut books = Books::open();
    let free = books.free;
    books.income(donation(free, books.giver, 500));
    for account in ["1020", "2601", "2610", "270", "2910", "3100", "451001", "7311", "800"] {
        let post = entry(vec![debit(account, free, 10), credit(BANK, free, 10)]);
        assert_eq!(
            books.refuses(TEA, Command::PostEntry(post)),
            Refusal::GuardedAccount { account: account.to_owned() }
        );
    }
}

#[test]
fn an_expense_taken_back_gives_its_lots_back_and_defers_again() {
    let mut books = Books::open();
    let base = donation(books.free, books.giver, 500);
    let bound = books.income(RecordIncome { restriction: for_rent(), ..base });
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 200)));
    let back = books.two(TEA, crate::support::words::TONI, reverse(rent));
    assert_eq!(
        books.entry(back),
        ["C 408 200.00", "D 1000 200.00", "C 2910 200.00", "D 7311 200.00"]
    );
    assert_eq!(books.left(bound), 50_000);
}

#[test]
fn what_an_expense_took_from_a_lot_is_told_as_a_draw() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let rent = books.does(TEA, Command::PostEntry(expense(RENT, books.free, 200)));
    let [drawn] = books.facts.entries[&rent].allocations.as_slice() else { unreachable!() };
    assert_eq!((drawn.event, drawn.lot_seq), (AllocationEvent::Draw, gift));
}
