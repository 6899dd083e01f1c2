//! Erasing people: two persons decide it, everything that can be erased goes, and the books stay as they are.

use chrono::{Months, NaiveDate};

use crate::act::Act;
use crate::codes::{PayoutState, Reason, RequestState, SubjectKind};
use crate::command::{Context, Subject};
use crate::decide::identity::known;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{Payout, Request};
use crate::rows::giving::Member;
use crate::rows::identity::Erasure;

/// One decision erases so many people.
const SUBJECTS_MAX: usize = 500;

pub(super) fn erase(
    facts: &Facts,
    subjects: &[Subject],
    why: Reason,
    context: &Context,
) -> Result<Act, Refusal> {
    if !matches!(why, Reason::PersonAsked | Reason::RetentionOver) {
        return Err(Refusal::ErasureReason);
    }
    let distinct: std::collections::BTreeSet<Subject> = subjects.iter().copied().collect();
    if distinct.is_empty() || SUBJECTS_MAX < distinct.len() || distinct.len() != subjects.len() {
        return Err(Refusal::NothingToReveal);
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "person.erased");
    for (subject, line) in distinct.into_iter().zip(1_i64..) {
        known(facts, subject)?;
        check_case(facts, subject)?;
        check_member(facts, subject)?;
        if facts.held.contains(&subject) {
            return Err(Refusal::Held { subject: subject.seq });
        }
        if why == Reason::RetentionOver
            && let Some(due_on) = due_on(facts, subject, context.today)
            && context.today <= due_on
        {
            return Err(Refusal::NotYetDue { subject: subject.seq, due_on });
        }
        act.push(Erasure {
            seq,
            line,
            subject: subject.kind,
            subject_seq: subject.seq,
            reference: facts.reference_of(subject).ok_or(Refusal::PersonErased)?,
            why,
        });
    }
    Ok(act)
}

/// What was asked for somebody, or is to be paid to them.
fn requests_of(facts: &Facts, subject: Subject) -> impl Iterator<Item = &Request> {
    let reference = facts.reference_of(subject);
    facts.requests.values().filter(move |request| match subject.kind {
        SubjectKind::Recipient => reference.is_some() && request.recipient == reference,
        SubjectKind::Payee => reference.is_some() && request.payee == reference,
        SubjectKind::Giver => false,
    })
}

/// A case that is still open needs the person it is about, and whoever is to be paid for them.
fn check_case(facts: &Facts, subject: Subject) -> Result<(), Refusal> {
    for request in requests_of(facts, subject) {
        let mut payouts =
            facts.payouts.values().filter(|payout| payout.request_seq == request.seq).peekable();
        let ended = matches!(request.state, RequestState::Closed | RequestState::Rejected);
        let open = if payouts.peek().is_none() { !ended } else { payouts.any(is_open) };
        if open {
            return Err(Refusal::CaseOpen { subject: subject.seq });
        }
    }
    Ok(())
}

/// The register of members is kept up to date: nobody in it is without a name.
fn check_member(facts: &Facts, subject: Subject) -> Result<(), Refusal> {
    let is_member = subject.kind == SubjectKind::Giver
        && memberships(facts, subject.seq).any(|member| member.left_on.is_none());
    if is_member { Err(Refusal::StillMember { source_seq: subject.seq }) } else { Ok(()) }
}

fn memberships(facts: &Facts, source: i64) -> impl Iterator<Item = &Member> {
    facts.members.values().filter(move |member| member.source_seq == source)
}

fn is_open(payout: &Payout) -> bool {
    matches!(
        payout.state,
        PayoutState::Proposed
            | PayoutState::Approved
            | PayoutState::Released
            | PayoutState::Sent
            | PayoutState::Paid
    )
}

/// The last day on which somebody is kept, by the figure in force; `None` where nothing was ever done for or by them.
fn due_on(facts: &Facts, subject: Subject, today: NaiveDate) -> Option<NaiveDate> {
    let years = facts.law_number(retention(subject.kind), today).unwrap_or(YEARS_MAX);
    let months = u32::try_from(years.saturating_mul(12)).ok()?;
    last_on(facts, subject)?.checked_add_months(Months::new(months))
}

/// Where no figure is set, the longest of all that are known.
const YEARS_MAX: i64 = 10;

/// The figure that says how many years somebody is kept after the last that was done.
pub const fn retention(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Recipient => "retention_case_data",
        SubjectKind::Giver => "retention_donation_records",
        SubjectKind::Payee => "retention_vouchers",
    }
}

fn last_on(facts: &Facts, subject: Subject) -> Option<NaiveDate> {
    let taken_on = match subject.kind {
        SubjectKind::Giver => {
            let left = memberships(facts, subject.seq).filter_map(|member| member.left_on);
            return left.chain(facts.given_on.get(&subject.seq).copied()).max();
        }
        SubjectKind::Payee => facts.payees.get(&subject.seq)?.taken_on,
        SubjectKind::Recipient => {
            facts.recipients.values().find(|row| row.seq == subject.seq)?.taken_on
        }
    };
    let requests: Vec<_> = requests_of(facts, subject).collect();
    let payouts = facts
        .payouts
        .values()
        .filter(|payout| requests.iter().any(|request| request.seq == payout.request_seq));
    let paid = payouts.map(|payout| payout.expires_on.unwrap_or(payout.proposed_on));
    let asked = requests.iter().map(|request| request.received_on);
    asked.chain(paid).chain([taken_on]).max()
}
