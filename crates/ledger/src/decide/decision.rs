//! What takes two persons: one proposes exactly what is to be done, another confirms it, and only then is it done.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::act::Act;
use crate::authority::decision_roles;
use crate::codes::{DecisionState, NoteKind, PeriodState};
use crate::command::{BandSpec, CombinationSpec, Context, Deed};
use crate::decide::import::undo;
use crate::decide::{
    advance, cooled, erasure, hand_out, law_value, note, people, purpose, refund, reversal, tax,
    year,
};
use crate::facts::Facts;
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::books::{Decision, Period};
use crate::rows::chart::Band;
use crate::rows::request::Combination;
use crate::text::Text;

pub(super) fn propose(
    facts: &Facts,
    deed: &Deed,
    reason: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    let (may_propose, _) = decision_roles(deed.kind());
    if !may_propose.contains(&context.actor.role) {
        return Err(Refusal::NotAllowed {
            role: context.actor.role,
            what: "propose this decision",
        });
    }
    if let Deed::UndoImport { import, .. } = deed {
        undo::check_role(facts, *import, context)?;
    }
    // What could not be done is not proposed: the first person hears the refusal, not the second.
    carry_out(facts, deed, context)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "decision.proposed").with(Decision {
        seq,
        kind: deed.kind(),
        act: serde_json::to_string(deed).unwrap_or_default(),
        proposed_by: context.actor.person,
        decided_by: None,
        decided_seq: None,
        state: DecisionState::Proposed,
        version: 1,
    });
    if let Some(reason) = reason {
        act.push(note(seq, 1, NoteKind::Reason, reason, context));
    }
    Ok(act)
}

fn open(facts: &Facts, decision: i64) -> Result<(&Decision, Deed), Refusal> {
    let unknown = Refusal::DecisionUnknown { decision };
    let row = facts.decisions.get(&decision).ok_or_else(|| unknown.clone())?;
    let deed = serde_json::from_str(&row.act).map_err(|_| unknown)?;
    Ok((row, deed))
}

pub(super) fn confirm(
    facts: &Facts,
    decision: i64,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    let (row, deed) = open(facts, decision)?;
    if row.proposed_by == context.actor.person {
        return Err(Refusal::SamePerson);
    }
    let (_, may_confirm) = decision_roles(row.kind);
    if !may_confirm.contains(&context.actor.role) {
        return Err(Refusal::NotAllowed {
            role: context.actor.role,
            what: "confirm this decision",
        });
    }
    if let Deed::GrantRole { person, .. }
    | Deed::IssueToken { person, .. }
    | Deed::Delegate { deputy: person, .. } = &deed
        && *person == context.actor.person
    {
        return Err(Refusal::SamePerson);
    }
    if cooled::waits(row.kind) {
        cooled::check(facts, context)?;
    }
    let mut acts = carry_out(facts, &deed, context)?;
    if let Some(first) = acts.first_mut() {
        let confirmed = Decision {
            state: DecisionState::Confirmed,
            decided_by: Some(context.actor.person),
            decided_seq: Some(first.seq),
            version: row.version.saturating_add(1),
            ..row.clone()
        };
        first.rows.insert(0, confirmed.into());
    }
    Ok(acts)
}

pub(super) fn withdraw(facts: &Facts, decision: i64, context: &Context) -> Result<Act, Refusal> {
    let (row, _) = open(facts, decision)?;
    let (may_propose, _) = decision_roles(row.kind);
    if !may_propose.contains(&context.actor.role) {
        let what = "withdraw this decision";
        return Err(Refusal::NotAllowed { role: context.actor.role, what });
    }
    let seq = facts.next_seq;
    Ok(Act::new(seq, "decision.withdrawn").with(Decision {
        state: DecisionState::Withdrawn,
        decided_by: Some(context.actor.person),
        decided_seq: Some(seq),
        version: row.version.saturating_add(1),
        ..row.clone()
    }))
}

fn carry_out(facts: &Facts, deed: &Deed, context: &Context) -> Result<Vec<Act>, Refusal> {
    let seq = facts.next_seq;
    match deed {
        Deed::Reverse { entry, booked_on, why } => {
            Ok(vec![reversal::reverse(facts, *entry, *booked_on, *why, context)?])
        }
        Deed::CloseMonth { month, .. } => close_month(facts, *month, context).map(|act| vec![act]),
        Deed::ReopenMonth { month, .. } => reopen_month(facts, *month).map(|act| vec![act]),
        Deed::CloseYear { year, .. } => year::close(facts, *year, context).map(|act| vec![act]),
        Deed::ReopenYear { year, why } => year::reopen(facts, *year, *why).map(|act| vec![act]),
        Deed::UndoImport { import, booked_on, why } => {
            undo::undo(facts, *import, (*booked_on, *why), context)
        }
        Deed::RefundGrant(deed) => refund::refund(facts, deed, context).map(|act| vec![act]),
        Deed::ChangePurpose(deed) => purpose::change(facts, deed, context).map(|act| vec![act]),
        Deed::GiveAdvance(deed) => advance::give(facts, deed, context).map(|act| vec![act]),
        Deed::HandOut(deed) => hand_out::hand_out(facts, deed, context).map(|act| vec![act]),
        Deed::IssueToken { person, role, label, hash, expires_at } => {
            let act =
                people::token(facts, (*person, *role), label, (&hash.0, *expires_at), context)?;
            Ok(vec![act])
        }
        Deed::GrantRole { person, role, until_at, .. } => {
            people::grant(facts, *person, *role, *until_at, context).map(|act| vec![act])
        }
        Deed::Delegate { absent, deputy, role, from_at, until_at, .. } => {
            let days = (*from_at, *until_at);
            people::delegate(facts, (*absent, *deputy), *role, days, context).map(|act| vec![act])
        }
        Deed::Erase { subjects, why } => Ok(vec![erasure::erase(facts, subjects, *why, context)?]),
        Deed::SetBands { valid_from, bands, source } => {
            check_bands(bands)?;
            let mut act = Act::new(seq, "bands.set");
            act.extend(bands.iter().zip(1_i64..).map(|(band, line)| Band {
                seq,
                line,
                valid_from: *valid_from,
                up_to_minor: band.up_to_minor,
                approvals: band.approvals,
                source: source.clone(),
                verified: false,
            }));
            Ok(vec![act])
        }
        Deed::SetCombinations { valid_from, combinations, source } => {
            set_combinations(seq, *valid_from, combinations, source).map(|act| vec![act])
        }
        Deed::SetTaxRules { valid_from, rules, source } => {
            tax::set_rules(facts, *valid_from, rules, source).map(|act| vec![act])
        }
        Deed::SetLawValue(spec) => law_value::set(facts, spec).map(|act| vec![act]),
    }
}

fn set_combinations(
    seq: i64,
    valid_from: NaiveDate,
    combinations: &[CombinationSpec],
    source: &str,
) -> Result<Act, Refusal> {
    check_combinations(combinations)?;
    let mut act = Act::new(seq, "combinations.set");
    act.extend(combinations.iter().zip(1_i64..).map(|(row, line)| Combination {
        seq,
        line,
        valid_from,
        one: row.one,
        other: row.other,
        window_days: row.window_days,
        level: row.level,
        source: source.to_owned(),
        verified: false,
    }));
    Ok(act)
}

/// No pair twice in either order, and an answer for every pair.
fn check_combinations(rows: &[CombinationSpec]) -> Result<(), Refusal> {
    let mut pairs = BTreeSet::new();
    let once =
        rows.iter().all(|row| pairs.insert((row.one.min(row.other), row.one.max(row.other))));
    let bounded = rows.iter().all(|row| (0..=366).contains(&row.window_days));
    let whole = pairs.contains(&(None, None));
    if once && bounded && whole { Ok(()) } else { Err(Refusal::CombinationsUnreadable) }
}

fn close_month(facts: &Facts, number: i64, context: &Context) -> Result<Act, Refusal> {
    let month = Month::from_number(number).ok_or(Refusal::MonthUnknown)?;
    if context.today <= month.last_day() {
        return Err(Refusal::MonthNotOver { month });
    }
    let next = facts.closed_through().map(Month::next).or(facts.first_month);
    if next != Some(month) {
        return Err(Refusal::MonthOutOfOrder { month });
    }
    if let Some(income) =
        facts.unclear.values().find(|income| Month::of(income.received_on) <= month)
    {
        return Err(Refusal::UnclearReceiptsLeft { month, income: income.seq });
    }
    Ok(period(facts, month, PeriodState::Closed, "month.closed"))
}

fn reopen_month(facts: &Facts, number: i64) -> Result<Act, Refusal> {
    let month = Month::from_number(number).ok_or(Refusal::MonthUnknown)?;
    if facts.closed_through() != Some(month) {
        return Err(Refusal::MonthOutOfOrder { month });
    }
    if facts.year_is_closed(month.year()) {
        return Err(Refusal::YearClosed { year: month.year() });
    }
    Ok(period(facts, month, PeriodState::Open, "month.reopened"))
}

fn period(facts: &Facts, month: Month, state: PeriodState, kind: &'static str) -> Act {
    let seq = facts.next_seq;
    let version = facts.periods.get(&month).map_or(1, |period| period.version.saturating_add(1));
    Act::new(seq, kind).with(Period { month: month.number(), state, seq, version })
}

/// Bands rise strictly and end without a limit, so that no amount falls between two of them.
fn check_bands(bands: &[BandSpec]) -> Result<(), Refusal> {
    let rising = bands.windows(2).all(|pair| match pair {
        [low, high] => match (low.up_to_minor, high.up_to_minor) {
            (Some(low_most), Some(high_most)) => {
                low_most < high_most && low.approvals <= high.approvals
            }
            (Some(_), None) => low.approvals <= high.approvals,
            (None, _) => false,
        },
        _ => true,
    });
    let positive = bands.iter().all(|band| {
        (1..=5).contains(&band.approvals) && band.up_to_minor.is_none_or(|most| 0 < most)
    });
    let open_ended = bands.last().is_some_and(|band| band.up_to_minor.is_none());
    if rising && positive && open_ended { Ok(()) } else { Err(Refusal::BandsUnreadable) }
}
