//! What is true of any books after any act, recomputed from the rows.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::codes::{AccountRole, Currency, LotKind};
use almoner_ledger::facts::Series;

use crate::support::books::Books;
use crate::support::load::rows;

pub(crate) fn check(books: &Books) {
    entries_balance(books);
    funds_have_what_their_lots_say(books);
    deferred_income_waits_for_its_lots(books);
    foreign_money_is_what_its_lots_say(books);
    no_lot_is_below_zero(books);
    no_cash_desk_was_ever_short(books);
    no_number_is_missing(books);
    nobody_did_two_duties(books);
}

fn entries_balance(books: &Books) {
    let mut sums: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for row in rows!(books.rows, Posting) {
        *sums.entry((row.seq, row.fund_seq)).or_insert(0) += row.amount_minor;
    }
    for ((entry, fund), sum) in sums {
        assert_eq!(sum, 0, "entry {entry} in fund {fund}");
    }
}

fn funds_have_what_their_lots_say(books: &Books) {
    for (seq, fund) in &books.facts.funds {
        let pool: i64 = rows!(books.rows, Posting)
            .filter(|row| row.fund_seq == *seq && books.facts.accounts[&row.account].pool)
            .map(|row| row.amount_minor)
            .sum();
        let lots = books.facts.lots.values().filter(|lot| lot.fund_seq == *seq);
        let left: i64 = lots.map(|lot| lot.left_value_minor).sum();
        assert!(0 <= fund.overdrawn_minor, "fund {}", fund.code);
        assert_eq!(pool, left - fund.overdrawn_minor, "fund {}: money and lots", fund.code);
    }
}

fn deferred_income_waits_for_its_lots(books: &Books) {
    let mut waiting: BTreeMap<(i64, &str), i64> = BTreeMap::new();
    for row in rows!(books.rows, Posting) {
        if books.facts.accounts[&row.account].role == AccountRole::Deferred {
            *waiting.entry((row.fund_seq, &row.account)).or_insert(0) += row.amount_minor;
        }
    }
    for lot in books.facts.lots.values() {
        if let Some(account) = &lot.deferred_account {
            *waiting.entry((lot.fund_seq, account)).or_insert(0) += lot.left_value_minor;
        }
    }
    for ((fund, account), difference) in waiting {
        assert_eq!(difference, 0, "deferred income of fund {fund} on {account}");
    }
}

fn foreign_money_is_what_its_lots_say(books: &Books) {
    let mut held: BTreeMap<(i64, Currency), i64> = BTreeMap::new();
    for row in rows!(books.rows, Posting).filter(|row| row.currency != Currency::Mkd) {
        *held.entry((row.fund_seq, row.currency)).or_insert(0) += row.quantity_minor;
    }
    for lot in books.facts.lots.values().filter(|lot| lot.currency != Currency::Mkd) {
        *held.entry((lot.fund_seq, lot.currency)).or_insert(0) -= lot.left_quantity_minor;
    }
    for income in books.facts.unclear.values().filter(|row| row.currency != Currency::Mkd) {
        *held.entry((income.fund_seq, income.currency)).or_insert(0) -= income.quantity_minor;
    }
    for (key, difference) in held {
        assert_eq!(difference, 0, "{key:?}: account and lots");
    }
}

fn no_lot_is_below_zero(books: &Books) {
    for lot in books.facts.lots.values() {
        let (quantity, value) = (lot.left_quantity_minor, lot.left_value_minor);
        assert!((0..=lot.quantity_minor).contains(&quantity), "{lot:?}");
        assert!((0..=lot.value_minor).contains(&value), "{lot:?}");
        assert!(quantity != 0 || value == 0, "value without quantity: {lot:?}");
        if lot.kind == LotKind::Money && lot.currency == Currency::Mkd {
            assert_eq!(quantity, value, "{lot:?}");
        }
    }
}

fn no_cash_desk_was_ever_short(books: &Books) {
    let mut held: BTreeMap<&str, i64> = BTreeMap::new();
    for ((desk, day), moved) in &books.facts.cash_days {
        let sum = held.entry(desk).or_insert(0);
        *sum += moved;
        assert!(0 <= *sum, "{desk} on {day}");
    }
}

fn no_number_is_missing(books: &Books) {
    let mut given: BTreeMap<(Series, i64), Vec<i64>> = BTreeMap::new();
    for row in rows!(books.rows, Entry) {
        given.entry((Series::Entry, row.year)).or_default().push(row.number);
    }
    for row in rows!(books.rows, Income) {
        if let (Some(year), Some(number)) = (row.receipt_year, row.receipt_number) {
            given.entry((Series::Receipt, year)).or_default().push(number);
        }
    }
    for row in rows!(books.rows, CashVoucher) {
        let series = match row.direction {
            almoner_ledger::codes::VoucherDirection::In => Series::CashIn,
            almoner_ledger::codes::VoucherDirection::Out => Series::CashOut,
        };
        given.entry((series, row.year)).or_default().push(row.number);
    }
    for (series, numbers) in given {
        assert!(numbers.iter().copied().eq(1..=numbers.len().try_into().unwrap()), "{series:?}");
    }
}

fn nobody_did_two_duties(books: &Books) {
    let mut seen = BTreeSet::new();
    for row in rows!(books.rows, DutyDone) {
        assert!(seen.insert((row.payout_seq, row.person_id)), "payout {}", row.payout_seq);
    }
}
