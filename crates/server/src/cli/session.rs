//! Acting as a signed-in person from the command line.

use std::io::IsTerminal as _;

use almoner_ledger::command::Command;
use almoner_ledger::rows::people::Person;
use almoner_store::config::Config;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::write::Answer;
use almoner_vault::config as vault;
use almoner_vault::passphrase::Passphrase;
use anyhow::Context as _;
use zeroize::Zeroizing;

use crate::app::App;
use crate::auth::Identity;
use crate::cli::Failure;
use crate::clock::Clock;
use crate::config::{Database, SignIn, VaultAt};
use crate::identities::Identities;
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

/// The vault beside the books, as its configuration says.
pub(super) fn vault_config(at: &VaultAt, books: &Database) -> vault::Config {
    vault::Config::new(at.url_beside(&books.url), &at.key_file, secret::entropy())
}

/// The app with its vault, unlocked where the passphrase is in a file or somebody types it. The books never wait for it.
pub(super) async fn with_vault(app: App, at: &VaultAt, books: &Database) -> App {
    vault_of(app, at, books, true).await
}

/// The same, but nobody is asked: without a file that holds the passphrase it stays locked.
pub(super) async fn with_vault_unasked(app: App, at: &VaultAt, books: &Database) -> App {
    vault_of(app, at, books, at.passphrase_file.is_some()).await
}

async fn vault_of(app: App, at: &VaultAt, books: &Database, unlock: bool) -> App {
    if at.is_off() {
        return app;
    }
    let identities = Identities::open(vault_config(at, books)).await;
    if unlock && identities.vault().await.is_ok() {
        let unlocked = match passphrase(at, "Passphrase of the vault (empty leaves it locked): ") {
            Ok(typed) => identities.unlock(&typed).await.map(drop).map_err(anyhow::Error::from),
            Err(error) => Err(error),
        };
        if let Err(error) = unlocked {
            tracing::warn!(%error, "the vault stays locked");
        }
    }
    app.with(identities).await
}

/// The passphrase from its file, or from the terminal, unseen.
pub(super) fn passphrase(at: &VaultAt, ask: &str) -> anyhow::Result<Passphrase> {
    let typed = match &at.passphrase_file {
        Some(path) => {
            let text =
                Zeroizing::new(std::fs::read_to_string(path).with_context(|| {
                    format!("cannot read the passphrase in {}", path.display())
                })?);
            Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
        }
        None => typed_unseen(ask)?,
    };
    Ok(Passphrase::parse(&typed)?)
}

/// A line from the terminal that is not shown while it is typed.
pub(super) fn typed_unseen(ask: &str) -> anyhow::Result<Zeroizing<String>> {
    anyhow::ensure!(
        std::io::stdin().is_terminal(),
        "give the passphrase in a file (--vault-passphrase-file), or run this on a terminal"
    );
    eprint!("{ask}");
    let echo = |mode: &str| drop(std::process::Command::new("stty").arg(mode).status());
    echo("-echo");
    let mut line = Zeroizing::new(String::new());
    let read = std::io::stdin().read_line(&mut line);
    echo("echo");
    eprintln!();
    read?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
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
        self.app.close().await;
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
