//! The database itself refuses what must never happen, whoever asks.

use almoner_ledger::command::Command;
use almoner_ledger::record::Keeping;
use almoner_ledger::rows::TABLES;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::support::{Books, food};

/// Runs a statement as the owner of the database would, and gives what the database said.
async fn said(url: &str, statement: String) -> Result<u64, String> {
    if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        let done = connection.execute(AssertSqlSafe(statement)).await;
        done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        let done = connection.execute(AssertSqlSafe(statement)).await;
        done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
    }
}

async fn filled(url: &str) -> Books {
    let books = Books::open(url).await;
    books.donation("10000.00").await.unwrap();
    let request = books.request("3000.00").await;
    let payout =
        books.ask(books.case_worker, food(request, books.fund, "3000.00")).await.unwrap().seq;
    let digest = books.store.payout_digest(payout).await.unwrap().unwrap().try_into().unwrap();
    books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
    books
}

pub(crate) async fn rows_of_the_log_and_the_journal_cannot_be_changed(url: &str) {
    let books = filled(url).await;
    let kept =
        TABLES.iter().filter(|table| table.keeping == Keeping::Append).map(|table| table.name);
    for table in kept.chain(["leaf"]) {
        let update = said(url, format!("update {table} set seq = seq")).await;
        let delete = said(url, format!("delete from {table}")).await;
        let rows = match &update {
            // Without a row no row trigger fires; then there is nothing to change either.
            Ok(rows) => *rows,
            Err(error) => {
                assert!(error.contains("append-only"), "{table}: {error}");
                assert!(delete.unwrap_err().contains("append-only"), "{table}");
                continue;
            }
        };
        assert_eq!(rows, 0, "{table} let {rows} rows be changed");
    }
    for table in TABLES.iter().filter(|table| table.keeping == Keeping::State) {
        if let Ok(rows) = said(url, format!("delete from {}", table.name)).await {
            assert_eq!(rows, 0, "{} let rows be deleted", table.name);
        }
    }
    books.store.close().await;
}

pub(crate) async fn an_unbalanced_entry_is_refused_by_the_database_too(url: &str) {
    let books = filled(url).await;
    let posting = "insert into posting (seq, line, account, fund_seq, amount_minor, currency, quantity_minor, booked_on)
        values (900, 1, '1000', 1, 100, 'MKD', 100, '2026-03-10'), (900, 2, '730', 1, -99, 'MKD', -99, '2026-03-10')";
    said(url, posting.to_owned()).await.unwrap();
    let entry = "insert into entry (seq, year, number, booked_on, kind) values (900, 2026, 900, '2026-03-10', 'manual')";
    assert!(said(url, entry.to_owned()).await.unwrap_err().contains("unbalanced"));
    books.store.close().await;
}

pub(crate) async fn a_second_duty_of_one_person_is_refused_by_the_database_too(url: &str) {
    let books = filled(url).await;
    let again = "insert into duty (seq, payout_seq, person_id, duty, payout_digest)
        select 900, payout_seq, person_id, 'release', payout_digest from duty where duty = 'approve'";
    assert!(said(url, again.to_owned()).await.is_err());
    books.store.close().await;
}

pub(crate) async fn a_lot_below_zero_is_refused_by_the_database_too(url: &str) {
    let books = filled(url).await;
    let below = "update lot set left_quantity_minor = left_quantity_minor - 100000000";
    assert!(said(url, below.to_owned()).await.is_err());
    books.store.close().await;
}
