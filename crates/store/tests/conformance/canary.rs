//! What can be erased must not survive in the log.

use almoner_ledger::codes::SourceKind;
use almoner_ledger::command::{Command, SourceDetails};
use sqlx::Connection as _;

use crate::support::{Books, food, text};

async fn payloads(url: &str) -> Vec<u8> {
    let query = "select payload from leaf order by seq";
    let rows: Vec<Vec<u8>> = if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap()
    };
    rows.concat()
}

pub(crate) async fn what_can_be_erased_is_never_in_the_payload(url: &str) {
    let books = Books::open(url).await;
    books.donation("1000.00").await.unwrap();
    let giver = SourceDetails {
        kind: SourceKind::Person,
        name: Some(text("Канаринец Давач")),
        identifier: None,
        country: None,
    };
    books.ask(books.treasurer, Command::AddSource(giver)).await.unwrap();
    let request = books.request("100.00").await;
    books.ask(books.case_worker, food(request, books.fund, "100.00")).await.unwrap();
    let facts = books.store.facts_for_reading().await.unwrap();
    assert!(
        facts.sources.values().any(|source| source.private_name.is_some()),
        "the name is kept, outside the log"
    );
    let reference = books.recipient(request - 1).await;
    let log = payloads(url).await;
    let marks: [&[u8]; 5] = [
        "Канаринец".as_bytes(),
        "Пример приказна".as_bytes(),
        b"MK-814",
        b"homeless",
        reference.as_bytes(),
    ];
    for mark in marks {
        let found = log.windows(mark.len()).any(|window| window == mark);
        assert!(!found, "{:?} is in the log", String::from_utf8_lossy(mark));
    }
    books.store.close().await;
}
