//! References, stamps, reveals and erasures.

use almoner_ledger::codes::SubjectKind;
use almoner_ledger::command::Subject;
use uuid::Uuid;

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::identity::{ErasedRow, KeptRow, PayeeRow, RevealRow, Stamp, Standing};
use crate::read::page::Span;

const fn reference_text(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Recipient => "select reference from recipient where seq = $1",
        SubjectKind::Giver => "select reference from source where seq = $1 and kind = 'person'",
        SubjectKind::Payee => "select reference from payee where seq = $1",
    }
}

pub(crate) async fn standing(
    connection: &mut Connection,
    subject: Subject,
) -> Result<Standing, StoreError> {
    let row: Option<Option<Uuid>> = sqlx::query_scalar(reference_text(subject.kind))
        .bind(subject.seq)
        .fetch_optional(&mut *connection)
        .await?;
    Ok(match row {
        None => Standing::Unknown,
        Some(None) => Standing::Erased,
        Some(Some(reference)) => Standing::Known(reference),
    })
}

pub(crate) async fn subject_of(
    connection: &mut Connection,
    reference: Uuid,
) -> Result<Option<Subject>, StoreError> {
    let row = sqlx::query(
        "select 'recipient' as subject, seq from recipient where reference = $1
         union all select 'payee', seq from payee where reference = $1
         union all select 'giver', seq from source where reference = $1",
    )
    .bind(reference)
    .fetch_optional(&mut *connection)
    .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(Subject { kind: cells.next()?, seq: cells.next()? })
    })
    .transpose()
}

pub(crate) async fn stamp(
    connection: &mut Connection,
    subject: Subject,
) -> Result<Option<Stamp>, StoreError> {
    let row = sqlx::query(
        "select seq, identity_version, sealed from identity
         where subject = $1 and subject_seq = $2
         order by identity_version desc limit 1",
    )
    .bind(subject.kind.code())
    .bind(subject.seq)
    .fetch_optional(&mut *connection)
    .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(Stamp { seq: cells.next()?, version: cells.next()?, commitment: cells.next()? })
    })
    .transpose()
}

pub(crate) async fn stamps(
    connection: &mut Connection,
) -> Result<Vec<(Subject, Uuid, Vec<u8>)>, StoreError> {
    let rows = sqlx::query(
        "select i.subject, i.subject_seq, coalesce(r.reference, s.reference, p.reference), i.sealed
         from identity as i
         left join recipient as r on i.subject = 'recipient' and r.seq = i.subject_seq
         left join source as s on i.subject = 'giver' and s.seq = i.subject_seq
         left join payee as p on i.subject = 'payee' and p.seq = i.subject_seq
         where coalesce(r.reference, s.reference, p.reference) is not null
           and i.identity_version = (select max(l.identity_version) from identity as l
                                     where l.subject = i.subject and l.subject_seq = i.subject_seq)
         order by i.seq",
    )
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        let subject = Subject { kind: cells.next()?, seq: cells.next()? };
        Ok((subject, cells.next()?, cells.next()?))
    })
}

pub(crate) async fn erased(connection: &mut Connection) -> Result<Vec<ErasedRow>, StoreError> {
    let rows = sqlx::query(
        "select e.reference, leaf.recorded_at from erasure as e
         join leaf on leaf.seq = e.seq
         order by e.seq, e.line",
    )
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| Ok(ErasedRow { reference: cells.next()?, at: cells.next()? }))
}

/// The same days as the rule asks for (`ledger/decide/erasure.rs`).
pub(crate) async fn kept(connection: &mut Connection) -> Result<Vec<KeptRow>, StoreError> {
    let mut kept = Vec::new();
    let questions = [
        (
            SubjectKind::Recipient,
            "select r.seq, r.taken_on,
                 (select max(q.received_on) from request as q where q.recipient = r.reference),
                 (select max(coalesce(p.expires_on, p.proposed_on)) from request as q
                  join payout as p on p.request_seq = q.seq where q.recipient = r.reference)
             from recipient as r where r.reference is not null order by r.seq",
        ),
        (
            SubjectKind::Giver,
            "select s.seq, (select max(i.received_on) from income as i where i.source_seq = s.seq),
                 (select max(m.left_on) from member as m where m.source_seq = s.seq), cast(null as date)
             from source as s where s.kind = 'person' and s.reference is not null
                 and not exists (select 1 from member as m where m.source_seq = s.seq and m.left_on is null)
             order by s.seq",
        ),
        (
            SubjectKind::Payee,
            "select y.seq, y.taken_on,
                 (select max(q.received_on) from request as q where q.payee = y.reference),
                 (select max(coalesce(p.expires_on, p.proposed_on)) from request as q
                  join payout as p on p.request_seq = q.seq where q.payee = y.reference)
             from payee as y where y.reference is not null order by y.seq",
        ),
    ];
    for (kind, question) in questions {
        let rows = sqlx::query(question).fetch_all(&mut *connection).await?;
        kept.extend(each(&rows, |cells| {
            let seq = cells.next()?;
            let days: [Option<chrono::NaiveDate>; 3] =
                [cells.next()?, cells.next()?, cells.next()?];
            Ok(KeptRow {
                subject: Subject { kind, seq },
                last_on: days.into_iter().flatten().max(),
            })
        })?);
    }
    Ok(kept)
}

pub(crate) async fn reveals(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<RevealRow>, StoreError> {
    let rows = sqlx::query(
        "select seq, person_id, revealed_on, min(subject), scope, purpose,
             case when count(*) = 1 then min(payout_seq) end, min(evidence_seq), min(income_seq), count(*)
         from reveal where seq < $1
         group by seq, person_id, revealed_on, scope, purpose
         order by seq desc limit $2",
    )
    .bind(span.below_seq())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(RevealRow {
            seq: cells.next()?,
            person_id: cells.next()?,
            revealed_on: cells.next()?,
            kind: cells.next()?,
            scope: cells.next()?,
            purpose: cells.next()?,
            payout_seq: cells.next()?,
            evidence_seq: cells.next()?,
            income_seq: cells.next()?,
            people: cells.next()?,
        })
    })
}

pub(crate) async fn payees(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<PayeeRow>, StoreError> {
    let rows = sqlx::query(
        "select seq, taken_by, taken_on, reference, public_name, register_number, version from payee
         where $1 < seq and seq <= $2 order by seq limit $3",
    )
    .bind(span.above_seq())
    .bind(span.as_of_seq)
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(PayeeRow {
            seq: cells.next()?,
            taken_by: cells.next()?,
            taken_on: cells.next()?,
            reference: cells.next()?,
            public_name: cells.next()?,
            register_number: cells.next()?,
            version: cells.next()?,
        })
    })
}
