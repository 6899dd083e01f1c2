//! SQLite: the default, where the books are one file. One of the two files that name a driver.

use std::str::FromStr as _;
use std::sync::atomic::Ordering;
use std::time::Duration;

use almoner_ledger::cell::{ColumnType, Value};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Arguments as _, ConnectOptions as _, Connection as _, Executor as _};

use crate::config::Config;
use crate::error::StoreError;
use crate::group::Rows;
use crate::json;
use crate::own_file::own_file;

#[path = "sql/mod.rs"]
pub(crate) mod sql;

pub(crate) type Connection = sqlx::SqliteConnection;
pub(crate) type Pool = sqlx::SqlitePool;
pub(crate) type DbRow = sqlx::sqlite::SqliteRow;

pub(crate) const NAME: &str = "sqlite";
/// The writer's `BEGIN IMMEDIATE` is the lock.
pub(crate) const FOR_UPDATE: &str = "";
pub(crate) const JSON_ROWS: &str = "json_each($1)";
pub(crate) const BEGIN_WRITE: &str = "begin immediate";
pub(crate) const BEGIN_READ: &str = "begin";
/// The oldest SQLite whose write-ahead log is sound under concurrent checkpoints.
const OLDEST: (u32, u32, u32) = (3, 51, 3);
const PAGE_SIZE: u32 = 4096;
/// Times the log is tried to be emptied after an erasure, a second apart: some books are read for minutes.
const WIPE_TRIES: usize = 600;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/sqlite");

/// Each value of a row costs two allocations on its way between two threads, and a text of them all costs the same two.
pub(crate) const ROW_AS_TEXT: Option<&str> = Some("json_array");

/// The element of a JSON row that becomes a column of this type.
pub(crate) fn cell(kind: ColumnType, at: usize) -> String {
    match kind {
        ColumnType::Bytes | ColumnType::Uuid => format!("unhex(json_extract(value, '$[{at}]'))"),
        ColumnType::Int
        | ColumnType::Text
        | ColumnType::Date
        | ColumnType::Instant
        | ColumnType::Bool => {
            format!("json_extract(value, '$[{at}]')")
        }
    }
}

/// A list of values of this type, bound as one JSON array, for `in (…)`.
pub(crate) fn list(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Bytes | ColumnType::Uuid => "select unhex(value) from json_each($1)",
        ColumnType::Int
        | ColumnType::Text
        | ColumnType::Date
        | ColumnType::Instant
        | ColumnType::Bool => "select value from json_each($1)",
    }
}

/// How many rows one statement inserts: the largest that fits, so that few texts stay prepared.
const ROWS_AT_ONCE: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// Statements that insert rows, with their values bound.
pub(crate) type Insert = (String, sqlx::sqlite::SqliteArguments);

/// The statements that insert the rows of some tables, in whatever order. Bound values are twice as quick here as one JSON
/// text taken apart; and what stands in one text runs without a word between this thread and that of the database.
pub(crate) fn inserts<'r>(
    mut left: Vec<Rows<'r>>,
) -> impl Iterator<Item = Result<Insert, StoreError>> + use<'r> {
    std::iter::from_fn(move || {
        let most = left.iter().map(|table| table.rows.len()).max()?;
        let size = ROWS_AT_ONCE.into_iter().find(|size| *size <= most)?;
        let mut bound = sqlx::sqlite::SqliteArguments::default();
        let mut texts = Vec::new();
        for table in &mut left {
            let Some((now, later)) = table.rows.split_at_checked(size) else { continue };
            table.rows = later;
            texts.push(insert(table, size));
            if let Err(error) = bind(now, &mut bound) {
                return Some(Err(error));
            }
        }
        Some(Ok((texts.join("; "), bound)))
    })
}

fn insert(table: &Rows<'_>, size: usize) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let row = format!("({})", vec!["?"; names.len()].join(", "));
    let rows = vec![row.as_str(); size].join(", ");
    // What fails ends the transaction anyway, and so no statement has to be able to undo itself alone.
    format!("insert or rollback into {} ({}) values {rows}", table.name, names.join(", "))
}

fn bind(rows: &[Vec<Value>], bound: &mut sqlx::sqlite::SqliteArguments) -> Result<(), StoreError> {
    for value in rows.iter().flatten() {
        match value {
            Value::Null => bound.add(None::<i64>),
            Value::Int(number) => bound.add(*number),
            Value::Bool(truth) => bound.add(*truth),
            Value::Text(text) => bound.add(text.as_str()),
            Value::Bytes(bytes) => bound.add(bytes.as_slice()),
            Value::Uuid(id) => bound.add(id.as_bytes().as_slice()),
            Value::Date(date) => bound.add(date.to_string()),
            Value::Instant(instant) => bound.add(json::instant(*instant)),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(())
}

fn options(config: &Config) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str(&config.url)
        .map_err(|_| StoreError::Address(config.url.clone()))?
        .create_if_missing(config.create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .page_size(PAGE_SIZE)
        .busy_timeout(Duration::from_secs(5))
        .pragma("recursive_triggers", "on")
        .pragma("temp_store", "memory")
        .pragma("secure_delete", "on")
        .pragma("trusted_schema", "off")
        .pragma("cache_size", "-65536")
        .pragma("wal_autocheckpoint", "4000")
        .optimize_on_close(true, None)
        .statement_cache_capacity(256)
        .disable_statement_logging();
    Ok(match &config.pages_max {
        Some(pages) => options.pragma("max_page_count", pages.load(Ordering::Relaxed).to_string()),
        None => options,
    })
}

pub(crate) async fn connect(config: &Config) -> Result<Connection, StoreError> {
    let options = options(config)?;
    if config.create {
        own_file(options.get_filename()).map_err(sqlx::Error::Io)?;
    }
    Ok(Connection::connect_with(&options).await?)
}

pub(crate) async fn readers(config: &Config) -> Result<Pool, StoreError> {
    let options = options(config)?
        .create_if_missing(false)
        .pragma("query_only", "on")
        .pragma("cache_size", "-8192")
        .row_buffer_size(500);
    let pool = SqlitePoolOptions::new()
        .max_connections(config.readers)
        .acquire_timeout(Duration::from_secs(10));
    Ok(pool.connect_with(options).await?)
}

pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    check_version(connection).await?;
    MIGRATIONS.run(&mut *connection).await?;
    let mode: String =
        sqlx::query_scalar("pragma journal_mode").fetch_one(&mut *connection).await?;
    let synchronous: i64 =
        sqlx::query_scalar("pragma synchronous").fetch_one(&mut *connection).await?;
    if mode != "wal" || synchronous < 2 {
        return Err(StoreError::Setting(format!(
            "the database must keep a write-ahead log and sync it fully; it says {mode} and {synchronous}"
        )));
    }
    Ok(())
}

async fn check_version(connection: &mut Connection) -> Result<(), StoreError> {
    let version: String =
        sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *connection).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST {
        return Err(StoreError::Setting(format!(
            "SQLite {version} is too old; 3.51.3 or newer is needed"
        )));
    }
    Ok(())
}

/// Lets the planner learn what a bulk load brought, from some rows of each index: all of them would hold up who writes.
pub(crate) async fn analyse(connection: &mut Connection) -> Result<(), StoreError> {
    connection.execute("pragma analysis_limit = 1000").await?;
    connection.execute("pragma optimize = 0x10002").await?;
    Ok(())
}

/// Has the write-ahead log written into the file and emptied: what was erased is in it until then. Nobody who writes is
/// kept waiting for those who read.
pub(crate) async fn wipe(config: &Config) -> Result<(), StoreError> {
    let mut connection = connect(config).await?;
    connection.execute("pragma busy_timeout = 200").await?;
    for _ in 0..WIPE_TRIES {
        if settle(&mut connection).await? {
            connection.close().await?;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err(StoreError::Busy)
}

/// Empties the write-ahead log into the file; `false` where somebody reads.
pub(crate) async fn settle(connection: &mut Connection) -> Result<bool, StoreError> {
    let busy: i64 =
        sqlx::query_scalar("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await?;
    Ok(busy == 0)
}

pub(crate) async fn sync_mode(connection: &mut Connection) -> Result<String, StoreError> {
    let mode: String =
        sqlx::query_scalar("pragma journal_mode").fetch_one(&mut *connection).await?;
    let synchronous: i64 =
        sqlx::query_scalar("pragma synchronous").fetch_one(&mut *connection).await?;
    let level = match synchronous {
        0 => "off",
        1 => "normal",
        2 => "full",
        _ => "extra",
    };
    Ok(format!("{mode}/{level}"))
}

/// Opens a file that nobody writes, so that looking at it cannot change it.
pub(crate) async fn connect_to_read(path: &std::path::Path) -> Result<Connection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .read_only(true)
        .busy_timeout(Duration::from_secs(5))
        // Rows come in long runs here: fewer turns between the thread that reads and the task that checks.
        .row_buffer_size(500)
        .pragma("trusted_schema", "off")
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-65536")
        .disable_statement_logging();
    Ok(Connection::connect_with(&options).await?)
}

/// A connection for one long look at books that others go on writing.
pub(crate) async fn connect_snapshot(config: &Config) -> Result<Connection, StoreError> {
    let options =
        options(config)?.create_if_missing(false).pragma("query_only", "on").row_buffer_size(500);
    Ok(Connection::connect_with(&options).await?)
}

/// Makes a new file with the tables of the books, and nothing in them. Until it has been written in full and synced it
/// is worth nothing, so nothing is spent on saving it from a crash.
pub(crate) async fn create(path: &std::path::Path) -> Result<Connection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .page_size(PAGE_SIZE)
        .pragma("temp_store", "memory")
        .pragma("trusted_schema", "off")
        .disable_statement_logging();
    own_file(path).map_err(sqlx::Error::Io)?;
    let mut connection = Connection::connect_with(&options).await?;
    check_version(&mut connection).await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection)
}

/// Writes a consistent copy of the whole database, while others read and write.
pub(crate) async fn copy_to(connection: &mut Connection, path: &str) -> Result<(), StoreError> {
    own_file(std::path::Path::new(path)).map_err(sqlx::Error::Io)?;
    sqlx::query("vacuum into $1").bind(path).execute(&mut *connection).await?;
    Ok(())
}

/// Has everything in the write-ahead log written into the file itself; `false` where somebody else has it open.
pub(crate) async fn close_down(path: &std::path::Path) -> Result<bool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .disable_statement_logging();
    let mut connection =
        Connection::connect_with(&options.busy_timeout(Duration::from_secs(1))).await?;
    // Leaving write-ahead mode takes the file for oneself, and fails while another connection is there.
    let mode: Result<String, _> =
        sqlx::query_scalar("pragma journal_mode = delete").fetch_one(&mut connection).await;
    drop(connection.close().await);
    Ok(mode? == "delete")
}

/// How many leaves a file holds, up to a size, and the root over them.
pub(crate) async fn root_at(
    path: &std::path::Path,
    most: i64,
) -> Result<(i64, almoner_proof::hash::Hash), StoreError> {
    use futures_util::TryStreamExt as _;
    let mut connection = connect_to_read(path).await?;
    let mut frontier = almoner_proof::tree::Frontier::new();
    {
        let mut rows =
            sqlx::query_scalar::<_, Vec<u8>>("select hash from leaf where seq <= $1 order by seq")
                .bind(most)
                .fetch(&mut connection);
        while let Some(hash) = rows.try_next().await? {
            let hash = hash
                .as_slice()
                .try_into()
                .map_err(|_| StoreError::Corrupt("leaf: hash".to_owned()))?;
            frontier.push(hash);
        }
    }
    drop(connection.close().await);
    Ok((i64::try_from(frontier.size()).unwrap_or(i64::MAX), frontier.root()))
}
