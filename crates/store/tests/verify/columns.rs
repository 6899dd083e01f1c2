//! Each column of each table is changed once, and the check names it. Tables and columns are read from the database, so
//! that a new one cannot be forgotten here.

use almoner_ledger::record::Class;
use almoner_ledger::rows::table;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::damage::{Victim, moves_a_row, names, open};

struct Column {
    table: String,
    name: String,
    kind: String,
    is_key: bool,
}

/// Tables that hold no books: of the migrations the program keeps its own account.
const NOT_BOOKS: [&str; 1] = ["_sqlx_migrations"];

async fn columns(connection: &mut SqliteConnection) -> Vec<Column> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "select t.name, c.name, lower(c.type), c.pk from sqlite_master as t, pragma_table_info(t.name) as c
         where t.type = 'table' and t.name not like 'sqlite_%' order by t.name, c.cid",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    let books = rows.into_iter().filter(|(table, ..)| !NOT_BOOKS.contains(&table.as_str()));
    books.map(|(table, name, kind, pk)| Column { table, name, kind, is_key: 0 < pk }).collect()
}

/// A row of the table in which the column holds something, if there is one; as a condition on its primary key.
async fn a_row(
    connection: &mut SqliteConnection,
    columns: &[Column],
    column: &Column,
) -> (String, String) {
    let keys: Vec<&str> = columns
        .iter()
        .filter(|other| other.table == column.table && other.is_key)
        .map(|other| other.name.as_str())
        .collect();
    let condition: Vec<String> =
        keys.iter().map(|key| format!("'{key} = ' || quote({key})")).collect();
    let text = format!(
        "select {}, quote({1}) from {2} order by {1} is null, {3} limit 1",
        condition.join(" || ' and ' || "),
        column.name,
        column.table,
        keys.join(", ")
    );
    let row = sqlx::query_as(AssertSqlSafe(text)).fetch_optional(connection).await.unwrap();
    row.unwrap_or_else(|| panic!("the filled books have no row in {}", column.table))
}

/// Another value of the same shape, as an SQL literal.
fn changed(column: &Column, literal: &str) -> String {
    if literal == "NULL" {
        let fresh = match (column.kind.as_str(), column.name.as_str()) {
            ("integer", _) => "7",
            ("blob", _) => "x'0707'",
            (_, "until_at") => "'2026-05-05T00:00:00+00:00'",
            (_, name) if name.ends_with("_on") || name == "valid_to" => "'2026-05-05'",
            _ => "'x'",
        };
        return fresh.to_owned();
    }
    if let Some(hex) = literal.strip_prefix("X'").and_then(|rest| rest.strip_suffix('\'')) {
        let first = if hex.starts_with('0') { "1" } else { "0" };
        return format!("x'{first}{}'", hex.get(1..).unwrap());
    }
    if let Some(text) = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        let is_date = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        // The last digit of the year, so that it stays a date or a moment.
        let year = if text.get(3..4) == Some("5") { "4" } else { "5" };
        return if is_date {
            format!("'{}{year}{}'", text.get(..3).unwrap(), text.get(4..).unwrap())
        } else {
            format!("'{text}x'")
        };
    }
    let number: i64 = literal.parse().unwrap();
    match number {
        0 | 1 if !column.is_key => (1 - number).to_string(),
        // Far enough away to be nobody else's.
        _ => (number + 1_000_000).to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_column_of_every_table_is_named_when_it_is_changed() {
    let victim = Victim::new().await;
    let mut connection = open(&victim.whole()).await;
    let columns = columns(&mut connection).await;
    let mut silent = Vec::new();
    for column in &columns {
        let Column { table: of, name, .. } = column;
        let (row, literal) = a_row(&mut connection, &columns, column).await;
        let change = format!("update {of} set {name} = {} where {row}", changed(column, &literal));
        let report = victim.after(&[&change]).await;
        let is_ledger_key = match table(of) {
            Some(table) => {
                table.columns.iter().any(|known| known.name == name && known.class == Class::Key)
            }
            None => column.is_key && !["head", "leaf", "checkpoint"].contains(&of.as_str()),
        };
        let named = if is_ledger_key {
            moves_a_row(&report, of)
        } else if of == "leaf" {
            // A hash cannot say which part of its envelope was changed, but whose it is.
            let key = row.strip_prefix("seq = ").unwrap();
            report.findings.iter().any(|it| it.table == "leaf" && it.key == format!("seq {key}"))
        } else {
            names(&report, of, name)
        };
        if !named || report.soundness().exit_code() != 1 {
            silent.push(format!("{change}\n{report}"));
        }
    }
    assert!(200 < columns.len(), "{} columns were found", columns.len());
    assert!(silent.is_empty(), "{} of {}:\n{}", silent.len(), columns.len(), silent.join("\n"));
}
