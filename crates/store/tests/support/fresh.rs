//! A fresh database for each test: a file in a folder of its own, or a PostgreSQL database of its own.

use sqlx::Connection as _;

pub(crate) struct Fresh {
    pub(crate) url: String,
    /// Removed when the test ends.
    _folder: Option<tempfile::TempDir>,
    /// The server and the name of a database, which is dropped when the test ends.
    made: Option<(String, String)>,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Some((server, name)) = self.made.take() else { return };
        // Runtimes do not nest, so it is waited for on a thread of its own.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let drop = format!("drop database if exists {name} with (force)");
                let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
                sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut connection).await.unwrap();
            });
        });
        assert!(dropped.join().is_ok() || std::thread::panicking(), "a database was left behind");
    }
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("books.db").display());
        Self { url, _folder: Some(folder), made: None }
    }

    /// `None` where no server was named; a server that was named but does not answer fails the test.
    pub(crate) async fn postgres() -> Option<Self> {
        let server = std::env::var("ALMONER_TEST_POSTGRES_URL").ok()?;
        let name = format!("t_{}", uuid::Uuid::new_v4().simple());
        let mut connection = sqlx::PgConnection::connect(&server)
            .await
            .expect("the PostgreSQL named for tests answers");
        let create = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::query(create).execute(&mut connection).await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{before}/{name}"), _folder: None, made: Some((server, name)) })
    }
}
