//! Approvers racing for the last money of a fund: in every round exactly one gets it.

use std::sync::Arc;
use std::time::Instant;

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Actor, Command};
use almoner_store::error::WriteError;

use super::spread;
use super::support::{Books, food};

const APPROVERS: usize = 64;

pub(super) async fn run(url: &str, rounds: usize) {
    let mut books = Books::open(url).await;
    let mut approvers = Vec::new();
    for number in 0..APPROVERS {
        approvers.push(books.staff(&format!("approver-{number}"), Role::Approver).await);
    }
    // A role lets money go from the day after it was given.
    books.clock.set("2026-03-12T09:00:00Z");
    books.fund = books.restricted;
    books.donation("100.00").await.unwrap();
    let books = Arc::new(books);
    let mut payouts = Vec::new();
    for _ in 0..APPROVERS {
        payouts.push(propose(&books).await);
    }
    let (mut won, mut waits) = (0_usize, Vec::new());
    let begun = Instant::now();
    for round in 0..rounds {
        let racing = Instant::now();
        let winner = race(&books, &approvers, &payouts, round).await;
        waits.push(racing.elapsed().as_secs_f64() * 1e3);
        won += 1;
        // The winner's payout is cancelled, which gives the money back, and another takes its place.
        let cancel = Command::CancelPayout { payout: payouts[winner], reason: Reason::NeedPassed };
        books.ask_once(books.case_worker, cancel).await.unwrap();
        payouts[winner] = propose(&books).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (p50, p99, max) = spread(waits);
    println!(
        "{rounds} rounds of {APPROVERS} approvers in {seconds:.1} s: {won} times exactly one got the money; \
         a round took {p50:.1} ms (p50), {p99:.1} ms (p99), {max:.1} ms (max)"
    );
    books.store.close().await;
}

async fn propose(books: &Books) -> i64 {
    let request = books.request("100.00").await;
    books.ask_once(books.case_worker, food(request, books.fund, "100.00")).await.unwrap().seq
}

/// All approve at once, each another payout over the same money; the place of the one who got it.
async fn race(books: &Arc<Books>, approvers: &[Actor], payouts: &[i64], round: usize) -> usize {
    let mut racing = tokio::task::JoinSet::new();
    for at in 0..approvers.len() {
        let (books, payout) = (Arc::clone(books), payouts[at]);
        let approver = approvers[(at + round) % approvers.len()];
        racing.spawn(async move {
            let digest = books.store.payout_digest(payout).await.unwrap().unwrap();
            let digest = digest.try_into().unwrap();
            let command = Command::ApprovePayout { payout, digest };
            (at, books.ask_once(approver, command).await)
        });
    }
    let mut winners = Vec::new();
    while let Some(done) = racing.join_next().await {
        match done.unwrap() {
            (at, Ok(_)) => winners.push(at),
            (_, Err(WriteError::Refused(_))) => {}
            (_, Err(other)) => panic!("round {round}: {other}"),
        }
    }
    assert_eq!(winners.len(), 1, "round {round}: {} approvers got the money", winners.len());
    winners[0]
}
