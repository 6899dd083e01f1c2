//! Requests by state, by recipient or by number.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use super::{evidence, matches, notes, payouts, snapshot};
use crate::error::StoreError;
use crate::read::page::Span;
use crate::read::payout::PayoutFilter;
use crate::read::request::{RequestDetail, RequestFilter, RequestRow, RequestStepRow};

macro_rules! requests {
    ($rest:expr) => {
        concat!(
            "select seq, category, urgency, asked_minor, found_minor, received_on, due_at, payee_kind, identities_checked,
                 every_months, until_on, next_on, parent_seq, import_seq, state, recipient, target_group, municipality, payee,
                 signs, version
             from request ",
            $rest
        )
    };
}

macro_rules! request_list {
    ($path:literal) => {
        requests!(concat!(
            "where seq < $1 ",
            $path,
            " and received_on >= $2 and received_on <= $3
              and (cast($4 as text) is null or state = $4)
              and (cast($5 as text) is null or category = $5)
              and (cast($6 as text) is null or urgency = $6)
              and (cast($7 as uuid) is null or recipient = $7)
              and (cast($9 as text) is null or target_group = $9)
              and (cast($10 as text) is null or municipality = $10)
              and (cast($11 as timestamptz) is null
                   or (due_at < $11 and state not in ('draft', 'closed', 'rejected')))
              and (cast($12 as date) is null or (next_on <= $12 and state not in ('draft', 'rejected')))
              and (cast($13 as bigint) is null or import_seq = $13)
              order by seq desc
              limit $8"
        ))
    };
}

const BY_NUMBER: &str = request_list!("");
pub(crate) const BY_STATE: &str = request_list!("and state = $4");
pub(crate) const BY_IMPORT: &str = request_list!("and import_seq = $13");
pub(crate) const BY_RECIPIENT: &str = request_list!("and recipient = $7");

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &RequestFilter,
    span: &Span,
) -> Result<Vec<RequestRow>, StoreError> {
    let text = match (filter.recipient, filter.import, filter.state) {
        (Some(_), ..) => BY_RECIPIENT,
        (None, Some(_), _) => BY_IMPORT,
        (None, None, Some(_)) => BY_STATE,
        (None, None, None) => BY_NUMBER,
    };
    let rows = sqlx::query(text)
        .bind(span.below_seq())
        .bind(span.from(filter.from_on))
        .bind(span.to(filter.to_on))
        .bind(filter.state.map(|state| state.code()))
        .bind(filter.category.map(|category| category.code()))
        .bind(filter.urgency.map(|urgency| urgency.code()))
        .bind(filter.recipient)
        .bind(span.fetch())
        .bind(filter.target_group.map(|group| group.code()))
        .bind(filter.municipality.as_deref())
        .bind(filter.overdue_at)
        .bind(filter.recurring_due_on)
        .bind(filter.import)
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, request)
}

fn request(cells: &mut Cells<'_>) -> Result<RequestRow, StoreError> {
    Ok(RequestRow {
        seq: cells.next()?,
        category: cells.next()?,
        urgency: cells.next()?,
        asked_minor: cells.next()?,
        found_minor: cells.next()?,
        received_on: cells.next()?,
        due_at: cells.next()?,
        payee_kind: cells.next()?,
        identities_checked: cells.next()?,
        every_months: cells.next()?,
        until_on: cells.next()?,
        next_on: cells.next()?,
        parent_seq: cells.next()?,
        import_seq: cells.next()?,
        state: cells.next()?,
        recipient: cells.next()?,
        target_group: cells.next()?,
        municipality: cells.next()?,
        payee: cells.next()?,
        signs: cells.next()?,
        version: cells.next()?,
    })
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<RequestDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let row = sqlx::query(requests!("where seq = $1")).bind(seq).fetch_optional(&mut *held).await?;
    let Some(row) = row else { return Ok(None) };
    let of_request = PayoutFilter { request: Some(seq), ..PayoutFilter::default() };
    let detail = RequestDetail {
        request: request(&mut Cells::of(&row))?,
        steps: steps(&mut held, seq).await?,
        papers: evidence::of_request(&mut held, seq).await?,
        matches: matches::of_request(&mut held, seq).await?,
        payouts: payouts::list(&mut held, &of_request, &Span::whole()).await?,
        notes: notes::of_request(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}

async fn steps(connection: &mut Connection, seq: i64) -> Result<Vec<RequestStepRow>, StoreError> {
    let rows = sqlx::query(
        "select request_step.seq, request_step.person_id, request_step.step, request_step.reason, leaf.recorded_at
         from request_step
         join leaf on leaf.seq = request_step.seq
         where request_step.request_seq = $1
         order by request_step.seq",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(RequestStepRow {
            seq: cells.next()?,
            person: cells.next()?,
            step: cells.next()?,
            reason: cells.next()?,
            at: cells.next()?,
        })
    })
}
