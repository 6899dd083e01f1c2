//! A fresh database for each test: a file in a folder of its own, or a PostgreSQL database of its own.

use sqlx::Connection as _;

pub(crate) struct Fresh {
    pub(crate) url: String,
    /// Removed when the test ends.
    _folder: Option<tempfile::TempDir>,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("books.db").display());
        Self { url, _folder: Some(folder) }
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
        Some(Self { url: format!("{before}/{name}"), _folder: None })
    }
}
