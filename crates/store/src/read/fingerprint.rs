//! By which a row of an imported file is known again.

use std::collections::BTreeSet;

use almoner_proof::hash::Hash;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

impl Store {
    /// Those among the fingerprints that are in the books by an import that has not been undone.
    pub async fn known_fingerprints(
        &self,
        wanted: impl IntoIterator<Item = Hash>,
    ) -> Result<BTreeSet<Hash>, StoreError> {
        let wanted: BTreeSet<Hash> = wanted.into_iter().collect();
        let wanted = wanted.into_iter().map(Vec::from);
        let known = on_reader!(self, sql, connection => sql::facts::fingerprints(connection, wanted).await)?;
        let hash = |bytes: Vec<u8>| {
            Hash::try_from(bytes)
                .map_err(|_| StoreError::Corrupt("income: a fingerprint is not a hash".to_owned()))
        };
        known.into_iter().map(hash).collect()
    }
}
