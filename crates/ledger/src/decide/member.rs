//! Who is a member: from a day on, until a day. A member is a source, so that who it is stays where sources keep it.

use chrono::{Datelike as _, NaiveDate};

use crate::act::Act;
use crate::codes::SourceKind;
use crate::command::Context;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::giving::Member;

/// Nobody alive joined before.
const FIRST_YEAR: i32 = 1900;

pub(super) fn add(
    facts: &Facts,
    source: i64,
    joined_on: NaiveDate,
    context: &Context,
) -> Result<Act, Refusal> {
    if facts.active_source(source)?.kind == SourceKind::Anonymous {
        return Err(Refusal::MemberNameless { source_seq: source });
    }
    check_day(joined_on, context)?;
    let known = facts.members.values().filter(|member| member.source_seq == source);
    if known.clone().any(|member| member.left_on.is_none_or(|left| joined_on < left)) {
        return Err(Refusal::AlreadyMember { source_seq: source });
    }
    let seq = facts.next_seq;
    let member = Member { seq, source_seq: source, joined_on, left_on: None, version: 1 };
    Ok(Act::new(seq, "member.added").with(member))
}

pub(super) fn end(
    facts: &Facts,
    member: i64,
    version: i64,
    left_on: NaiveDate,
    context: &Context,
) -> Result<Act, Refusal> {
    let found = facts.members.get(&member).ok_or(Refusal::MemberUnknown { member })?;
    if let Some(on) = found.left_on {
        return Err(Refusal::MemberLeft { member, on });
    }
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    check_day(left_on, context)?;
    if left_on < found.joined_on {
        return Err(Refusal::MembershipDates);
    }
    let version = version.saturating_add(1);
    let member = Member { left_on: Some(left_on), version, ..found.clone() };
    Ok(Act::new(facts.next_seq, "member.left").with(member))
}

fn check_day(on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if context.today < on {
        return Err(Refusal::InTheFuture { on });
    }
    if on.year() < FIRST_YEAR {
        return Err(Refusal::MembershipDates);
    }
    Ok(())
}
