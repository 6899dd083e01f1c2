//! Identities: who may write them, who is shown how much of them, and for what. The act comes first; the vault follows.

use std::collections::BTreeSet;

use crate::act::Act;
use crate::codes::{NoteKind, PayoutState, Purpose, RevealScope, Role, SourceKind, SubjectKind};
use crate::command::{Context, RecordIdentity, Reveal, SetHold, Subject};
use crate::decide::request::found;
use crate::decide::{note, payout};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::identity::{Hold, IdentityPut, Reveal as Shown};

/// One list holds so many people.
const SUBJECTS_MAX: usize = 500;
/// Where no figure is set, nobody is shown more than this in a day.
const REVEALS_MAX: i64 = 30;

/// Somebody who is known and has not been erased.
pub(super) fn known(facts: &Facts, subject: Subject) -> Result<(), Refusal> {
    if facts.erased_subjects.contains(&subject) {
        return Err(Refusal::PersonErased);
    }
    match subject.kind {
        SubjectKind::Recipient => facts
            .recipients
            .values()
            .any(|row| row.seq == subject.seq)
            .then_some(())
            .ok_or(Refusal::RecipientUnknown),
        SubjectKind::Payee => facts
            .payees
            .contains_key(&subject.seq)
            .then_some(())
            .ok_or(Refusal::PayeeUnknown { payee: subject.seq }),
        SubjectKind::Giver => {
            let unknown = Refusal::SourceUnknown { source_seq: subject.seq };
            let source = facts.sources.get(&subject.seq).ok_or(unknown)?;
            match source.kind {
                SourceKind::Person => Ok(()),
                SourceKind::Company
                | SourceKind::DomesticFoundation
                | SourceKind::ForeignFoundation
                | SourceKind::DomesticAssociation
                | SourceKind::ForeignAssociation
                | SourceKind::InternationalOrganisation
                | SourceKind::StateBody
                | SourceKind::Municipality
                | SourceKind::Anonymous => Err(Refusal::NotAPerson { source_seq: subject.seq }),
            }
        }
    }
}

/// A case worker's own: whom they took in. Payees are shared by all who work on cases.
fn own_case(facts: &Facts, subject: Subject, context: &Context) -> Result<(), Refusal> {
    let by_me = |row: &crate::rows::aid::Recipient| {
        row.seq == subject.seq && row.taken_by == context.actor.person
    };
    let mine = subject.kind != SubjectKind::Recipient
        || facts.recipients.values().any(by_me)
        || facts.took_in.contains(&(context.actor.person, subject.seq));
    if mine { Ok(()) } else { Err(Refusal::NotYourCase) }
}

pub(super) fn record(
    facts: &Facts,
    record: &RecordIdentity,
    context: &Context,
) -> Result<Act, Refusal> {
    let subject = record.subject;
    known(facts, subject)?;
    let is_giver = subject.kind == SubjectKind::Giver;
    match context.actor.role {
        Role::Treasurer if is_giver => {}
        Role::CaseWorker if !is_giver => own_case(facts, subject, context)?,
        role @ (Role::Treasurer
        | Role::CaseWorker
        | Role::Approver
        | Role::Releaser
        | Role::Auditor
        | Role::Admin) => return Err(Refusal::RevealForbidden { role, kind: subject.kind }),
    }
    let known = facts.identities.get(&subject).map_or(0, |identity| identity.version);
    if record.version != known.saturating_add(1) {
        return Err(Refusal::IdentityVersion { version: known });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "identity.recorded");
    let reference = facts.reference_of(subject);
    if record.pays {
        act.extend(payout::changed(facts, seq, |payout| payout.payee == reference));
    }
    Ok(act.with(IdentityPut {
        seq,
        subject: subject.kind,
        subject_seq: subject.seq,
        identity_version: record.version,
        sealed: record.commitment.to_vec(),
        overrode: record.overrode,
        pays: record.pays,
    }))
}

/// Each on what the ones before it left.
pub(super) fn record_all(
    facts: &Facts,
    records: &[RecordIdentity],
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    if records.is_empty() {
        return Err(Refusal::NothingToReveal);
    }
    let mut staged = facts.clone();
    let mut acts = Vec::with_capacity(records.len());
    for one in records {
        let act = record(&staged, one, context)?;
        staged.apply(&act);
        acts.push(act);
    }
    Ok(acts)
}

pub(super) fn reveal(facts: &Facts, reveal: &Reveal, context: &Context) -> Result<Act, Refusal> {
    let distinct: BTreeSet<Subject> = reveal.subjects.iter().copied().collect();
    if distinct.is_empty()
        || SUBJECTS_MAX < distinct.len()
        || distinct.len() != reveal.subjects.len()
    {
        return Err(Refusal::NothingToReveal);
    }
    check_paper(facts, reveal)?;
    check_purpose(reveal, context)?;
    check_income(reveal)?;
    for subject in &distinct {
        known(facts, *subject)?;
        may_see(facts, *subject, reveal, context)?;
    }
    if !reveal.purpose.is_payment() {
        check_limit(facts, distinct.len(), context)?;
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "identity.revealed");
    act.extend(distinct.iter().zip(1_i64..).map(|(subject, line)| Shown {
        seq,
        line,
        subject: subject.kind,
        subject_seq: subject.seq,
        scope: reveal.scope,
        purpose: reveal.purpose,
        payout_seq: reveal.payout,
        evidence_seq: reveal.paper.map(|paper| paper.seq),
        income_seq: reveal.income,
        person_id: context.actor.person,
        revealed_on: context.today,
    }));
    if let Some(why) = &reveal.why {
        act.push(note(seq, 1, NoteKind::Reason, why, context));
    }
    Ok(act)
}

/// To pay somebody is a releaser's purpose alone, and of a payout; who is on a list is told by the act that makes it. Nobody
/// goes around the day's limit by a word.
fn check_purpose(reveal: &Reveal, context: &Context) -> Result<(), Refusal> {
    let pays = context.actor.role == Role::Releaser && reveal.scope == RevealScope::Payment;
    match reveal.purpose {
        Purpose::PaymentList => Err(Refusal::RevealPurpose { purpose: reveal.purpose }),
        Purpose::Payment if !pays => Err(Refusal::RevealPurpose { purpose: reveal.purpose }),
        Purpose::Payment
        | Purpose::CaseWork
        | Purpose::Approval
        | Purpose::GiverPapers
        | Purpose::TaxList
        | Purpose::Correction
        | Purpose::PersonAsked
        | Purpose::Authority => Ok(()),
    }
}

/// How much of whom each role is shown.
fn may_see(
    facts: &Facts,
    subject: Subject,
    reveal: &Reveal,
    context: &Context,
) -> Result<(), Refusal> {
    let role = context.actor.role;
    let forbidden = Err(Refusal::RevealForbidden { role, kind: subject.kind });
    let is_giver = subject.kind == SubjectKind::Giver;
    match role {
        Role::CaseWorker if !is_giver && reveal.scope != RevealScope::Payment => {
            own_case(facts, subject, context)
        }
        Role::Approver if !is_giver && is_for_approval(reveal.scope) => match reveal.why {
            Some(_) => Ok(()),
            None => Err(Refusal::RevealReasonMissing),
        },
        Role::Releaser
            if !is_giver && reveal.scope == RevealScope::Payment && reveal.purpose.is_payment() =>
        {
            pays(facts, subject, reveal)
        }
        Role::Treasurer if is_giver && reveal.scope == RevealScope::Amber => Ok(()),
        Role::CaseWorker
        | Role::Approver
        | Role::Releaser
        | Role::Treasurer
        | Role::Auditor
        | Role::Admin => forbidden,
    }
}

/// Of red fields an approver has no need; of the papers on which aid is decided, yes.
const fn is_for_approval(scope: RevealScope) -> bool {
    matches!(scope, RevealScope::Amber | RevealScope::Paper)
}

/// One paper of one recipient is shown at a time, under a scope of its own.
fn check_paper(facts: &Facts, reveal: &Reveal) -> Result<(), Refusal> {
    let is_paper = reveal.scope == RevealScope::Paper;
    let (paper, subject) = match (reveal.paper, reveal.subjects.as_slice()) {
        (None, _) if !is_paper => return Ok(()),
        (Some(paper), [subject]) if is_paper => (paper, *subject),
        (None | Some(_), _) => return Err(Refusal::NothingToReveal),
    };
    let request = found(facts, paper.request)?;
    let is_theirs = request.recipient.is_some() && request.recipient == facts.reference_of(subject);
    let papers = facts.evidence.get(&paper.request).into_iter().flatten();
    if is_theirs && papers.clone().any(|row| row.seq == paper.seq) {
        Ok(())
    } else {
        Err(Refusal::EvidenceUnknown { paper: paper.seq })
    }
}

/// An income is named only where its giver is shown for a paper of theirs.
fn check_income(reveal: &Reveal) -> Result<(), Refusal> {
    let is_theirs =
        matches!(reveal.subjects.as_slice(), [subject] if subject.kind == SubjectKind::Giver);
    if reveal.income.is_none() || (is_theirs && reveal.purpose == Purpose::GiverPapers) {
        Ok(())
    } else {
        Err(Refusal::NothingToReveal)
    }
}

/// A releaser sees who is paid, while it is being paid.
fn pays(facts: &Facts, subject: Subject, reveal: &Reveal) -> Result<(), Refusal> {
    let found = reveal.payout.and_then(|payout| facts.payouts.get(&payout));
    let payout = found.ok_or(Refusal::RevealPayout)?;
    let now =
        matches!(payout.state, PayoutState::Approved | PayoutState::Released | PayoutState::Sent);
    let request = facts.requests.get(&payout.request_seq);
    let reference = facts.reference_of(subject);
    let is_theirs = reference.is_some()
        && (request.is_some_and(|request| request.recipient == reference)
            || payout.payee == reference);
    if now && is_theirs { Ok(()) } else { Err(Refusal::RevealPayout) }
}

fn check_limit(facts: &Facts, wanted: usize, context: &Context) -> Result<(), Refusal> {
    let limit = facts.law_number("reveals_per_day", context.today).unwrap_or(REVEALS_MAX);
    let today = facts.reveals_on == Some(context.today);
    let shown = facts.reveals.get(&context.actor.person).copied().filter(|_| today).unwrap_or(0);
    let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
    if limit < shown.saturating_add(wanted) {
        return Err(Refusal::RevealLimit { limit });
    }
    Ok(())
}

pub(super) fn hold(facts: &Facts, hold: &SetHold, context: &Context) -> Result<Act, Refusal> {
    known(facts, hold.subject)?;
    let seq = facts.next_seq;
    let kind = if hold.held { "identity.held" } else { "identity.let_go" };
    let act = Act::new(seq, kind).with(Hold {
        seq,
        subject: hold.subject.kind,
        subject_seq: hold.subject.seq,
        held: hold.held,
    });
    Ok(act.with(note(seq, 1, NoteKind::Reason, &hold.why, context)))
}
