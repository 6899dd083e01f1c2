//! Loading what is known of people for a group of commands: their rows, their identities' versions, that they were erased.

use std::collections::BTreeSet;

use almoner_ledger::codes::SubjectKind;
use almoner_ledger::command::Subject;
use almoner_ledger::facts::{Facts, Recorded};
use almoner_ledger::needs::Needs;
use almoner_ledger::rows::aid::Recipient;
use almoner_ledger::rows::identity::{Erasure, Hold, Payee};
use chrono::NaiveDate;
use uuid::Uuid;

use super::driver::Connection;
use super::table::{all, among};
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
         where revealed_on = $1 and purpose not in ('payment', 'payment_list')
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
    for subject in &needs.subjects {
        identity(connection, facts, *subject).await?;
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
