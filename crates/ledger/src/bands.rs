//! How many approvers a payout takes: by what its household has been given lately, so that splitting lowers nothing.

use chrono::{NaiveDate, TimeDelta};

use crate::codes::PayoutState;
use crate::facts::Facts;
use crate::rows::aid::Request;

/// How far back payouts are added up where the law data says nothing.
const WINDOW_DAYS: i64 = 30;

/// The approvers for an amount on top of what the household's other payouts of the window come to.
pub fn needed(
    facts: &Facts,
    request: &Request,
    payout: Option<i64>,
    amount_minor: i64,
    on: NaiveDate,
) -> i64 {
    facts.approvals_needed(amount_minor.saturating_add(lately(facts, request, payout, on)), on)
}

/// What other payouts of the window, made or under way, come to for the household.
pub fn lately(facts: &Facts, request: &Request, payout: Option<i64>, on: NaiveDate) -> i64 {
    let since = window_begins(facts, on);
    let Some(recipient) = request.recipient else { return 0 };
    facts
        .aid_of(recipient)
        .map(|(other, _)| other)
        .filter(|other| Some(other.seq) != payout && since < other.proposed_on)
        .filter(|other| !ended_unpaid(other.state))
        .map(|other| other.amount_minor.saturating_sub(other.returned_minor))
        .fold(0_i64, i64::saturating_add)
}

/// Payouts proposed after this day count together with one of today.
pub fn window_begins(facts: &Facts, on: NaiveDate) -> NaiveDate {
    let days = facts.law_number("band_window", on).unwrap_or(WINDOW_DAYS).clamp(1, 366);
    on.checked_sub_signed(TimeDelta::days(days)).unwrap_or(NaiveDate::MIN)
}

const fn ended_unpaid(state: PayoutState) -> bool {
    matches!(
        state,
        PayoutState::Rejected
            | PayoutState::Cancelled
            | PayoutState::Voided
            | PayoutState::Expired
            | PayoutState::Failed
            | PayoutState::Returned
    )
}
