//! Acting as a signed-in person from the command line.

use almoner_ledger::command::Command;
use almoner_ledger::rows::people::Person;
use almoner_store::config::Config;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::write::Answer;
use anyhow::Context as _;

use crate::app::App;
use crate::auth::Identity;
use crate::cli::Failure;
use crate::clock::Clock;
use crate::config::{Database, SignIn};
use crate::secret;

/// Opens the books at an address with the machine's clock.
pub(super) async fn open(database: &Database, create: bool) -> Result<App, Failure> {
    let config = Config { create, ..config(database) };
    let store = Store::open(config)
        .await
        .with_context(|| format!("cannot open the books at {}", shown(&database.url)))?;
    Ok(App::new(store, Clock::machine()).await?)
}

/// The books at an address, with the machine's clock.
pub(super) fn config(database: &Database) -> Config {
    Config::new(&database.url, Clock::machine().for_store(), secret::entropy())
}

/// An address without the password that may stand in it.
pub(super) fn shown(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let (scheme, host) =
                (url.get(..scheme).unwrap_or_default(), url.get(at..).unwrap_or_default());
            format!("{scheme}://…{host}")
        }
        _ => url.to_owned(),
    }
}

/// The books, and the person who opened them with a token.
pub(super) struct Session {
    pub(super) app: App,
    pub(super) identity: Identity,
}

impl Session {
    pub(super) async fn begin(database: &Database, sign_in: &SignIn) -> Result<Self, Failure> {
        let token = sign_in
            .token
            .as_deref()
            .context("say who you are: --token, or ALMONER_TOKEN in the environment")?;
        let app = open(database, false).await?;
        let identity = app.directory.identify(&app.store, token, app.clock.now()).await?;
        let identity = identity.ok_or_else(|| {
            Failure::Refused("this token is unknown, has expired, or was revoked".to_owned())
        })?;
        Ok(Self { app, identity })
    }

    pub(super) async fn give(&self, command: Command) -> Result<Answer, Failure> {
        self.app.write(&self.identity, None, command).await.map_err(failure)
    }

    /// The person with a login.
    pub(super) async fn person(&self, login: &str) -> Result<Person, Failure> {
        let facts = self.app.store.facts_for_reading().await?;
        let found = facts.persons.values().find(|person| person.login == login).cloned();
        found.ok_or_else(|| Failure::Refused(format!("nobody has the login {login}")))
    }

    pub(super) async fn end(self) {
        self.app.store.close().await;
    }
}

/// A rule's no is exit code 1; what could not be tried or told is 2.
pub(super) fn failure(error: WriteError) -> Failure {
    match error {
        WriteError::Refused(refusal) => Failure::Refused(refusal.to_string()),
        WriteError::Busy
        | WriteError::Full
        | WriteError::OutcomeUnknown
        | WriteError::Unavailable(_)
        | WriteError::Stopping => Failure::Cannot(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        assert_eq!(shown("postgres://almoner:secret@db/books"), "postgres://…@db/books");
        assert_eq!(shown("sqlite:almoner.db"), "sqlite:almoner.db");
    }
}
