//! PostgreSQL: where an association goes that outgrows one machine. The other file that names a driver.

use std::str::FromStr as _;
use std::time::Duration;

use almoner_ledger::cell::{Cell, ColumnType, Value};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Arguments as _, ConnectOptions as _, Connection as _, Executor as _};
use uuid::Uuid;

use crate::config::Config;
use crate::error::StoreError;
use crate::group::Rows;

#[path = "sql/mod.rs"]
pub(crate) mod sql;

pub(crate) type Connection = sqlx::PgConnection;
pub(crate) type Pool = sqlx::PgPool;
pub(crate) type DbRow = sqlx::postgres::PgRow;

pub(crate) const NAME: &str = "postgresql";
/// The head row is the lock at which the writers of all processes meet.
pub(crate) const FOR_UPDATE: &str = " for update";
pub(crate) const JSON_ROWS: &str = "json_array_elements(cast($1 as json))";
pub(crate) const BEGIN_WRITE: &str = "begin isolation level read committed";
pub(crate) const BEGIN_READ: &str = "begin isolation level repeatable read read only";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

/// Values come as bytes, and as bytes they are quick enough.
pub(crate) const ROW_AS_TEXT: Option<&str> = None;

/// The element of a JSON row that becomes a column of this type.
pub(crate) fn cell(kind: ColumnType, at: usize) -> String {
    match kind {
        ColumnType::Bytes => format!("decode(value ->> {at}, 'hex')"),
        ColumnType::Int => format!("cast(value ->> {at} as bigint)"),
        ColumnType::Text => format!("value ->> {at}"),
        ColumnType::Date => format!("cast(value ->> {at} as date)"),
        ColumnType::Instant => format!("cast(value ->> {at} as timestamptz)"),
        ColumnType::Bool => format!("cast(value ->> {at} as boolean)"),
        ColumnType::Uuid => format!("cast(value ->> {at} as uuid)"),
    }
}

/// A list of values of this type, bound as one JSON array, for `in (…)`.
pub(crate) fn list(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Bytes => {
            "select decode(value, 'hex') from json_array_elements_text(cast($1 as json))"
        }
        ColumnType::Int => {
            "select cast(value as bigint) from json_array_elements_text(cast($1 as json))"
        }
        ColumnType::Text => "select value from json_array_elements_text(cast($1 as json))",
        ColumnType::Date => {
            "select cast(value as date) from json_array_elements_text(cast($1 as json))"
        }
        ColumnType::Instant => {
            "select cast(value as timestamptz) from json_array_elements_text(cast($1 as json))"
        }
        ColumnType::Bool => {
            "select cast(value as boolean) from json_array_elements_text(cast($1 as json))"
        }
        ColumnType::Uuid => {
            "select cast(value as uuid) from json_array_elements_text(cast($1 as json))"
        }
    }
}

/// A statement that inserts rows, with its values bound.
pub(crate) type Insert = (String, sqlx::postgres::PgArguments);

/// The statement that inserts the rows of some tables, in whatever order: each column as one array, and one way to the
/// database and back for all.
pub(crate) fn inserts(tables: Vec<Rows<'_>>) -> impl Iterator<Item = Result<Insert, StoreError>> {
    let mut bound = sqlx::postgres::PgArguments::default();
    let mut texts = Vec::new();
    let mut first = 1;
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        texts.push(insert(table, first));
        first = first.saturating_add(table.columns.len());
        if let Err(error) = bind(table, &mut bound) {
            return Some(Err(error)).into_iter();
        }
    }
    let last = texts.pop();
    let others = texts.iter().enumerate();
    let others: Vec<String> = others.map(|(at, text)| format!("i{at} as ({text})")).collect();
    let with =
        if others.is_empty() { String::new() } else { format!("with {} ", others.join(", ")) };
    last.map(|last| Ok((format!("{with}{last}"), bound))).into_iter()
}

/// With the number of its first value.
fn insert(table: &Rows<'_>, first: usize) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let arrays: Vec<String> = table
        .columns
        .iter()
        .zip(first..)
        .map(|((_, kind), at)| format!("${at}::{}[]", type_name(*kind)))
        .collect();
    let (names, arrays) = (names.join(", "), arrays.join(", "));
    format!("insert into {} ({names}) select * from unnest({arrays})", table.name)
}

fn bind(table: &Rows<'_>, bound: &mut sqlx::postgres::PgArguments) -> Result<(), StoreError> {
    let rows = table.rows;
    for (at, (_, kind)) in table.columns.iter().enumerate() {
        match kind {
            ColumnType::Int => bound.add(column::<i64>(rows, at)),
            ColumnType::Text => bound.add(column::<String>(rows, at)),
            ColumnType::Bytes => bound.add(column::<Vec<u8>>(rows, at)),
            ColumnType::Date => bound.add(column::<NaiveDate>(rows, at)),
            ColumnType::Instant => bound.add(column::<DateTime<Utc>>(rows, at)),
            ColumnType::Bool => bound.add(column::<bool>(rows, at)),
            ColumnType::Uuid => bound.add(column::<Uuid>(rows, at)),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(())
}

fn column<T: Cell>(rows: &[Vec<Value>], at: usize) -> Vec<Option<T>> {
    rows.iter().map(|row| row.get(at).cloned().and_then(T::from_value)).collect()
}

const fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Int => "bigint",
        ColumnType::Text => "text",
        ColumnType::Bytes => "bytea",
        ColumnType::Date => "date",
        ColumnType::Instant => "timestamptz",
        ColumnType::Bool => "boolean",
        ColumnType::Uuid => "uuid",
    }
}

/// Compiling a statement to machine code takes longer than any statement here runs.
fn options(config: &Config) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(&config.url)
        .map_err(|_| StoreError::Address(config.url.clone()))?;
    Ok(options
        .statement_cache_capacity(256)
        .options([("timezone", "UTC"), ("jit", "off")])
        .disable_statement_logging())
}

pub(crate) async fn connect(config: &Config) -> Result<Connection, StoreError> {
    Ok(Connection::connect_with(&options(config)?).await?)
}

pub(crate) async fn readers(config: &Config) -> Result<Pool, StoreError> {
    let options = options(config)?.options([("default_transaction_read_only", "on")]);
    let pool = PgPoolOptions::new()
        .max_connections(config.readers)
        .acquire_timeout(Duration::from_secs(10));
    Ok(pool.connect_with(options).await?)
}

pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    MIGRATIONS.run(&mut *connection).await?;
    let mode = sync_mode(connection).await?;
    if mode == "fsync off" || mode.ends_with("/off") {
        return Err(StoreError::Setting(format!(
            "the database must not lose what it has acknowledged; set fsync and synchronous_commit on (it says {mode})"
        )));
    }
    Ok(())
}

/// Has the database check entries and postings as they come in, or leave that to who brings whole books and checks them.
/// It is part of the transaction: where that fails, the checks are as they were.
pub(crate) async fn check_entries(
    connection: &mut Connection,
    checks: bool,
) -> Result<(), StoreError> {
    connection
        .execute(if checks {
            "alter table posting enable trigger user; alter table entry enable trigger user"
        } else {
            "alter table posting disable trigger user; alter table entry disable trigger user"
        })
        .await?;
    Ok(())
}

pub(crate) async fn analyse(connection: &mut Connection) -> Result<(), StoreError> {
    connection.execute("analyze").await?;
    Ok(())
}

/// Clears away the old versions of rows: what was erased is in them until then.
pub(crate) async fn wipe(config: &Config) -> Result<(), StoreError> {
    let mut connection = connect(config).await?;
    connection.execute("vacuum note, request, recipient, source, payee, payout").await?;
    connection.close().await?;
    Ok(())
}

/// Nothing is left beside the tables when the last connection goes.
pub(crate) async fn settle(_: &mut Connection) -> Result<bool, StoreError> {
    Ok(true)
}

pub(crate) async fn sync_mode(connection: &mut Connection) -> Result<String, StoreError> {
    let fsync: String = sqlx::query_scalar("show fsync").fetch_one(&mut *connection).await?;
    let commit: String =
        sqlx::query_scalar("show synchronous_commit").fetch_one(&mut *connection).await?;
    Ok(if fsync == "on" { format!("fsync/{commit}") } else { "fsync off".to_owned() })
}
