//! Money that ends, with the needs that wait: what `almoner_ledger::expiring` looks at.

use almoner_ledger::facts::Facts;

use crate::error::StoreError;
use crate::store::{Store, on_reader};

impl Store {
    /// The reference data with every open lot that somebody bound, what open proposals have picked, and the requests that
    /// wait; all of one moment.
    pub async fn facts_of_what_ends(&self) -> Result<Facts, StoreError> {
        on_reader!(self, sql, connection => sql::reads::expiring::facts(connection).await)
    }
}
