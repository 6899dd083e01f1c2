//! Signing the head of the log while the program serves: once a minute where it has grown, and when it stops.

use std::sync::Arc;
use std::time::Duration;

use almoner_proof::checkpoint::Signer;
use almoner_store::store::Store;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// How old the last signature over a growing log may become.
const EVERY: Duration = Duration::from_secs(60);

/// The one who signs, in the background.
pub struct Keeper {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Keeper {
    pub fn start(store: Store, signer: Signer) -> Self {
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(keep(store, signer, Arc::clone(&stop)));
        Self { stop, task }
    }

    /// Signs what was recorded last, and ends. The store may be closed by then: signing opens its own way in.
    pub async fn stop(self) {
        self.stop.notify_one();
        if self.task.await.is_err() {
            tracing::error!("the signing of checkpoints ended unexpectedly");
        }
    }
}

async fn keep(store: Store, signer: Signer, stop: Arc<Notify>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut signed = 0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = stop.notified() => break,
        }
        // Reading all leaves for nothing is not worth it where the log has not grown.
        match store.health().await {
            Ok(health) if health.head_seq == signed => {}
            Ok(health) => {
                if sign(&store, &signer).await {
                    signed = health.head_seq;
                }
            }
            Err(error) => tracing::warn!(%error, "no checkpoint: the books cannot be read"),
        }
    }
    sign(&store, &signer).await;
}

/// Whether the head is signed now, by this note or by an earlier one.
async fn sign(store: &Store, signer: &Signer) -> bool {
    match store.checkpoint(signer).await {
        Ok(Some(_)) => {
            tracing::info!("a checkpoint was signed");
            true
        }
        Ok(None) => true,
        Err(error) => {
            tracing::error!(%error, "no checkpoint was signed");
            false
        }
    }
}
