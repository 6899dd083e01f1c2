//! Kills the program at any moment under load, again and again: nothing acknowledged is lost, nothing is half written.
//!
//! The test starts itself as a child that posts without pause and prints every acknowledgement; the parent kills it.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

#[path = "../support/fresh.rs"]
mod fresh;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;

use almoner_ledger::codes::Role;
use almoner_ledger::command::Actor;
use almoner_store::config::Config;
use almoner_store::store::Store;
use almoner_store::verify::Trust;
use almoner_store::write::Request;

use support::{Books, StillClock, entropy, income, key};

const CHILD: &str = "ALMONER_FAULTS_CHILD";

/// `ALMONER_KILLS` sets how often; fifty by default on SQLite, ten on PostgreSQL, where each takes longer.
fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if let Ok(task) = std::env::var(CHILD) {
        runtime.block_on(child(&task));
        return;
    }
    let kills =
        |usual: u64| std::env::var("ALMONER_KILLS").map_or(usual, |text| text.parse().unwrap());
    let fresh = fresh::Fresh::sqlite();
    let acknowledged = runtime.block_on(parent(&fresh.url, kills(50)));
    println!(
        "SQLite: {acknowledged} writes acknowledged over {} kills, none lost, books sound",
        kills(50)
    );
    if let Some(fresh) = runtime.block_on(fresh::Fresh::postgres()) {
        let acknowledged = runtime.block_on(parent(&fresh.url, kills(10)));
        println!(
            "PostgreSQL: {acknowledged} writes acknowledged over {} kills, none lost, books sound",
            kills(10)
        );
    }
    println!("1 passed, 0 failed");
}

async fn parent(url: &str, kills: u64) -> usize {
    let books = Books::open(url).await;
    let (source, fund, actor) = (books.source, books.fund, books.treasurer);
    books.store.close().await;
    let mut acknowledged: BTreeMap<u64, i64> = BTreeMap::new();
    for round in 0..kills {
        let task = format!("{url} {source} {fund} {} {}", actor.person, round * 1_000_000);
        let mut child = start(&task);
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let mut lines = String::new();
        // Every fifth child dies while it still opens the books, the others in the middle of their writes.
        if round % 5 == 0 {
            std::thread::sleep(Duration::from_millis(20 + round * 37 % 300));
        } else {
            printed.read_line(&mut lines).unwrap();
            std::thread::sleep(Duration::from_millis(round * 37 % 250));
        }
        child.kill().unwrap();
        printed.read_to_string(&mut lines).unwrap();
        for line in lines.lines() {
            // The last line may be cut off by the kill; what was not printed whole was not acknowledged.
            if let Some((number, seq)) =
                line.strip_suffix('.').and_then(|line| line.split_once(' '))
            {
                acknowledged.insert(number.parse().unwrap(), seq.parse().unwrap());
            }
        }
        child.wait().unwrap();
    }
    assert!(!acknowledged.is_empty(), "no write was ever acknowledged");
    check(url, (source, fund, actor), &acknowledged).await;
    acknowledged.len()
}

fn start(task: &str) -> Child {
    let program = std::env::current_exe().unwrap();
    Process::new(program).env(CHILD, task).stdout(Stdio::piped()).spawn().unwrap()
}

fn request(number: u64, (source, fund, actor): (i64, i64, Actor)) -> Request {
    let command = income(source, fund, &format!("{}.00", 1 + number % 1000));
    Request { command, actor, key: Some(key(&format!("fault {number}"))) }
}

/// Posts until it is killed.
async fn child(task: &str) {
    let words: Vec<&str> = task.split(' ').collect();
    let [url, source, fund, person, first] = words.as_slice() else { panic!("{task}") };
    let actor = Actor { person: person.parse().unwrap(), role: Role::Treasurer };
    let whose = (source.parse().unwrap(), fund.parse().unwrap(), actor);
    let first: u64 = first.parse().unwrap();
    let clock = StillClock::at("2026-03-10T09:00:00Z");
    let store = Store::open(Config::new(*url, clock.clock(), entropy(first + 7))).await.unwrap();
    let clients: Vec<_> = (0..16)
        .map(|client| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in (first + client..).step_by(16) {
                    let answer = store.write(request(number, whose)).await.unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "{number} {}.", answer.seq).unwrap();
                    out.flush().unwrap();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

/// Asks again for everything that was acknowledged, and has the books verified.
async fn check(url: &str, whose: (i64, i64, Actor), acknowledged: &BTreeMap<u64, i64>) {
    let clock = StillClock::at("2026-03-10T09:00:00Z");
    let store = Store::open(Config::new(url, clock.clock(), entropy(3))).await.unwrap();
    // A server may still be finishing what the last child had sent it; the first question waits for that.
    let mut head = None;
    for (number, seq) in acknowledged {
        let answer = store.write(request(*number, whose)).await.unwrap();
        assert!(answer.replayed, "write {number} was acknowledged as act {seq} and is gone");
        assert_eq!(answer.seq, *seq);
        let now = store.health().await.unwrap().head_seq;
        assert_eq!(*head.get_or_insert(now), now);
    }
    let report = store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
    store.close().await;
}
