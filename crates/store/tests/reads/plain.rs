//! The postings as they stand on disk, read without the code under test, and sums in the plainest way.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::Connection as _;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Plain {
    pub(crate) seq: i64,
    pub(crate) line: i64,
    pub(crate) account: String,
    pub(crate) fund_seq: i64,
    pub(crate) currency: String,
    pub(crate) amount_minor: i64,
    pub(crate) quantity_minor: i64,
    pub(crate) booked_on: NaiveDate,
}

const POSTINGS: &str =
    "select seq, line, account, fund_seq, currency, amount_minor, quantity_minor, booked_on
     from posting order by booked_on, seq, line";

pub(crate) async fn postings(url: &str) -> Vec<Plain> {
    if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_as(POSTINGS).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_as(POSTINGS).fetch_all(&mut connection).await.unwrap()
    }
}

/// One whole number from the database.
pub(crate) async fn number(url: &str, text: &'static str) -> i64 {
    if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
    }
}

pub(crate) type Sums = BTreeMap<(String, i64, String), (i64, i64)>;

pub(crate) fn sums<'a>(postings: impl Iterator<Item = &'a Plain>) -> Sums {
    let mut sums = Sums::new();
    for posting in postings {
        let key = (posting.account.clone(), posting.fund_seq, posting.currency.clone());
        let sum = sums.entry(key).or_insert((0, 0));
        sum.0 += posting.amount_minor;
        sum.1 += posting.quantity_minor;
    }
    sums.retain(|_, sum| *sum != (0, 0));
    sums
}
