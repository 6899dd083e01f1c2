//! Books move from one database to the other and are the same books there. Run where `ALMONER_TEST_POSTGRES_URL` names a
//! server.

use std::collections::BTreeMap;
use std::path::Path;

use almoner_store::backup::{BackupError, RestoreError};
use almoner_store::config::Config;
use almoner_store::house::restore_to_postgres;
use almoner_store::store::Store;
use almoner_store::verify::{Report, Trust, verify_file};
use almoner_store::write::Request;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::damage::open;
use crate::filled::fill;
use crate::fresh::Fresh;
use crate::support::{Books, StillClock, entropy, income, key, signer};

/// How many rows each table has that the database itself knows of.
async fn rows(url: &str) -> BTreeMap<String, i64> {
    let (names, is_sqlite) = if url.starts_with("sqlite:") {
        let names =
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
        (names, true)
    } else {
        (
            "select table_name::text from information_schema.tables where table_schema = 'public'",
            false,
        )
    };
    let mut counted = BTreeMap::new();
    let count = |name: &str| AssertSqlSafe(format!("select count(*) from {name}"));
    if is_sqlite {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let names: Vec<String> =
            sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
        for name in names {
            let rows = sqlx::query_scalar(count(&name)).fetch_one(&mut connection).await.unwrap();
            counted.insert(name, rows);
        }
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let names: Vec<String> =
            sqlx::query_scalar(names).fetch_all(&mut connection).await.unwrap();
        for name in names {
            let rows = sqlx::query_scalar(count(&name)).fetch_one(&mut connection).await.unwrap();
            counted.insert(name, rows);
        }
    }
    counted
}

fn config(url: &str) -> Config {
    Config::new(url, StillClock::at("2026-03-11T09:00:00Z").clock(), entropy(9))
}

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

async fn back_up(store: &Store, to: &Path) -> Report {
    store.backup(to, &Trust::default(), |_, _| {}).await.unwrap()
}

async fn move_in(from: &Path, to: &Fresh) -> Result<Report, RestoreError> {
    restore_to_postgres(from, &config(&to.url), &Trust::default(), |_, _| {}).await
}

fn asked(books: &Books, with: Option<&str>) -> Request {
    let command = income(books.source, books.fund, "12.00");
    Request { command, actor: books.treasurer, key: with.map(key) }
}

/// Filled books, and a request made of them under the key `before`.
async fn filled(url: &str) -> Books {
    let books = fill(url).await;
    books.store.write(asked(&books, Some("before"))).await.unwrap();
    books
}

/// Books at a new address go on where they stood: the same root, the old keys still known, the next act the next number.
async fn go_on(url: &str, before: &Report, books: &Books) -> Store {
    let store = Store::open(config(url)).await.unwrap();
    assert_eq!(store.root().await.unwrap(), before.root);
    let head = i64::try_from(before.leaves).unwrap();
    assert_eq!(store.health().await.unwrap().head_seq, head);
    assert!(store.write(asked(books, Some("before"))).await.unwrap().replayed);
    assert_eq!(store.write(asked(books, None)).await.unwrap().seq, head + 1);
    store.checkpoint(&signer()).await.unwrap().unwrap();
    let report = store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
    store
}

const FORBIDDEN: [&str; 5] = [
    "insert into posting (seq, line, account, fund_seq, amount_minor, currency, quantity_minor, booked_on)
     select seq, 99, '1000', 1, 1, 'MKD', 1, '2026-03-10' from entry where year = 2026 and number = 1",
    "update posting set amount_minor = amount_minor + 1",
    "delete from entry",
    "update leaf set kind = 'x'",
    "insert into entry (seq, year, number, booked_on, kind) values (999999, 2026, 999999, '2026-03-10', 'income')",
];

async fn is_kept(url: &str) {
    for statement in FORBIDDEN {
        let refused = if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.map(drop)
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.map(drop)
        };
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("append-only") || said.contains("unbalanced"), "{statement}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn books_leave_postgresql_as_a_file_and_come_back() {
    let (Some(old), Some(new)) = (Fresh::postgres().await, Fresh::postgres().await) else { return };
    let folder = tempfile::tempdir().unwrap();
    let books = filled(&old.url).await;
    let before = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    let first = folder.path().join("first.db");
    assert_eq!(back_up(&books.store, &first).await, before, "the copy is checked as the books are");
    assert_eq!(rows(&address(&first)).await, rows(&old.url).await);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["first.db"], "nothing else is left behind");
    books.store.close().await;

    let file = go_on(&address(&first), &before, &books).await;
    let second = folder.path().join("second.db");
    let grown = back_up(&file, &second).await;
    file.close().await;
    is_kept(&address(&first)).await;

    assert_eq!(move_in(&second, &new).await.unwrap(), grown);
    assert_eq!(rows(&new.url).await, rows(&address(&second)).await);
    is_kept(&new.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_outgrows_a_file_goes_on_in_postgresql() {
    let Some(new) = Fresh::postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let old = Fresh::sqlite();
    let books = filled(&old.url).await;
    let before = back_up(&books.store, &copy).await;
    books.store.close().await;
    // A program that waits at the new address with no books goes on with these.
    let waiting = Store::open(config(&new.url)).await.unwrap();
    assert_eq!(move_in(&copy, &new).await.unwrap(), before);
    let store = go_on(&new.url, &before, &books).await;
    let next = i64::try_from(before.leaves).unwrap() + 2;
    assert_eq!(waiting.write(asked(&books, None)).await.unwrap().seq, next);
    waiting.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_postgresql_is_of_one_moment_and_never_replaces_a_file() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let books = Books::open(&fresh.url).await;
    let writing = async {
        for number in 1..=60 {
            books.donation(&format!("{number}.00")).await.unwrap();
        }
    };
    let trust = Trust::default();
    let (report, ()) = tokio::join!(books.store.backup(&to, &trust, |_, _| {}), writing);
    let report = report.unwrap();
    let all = books.store.health().await.unwrap().head_seq;
    assert!(report.is_sound() && i64::try_from(report.leaves).unwrap() < all, "{report}");
    let refused = books.store.backup(&to, &trust, |_, _| {}).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_sound_leaves_postgresql_as_nothing() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let books = Books::open(&fresh.url).await;
    let mut connection = PgConnection::connect(&fresh.url).await.unwrap();
    sqlx::query("update fund set overdrawn_minor = 5").execute(&mut connection).await.unwrap();
    let refused =
        books.store.backup(&folder.path().join("copy.db"), &Trust::default(), |_, _| {}).await;
    let Err(BackupError::NotSound(report)) = refused else { panic!("{refused:?}") };
    assert!(report.to_string().contains("overdrawn_minor"), "{report}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn books_in_postgresql_are_never_overwritten() {
    let (Some(new), Some(spare)) = (Fresh::postgres().await, Fresh::postgres().await) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let missing = move_in(&copy, &new).await;
    assert!(matches!(missing, Err(RestoreError::NoBackup(_))), "{missing:?}");
    let old = Fresh::sqlite();
    let books = Books::open(&old.url).await;
    let before = back_up(&books.store, &copy).await;
    books.store.close().await;
    move_in(&copy, &new).await.unwrap();
    let stood = rows(&new.url).await;
    // Not even by themselves.
    let refused = move_in(&copy, &new).await;
    let Err(RestoreError::NotEmpty { size }) = refused else { panic!("{refused:?}") };
    assert_eq!(u64::try_from(size), Ok(before.leaves));
    assert_eq!(rows(&new.url).await, stood);

    let mut connection = open(&copy).await;
    sqlx::query("update fund set name = name || '!'").execute(&mut connection).await.unwrap();
    drop(connection);
    let refused = move_in(&copy, &spare).await;
    assert!(matches!(refused, Err(RestoreError::NotSound(_))), "{refused:?}");
    let again = folder.path().join("again.db");
    let books = Store::open(config(&new.url)).await.unwrap();
    back_up(&books, &again).await;
    books.close().await;
    move_in(&again, &spare).await.unwrap();
    let report = verify_file(&again, &Trust::default(), |_, _| {}).await.unwrap();
    assert_eq!(report.root, before.root);
}
