//! Clients that post one call after another until the time is over.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::cala::Cala;
use crate::shape::Shape;

/// What came of a run. Only what the peer has answered, and so committed, is in it.
pub(crate) struct Load {
    pub(crate) posts: u64,
    elapsed: Duration,
    /// Of calls, not posts: a batch is answered as a whole. Sorted.
    latencies: Vec<Duration>,
}

/// Lets every client post for `duration` and waits for the last answer.
///
/// A client has one call under way at a time. The first error ends the run: a peer that is
/// fast because it refuses would be measured wrongly.
pub(crate) async fn run(
    cala: &Arc<Cala>,
    shape: Shape,
    duration: Duration,
) -> anyhow::Result<Load> {
    let start = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..shape.clients {
        clients.spawn(client(Arc::clone(cala), shape.batch, start + duration));
    }

    let mut latencies = Vec::new();
    while let Some(client) = clients.join_next().await {
        latencies.extend(client??);
    }
    let elapsed = start.elapsed();
    latencies.sort_unstable();
    let posts = u64::try_from(latencies.len() * shape.batch)?;
    Ok(Load { posts, elapsed, latencies })
}

async fn client(cala: Arc<Cala>, batch: usize, end: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut latencies = Vec::new();
    loop {
        let start = Instant::now();
        if end <= start {
            return Ok(latencies);
        }
        cala.post(batch).await?;
        latencies.push(start.elapsed());
    }
}

impl Load {
    pub(crate) fn posts_per_second(&self) -> u128 {
        u128::from(self.posts) * 1_000_000 / self.elapsed.as_micros().max(1)
    }

    /// The latency that `percent` of the calls did not exceed.
    pub(crate) fn latency_ms(&self, percent: usize) -> f64 {
        let rank = (self.latencies.len() * percent).div_ceil(100);
        let latency = self.latencies.get(rank.saturating_sub(1)).copied().unwrap_or_default();
        latency.as_secs_f64() * 1000.0
    }
}
