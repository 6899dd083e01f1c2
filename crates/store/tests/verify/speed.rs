//! How fast the check is: `ALMONER_VERIFY_LEAVES=100000 cargo test --release -p almoner-store --test verify speed -- --nocapture`.
//! Nothing is asserted of time.

use std::sync::Arc;
use std::time::Instant;

use almoner_store::verify::Trust;

use crate::fresh::Fresh;
use crate::support::Books;

async fn measure(url: &str) {
    let Some(leaves) =
        std::env::var("ALMONER_VERIFY_LEAVES").ok().and_then(|text| text.parse::<u32>().ok())
    else {
        return;
    };
    let books = Arc::new(Books::open(url).await);
    let clients = 256;
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let books = Arc::clone(&books);
            tokio::spawn(async move {
                for number in 0..leaves.div_ceil(clients) {
                    books.donation(&format!("{}.50", 10 + number)).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for _ in 0..2 {
        let begun = Instant::now();
        let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
        assert!(report.is_sound(), "{report}");
        let took = begun.elapsed().as_millis().max(1);
        let per_second = u128::from(report.leaves) * 1_000 / took;
        println!(
            "{} leaves, {} rows: {took} ms, {per_second} leaves/s",
            report.leaves, report.rows
        );
    }
    let begun = Instant::now();
    books.store.checkpoint(&crate::support::signer()).await.unwrap();
    println!("checkpoint: {} ms", begun.elapsed().as_millis());
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed_on_sqlite() {
    measure(&Fresh::sqlite().url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed_on_postgresql() {
    if let Some(fresh) = Fresh::postgres().await {
        measure(&fresh.url).await;
    }
}
