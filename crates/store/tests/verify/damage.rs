//! A sound file of books, and copies of it with one thing changed behind the program's back.

use std::path::{Path, PathBuf};

use almoner_store::verify::{Report, Trust, verify_file};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};

use crate::filled::fill;

/// Filled books in one file without a write-ahead log and without triggers: what is left once a thief has the disk.
pub(crate) struct Victim {
    folder: tempfile::TempDir,
}

impl Victim {
    pub(crate) async fn new() -> Self {
        let victim = Self { folder: tempfile::tempdir().unwrap() };
        let books = fill(&format!("sqlite:{}", victim.whole().display())).await;
        books.store.close().await;
        let mut connection = open(&victim.whole()).await;
        // An erasure, as the program will do it one day: the columns and their salt are emptied together.
        for erasure in [
            "update note set body = null, salt = null where seq = (select min(seq) from note)",
            "update recipient set reference = null, household = null, birth_year = null, salt = null
             where seq = (select min(seq) from recipient)",
        ] {
            connection.execute(erasure).await.unwrap();
        }
        let triggers: Vec<String> =
            sqlx::query_scalar("select name from sqlite_master where type = 'trigger'")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        assert!(!triggers.is_empty());
        for name in triggers {
            connection.execute(AssertSqlSafe(format!("drop trigger {name}"))).await.unwrap();
        }
        // The last reader of the books may take a moment to let go of the file.
        let mut mode = String::new();
        for _ in 0..100 {
            let asked = sqlx::query_scalar("pragma journal_mode = delete");
            mode = asked.fetch_one(&mut connection).await.unwrap_or_default();
            if mode == "delete" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(mode, "delete");
        connection.close().await.unwrap();
        let report = verify_file(&victim.whole(), &Trust::default(), |_, _| {}).await.unwrap();
        assert!(report.is_sound(), "{report}");
        victim
    }

    pub(crate) fn whole(&self) -> PathBuf {
        self.folder.path().join("books.db")
    }

    pub(crate) fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join("copy.db");
        std::fs::copy(self.whole(), &copy).unwrap();
        copy
    }

    /// Changes a copy by some statements and checks it.
    pub(crate) async fn after(&self, statements: &[&str]) -> Report {
        let copy = self.copy();
        let mut connection = open(&copy).await;
        for statement in statements {
            let done = connection.execute(AssertSqlSafe((*statement).to_owned())).await;
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        connection.close().await.unwrap();
        verify_file(&copy, &Trust::default(), |_, _| {}).await.unwrap()
    }
}

/// A connection on which the database itself refuses as little as possible.
pub(crate) async fn open(path: &Path) -> SqliteConnection {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    for pragma in [
        "pragma ignore_check_constraints = on",
        "pragma synchronous = off",
        "pragma foreign_keys = off",
    ] {
        connection.execute(pragma).await.unwrap();
    }
    connection
}

pub(crate) fn names(report: &Report, table: &str, column: &str) -> bool {
    let of_table = report.findings.iter().filter(|finding| finding.table == table);
    let mut columns = of_table.filter_map(|finding| finding.column.as_deref());
    columns.any(|named| named.split(", ").any(|name| name == column))
}

/// Whether a row is said to be missing, and another to have come from nowhere.
pub(crate) fn moves_a_row(report: &Report, table: &str) -> bool {
    let says = |text: &str| {
        report.findings.iter().any(|finding| finding.table == table && finding.what.contains(text))
    };
    (says("no longer there") || says("is not there"))
        && (says("no act in the log") || says("nothing in the journal"))
}
