//! Measures the store: posts a second by clients, and how reading and verifying grow. Called by `scripts/bench`.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "figures for people, not money"
)]

mod growth;
mod lots;
mod posts;
mod race;
#[path = "../../tests/support/mod.rs"]
mod support;
mod traces;

use std::time::Duration;

/// `books posts URL [SECONDS]`: fresh books at the address, then posts by 1, 16, 64 and 256 clients.
/// `books growth URL [POSTINGS]`: fresh books, then reading and verifying at each size up to the largest.
/// `books lots`: which of 10,000 lots should pay, in memory.
/// `books race URL [ROUNDS]`: 64 approvers for the last money of a fund; stops where not exactly one gets it.
/// `books trace URL [ALLOCATIONS]`: the trace of a fund with so many allocations.
fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match words.as_slice() {
        ["posts", url] => runtime.block_on(posts::run(url, Duration::from_secs(5))),
        ["posts", url, seconds] => {
            runtime.block_on(posts::run(url, Duration::from_secs(seconds.parse().unwrap())));
        }
        ["growth", url] => runtime.block_on(growth::run(url, 1_000_000)),
        ["growth", url, most] => runtime.block_on(growth::run(url, most.parse().unwrap())),
        ["lots"] => lots::run(),
        ["race", url] => runtime.block_on(race::run(url, 1_000)),
        ["race", url, rounds] => runtime.block_on(race::run(url, rounds.parse().unwrap())),
        ["trace", url] => runtime.block_on(traces::run(url, 100_000)),
        ["trace", url, most] => runtime.block_on(traces::run(url, most.parse().unwrap())),
        // `cargo test --benches` and `cargo bench` without words measure nothing.
        _ => println!(
            "usage: books posts URL [SECONDS] | books growth URL [POSTINGS] | books lots | books race URL [ROUNDS] | \
             books trace URL [ALLOCATIONS]"
        ),
    }
}

/// Median, 99th percentile and longest of some waits.
fn spread(mut waits: Vec<f64>) -> (f64, f64, f64) {
    waits.sort_by(f64::total_cmp);
    let at = |share: f64| waits[((waits.len() as f64 - 1.0) * share) as usize];
    (at(0.5), at(0.99), at(1.0))
}
