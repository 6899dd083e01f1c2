//! What a monitor may count: requests, writes and refusals by name. No person, no amount, no text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the duration histogram, in milliseconds.
const BOUNDS_MS: [u128; 9] = [1, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Debug, Default)]
struct Durations {
    /// One more than the bounds: the last counts what is slower than all of them.
    buckets: [AtomicU64; 10],
    sum_us: AtomicU64,
    count: AtomicU64,
}

#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    refusals: Mutex<BTreeMap<&'static str, u64>>,
    durations: Durations,
    writes: AtomicU64,
    replays: AtomicU64,
}

impl Metrics {
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let key = (method.to_owned(), route.to_owned(), status);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests.entry(key).or_insert(0);
        *count = count.saturating_add(1);
        drop(requests);
        let took_ms = took.as_millis();
        let slot = BOUNDS_MS.iter().position(|bound| took_ms <= *bound).unwrap_or(BOUNDS_MS.len());
        if let Some(bucket) = self.durations.buckets.get(slot) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.durations.sum_us.fetch_add(took_us, Ordering::Relaxed);
        self.durations.count.fetch_add(1, Ordering::Relaxed);
    }

    pub fn problem(&self, name: &'static str) {
        let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        let count = refusals.entry(name).or_insert(0);
        *count = count.saturating_add(1);
    }

    pub fn write(&self, replayed: bool) {
        let counter = if replayed { &self.replays } else { &self.writes };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// The text that Prometheus reads.
    pub fn render(&self) -> String {
        let mut text = String::new();
        self.render_requests(&mut text);
        self.render_durations(&mut text);
        let mut counter = |name: &str, help: &str, value: u64| {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n");
        };
        counter("almoner_writes_total", "Acts recorded.", self.writes.load(Ordering::Relaxed));
        counter(
            "almoner_replays_total",
            "Repeated requests answered again.",
            self.replays.load(Ordering::Relaxed),
        );
        let refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        counter(
            "almoner_queue_full_total",
            "Writes turned away because too many waited.",
            refusals.get("busy").copied().unwrap_or(0),
        );
        text.push_str("# HELP almoner_problems_total Requests answered with a problem, by name.\n");
        text.push_str("# TYPE almoner_problems_total counter\n");
        for (name, count) in refusals.iter() {
            let _ = writeln!(text, "almoner_problems_total{{name=\"{name}\"}} {count}");
        }
        text
    }

    fn render_requests(&self, text: &mut String) {
        text.push_str("# HELP almoner_requests_total Requests by method, route and status.\n");
        text.push_str("# TYPE almoner_requests_total counter\n");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, route, status), count) in requests.iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(text, "almoner_requests_total{{{labels}}} {count}");
        }
    }

    fn render_durations(&self, text: &mut String) {
        let name = "almoner_request_duration_seconds";
        let _ = write!(
            text,
            "# HELP {name} Time to the answer's first byte.\n# TYPE {name} histogram\n"
        );
        let mut total = 0_u64;
        for (bound, bucket) in BOUNDS_MS.iter().zip(&self.durations.buckets) {
            total = total.saturating_add(bucket.load(Ordering::Relaxed));
            let seconds = format!("{}.{:03}", bound / 1_000, bound % 1_000);
            let _ = writeln!(text, "{name}_bucket{{le=\"{seconds}\"}} {total}");
        }
        let count = self.durations.count.load(Ordering::Relaxed);
        let sum_us = self.durations.sum_us.load(Ordering::Relaxed);
        let _ = writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "{name}_sum {}.{:06}", sum_us / 1_000_000, sum_us % 1_000_000);
        let _ = writeln!(text, "{name}_count {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_rendered() {
        let metrics = Metrics::default();
        metrics.request("POST", "/api/v1/incomes", 201, Duration::from_millis(7));
        metrics.request("POST", "/api/v1/incomes", 201, Duration::from_secs(9));
        metrics.problem("fund-short");
        metrics.write(false);
        let text = metrics.render();
        for line in [
            "almoner_requests_total{method=\"POST\",route=\"/api/v1/incomes\",status=\"201\"} 2",
            "almoner_request_duration_seconds_bucket{le=\"0.005\"} 0",
            "almoner_request_duration_seconds_bucket{le=\"0.010\"} 1",
            "almoner_request_duration_seconds_bucket{le=\"+Inf\"} 2",
            "almoner_problems_total{name=\"fund-short\"} 1",
            "almoner_writes_total 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
}
