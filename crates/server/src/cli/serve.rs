//! `almoner serve`.

use clap::Args;

use crate::app::App;
use crate::checkpoints::Keeper;
use crate::cli::{Failure, Outcome, session};
use crate::config::{Database, KeyFile, Listening, VaultAt};
use crate::secret;

/// Serves the API and its reference until it is asked to stop (SIGTERM or Ctrl-C), then finishes what has begun.
///
/// Once a minute, where something was recorded, and at the end the head of the log is signed with the signing key.
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    key: KeyFile,
    #[command(flatten)]
    listening: Listening,
    #[command(flatten)]
    vault: VaultAt,
}

impl Serve {
    pub(super) async fn run(self) -> Outcome {
        // Asked before the books are opened: an unprotected address is a mistake of usage.
        self.listening.protection()?;
        let app = session::open(&self.database, false).await?;
        if app.about.name.is_none() {
            app.close().await;
            return Err(Failure::Refused(
                "there are no books at this address yet; run `almoner init` first".to_owned(),
            ));
        }
        let app = session::with_vault(app, &self.vault, &self.database).await;
        let scheme = if self.listening.tls_certificate.is_some() { "https" } else { "http" };
        let keeper = self.keeper(&app);
        let served = crate::serve::serve(app, &self.listening, |address| {
            eprintln!("serving on {scheme}://{address}; the API is described at {scheme}://{address}/api/reference");
        })
        .await;
        if let Some(keeper) = keeper {
            keeper.stop().await;
        }
        Ok(served?)
    }

    /// Without its key the program serves and signs nothing, which is said aloud.
    fn keeper(&self, app: &App) -> Option<Keeper> {
        let path = &self.key.signing_key;
        match secret::read_signing_key(path) {
            Ok(signer) => Some(Keeper::start(app.store.clone(), signer)),
            Err(error) => {
                tracing::warn!(%error, file = %path.display(), "no checkpoints will be signed");
                None
            }
        }
    }
}
