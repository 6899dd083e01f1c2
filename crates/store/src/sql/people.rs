//! Loading what is known of people for a group of commands: their rows, their identities' versions, that they were erased.

use std::collections::BTreeSet;

use almoner_ledger::codes::SubjectKind;
use almoner_ledger::command::Subject;
use almoner_ledger::facts::{Facts, Recorded};
use almoner_ledger::needs::Needs;
use almoner_ledger::rows::aid::{Payout, Recipient, Request};
use almoner_ledger::rows::identity::{Erasure, Hold, IdentityPut, Payee};
use chrono::NaiveDate;
use uuid::Uuid;

use super::driver::Connection;
use super::table::{all, among, among_where};
use crate::error::StoreError;

/// Who is kept beyond their time: the last word on each.
pub(crate) async fn holds(
    connection: &mut Connection,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    for row in all::<Hold>(connection).await? {
        let subject = Subject { kind: row.subject, seq: row.subject_seq };
        if row.held {
            facts.held.insert(subject);
        } else {
            facts.held.remove(&subject);
        }
    }
    Ok(())
}

/// How many identities each of the staff was shown on the last day on which anybody was; what was paid is not counted.
pub(crate) async fn reveals(
    connection: &mut Connection,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    facts.reveals_on = sqlx::query_scalar("select max(revealed_on) from reveal")
        .fetch_one(&mut *connection)
        .await?;
    let Some(on) = facts.reveals_on else { return Ok(()) };
    let shown: Vec<(Uuid, i64)> = sqlx::query_as(
        "select person_id, count(*) from reveal
         where revealed_on = $1 and (payout_seq is null or purpose not in ('payment', 'payment_list'))
         group by person_id",
    )
    .bind(on)
    .fetch_all(&mut *connection)
    .await?;
    facts.reveals = shown.into_iter().collect();
    Ok(())
}

/// Before households and requests are loaded: those of the people asked about come with them.
pub(crate) async fn load(
    connection: &mut Connection,
    facts: &mut Facts,
    needs: &Needs,
) -> Result<(), StoreError> {
    let references = needs.recipients.iter().copied();
    for row in among::<Erasure, _>(connection, "reference", references).await? {
        facts.erased.insert(row.reference);
    }
    for row in among::<Payee, _>(connection, "reference", needs.payees.iter().copied()).await? {
        facts.payees.insert(row.seq, row);
    }
    let homes = needs.homes.iter().copied();
    for row in among::<Recipient, _>(connection, "household", homes).await? {
        if let Some(reference) = row.reference {
            facts.recipients.insert(reference, row);
        }
    }
    if needs.subjects.is_empty() {
        return Ok(());
    }
    let of = |kind: SubjectKind| {
        needs.subjects.iter().filter(move |one| one.kind == kind).map(|one| one.seq)
    };
    let seqs: BTreeSet<i64> = needs.subjects.iter().map(|subject| subject.seq).collect();
    for row in among::<Erasure, _>(connection, "subject_seq", seqs.iter().copied()).await? {
        facts.erased.insert(row.reference);
        facts.erased_subjects.insert(Subject { kind: row.subject, seq: row.subject_seq });
    }
    for row in among::<Recipient, _>(connection, "seq", of(SubjectKind::Recipient)).await? {
        if let Some(reference) = row.reference {
            facts.recipients.insert(reference, row);
        }
    }
    for row in among::<Payee, _>(connection, "seq", of(SubjectKind::Payee)).await? {
        facts.payees.insert(row.seq, row);
    }
    let paid = needs.leaving.iter().filter_map(|seq| facts.payees.get(seq)?.reference);
    let paid: BTreeSet<Uuid> = paid.collect();
    for row in among::<Request, _>(connection, "payee", paid).await? {
        facts.requests.insert(row.seq, row);
    }
    for subject in &needs.subjects {
        identity(connection, facts, *subject).await?;
    }
    Ok(())
}

/// What else was asked for by way of the same account, and the payouts to whom somebody records anew.
pub(crate) async fn load_paid(
    connection: &mut Connection,
    facts: &mut Facts,
    needs: &Needs,
) -> Result<(), StoreError> {
    let mut paid_by = needs.paid_by.clone();
    let private = facts.requests.values().filter(|request| request.payee_kind.is_private());
    paid_by.extend(private.filter_map(|request| request.payee));
    for row in among::<Request, _>(connection, "payee", paid_by).await? {
        facts.requests.insert(row.seq, row);
    }
    let recorded = needs.subjects.iter().filter_map(|subject| facts.reference_of(*subject));
    let recorded: BTreeSet<Uuid> = recorded.collect();
    let waits = "and state in ('proposed', 'approved', 'released')";
    for row in among_where::<Payout, _>(connection, "payee", recorded, waits).await? {
        facts.payouts.insert(row.seq, row);
    }
    Ok(())
}

/// By what act everybody who is or may be paid was last recorded.
pub(crate) async fn load_paid_as(
    connection: &mut Connection,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let mut paid: BTreeSet<Uuid> = facts.requests.values().filter_map(Request::paid).collect();
    paid.extend(facts.requests.values().filter_map(|request| request.recipient));
    paid.extend(facts.payouts.values().filter_map(|payout| payout.payee));
    paid.retain(|reference| !facts.recipients.contains_key(reference));
    for row in among::<Payee, _>(connection, "reference", paid).await? {
        facts.payees.insert(row.seq, row);
    }
    let recipients = facts.recipients.values().map(|row| (SubjectKind::Recipient, row.seq));
    let payees = facts.payees.values().map(|row| (SubjectKind::Payee, row.seq));
    let subjects: Vec<(SubjectKind, i64)> = recipients.chain(payees).collect();
    let seqs: BTreeSet<i64> = subjects.iter().map(|(_, seq)| *seq).collect();
    for row in among_where::<IdentityPut, _>(connection, "subject_seq", seqs, "and pays").await? {
        let subject = Subject { kind: row.subject, seq: row.subject_seq };
        if let Some(reference) = facts.reference_of(subject) {
            let last = facts.paid_as.entry(reference).or_insert(row.seq);
            *last = row.seq.max(*last);
        }
    }
    Ok(())
}

async fn identity(
    connection: &mut Connection,
    facts: &mut Facts,
    subject: Subject,
) -> Result<(), StoreError> {
    let recorded: Option<(i64, i64)> = sqlx::query_as(
        "select seq, identity_version from identity where subject = $1 and subject_seq = $2
         order by seq desc limit 1",
    )
    .bind(subject.kind.code())
    .bind(subject.seq)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some((seq, version)) = recorded {
        facts.identities.insert(subject, Recorded { seq, version });
    }
    match subject.kind {
        SubjectKind::Recipient => {
            let staff: Vec<Uuid> = sqlx::query_scalar(
                "select distinct leaf.actor_id from recipient
                 join request on request.recipient = recipient.reference
                 join leaf on leaf.seq = request.seq
                 where recipient.seq = $1",
            )
            .bind(subject.seq)
            .fetch_all(&mut *connection)
            .await?;
            facts.took_in.extend(staff.into_iter().map(|person| (person, subject.seq)));
        }
        SubjectKind::Giver => {
            let last: Option<NaiveDate> =
                sqlx::query_scalar("select max(received_on) from income where source_seq = $1")
                    .bind(subject.seq)
                    .fetch_one(&mut *connection)
                    .await?;
            if let Some(last) = last {
                facts.given_on.insert(subject.seq, last);
            }
        }
        SubjectKind::Payee => {}
    }
    Ok(())
}
