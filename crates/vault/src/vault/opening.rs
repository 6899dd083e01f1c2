//! Making a vault, opening it, unlocking it.

use std::sync::{Arc, RwLock};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{Database, Inner, Unlocked, Vault, aside, on_read, on_write};
use crate::config::Config;
use crate::error::VaultError;
use crate::head::Head;
use crate::key::Key;
use crate::keyfile::KeyFile;
use crate::keys::{Keys, random_id};
use crate::matching::index::Index;
use crate::passphrase::Passphrase;
use crate::recovery::{RecoveryCode, RecoveryCodes};
use crate::slots::Slots;
use crate::{postgres, sqlite};

impl Vault {
    /// Makes a vault and its key file; neither may be there. It is unlocked, and the two codes are shown only now.
    pub async fn create(
        config: Config,
        passphrase: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<(Self, RecoveryCodes), VaultError> {
        if config.key_file.exists() {
            return Err(VaultError::Exists(config.key_file));
        }
        let vault = Self::connect(config, true).await?;
        let is_empty = on_read!(vault, sql, connection => sql::head::is_empty(connection).await);
        if !is_empty {
            return Err(VaultError::VaultExists);
        }
        let config = vault.inner.config.clone();
        let entropy = config.entropy.clone();
        let (vault_id, kek_id) = (random_id(&entropy), random_id(&entropy));
        let (kek, index_root) = (Key::new(entropy()), Key::new(entropy()));
        let (file, codes) = {
            let (passphrase, kek, entropy) = (passphrase.clone(), kek.clone(), entropy.clone());
            aside(move || {
                let mut slots = Slots::empty(kek_id);
                slots.set_passphrase(vault_id, &kek, &passphrase, config.cost, &entropy)?;
                let codes = slots.set_recovery(vault_id, &kek, &entropy);
                Ok((KeyFile { vault: vault_id, slots: vec![slots] }, codes))
            })
            .await?
        };
        let keys = Keys::new(vault_id, (kek_id, kek), (1, index_root), entropy);
        file.write_new(&vault.inner.config.key_file)?;
        if let Err(error) = vault.begin(&keys, now).await {
            // Without its vault this key file would only stand in the way.
            drop(std::fs::remove_file(&vault.inner.config.key_file));
            return Err(error);
        }
        vault.unlock_with(Unlocked { keys, index: RwLock::new(Index::default()) });
        Ok((vault, codes))
    }

    async fn begin(&self, keys: &Keys, now: DateTime<Utc>) -> Result<(), VaultError> {
        on_write!(self, sql, connection => {
            let head = Head {
                vault_id: keys.vault_id,
                kek_id: keys.kek_id,
                index_key: keys.wrapped_index(),
                index_version: keys.index_version,
                shred_due: false,
            };
            sql::head::begin(connection, &head, now).await
        });
        Ok(())
    }

    /// Opens a vault that is there, locked, and finishes an erasure that was broken off.
    pub async fn open(config: Config) -> Result<Self, VaultError> {
        let vault = Self::connect(config, false).await?;
        let head = on_read!(vault, sql, connection => sql::head::read(connection).await);
        if head.ok_or(VaultError::NoVault)?.shred_due {
            vault.shred().await?;
        }
        Ok(vault)
    }

    pub(super) async fn connect(config: Config, create: bool) -> Result<Self, VaultError> {
        let database = if config.url.starts_with("sqlite:") {
            if !create && !sqlite::file_of(&config)?.exists() {
                return Err(VaultError::MissingDatabase);
            }
            let pool = sqlite::pool(&config, create).await?;
            sqlite::migrate(&mut *pool.acquire().await?).await?;
            Database::Sqlite(pool)
        } else if config.url.starts_with("postgres:") || config.url.starts_with("postgresql:") {
            let pool = postgres::pool(&config).await?;
            postgres::migrate(&mut *pool.acquire().await?).await?;
            Database::Postgres(pool)
        } else {
            return Err(VaultError::Address);
        };
        let inner =
            Inner { config, database, unlocked: RwLock::new(None), writing: Mutex::new(()) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Opens the keys and builds the index of names; says how many people it knows.
    pub async fn unlock(&self, passphrase: &Passphrase) -> Result<usize, VaultError> {
        let passphrase = passphrase.clone();
        self.unlock_by(move |slots, vault| slots.open_with_passphrase(vault, &passphrase)).await
    }

    /// Unlocks with one of the two copies on paper, and sets a new passphrase in place of the one that was lost.
    pub async fn recover(
        &self,
        code: &RecoveryCode,
        passphrase: &Passphrase,
    ) -> Result<usize, VaultError> {
        let code = code.clone();
        let known = self.unlock_by(move |slots, vault| slots.open_with_code(vault, &code)).await?;
        self.set_passphrase(passphrase).await?;
        Ok(known)
    }

    async fn unlock_by(
        &self,
        open: impl FnOnce(&Slots, Uuid) -> Result<Key, VaultError> + Send + 'static,
    ) -> Result<usize, VaultError> {
        let _alone = self.inner.writing.lock().await;
        let head = on_read!(self, sql, connection => sql::head::read(connection).await);
        let head = head.ok_or(VaultError::NoVault)?;
        let path = self.inner.config.key_file.clone();
        let (vault_id, kek_id) = (head.vault_id, head.kek_id);
        let kek = aside(move || {
            let mut file = KeyFile::read(&path)?;
            let slots = file.slots_of(vault_id, kek_id)?.clone();
            let kek = open(&slots, vault_id)?;
            // A change of keys was broken off: what it left of the other key goes.
            if file.slots.len() > 1 {
                file.slots = vec![slots];
                file.replace(&path)?;
            }
            Ok(kek)
        })
        .await?;
        let version = head.index_version;
        let index_root = Keys::open_index(vault_id, &kek, kek_id, version, &head.index_key)?;
        let entropy = self.inner.config.entropy.clone();
        let keys = Keys::new(vault_id, (kek_id, kek), (version, index_root), entropy);
        let index = self.build_index(&keys).await?;
        let known = index.len();
        self.unlock_with(Unlocked { keys, index: RwLock::new(index) });
        Ok(known)
    }

    async fn build_index(&self, keys: &Keys) -> Result<Index, VaultError> {
        let index = on_read!(self, sql, connection => async {
            let mut index = Index::default();
            let mut after = Uuid::nil();
            loop {
                let page = sql::people::for_index(connection, keys, after).await?;
                let Some((last, _)) = page.last() else { break };
                after = *last;
                for (person, identity) in &page {
                    index.put(*person, identity);
                }
            }
            Ok::<_, VaultError>(index)
        }
        .await);
        Ok(index)
    }
}
