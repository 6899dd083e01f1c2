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
mod posts;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

/// `books posts URL [SECONDS]`: fresh books at the address, then posts by 1, 16, 64 and 256 clients.
/// `books growth URL [POSTINGS]`: fresh books, then reading and verifying at each size up to the largest.
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
        // `cargo test --benches` and `cargo bench` without words measure nothing.
        _ => println!("usage: books posts URL [SECONDS] | books growth URL [POSTINGS]"),
    }
}
