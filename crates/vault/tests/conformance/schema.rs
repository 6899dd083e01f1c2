//! The two migrations are twins, and twins of the tables that are listed.

use std::collections::BTreeMap;

use almoner_vault::identity::Field;
use almoner_vault::tables::{Kind, PERSON_VERSION, TABLES};
use sqlx::Connection as _;

use crate::support::Fresh;

type Columns = BTreeMap<String, BTreeMap<String, (String, bool)>>;

/// What need not be there.
const NULLABLE: [(&str, &str); 2] = [("note", "about_id"), ("attachment", "request_id")];

pub(crate) async fn every_table_has_the_columns_that_are_listed(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    vault.close().await;
    let found = columns(&fresh).await;
    let mut listed = Columns::new();
    for table in TABLES {
        let columns = listed.entry(table.name.to_owned()).or_default();
        for (name, kind) in table.columns {
            let nullable = NULLABLE.contains(&(table.name, name));
            let kind = type_name(*kind, fresh.is_sqlite()).to_owned();
            columns.insert((*name).to_owned(), (kind, nullable));
        }
    }
    assert_eq!(found, listed);
    for field in Field::ALL {
        assert!(PERSON_VERSION.columns.contains(&(field.column(), Kind::Bytes)), "{field}");
    }
}

fn type_name(kind: Kind, sqlite: bool) -> &'static str {
    match (kind, sqlite) {
        (Kind::Int, true) => "integer",
        (Kind::Bytes | Kind::Uuid, true) => "blob",
        (Kind::Text | Kind::Instant, true) | (Kind::Text, false) => "text",
        (Kind::Int, false) => "bigint",
        (Kind::Bytes, false) => "bytea",
        (Kind::Uuid, false) => "uuid",
        (Kind::Instant, false) => "timestamp with time zone",
    }
}

async fn columns(fresh: &Fresh) -> Columns {
    let rows: Vec<(String, String, String, i64)> = if fresh.is_sqlite() {
        let mut connection = sqlx::SqliteConnection::connect(&fresh.url).await.unwrap();
        sqlx::query_as(
            "select t.name, c.name, lower(c.type), 1 - c.\"notnull\"
             from sqlite_master as t, pragma_table_info(t.name) as c
             where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '_sqlx_%'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(&fresh.url).await.unwrap();
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
