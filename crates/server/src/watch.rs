//! Verifying the books while they are served: once at the start and once a day, so that a change behind the program's back
//! is noticed without anybody asking.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use almoner_store::verify::{Soundness, Trust};

use crate::app::App;

const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the last check found.
#[derive(Debug, Default)]
pub struct Watch {
    /// The last act that was checked and found sound; zero before the first check has ended.
    verified: AtomicI64,
    unsound: AtomicBool,
}

impl Watch {
    pub fn last_verified_seq(&self) -> Option<i64> {
        let seq = self.verified.load(Ordering::Relaxed);
        (seq != 0).then_some(seq)
    }

    /// Whether the last check found something that is not as it was recorded.
    pub fn is_unsound(&self) -> bool {
        self.unsound.load(Ordering::Relaxed)
    }

    fn found(&self, soundness: Soundness, leaves: u64) {
        let sound = soundness != Soundness::NotSound;
        self.unsound.store(!sound, Ordering::Relaxed);
        if sound {
            self.verified.store(i64::try_from(leaves).unwrap_or(i64::MAX), Ordering::Relaxed);
        }
    }
}

/// Checks in the background for as long as the program serves.
pub fn begin(app: App) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            ticks.tick().await;
            check(&app).await;
        }
    });
}

pub async fn check(app: &App) {
    match app.store.verify(&Trust::default(), |_, _| {}).await {
        Ok(report) => {
            let soundness = report.soundness();
            app.watch.found(soundness, report.leaves);
            if soundness == Soundness::NotSound {
                let findings = report.findings.len();
                tracing::error!(
                    findings,
                    "the books are not sound; `almoner verify` says what and where"
                );
            } else {
                tracing::info!(leaves = report.leaves, "the books were verified");
            }
        }
        Err(error) => tracing::warn!(%error, "the books could not be verified"),
    }
}
