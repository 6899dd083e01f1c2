//! The chart and the posting scheme: data that an accountant may change, within what keeps the books true.

use almoner_ledger::codes::{AccountKind, AccountRole};
use almoner_ledger::command::{Command, PutAccount};
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{BANK, TEA, code, day, donation, text, transfer};

pub(crate) fn rule(event: &str, account: &str, from: &str) -> Command {
    Command::PutPostingRule {
        event: code(event),
        account: account.to_owned(),
        valid_from: day(from),
        source: text("Board decision 4/2026"),
    }
}

#[track_caller]
pub(crate) fn put_rule(books: &mut Books, event: &str, account: &str, from: &str) {
    books.does(TEA, rule(event, account, from));
}

/// A second cash desk, below `parent`.
pub(crate) fn desk(account: &str, parent: &str) -> PutAccount {
    PutAccount {
        code: code(account),
        parent: Some(parent.to_owned()),
        kind: AccountKind::Asset,
        role: AccountRole::Cash,
        number: None,
        currency: None,
        names: ["Благајна", "Cash desk", "Arka"].map(text),
        active: true,
        version: None,
    }
}

#[test]
fn a_sub_account_is_what_its_parent_is() {
    let mut books = Books::open();
    books.does(TEA, Command::PutAccount(desk("1011", "101")));
    let account = &books.facts.accounts["1011"];
    assert!(account.pool && !account.guarded);
    for change in [
        PutAccount { role: AccountRole::Bank, ..desk("1012", "101") },
        PutAccount { kind: AccountKind::Liability, ..desk("1012", "101") },
        PutAccount { parent: None, ..desk("1012", "101") },
        desk("1102", "101"),
    ] {
        let refusal = books.refuses(TEA, Command::PutAccount(change));
        assert_eq!(refusal.name(), "account-shape");
    }
}

#[test]
fn money_is_not_stranded_on_an_account_that_gets_sub_accounts() {
    let mut books = Books::open();
    let off = PutAccount { active: false, ..desk("1011", "101") };
    books.does(TEA, Command::PutAccount(off));
    books.does(TEA, Command::PutAccount(desk("10111", "1011")));
    books.does(
        TEA,
        Command::PutAccount(PutAccount {
            active: false,
            version: Some(1),
            ..desk("10111", "1011")
        }),
    );
    let on = PutAccount { version: Some(1), ..desk("1011", "101") };
    books.does(TEA, Command::PutAccount(on));
    books.income(donation(books.free, books.giver, 500));
    books.does(TEA, Command::Transfer(transfer(BANK, "1011", books.free, 500)));
    let again = PutAccount { version: Some(2), ..desk("10111", "1011") };
    assert_eq!(
        books.refuses(TEA, Command::PutAccount(again)),
        Refusal::AccountInUse { account: "1011".to_owned() }
    );
}

#[test]
fn the_scheme_takes_only_accounts_that_fit_the_event() {
    let mut books = Books::open();
    for (event, account) in [
        ("income/donation/company", BANK),
        ("aid/food", "408"),
        ("aid_obligation", "2910"),
        ("aid_obligation", "940"),
        ("unclear", "970"),
        ("deferred/deferred_income", "2601"),
        ("goods/stock", BANK),
        ("goods/equipment", "408"),
        ("goods/services", BANK),
        ("exchange/gain", BANK),
        ("exchange/loss", "970"),
        ("aid_returned/prior_year", BANK),
        ("closing/surplus", BANK),
    ] {
        let refusal = books.refuses(TEA, rule(event, account, "2026-01-01"));
        assert_eq!(refusal.name(), "wrong-account", "{event} on {account}");
    }
}
