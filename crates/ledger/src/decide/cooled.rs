//! A role given a moment ago: it lets no money go, erases nobody and says nothing good of anybody's deeds.

use chrono::TimeDelta;

use crate::codes::DecisionKind;
use crate::command::Context;
use crate::facts::Facts;
use crate::refusal::Refusal;

/// How long a new role waits where the law data says nothing.
const COOLING_HOURS: i64 = 24;

/// Nobody becomes an approver for one minute.
pub(super) fn check(facts: &Facts, context: &Context) -> Result<(), Refusal> {
    let hours = facts.law_number("role_cooling", context.today).unwrap_or(COOLING_HOURS);
    let since = facts.held_since(context.actor.person, context.actor.role, context.now);
    let since = since.ok_or(Refusal::RoleNotHeld { role: context.actor.role })?;
    let until = since.checked_add_signed(TimeDelta::hours(hours.clamp(1, 720)));
    match until {
        Some(until) if until <= context.now => Ok(()),
        Some(until) => Err(Refusal::RoleTooYoung { until }),
        None => Err(Refusal::DateOutOfRange { on: context.today }),
    }
}

/// Decisions by which money or goods leave, come to stand otherwise in the books, or people are erased. Who may act, and by
/// which rules, is decided by administrators among themselves.
pub const fn waits(kind: DecisionKind) -> bool {
    match kind {
        DecisionKind::Reverse
        | DecisionKind::UndoImport
        | DecisionKind::RefundGrant
        | DecisionKind::ChangePurpose
        | DecisionKind::GiveAdvance
        | DecisionKind::HandOut
        | DecisionKind::Erase => true,
        DecisionKind::CloseMonth
        | DecisionKind::ReopenMonth
        | DecisionKind::CloseYear
        | DecisionKind::ReopenYear
        | DecisionKind::GrantRole
        | DecisionKind::IssueToken
        | DecisionKind::SetBands
        | DecisionKind::Delegate
        | DecisionKind::SetCombinations
        | DecisionKind::SetTaxRules
        | DecisionKind::SetLawValue => false,
    }
}
