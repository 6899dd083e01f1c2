//! Balances against plain sums, for random days and random points of the log.

use std::collections::BTreeMap;

use almoner_store::read::balance::{BalanceRow, Balances};

use crate::plain::{self, Plain, Sums, number, postings, sums};
use crate::random::{ACCOUNTS, Dice, fill};
use crate::support::{Books, day};

fn told(balances: &Balances) -> Sums {
    let key =
        |row: &BalanceRow| (row.account.clone(), row.fund_seq, row.currency.code().to_owned());
    balances.rows.iter().map(|row| (key(row), (row.amount_minor, row.quantity_minor))).collect()
}

pub(crate) async fn a_balance_is_the_sum_of_its_postings(url: &str) {
    let books = fill(url, 7).await;
    let postings = postings(url).await;
    let head = number(url, "select size from head where id = 1").await;
    assert!(300 < postings.len(), "the random books are too small: {}", postings.len());
    let mut dice = Dice::new(8);
    let month_ends = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-06-30"].map(day);
    for round in 0..400_u64 {
        let on =
            if round % 4 == 0 { *dice.pick(&month_ends) } else { dice.day(day("2025-12-20"), 260) };
        let known_at = match round % 5 {
            0 => None,
            1 => Some(head + 10),
            _ => Some(i64::try_from(dice.roll(u64::try_from(head).unwrap() + 1)).unwrap()),
        };
        let counts = |posting: &&Plain| {
            posting.booked_on <= on && known_at.is_none_or(|known| posting.seq <= known)
        };
        let account = *dice.pick(&ACCOUNTS);
        let one = books.store.balance(account, on, known_at).await.unwrap();
        let of_account = postings.iter().filter(|posting| posting.account == account);
        assert_eq!(
            told(&one),
            sums(of_account.filter(counts)),
            "{account} on {on} known at {known_at:?}"
        );
        let all = books.store.trial_balance(on, known_at).await.unwrap();
        assert_eq!(
            told(&all),
            sums(postings.iter().filter(counts)),
            "all on {on} known at {known_at:?}"
        );
        assert_eq!(all.amount_minor(), 0);
        if round % 20 == 0 {
            turnover(&books, &postings, &mut dice, known_at).await;
        }
    }
    books.store.close().await;
}

async fn turnover(books: &Books, postings: &[Plain], dice: &mut Dice, known_at: Option<i64>) {
    let from = dice.day(day("2025-12-20"), 200);
    let to = dice.day(from, 60);
    let rows = books.store.turnover(from, to, known_at).await.unwrap();
    let known = |posting: &&Plain| known_at.is_none_or(|known| posting.seq <= known);
    let within = |posting: &&Plain| (from..=to).contains(&posting.booked_on);
    let moved: Vec<&Plain> = postings.iter().filter(known).filter(within).collect();
    let debits: i64 = moved.iter().map(|posting| posting.amount_minor.max(0)).sum();
    assert_eq!(rows.iter().map(|row| row.debit_minor).sum::<i64>(), debits);
    assert_eq!(rows.iter().map(|row| row.credit_minor).sum::<i64>(), debits);
    let net: Sums = plain::sums(moved.iter().copied());
    let mut debits: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    for posting in &moved {
        *debits.entry((&posting.account, posting.fund_seq)).or_default() +=
            posting.amount_minor.max(0);
    }
    for row in &rows {
        assert_eq!(row.debit_minor, debits[&(row.account.as_str(), row.fund_seq)]);
        let key = (row.account.clone(), row.fund_seq, row.currency.code().to_owned());
        assert_eq!(row.debit_minor - row.credit_minor, net.get(&key).map_or(0, |sum| sum.0));
    }
    // Told apart by what it was for, it is the same.
    let mut by_purpose: BTreeMap<(String, i64), i64> = BTreeMap::new();
    let known_at = known_at.unwrap_or(i64::MAX);
    for row in books.store.moved((from, to), known_at).await.unwrap() {
        *by_purpose.entry((row.account, row.fund_seq)).or_default() += row.amount_minor;
    }
    let mut expected: BTreeMap<(String, i64), i64> = BTreeMap::new();
    for ((account, fund, _), (minor, _)) in net {
        *expected.entry((account, fund)).or_default() += minor;
    }
    by_purpose.retain(|_, minor| *minor != 0);
    expected.retain(|_, minor| *minor != 0);
    assert_eq!(by_purpose, expected, "{from} to {to} known at {known_at}");
}

/// Goods that are reserved have not left yet.
pub(crate) async fn goods_in_the_store_are_what_is_left_and_what_is_reserved(url: &str) {
    let books = crate::filled::fill(url).await;
    let left = number(
        url,
        "select cast(sum(left_quantity_minor) as bigint) from lot where kind = 'goods'",
    )
    .await;
    let reserved = number(
        url,
        "select cast(coalesce(sum(payout_lot.quantity_minor), 0) as bigint)
         from payout join payout_lot on payout_lot.seq = payout.seq
         where payout.method = 'in_kind' and payout.state in ('approved', 'released', 'sent')",
    )
    .await;
    let there = books.store.goods_at(day("2026-12-31"), i64::MAX).await.unwrap();
    assert!(there.iter().all(|row| 0 < row.quantity && !row.item.is_empty()), "{there:?}");
    let total: i64 = there.iter().map(|row| row.quantity).sum();
    assert!(0 < total);
    assert_eq!(total, left + reserved);
    assert!(books.store.goods_at(day("2025-12-31"), i64::MAX).await.unwrap().is_empty());
    books.store.close().await;
}

pub(crate) async fn nothing_stands_on_books_without_entries(url: &str) {
    let books = Books::open(url).await;
    let none: Vec<BalanceRow> = Vec::new();
    assert_eq!(books.store.balance("1000", day("2026-03-10"), None).await.unwrap().rows, none);
    assert_eq!(books.store.trial_balance(day("9999-12-31"), Some(0)).await.unwrap().rows, none);
    books.donation("100.00").await.unwrap();
    assert_eq!(books.store.trial_balance(day("2026-03-10"), Some(0)).await.unwrap().rows, none);
    assert_eq!(books.store.balance("1000", day("2026-03-09"), None).await.unwrap().rows, none);
    assert_eq!(
        books.store.balance("1000", day("9999-12-31"), None).await.unwrap().amount_minor(),
        10_000
    );
    assert_eq!(books.store.balance("no such", day("2026-03-10"), None).await.unwrap().rows, none);
    books.store.close().await;
}

pub(crate) async fn a_fund_has_what_its_accounts_say(url: &str) {
    let books = crate::filled::fill(url).await;
    let pool = number(
        url,
        "select cast(sum(posting.amount_minor) as bigint)
         from posting join account on account.code = posting.account where account.pool",
    )
    .await;
    let reserved = number(
        url,
        "select cast(sum(amount_minor) as bigint) from payout where state in ('approved', 'released', 'sent')",
    )
    .await;
    let funds = books.store.funds().await.unwrap();
    assert_eq!(funds.iter().map(|fund| fund.left_minor).sum::<i64>(), pool);
    assert_eq!(funds.iter().map(|fund| fund.reserved_minor).sum::<i64>(), reserved);
    assert!(funds.iter().any(|fund| 0 < fund.spent_minor && 0 < fund.received_minor));
    for fund in &funds {
        assert_eq!(
            fund.brought_minor + fund.received_minor - fund.spent_minor,
            fund.left_minor,
            "{}",
            fund.code
        );
        assert_eq!(books.store.fund(fund.seq).await.unwrap().as_ref(), Some(fund));
    }
    books.store.close().await;
}
