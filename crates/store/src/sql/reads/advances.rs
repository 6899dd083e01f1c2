//! Advances to staff, the oldest first.

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::advance::AdvanceRow;
use crate::read::page::Span;

pub(crate) async fn list(
    connection: &mut Connection,
    open: Option<bool>,
    span: &Span,
) -> Result<Vec<AdvanceRow>, StoreError> {
    // Whether something is open, as a number that both databases compare: 1, 0, or neither.
    let rows = sqlx::query(
        "select seq, person_id, fund_seq, amount_minor, amount_minor - settled_minor - returned_minor as open_minor,
             given_on, due_on, version
         from advance
         where $1 < seq and seq <= $2
         and (cast($3 as bigint) is null
             or $3 = case when settled_minor + returned_minor < amount_minor then 1 else 0 end)
         order by seq limit $4",
    )
    .bind(span.above_seq())
    .bind(span.as_of_seq)
    .bind(open.map(i64::from))
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(AdvanceRow {
            seq: cells.next()?,
            person_id: cells.next()?,
            fund_seq: cells.next()?,
            amount_minor: cells.next()?,
            open_minor: cells.next()?,
            given_on: cells.next()?,
            due_on: cells.next()?,
            version: cells.next()?,
        })
    })
}
