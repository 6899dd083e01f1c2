//! Who is asking: a bearer token, looked up by its hash among the people the books know.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use almoner_ledger::codes::Role;
use almoner_ledger::command::Actor;
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::people::Token;
use almoner_proof::hash::Hash;
use almoner_store::error::StoreError;
use almoner_store::store::Store;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::secret::token_hash;

/// How long another process's change of people may go unseen here.
const FRESH: Duration = Duration::from_secs(1);

/// A signed-in person in the one role that the token carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub person: Uuid,
    pub role: Role,
    pub token: i64,
}

impl Identity {
    pub const fn actor(&self) -> Actor {
        Actor { person: self.person, role: self.role }
    }
}

impl From<&Token> for Identity {
    fn from(token: &Token) -> Self {
        Self { person: token.person_id, role: token.role, token: token.seq }
    }
}

/// The people of the books, as read at most a second ago.
#[derive(Default)]
pub struct Directory {
    cached: Mutex<Option<(Instant, Arc<Known>)>>,
}

struct Known {
    facts: Arc<Facts>,
    tokens: BTreeMap<Vec<u8>, i64>,
}

impl Directory {
    /// Drops what was read, after people, roles or tokens have changed.
    pub fn forget(&self) {
        *self.cached.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn known(&self, store: &Store) -> Result<Arc<Known>, StoreError> {
        let fresh = {
            let cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
            cached
                .as_ref()
                .filter(|(read_at, _)| read_at.elapsed() < FRESH)
                .map(|(_, known)| Arc::clone(known))
        };
        if let Some(known) = fresh {
            return Ok(known);
        }
        let facts = store.facts_for_reading().await?;
        let tokens = facts.tokens.values().map(|token| (token.hash.clone(), token.seq)).collect();
        let known = Arc::new(Known { facts, tokens });
        *self.cached.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), Arc::clone(&known)));
        Ok(known)
    }

    /// The person behind a token: active, holding the token's role now, the token neither expired nor revoked.
    pub async fn identify(
        &self,
        store: &Store,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Identity>, StoreError> {
        let Some(hash) = token_hash(token) else { return Ok(None) };
        let live = self.live(store, &hash, now).await?;
        Ok(live.as_ref().map(Identity::from))
    }

    /// The token or session of this hash, if whoever has it may still act by it.
    pub async fn live(
        &self,
        store: &Store,
        hash: &Hash,
        now: DateTime<Utc>,
    ) -> Result<Option<Token>, StoreError> {
        let known = self.known(store).await?;
        let found = known.tokens.get(hash.as_slice()).and_then(|seq| known.facts.tokens.get(seq));
        let live = found.filter(|token| {
            token.revoked_seq.is_none()
                && now < token.expires_at
                && known.facts.holds(token.person_id, token.role, now)
        });
        Ok(live.cloned())
    }
}

/// The bearer token of a request, where it carries exactly one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let pairs = values.iter().map(|value| (header::AUTHORIZATION, value.parse().unwrap()));
        pairs.collect()
    }

    #[test]
    fn one_bearer_token_is_read_and_two_are_none() {
        assert_eq!(bearer(&headers(&["Bearer abc"])), Some("abc"));
        assert_eq!(bearer(&headers(&["bearer abc"])), Some("abc"));
        assert_eq!(bearer(&headers(&["Basic abc"])), None);
        assert_eq!(bearer(&headers(&["Bearer a", "Bearer b"])), None);
        assert_eq!(bearer(&headers(&[])), None);
    }
}
