//! The same check on PostgreSQL: sound books are sound, and a sample of changes is named. Run where
//! `ALMONER_TEST_POSTGRES_URL` names a server.

use almoner_store::verify::Trust;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::damage::{moves_a_row, names};
use crate::filled::fill;
use crate::fresh::Fresh;
use crate::whole::sound_books_are_sound;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_books_are_sound_on_postgresql() {
    if let Some(fresh) = Fresh::postgres().await {
        sound_books_are_sound(&fresh.url).await;
    }
}

/// A change, how to undo it, and the table and column it must be found in; no column where a row moves.
const SAMPLE: [(&str, &str, &str, Option<&str>); 14] = [
    (
        "update posting set amount_minor = amount_minor + 1 where seq = (select min(seq) from income) and line = 1",
        "update posting set amount_minor = amount_minor - 1 where seq = (select min(seq) from income) and line = 1",
        "posting",
        Some("amount_minor"),
    ),
    (
        "update entry set booked_on = booked_on + 1 where seq = (select min(seq) from income)",
        "update entry set booked_on = booked_on - 1 where seq = (select min(seq) from income)",
        "entry",
        Some("booked_on"),
    ),
    (
        "update income set receipt_number = 900 where seq = (select min(seq) from income)",
        "update income set receipt_number = 1 where seq = (select min(seq) from income)",
        "income",
        Some("receipt_number"),
    ),
    (
        "update lot set left_value_minor = left_value_minor + 1 where seq = (select min(seq) from income)",
        "update lot set left_value_minor = left_value_minor - 1 where seq = (select min(seq) from income)",
        "lot",
        Some("left_value_minor"),
    ),
    (
        "update fund set overdrawn_minor = overdrawn_minor + 1",
        "update fund set overdrawn_minor = overdrawn_minor - 1",
        "fund",
        Some("overdrawn_minor"),
    ),
    (
        "update agreement set received_minor = received_minor + 1",
        "update agreement set received_minor = received_minor - 1",
        "agreement",
        Some("received_minor"),
    ),
    (
        "update account set guarded = not guarded where code = '1000'",
        "update account set guarded = not guarded where code = '1000'",
        "account",
        Some("guarded"),
    ),
    (
        "update person set id = uuid(md5('x')) where login = 'ana'",
        "update person set id = (select proposed_by from decision order by seq limit 1) where login = 'ana'",
        "person",
        None,
    ),
    (
        "update head set recorded_at = recorded_at - interval '1 microsecond'",
        "update head set recorded_at = recorded_at + interval '1 microsecond'",
        "head",
        Some("recorded_at"),
    ),
    (
        "update leaf set recorded_at = recorded_at + interval '1 microsecond' where seq = 9",
        "update leaf set recorded_at = recorded_at - interval '1 microsecond' where seq = 9",
        "leaf",
        Some("hash"),
    ),
    (
        "update checkpoint set note = note || ' '",
        "update checkpoint set note = rtrim(note, ' ')",
        "checkpoint",
        Some("note"),
    ),
    (
        "update series set last = last + 1",
        "update series set last = last - 1",
        "series",
        Some("last"),
    ),
    (
        "update balance_month set month = month + 1200",
        "update balance_month set month = month - 1200",
        "balance_month",
        None,
    ),
    (
        "update cash_day set amount_minor = amount_minor + 1",
        "update cash_day set amount_minor = amount_minor - 1",
        "cash_day",
        Some("amount_minor"),
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sample_of_changes_is_named_on_postgresql() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let books = fill(&fresh.url).await;
    let mut connection = PgConnection::connect(&fresh.url).await.unwrap();
    // Whoever owns the database can silence its triggers.
    sqlx::query("set session_replication_role = replica").execute(&mut connection).await.unwrap();
    for (change, undo, table, column) in SAMPLE {
        let changed = sqlx::query(AssertSqlSafe(change)).execute(&mut connection).await.unwrap();
        assert_ne!(changed.rows_affected(), 0, "{change}");
        let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
        let named = match column {
            Some(column) => names(&report, table, column),
            None => moves_a_row(&report, table),
        };
        assert!(named && report.soundness().exit_code() == 1, "{change}\n{report}");
        sqlx::query(AssertSqlSafe(undo)).execute(&mut connection).await.unwrap();
    }
    let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
    books.store.close().await;
}
