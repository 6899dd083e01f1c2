//! People, roles taken away, and tokens. Roles are given by a decision of two (`decision.rs`).

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use almoner_proof::hash::Hash;

use crate::act::Act;
use crate::authority::exclude;
use crate::codes::{PersonState, Role};
use crate::command::Context;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::people::{Person, RoleGrant, Token};
use crate::text::{Code, Text};

pub(super) fn add(
    facts: &Facts,
    login: &Code,
    name: &Text,
    context: &Context,
) -> Result<Act, Refusal> {
    if facts.persons.values().any(|person| person.login == login.as_str()) {
        return Err(Refusal::LoginTaken { login: login.as_str().to_owned() });
    }
    let seq = facts.next_seq;
    Ok(Act::new(seq, "person.added").with(Person {
        id: context.reference("person"),
        login: login.as_str().to_owned(),
        name: name.as_str().to_owned(),
        state: PersonState::Active,
        seq,
        version: 1,
    }))
}

pub(super) fn disable(facts: &Facts, person: Uuid, version: i64) -> Result<Act, Refusal> {
    let found = facts.active_person(person)?;
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    keep_two_admins(facts, person)?;
    let disabled = Person {
        state: PersonState::Disabled,
        version: version.saturating_add(1),
        ..found.clone()
    };
    Ok(Act::new(facts.next_seq, "person.disabled").with(disabled))
}

pub(super) fn grant(
    facts: &Facts,
    person: Uuid,
    role: Role,
    until_at: Option<DateTime<Utc>>,
    context: &Context,
) -> Result<Act, Refusal> {
    check_free_for(facts, person, role, context)?;
    let seq = facts.next_seq;
    Ok(Act::new(seq, "role.granted").with(RoleGrant {
        seq,
        person_id: person,
        role,
        granted_at: context.now,
        from_at: context.now,
        until_at,
        stands_in_for: None,
        revoked_seq: None,
        version: 1,
    }))
}

/// A deputy gets the role of the one who is away for the days of the absence, as a grant of their own: whoever signs signs
/// as themselves.
pub(super) fn delegate(
    facts: &Facts,
    (absent, deputy): (Uuid, Uuid),
    role: Role,
    (from_at, until_at): (DateTime<Utc>, DateTime<Utc>),
    context: &Context,
) -> Result<Act, Refusal> {
    if matches!(role, Role::Admin | Role::Auditor) || absent == deputy {
        return Err(Refusal::NotDelegated { role });
    }
    if !facts.holds(absent, role, context.now) {
        return Err(Refusal::RoleNotHeld { role });
    }
    if until_at <= from_at || from_at < context.now {
        return Err(Refusal::DelegationDates);
    }
    check_free_for(facts, deputy, role, context)?;
    let seq = facts.next_seq;
    Ok(Act::new(seq, "role.delegated").with(RoleGrant {
        seq,
        person_id: deputy,
        role,
        granted_at: context.now,
        from_at,
        until_at: Some(until_at),
        stands_in_for: Some(absent),
        revoked_seq: None,
        version: 1,
    }))
}

/// Whether a person may hold a role beside what they hold, now or from a day to come.
fn check_free_for(
    facts: &Facts,
    person: Uuid,
    role: Role,
    context: &Context,
) -> Result<(), Refusal> {
    facts.active_person(person)?;
    let in_force = facts.grants.values().filter(|grant| {
        grant.person_id == person
            && grant.revoked_seq.is_none()
            && grant.until_at.is_none_or(|until| context.now < until)
    });
    for held in in_force {
        if held.role == role {
            return Err(Refusal::RoleHeldAlready { role });
        }
        if exclude(held.role, role) {
            return Err(Refusal::RolesExclude { held: held.role, asked: role });
        }
    }
    Ok(())
}

pub(super) fn revoke_role(facts: &Facts, grant: i64, _context: &Context) -> Result<Act, Refusal> {
    let found = facts.grants.get(&grant).filter(|grant| grant.revoked_seq.is_none());
    let found = found.ok_or(Refusal::GrantUnknown { grant })?;
    if found.role == Role::Admin {
        keep_two_admins(facts, found.person_id)?;
    }
    let seq = facts.next_seq;
    let revoked = RoleGrant {
        revoked_seq: Some(seq),
        version: found.version.saturating_add(1),
        ..found.clone()
    };
    Ok(Act::new(seq, "role.revoked").with(revoked))
}

/// Two active administrators besides the one who goes, or the books could not grant a role again.
fn keep_two_admins(facts: &Facts, leaving: Uuid) -> Result<(), Refusal> {
    let admins = |except: Option<Uuid>| {
        let mut people: Vec<Uuid> = facts
            .grants
            .values()
            .filter(|grant| {
                grant.role == Role::Admin && grant.revoked_seq.is_none() && grant.until_at.is_none()
            })
            .map(|grant| grant.person_id)
            .filter(|person| Some(*person) != except && facts.active_person(*person).is_ok())
            .collect();
        people.sort();
        people.dedup();
        people.len()
    };
    let was_admin = admins(None) != admins(Some(leaving));
    if was_admin && admins(Some(leaving)) < 2 { Err(Refusal::LastAdmins) } else { Ok(()) }
}

/// A token of one's own, for a role one holds.
pub(super) fn issue_token(
    facts: &Facts,
    (person, role): (Uuid, Role),
    label: &Text,
    (hash, expires_at): (&Hash, DateTime<Utc>),
    context: &Context,
) -> Result<Act, Refusal> {
    // Whoever could issue a token to another could be that other: four eyes would be two.
    if person != context.actor.person {
        return Err(Refusal::TokenForAnother);
    }
    token(facts, (person, role), label.as_str(), (hash, expires_at), context)
}

/// A token that is issued: for an active person, a role held now, and a year at most.
pub(super) fn token(
    facts: &Facts,
    (person, role): (Uuid, Role),
    label: &str,
    (hash, expires_at): (&Hash, DateTime<Utc>),
    context: &Context,
) -> Result<Act, Refusal> {
    facts.active_person(person)?;
    if !facts.holds(person, role, context.now) {
        return Err(Refusal::RoleNotHeld { role });
    }
    let latest = context.now.checked_add_signed(TimeDelta::days(366)).unwrap_or(context.now);
    if expires_at <= context.now || latest < expires_at {
        return Err(Refusal::TokenTooLong);
    }
    let seq = facts.next_seq;
    Ok(Act::new(seq, "token.issued").with(Token {
        seq,
        person_id: person,
        role,
        label: label.to_owned(),
        hash: hash.to_vec(),
        expires_at,
        revoked_seq: None,
        version: 1,
    }))
}

pub(super) fn revoke_token(facts: &Facts, token: i64) -> Result<Act, Refusal> {
    let found = facts.tokens.get(&token).filter(|found| found.revoked_seq.is_none());
    let found = found.ok_or(Refusal::TokenUnknown { token })?;
    let seq = facts.next_seq;
    let revoked =
        Token { revoked_seq: Some(seq), version: found.version.saturating_add(1), ..found.clone() };
    Ok(Act::new(seq, "token.revoked").with(revoked))
}
