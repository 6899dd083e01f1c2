//! What is in memory while the vault is unlocked, and what it opens.

use uuid::Uuid;

use crate::blind::IndexKey;
use crate::cipher::{address, open, seal};
use crate::config::Entropy;
use crate::error::VaultError;
use crate::key::Key;
use crate::tables::{Cell, HOLDER_KEY, Row};

pub(crate) struct Keys {
    pub(crate) vault_id: Uuid,
    pub(crate) kek_id: Uuid,
    pub(crate) kek: Key,
    pub(crate) index_root: Key,
    pub(crate) index: IndexKey,
    pub(crate) index_version: i64,
    pub(crate) entropy: Entropy,
}

impl Keys {
    pub(crate) fn new(
        vault_id: Uuid,
        (kek_id, kek): (Uuid, Key),
        (index_version, index_root): (i64, Key),
        entropy: Entropy,
    ) -> Self {
        let index = IndexKey::new(&index_root);
        Self { vault_id, kek_id, kek, index_root, index, index_version, entropy }
    }

    /// The key of the indexes, for the one row of the vault.
    pub(crate) fn wrapped_index(&self) -> Vec<u8> {
        let place = index_place(self.vault_id, self.kek_id, self.index_version);
        seal(&self.kek, &place, self.index_root.bytes(), &self.entropy)
    }

    pub(crate) fn open_index(
        vault_id: Uuid,
        kek: &Key,
        kek_id: Uuid,
        version: i64,
        sealed: &[u8],
    ) -> Result<Key, VaultError> {
        let corrupt = VaultError::Corrupt { table: "vault", column: "index_key" };
        let root = open(kek, &index_place(vault_id, kek_id, version), sealed);
        root.ok().and_then(|root| Key::from_slice(&root)).ok_or(corrupt)
    }

    pub(crate) fn fresh(&self) -> Key {
        Key::new((self.entropy)())
    }

    /// The key of one holder, closed, as a row.
    pub(crate) fn wrap(&self, holder: Uuid, key: &Key) -> [Cell; 3] {
        let sealed =
            seal(&self.kek, &holder_place(holder, self.kek_id), key.bytes(), &self.entropy);
        [Cell::Uuid(holder), Cell::Uuid(self.kek_id), Cell::Bytes(sealed)]
    }

    pub(crate) fn unwrap(&self, row: &Row) -> Result<Key, VaultError> {
        let corrupt = VaultError::Corrupt { table: HOLDER_KEY.name, column: "sealed" };
        let holder = row.uuid("holder_id")?;
        if row.uuid("kek_id")? != self.kek_id {
            return Err(VaultError::KeysChanged);
        }
        let key = open(&self.kek, &holder_place(holder, self.kek_id), row.bytes("sealed")?);
        key.ok().and_then(|key| Key::from_slice(&key)).ok_or(corrupt)
    }
}

/// A random reference.
pub(crate) fn random_id(entropy: &Entropy) -> Uuid {
    let random = entropy();
    let bytes = std::array::from_fn(|at| random.get(at).copied().unwrap_or_default());
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn holder_place(holder: Uuid, kek_id: Uuid) -> Vec<u8> {
    address(&[b"dek/v1", holder.as_bytes(), kek_id.as_bytes()])
}

fn index_place(vault_id: Uuid, kek_id: Uuid, version: i64) -> Vec<u8> {
    address(&[b"index/v1", vault_id.as_bytes(), kek_id.as_bytes(), &version.to_be_bytes()])
}
