//! A full disk: writes are refused and told so, reads go on, and writing resumes when there is space again.

use almoner_store::error::WriteError;

use crate::fresh::Fresh;
use crate::support::Books;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writes_but_not_reads_and_writes_resume() {
    let fresh = Fresh::sqlite();
    let books = Books::open(&fresh.url).await;
    let written = books.store.health().await.unwrap().head_seq;
    books.store.close().await;
    // A ceiling a little above what is there; the writer reads it anew whenever it connects again.
    let ceiling = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(160));
    let small = std::sync::Arc::clone(&ceiling);
    let store = {
        let mut config = almoner_store::config::Config::new(
            &fresh.url,
            books.clock.clock(),
            crate::support::entropy(5),
        );
        config.pages_max = Some(small);
        almoner_store::store::Store::open(config).await.unwrap()
    };
    let ask = || almoner_store::write::Request {
        command: crate::support::income(books.source, books.fund, "10.00"),
        actor: books.treasurer,
        key: None,
    };
    let mut acknowledged = written;
    loop {
        match store.write(ask()).await {
            Ok(answer) => acknowledged = answer.seq,
            Err(WriteError::Full) => break,
            Err(other) => panic!("{other:?}"),
        }
        assert!(acknowledged < written + 50_000, "the ceiling was never reached");
    }
    assert_eq!(
        store.health().await.unwrap().head_seq,
        acknowledged,
        "nothing acknowledged is lost, reads go on"
    );
    assert!(matches!(store.write(ask()).await, Err(WriteError::Full)));
    ceiling.store(100_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(store.write(ask()).await.unwrap().seq, acknowledged + 1);
    store.close().await;
}
