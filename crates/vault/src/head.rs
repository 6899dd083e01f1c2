//! Which vault this is, and which keys it was closed with.

use uuid::Uuid;

pub(crate) struct Head {
    pub(crate) vault_id: Uuid,
    pub(crate) kek_id: Uuid,
    pub(crate) index_key: Vec<u8>,
    pub(crate) index_version: i64,
    pub(crate) shred_due: bool,
}
