//! Two-legged posts with a unique key, everything switched on: lots, leaves, receipts, balances, idempotency, fsync.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use almoner_ledger::command::Command;
use almoner_store::write::Request;

use super::support::{Books, income, key, source};

pub(super) async fn run(url: &str, length: Duration) {
    let books = Arc::new(Books::open(url).await);
    let mut sources = vec![books.source];
    for number in 2..=50 {
        sources.push(
            books
                .ask(books.treasurer, source(&format!("Пример Компанија {number}")))
                .await
                .unwrap()
                .seq,
        );
    }
    let sources = Arc::new(sources);
    println!("{:>8} {:>10} {:>9} {:>9} {:>9}", "clients", "posts/s", "p50 ms", "p99 ms", "max ms");
    for clients in [1_u64, 16, 64, 256] {
        round(&books, &sources, clients, length / 4).await;
        let (posts, mut waits) = round(&books, &sources, clients, length).await;
        waits.sort_unstable();
        let at = |share: f64| {
            waits.get(((waits.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(0) as f64
                / 1e3
        };
        println!(
            "{clients:>8} {:>10.0} {:>9.1} {:>9.1} {:>9.1}",
            posts as f64 / length.as_secs_f64(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    books.store.close().await;
}

async fn round(
    books: &Arc<Books>,
    sources: &Arc<Vec<i64>>,
    clients: u64,
    length: Duration,
) -> (u64, Vec<u64>) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let stop = Arc::new(AtomicBool::new(false));
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (books, sources, stop) =
                (Arc::clone(books), Arc::clone(sources), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut waits = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let number = NEXT.fetch_add(1, Ordering::Relaxed);
                    let from = sources[(client + number) as usize % sources.len()];
                    let sum = format!("{}.{:02}", 100 + number % 900, number % 100);
                    let command: Command = income(from, books.fund, &sum);
                    let request = Request {
                        command,
                        actor: books.treasurer,
                        key: Some(key(&format!("{number}"))),
                    };
                    let begun = Instant::now();
                    books.store.write(request).await.unwrap();
                    waits.push(u64::try_from(begun.elapsed().as_micros()).unwrap());
                }
                waits
            })
        })
        .collect();
    tokio::time::sleep(length).await;
    stop.store(true, Ordering::Relaxed);
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await.unwrap());
    }
    (waits.len() as u64, waits)
}
