//! Measures `POST /api/v1/incomes` over loopback: 64 connections that each wait for their answer. Called by `scripts/bench`.
//!
//! Server and clients share one process and two threads, so the clients' work is part of the figure.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "figures for people, not money"
)]

#[path = "../../../store/tests/support/mod.rs"]
mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use almoner_ledger::command::Command;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::routes::service;
use almoner_server::secret::NewToken;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use support::{Books, text};

const CONNECTIONS: u64 = 64;

/// `http URL [SECONDS]`: fresh books at the address.
fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match words.as_slice() {
        [url] => runtime.block_on(run(url, Duration::from_secs(5))),
        [url, seconds] => runtime.block_on(run(url, Duration::from_secs(seconds.parse().unwrap()))),
        _ => println!("usage: http URL [SECONDS]"),
    }
}

async fn run(url: &str, length: Duration) {
    let books = Books::open(url).await;
    let token = NewToken::make();
    let issue = Command::IssueToken {
        person: books.treasurer.person,
        role: books.treasurer.role,
        label: text("bench"),
        hash: token.hash,
        expires_at: "2026-04-10T00:00:00Z".parse().unwrap(),
    };
    books.ask(books.treasurer, issue).await.unwrap();
    let clock = Clock::standing("2026-03-10T09:00:00Z".parse().unwrap());
    let app = App::new(books.store.clone(), clock).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, service(app)).await });

    let task =
        Arc::new(Task { address, token: token.text, source: books.source, fund: books.fund });
    round(&task, length / 4).await;
    let mut waits = round(&task, length).await;
    waits.sort_unstable();
    let at = |share: f64| waits[((waits.len() as f64 - 1.0) * share) as usize] as f64 / 1e3;
    println!(
        "{:>11} {:>10} {:>9} {:>9} {:>9}",
        "connections", "posts/s", "p50 ms", "p99 ms", "max ms"
    );
    println!(
        "{CONNECTIONS:>11} {:>10.0} {:>9.1} {:>9.1} {:>9.1}",
        waits.len() as f64 / length.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    server.abort();
    books.store.close().await;
}

struct Task {
    address: SocketAddr,
    token: String,
    source: i64,
    fund: i64,
}

async fn round(task: &Arc<Task>, length: Duration) -> Vec<u64> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (task, stop) = (Arc::clone(task), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(task.address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut waits = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let number = NEXT.fetch_add(1, Ordering::Relaxed);
                    let begun = Instant::now();
                    post(&mut stream, &task, number).await;
                    waits.push(u64::try_from(begun.elapsed().as_micros()).unwrap());
                }
                waits
            })
        })
        .collect();
    tokio::time::sleep(length).await;
    stop.store(true, Ordering::Relaxed);
    let mut waits = Vec::new();
    for client in clients {
        waits.extend(client.await.unwrap());
    }
    waits
}

/// One request and its whole answer, which must be 201.
async fn post(stream: &mut TcpStream, task: &Task, number: u64) {
    let body = serde_json::json!({
        "source": task.source,
        "kind": "donation",
        "fund": task.fund,
        "received_on": "2026-03-10",
        "means": { "money": { "account": "1000", "amount": format!("{}.{:02}", 100 + number % 900, number % 100) } },
        "document": { "paper": { "kind": "bank_statement", "number": "17", "dated_on": "2026-03-10" } },
    })
    .to_string();
    let request = format!(
        "POST /api/v1/incomes HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\nIdempotency-Key: bench-{number}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        task.token,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    loop {
        let mut part = [0_u8; 2_048];
        let read = stream.read(&mut part).await.unwrap();
        assert!(
            read != 0,
            "the server closed the connection: {}",
            String::from_utf8_lossy(&answer)
        );
        answer.extend_from_slice(&part[..read]);
        let seen = String::from_utf8_lossy(&answer);
        if let Some((head, rest)) = seen.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
            });
            if length
                .and_then(|length| length.trim().parse::<usize>().ok())
                .is_some_and(|length| length <= rest.len())
            {
                assert!(head.starts_with("HTTP/1.1 201"), "{seen}");
                return;
            }
        }
    }
}
