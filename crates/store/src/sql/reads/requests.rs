//! Requests by state, by recipient or by number.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use super::{notes, payouts, snapshot};
use crate::error::StoreError;
use crate::read::page::Span;
use crate::read::payout::PayoutFilter;
use crate::read::request::{RequestDetail, RequestFilter, RequestRow};

macro_rules! requests {
    ($rest:expr) => {
        concat!(
            "select seq, category, urgency, asked_minor, received_on, state, recipient, target_group, municipality,
                 version
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
              order by seq desc
              limit $8"
        ))
    };
}

const BY_NUMBER: &str = request_list!("");
pub(crate) const BY_STATE: &str = request_list!("and state = $4");
pub(crate) const BY_RECIPIENT: &str = request_list!("and recipient = $7");

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &RequestFilter,
    span: &Span,
) -> Result<Vec<RequestRow>, StoreError> {
    let text = match (filter.recipient, filter.state) {
        (Some(_), _) => BY_RECIPIENT,
        (None, Some(_)) => BY_STATE,
        (None, None) => BY_NUMBER,
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
        received_on: cells.next()?,
        state: cells.next()?,
        recipient: cells.next()?,
        target_group: cells.next()?,
        municipality: cells.next()?,
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
        payouts: payouts::list(&mut held, &of_request, &Span::whole()).await?,
        notes: notes::of(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}
