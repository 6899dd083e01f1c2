//! The vault as the program holds it: off, missing, locked or open. The books never wait for it.

use std::sync::{PoisonError, RwLock};

use almoner_ledger::command::Subject;
use almoner_store::error::StoreError;
use almoner_store::store::Store;
use almoner_vault::config::Config;
use almoner_vault::error::VaultError;
use almoner_vault::identity::Field;
use almoner_vault::passphrase::Passphrase;
use almoner_vault::person::Erasure;
use almoner_vault::vault::Vault;
use tokio::sync::Mutex;

/// Identities, or why there are none.
pub struct Identities {
    config: Option<Config>,
    vault: RwLock<Result<Vault, VaultError>>,
    /// One identity is written at a time: its act and what the vault does belong together.
    pub(crate) writing: Mutex<()>,
}

/// What keeps erasures from being carried to both sides.
#[derive(Debug, thiserror::Error)]
pub enum CatchUpError {
    #[error("the vault could not be brought up to date")]
    Vault(#[from] VaultError),
    #[error("the books could not be read")]
    Store(#[from] StoreError),
}

/// How the vault stands, in a word and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub word: &'static str,
    pub note: String,
    /// How many people it knows by name, while it is open.
    pub people: Option<usize>,
}

impl Identities {
    /// Identities stay on paper.
    pub fn off() -> Self {
        Self { config: None, vault: RwLock::new(Err(VaultError::NoVault)), writing: Mutex::new(()) }
    }

    /// Opens what is there. Where nothing is, that is remembered and said, and looked at again later.
    pub async fn open(config: Config) -> Self {
        let vault = open(config.clone()).await;
        if let Err(error) = &vault {
            tracing::warn!(%error, "there are no identities");
        }
        Self { config: Some(config), vault: RwLock::new(vault), writing: Mutex::new(()) }
    }

    /// A vault that was just made.
    pub fn with(config: Config, vault: Vault) -> Self {
        Self { config: Some(config), vault: RwLock::new(Ok(vault)), writing: Mutex::new(()) }
    }

    /// Writes everything into the vault's one file and lets go of it.
    pub async fn close(&self) {
        if let Ok(vault) = self.held() {
            vault.close().await;
        }
    }

    pub const fn is_off(&self) -> bool {
        self.config.is_none()
    }

    fn held(&self) -> Result<Vault, VaultError> {
        self.vault.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The vault, locked or not; what was missing may be there by now.
    pub async fn vault(&self) -> Result<Vault, VaultError> {
        let held = self.held();
        let (Err(_), Some(config)) = (&held, &self.config) else { return held };
        let opened = open(config.clone()).await;
        *self.vault.write().unwrap_or_else(PoisonError::into_inner) = opened.clone();
        opened
    }

    /// The vault, if somebody has unlocked it.
    pub async fn unlocked(&self) -> Result<Vault, VaultError> {
        let vault = self.vault().await?;
        if !vault.is_locked() {
            return Ok(vault);
        }
        match &self.config {
            Some(config) if !config.key_file.exists() => {
                Err(VaultError::MissingKeyFile(config.key_file.clone()))
            }
            Some(_) | None => Err(VaultError::Locked),
        }
    }

    pub async fn unlock(&self, passphrase: &Passphrase) -> Result<usize, VaultError> {
        self.vault().await?.unlock(passphrase).await
    }

    pub async fn lock(&self) -> Result<(), VaultError> {
        self.vault().await?.lock();
        Ok(())
    }

    pub async fn state(&self) -> State {
        if self.is_off() {
            let note = "identities are kept on paper; the books know only references";
            return State { word: "off", note: note.to_owned(), people: None };
        }
        let closed =
            |word, error: &VaultError| State { word, note: error.to_string(), people: None };
        match self.unlocked().await {
            Ok(vault) => State {
                word: "open",
                note: "identities can be read by those who may".to_owned(),
                people: vault.indexed().ok(),
            },
            Err(error @ VaultError::Locked) => closed("locked", &error),
            Err(VaultError::MissingKeyFile(_)) => State {
                word: "key-missing",
                note: "the key file is not there; put it back, then unlock the vault".to_owned(),
                people: None,
            },
            Err(error @ (VaultError::MissingDatabase | VaultError::NoVault)) => {
                closed("missing", &error)
            }
            Err(error) => {
                tracing::error!(%error, "the vault cannot be used");
                let note = "the vault cannot be used now; the log says why".to_owned();
                State { word: "unusable", note, people: None }
            }
        }
    }

    /// Brings each side up to date with whom the other has erased: a copy taken back forgets nothing.
    pub async fn catch_up(&self, store: &Store) -> Result<(), CatchUpError> {
        if self.is_off() {
            return Ok(());
        }
        let Ok(vault) = self.vault().await else { return Ok(()) };
        let known = vault.erasures().await?;
        let missing: Vec<Erasure> = store
            .erased()
            .await?
            .into_iter()
            .filter(|row| known.iter().all(|erasure| erasure.person != row.reference))
            .map(|row| Erasure { person: row.reference, at: row.at })
            .collect();
        vault.replay_erasures(missing).await?;
        let mut again = Vec::new();
        for erasure in known {
            if store.subject_of(erasure.person).await?.is_some() {
                again.push(erasure.person);
            }
        }
        if !again.is_empty() {
            store.erase_again(&again).await?;
        }
        Ok(())
    }

    /// Who is not in the vault as the books say: an act that the vault never carried out, or a vault put back.
    pub async fn astray(&self, store: &Store) -> Result<Vec<Subject>, CatchUpError> {
        let vault = self.unlocked().await?;
        let mut astray = Vec::new();
        for (subject, reference, commitment) in store.identity_stamps().await? {
            match vault.commitment(reference, &Field::ALL).await {
                Ok(found) if found.0.as_slice() == commitment => {}
                Ok(_) | Err(VaultError::Unknown) => astray.push(subject),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(astray)
    }
}

/// Opening makes tables where some are missing, which is not work that a request may hand from thread to thread.
async fn open(config: Config) -> Result<Vault, VaultError> {
    let runtime = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || runtime.block_on(Vault::open(config))).await;
    opened.unwrap_or_else(|_| Err(VaultError::Database("opening was broken off".to_owned())))
}
