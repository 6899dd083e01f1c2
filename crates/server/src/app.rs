//! What every handler shares: the books, the clock, who is who, and the counters.

use std::sync::Arc;

use almoner_ledger::command::Command;
use almoner_proof::hash::Hash;
use almoner_store::error::{StoreError, WriteError};
use almoner_store::store::Store;
use almoner_store::write::{Answer, Request};

use crate::auth::{Directory, Identity};
use crate::clock::Clock;
use crate::identities::Identities;
use crate::metrics::Metrics;
use crate::pages::session::Sessions;
use crate::watch::Watch;

#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub metrics: Arc<Metrics>,
    pub directory: Arc<Directory>,
    pub about: Arc<About>,
    pub watch: Arc<Watch>,
    pub identities: Arc<Identities>,
    pub sessions: Arc<Sessions>,
}

/// What the program says of its books to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Absent while the books are not open yet.
    pub name: Option<String>,
    pub demo: bool,
}

impl App {
    pub async fn new(store: Store, clock: Clock) -> Result<Self, StoreError> {
        let facts = store.facts_for_reading().await?;
        let about = About {
            name: facts.books.as_ref().map(|books| books.name.clone()),
            demo: facts.books.as_ref().is_some_and(|books| books.demo),
        };
        Ok(Self {
            store,
            clock,
            metrics: Arc::new(Metrics::default()),
            directory: Arc::new(Directory::default()),
            about: Arc::new(about),
            watch: Arc::new(Watch::default()),
            identities: Arc::new(Identities::off()),
            sessions: Arc::new(Sessions::default()),
        })
    }

    /// Finishes what has begun, and closes the books and the vault.
    pub async fn close(&self) {
        self.store.close().await;
        self.identities.close().await;
    }

    /// The same with a vault, whatever state it is in: the books go on without it.
    pub async fn with(mut self, identities: Identities) -> Self {
        if let Err(error) = identities.catch_up(&self.store).await {
            tracing::warn!(%error, "what was erased could not be erased again everywhere");
        }
        self.identities = Arc::new(identities);
        self
    }

    /// Gives a command as a signed-in person.
    pub async fn write(
        &self,
        identity: &Identity,
        key: Option<Hash>,
        command: Command,
    ) -> Result<Answer, WriteError> {
        let touches_people = changes_people(&command);
        let answer = self.store.write(Request { command, actor: identity.actor(), key }).await?;
        self.metrics.write(answer.replayed);
        if touches_people {
            // Who lost a token or a role is out with the next request, not with the next second.
            self.directory.forget();
        }
        Ok(answer)
    }
}

fn changes_people(command: &Command) -> bool {
    let permission = almoner_ledger::authority::permission(command);
    permission == almoner_ledger::authority::PEOPLE
        || permission == almoner_ledger::authority::OWN_TOKEN
        || permission == almoner_ledger::authority::SESSION
        || permission == almoner_ledger::authority::CONFIRM_DECISION
}
