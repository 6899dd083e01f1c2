//! `almoner serve`.

use clap::Args;

use crate::cli::{Failure, Outcome, session};
use crate::config::{Database, Listening};

/// Serves the API and its reference until it is asked to stop (SIGTERM or Ctrl-C), then finishes what has begun.
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    listening: Listening,
}

impl Serve {
    pub(super) async fn run(self) -> Outcome {
        // Asked before the books are opened: an unprotected address is a mistake of usage.
        self.listening.protection()?;
        let app = session::open(&self.database, false).await?;
        if app.about.name.is_none() {
            app.store.close().await;
            return Err(Failure::Refused(
                "there are no books at this address yet; run `almoner init` first".to_owned(),
            ));
        }
        let scheme = if self.listening.tls_certificate.is_some() { "https" } else { "http" };
        crate::serve::serve(app, &self.listening, |address| {
            eprintln!("serving on {scheme}://{address}; the API is described at {scheme}://{address}/api/reference");
        })
        .await?;
        Ok(())
    }
}
