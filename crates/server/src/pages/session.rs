//! Sessions: begun by an act, so that the log tells who was at work, and ended by one, by idleness, or by the hour.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use almoner_ledger::codes::Role;
use almoner_ledger::command::{Actor, Command};
use almoner_store::error::{StoreError, WriteError};
use almoner_store::write::Request;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::secret::{NewSession, session_hash};

/// A session ends so long after it began.
const HOURS: i64 = 10;
/// Nobody has been there for so long: whoever comes next signs in again.
const IDLE_MINUTES: i64 = 15;

/// When each session was last used, by its number. After a restart only what has just begun goes on: who stayed idle cannot
/// be known.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<BTreeMap<i64, DateTime<Utc>>>);

impl Sessions {
    /// Notes that a session is used, unless it was left alone for too long.
    fn touch(&self, session: i64, began: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = TimeDelta::minutes(IDLE_MINUTES);
        let is_live = |at: DateTime<Utc>| now.signed_duration_since(at) <= idle;
        let last = seen.get(&session).copied().unwrap_or(began);
        seen.retain(|_, at| is_live(*at));
        if is_live(last) {
            seen.insert(session, now);
        }
        is_live(last)
    }
}

impl App {
    /// Lets somebody go to work who has proved who they are; the text is for the cookie.
    pub async fn begin_session(&self, person: Uuid, role: Role) -> Result<String, WriteError> {
        let session = NewSession::make();
        let hours = TimeDelta::hours(HOURS);
        let now = self.clock.now();
        let expires_at = now.checked_add_signed(hours).unwrap_or(now);
        let command = Command::BeginSession { role, hash: session.hash, expires_at };
        let actor = Actor { person, role };
        self.store.write(Request { command, actor, key: None }).await?;
        self.directory.forget();
        Ok(session.text)
    }

    pub async fn end_session(&self, identity: &Identity) -> Result<(), WriteError> {
        let command = Command::EndSession { session: identity.token };
        self.write(identity, None, command).await.map(drop)
    }

    /// Whose session a cookie holds, if it is live.
    pub async fn session(&self, text: &str) -> Result<Option<Identity>, StoreError> {
        let Some(hash) = session_hash(text) else { return Ok(None) };
        let now = self.clock.now();
        let Some(token) = self.directory.live(&self.store, &hash, now).await? else {
            return Ok(None);
        };
        let began = token.expires_at.checked_sub_signed(TimeDelta::hours(HOURS));
        let is_live = self.sessions.touch(token.seq, began.unwrap_or(now), now);
        Ok(is_live.then(|| Identity::from(&token)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_is_left_alone_is_over() {
        let sessions = Sessions::default();
        let at =
            |text: &str| -> DateTime<Utc> { format!("2026-03-10T{text}:00Z").parse().unwrap() };
        let began = at("09:00");
        assert!(sessions.touch(1, began, at("09:10")));
        assert!(sessions.touch(1, began, at("09:25")));
        assert!(!sessions.touch(1, began, at("09:41")));
        assert!(!sessions.touch(1, began, at("09:42")), "it stays over");
        // After a restart nobody knows when it was used.
        assert!(!Sessions::default().touch(1, began, at("09:26")));
        assert!(Sessions::default().touch(1, began, at("09:15")));
    }
}
