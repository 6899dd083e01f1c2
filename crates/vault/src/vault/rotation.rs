//! Changing what opens the vault: its passphrase, its recovery copies, its keys.

use std::sync::RwLock;

use super::{Unlocked, Vault, aside, on_write, to_the_end};
use crate::error::VaultError;
use crate::key::Key;
use crate::keyfile::KeyFile;
use crate::keys::{Keys, random_id};
use crate::passphrase::Passphrase;
use crate::recovery::RecoveryCodes;
use crate::slots::Slots;

/// New keys are in force.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// The papers from before open nothing any more; these do.
    pub codes: RecoveryCodes,
    /// `false` where the old slots could not be taken out of the key file; the next unlocking does it.
    pub old_slots_gone: bool,
}

impl Vault {
    /// Sets another passphrase; the recovery copies stay.
    pub async fn set_passphrase(&self, passphrase: &Passphrase) -> Result<(), VaultError> {
        let passphrase = passphrase.clone();
        let (cost, entropy) = (self.inner.config.cost, self.inner.config.entropy.clone());
        self.change_slots(move |slots, keys| {
            slots.set_passphrase(keys.vault_id, &keys.kek, &passphrase, cost, &entropy)
        })
        .await
    }

    /// Makes both recovery copies anew; those on paper open nothing any more.
    pub async fn renew_recovery(&self) -> Result<RecoveryCodes, VaultError> {
        let entropy = self.inner.config.entropy.clone();
        self.change_slots(move |slots, keys| {
            Ok(slots.set_recovery(keys.vault_id, &keys.kek, &entropy))
        })
        .await
    }

    async fn change_slots<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Slots, &Keys) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            let path = vault.inner.config.key_file.clone();
            aside(move || {
                let mut file = KeyFile::read(&path)?;
                let keys = &unlocked.keys;
                let mut slots = file.slots_of(keys.vault_id, keys.kek_id)?.clone();
                let changed = change(&mut slots, keys)?;
                file.slots = vec![slots];
                file.replace(&path)?;
                Ok(changed)
            })
            .await
        })
        .await
    }

    /// Closes every person's key with a new one. Copies of the vault from before open only with a copy of the key file
    /// from before: once that is destroyed, so is everybody who was erased since.
    pub async fn rotate_keys(&self, passphrase: &Passphrase) -> Result<Rotated, VaultError> {
        let (vault, passphrase) = (self.clone(), passphrase.clone());
        to_the_end(async move { vault.rotate(passphrase).await }).await
    }

    async fn rotate(&self, passphrase: Passphrase) -> Result<Rotated, VaultError> {
        let _alone = self.inner.writing.lock().await;
        let unlocked = self.unlocked()?;
        let old = &unlocked.keys;
        let entropy = self.inner.config.entropy.clone();
        let kek = (random_id(&entropy), Key::new(entropy()));
        let index = (old.index_version, old.index_root.clone());
        let new = Keys::new(old.vault_id, kek, index, entropy.clone());

        // First a key file that opens the vault before and after, then the vault, then a key file for after.
        let path = self.inner.config.key_file.clone();
        let (vault_id, old_id) = (old.vault_id, old.kek_id);
        let (new_id, new_kek, cost) = (new.kek_id, new.kek.clone(), self.inner.config.cost);
        let (slots, codes) = aside(move || {
            let mut slots = Slots::empty(new_id);
            slots.set_passphrase(vault_id, &new_kek, &passphrase, cost, &entropy)?;
            let codes = slots.set_recovery(vault_id, &new_kek, &entropy);
            let mut file = KeyFile::read(&path)?;
            file.slots = vec![slots.clone(), file.slots_of(vault_id, old_id)?.clone()];
            file.replace(&path)?;
            Ok((slots, codes))
        })
        .await?;
        on_write!(self, sql, connection => sql::keys::rewrap(connection, old, &new).await);
        let file = KeyFile { vault: vault_id, slots: vec![slots] };
        let old_slots_gone = file.replace(&self.inner.config.key_file).is_ok();
        self.exchange(&unlocked, new);
        Ok(Rotated { codes, old_slots_gone })
    }

    /// Makes every blind index anew under another key.
    pub async fn rotate_index(&self) -> Result<(), VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            let old = &unlocked.keys;
            let entropy = vault.inner.config.entropy.clone();
            let index = (old.index_version.saturating_add(1), Key::new(entropy()));
            let new = Keys::new(old.vault_id, (old.kek_id, old.kek.clone()), index, entropy);
            on_write!(vault, sql, connection => sql::keys::reindex(connection, old, &new).await);
            vault.exchange(&unlocked, new);
            Ok(())
        })
        .await
    }

    /// The same index of names, under other keys; unless somebody has locked the vault meanwhile.
    fn exchange(&self, before: &Unlocked, keys: Keys) {
        if !self.is_locked() {
            let mut index = before.index.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            let index = std::mem::take(&mut *index);
            self.unlock_with(Unlocked { keys, index: RwLock::new(index) });
        }
    }
}
