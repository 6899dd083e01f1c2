//! Signing in and out: a session is a token of a few hours, so that the log tells who was at work when something was signed.

use almoner_proof::hash::Hash;
use chrono::{DateTime, TimeDelta, Utc};

use crate::act::Act;
use crate::codes::Role;
use crate::command::Context;
use crate::decide::people;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::people::Token;

/// What a session is called among the tokens.
const LABEL: &str = "session";
const HOURS_MAX: i64 = 12;

/// For the person who asks, in a role they hold.
pub(super) fn begin(
    facts: &Facts,
    role: Role,
    (hash, expires_at): (&Hash, DateTime<Utc>),
    context: &Context,
) -> Result<Act, Refusal> {
    let latest = context.now.checked_add_signed(TimeDelta::hours(HOURS_MAX));
    if latest.is_none_or(|latest| latest < expires_at) {
        return Err(Refusal::SessionTooLong);
    }
    let who = (context.actor.person, role);
    let issued = people::token(facts, who, LABEL, (hash, expires_at), context)?;
    Ok(Act { kind: "session.begun", ..issued })
}

pub(super) fn end(facts: &Facts, session: i64, context: &Context) -> Result<Act, Refusal> {
    let own = |token: &&Token| {
        token.revoked_seq.is_none()
            && token.label == LABEL
            && token.person_id == context.actor.person
    };
    let found = facts.tokens.get(&session).filter(own);
    let found = found.ok_or(Refusal::TokenUnknown { token: session })?;
    let seq = facts.next_seq;
    let version = found.version.saturating_add(1);
    let ended = Token { revoked_seq: Some(seq), version, ..found.clone() };
    Ok(Act::new(seq, "session.ended").with(ended))
}
