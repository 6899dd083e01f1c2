//! The two migrations are twins, and twins of the tables the ledger knows.

use std::collections::BTreeMap;

use almoner_ledger::cell::ColumnType;
use almoner_ledger::record::Class;
use almoner_ledger::rows::TABLES;
use sqlx::Connection as _;

use crate::support::Books;

type Columns = BTreeMap<String, BTreeMap<String, (String, bool)>>;

/// Tables of the log and what is derived beside those of the ledger.
const OTHERS: [&str; 8] = [
    "balance_closed",
    "balance_month",
    "cash_day",
    "checkpoint",
    "head",
    "leaf",
    "series",
    "trace_sum",
];

pub(crate) async fn every_table_has_the_columns_the_ledger_knows(url: &str) {
    let books = Books::open(url).await;
    books.store.close().await;
    let found = columns(url).await;
    let sqlite = url.starts_with("sqlite:");
    for table in TABLES {
        let stored = found.get(table.name).unwrap_or_else(|| panic!("{} is missing", table.name));
        let known: BTreeMap<String, (String, bool)> = table
            .columns
            .iter()
            .map(|column| {
                (
                    column.name.to_owned(),
                    (type_name(column.kind, sqlite).to_owned(), column.nullable),
                )
            })
            .collect();
        assert_eq!(stored, &known, "{}", table.name);
        assert!(table.columns.iter().any(|column| column.class == Class::Key), "{}", table.name);
    }
    let mut names: Vec<&str> = TABLES.iter().map(|table| table.name).chain(OTHERS).collect();
    names.sort_unstable();
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), names);
    // What the ledger does not know is compared with the other database.
    let twin = crate::fresh::Fresh::sqlite();
    let other = Books::open(&twin.url).await;
    other.store.close().await;
    let other = columns(&twin.url).await;
    for name in OTHERS {
        let plain = |columns: &Columns| {
            let pairs = columns[name].iter().map(|(name, (_, nullable))| (name.clone(), *nullable));
            pairs.collect::<Vec<_>>()
        };
        assert_eq!(plain(&found), plain(&other), "{name}");
    }
}

fn type_name(kind: ColumnType, sqlite: bool) -> &'static str {
    match (kind, sqlite) {
        (ColumnType::Int | ColumnType::Bool, true) => "integer",
        (ColumnType::Bytes | ColumnType::Uuid, true) => "blob",
        (ColumnType::Text | ColumnType::Date | ColumnType::Instant, true)
        | (ColumnType::Text, false) => "text",
        (ColumnType::Int, false) => "bigint",
        (ColumnType::Bool, false) => "boolean",
        (ColumnType::Bytes, false) => "bytea",
        (ColumnType::Uuid, false) => "uuid",
        (ColumnType::Date, false) => "date",
        (ColumnType::Instant, false) => "timestamp with time zone",
    }
}

async fn columns(url: &str) -> Columns {
    let rows: Vec<(String, String, String, i64)> = if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_as(
            "select t.name, c.name, lower(c.type), 1 - c.\"notnull\"
             from sqlite_master as t, pragma_table_info(t.name) as c
             where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '_sqlx_%'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_as(
            "select table_name::text, column_name::text, data_type::text,
                case when is_nullable = 'YES' then cast(1 as bigint) else 0 end
             from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_sqlx%'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap()
    };
    let mut tables = Columns::new();
    for (table, column, kind, nullable) in rows {
        tables.entry(table).or_default().insert(column, (kind, nullable == 1));
    }
    tables
}
