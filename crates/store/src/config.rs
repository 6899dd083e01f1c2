//! Where the books are and how they are opened.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use almoner_proof::hash::Hash;
use chrono::{DateTime, NaiveDate, Utc};

/// The time and the association's civil date, from outside: nothing here asks the machine.
pub type Clock = Arc<dyn Fn() -> (DateTime<Utc>, NaiveDate) + Send + Sync>;

/// Fresh random bytes, from outside for the same reason.
pub type Entropy = Arc<dyn Fn() -> Hash + Send + Sync>;

#[derive(Clone)]
pub struct Config {
    /// `sqlite:almoner.db` or `postgres://…`.
    pub url: String,
    pub clock: Clock,
    pub entropy: Entropy,
    /// Commands that may wait for the writer before callers are told to come back.
    pub queue_max: usize,
    /// Commands that one transaction takes at most.
    pub group_max: usize,
    pub readers: u32,
    /// A ceiling on the size of an embedded database, in pages of 8 KiB; reaching it is the same as a full disk, and
    /// raising it the same as making space.
    pub pages_max: Option<Arc<AtomicU32>>,
    /// Whether a missing embedded database is made.
    pub create: bool,
}

impl Config {
    pub fn new(url: impl Into<String>, clock: Clock, entropy: Entropy) -> Self {
        Self {
            url: url.into(),
            clock,
            entropy,
            queue_max: 2_048,
            group_max: 512,
            readers: 4,
            pages_max: None,
            create: true,
        }
    }
}
