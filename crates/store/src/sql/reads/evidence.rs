//! Papers by request, papers that were given twice, and bills that are still to come.

use std::collections::BTreeSet;

use super::super::driver::Connection;
use super::cells::{each, hex};
use crate::error::StoreError;
use crate::read::evidence::{EvidenceRow, ProFormaRow};
use crate::read::page::Span;

pub(crate) async fn of_request(
    connection: &mut Connection,
    request: i64,
) -> Result<Vec<EvidenceRow>, StoreError> {
    let rows = sqlx::query(
        "select seq, line, request_seq, kind, number, dated_on, amount_minor, media_type, size_bytes, content
         from evidence
         where request_seq = $1
         order by seq, line",
    )
    .bind(request)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(EvidenceRow {
            seq: cells.next()?,
            line: cells.next()?,
            request_seq: cells.next()?,
            kind: cells.next()?,
            number: cells.next()?,
            dated_on: cells.next()?,
            amount_minor: cells.next()?,
            media_type: cells.next()?,
            size_bytes: cells.next()?,
            content: hex(&cells.next::<Vec<u8>>()?),
        })
    })
}

pub(crate) async fn same(connection: &mut Connection, seq: i64) -> Result<Vec<i64>, StoreError> {
    let found = sqlx::query_scalar(
        "select distinct other.request_seq
         from evidence as mine
         join evidence as other on other.content = mine.content
         where mine.seq = $1 and other.seq < mine.seq and other.request_seq <> mine.request_seq
         order by other.request_seq",
    );
    Ok(found.bind(seq).fetch_all(&mut *connection).await?)
}

pub(crate) async fn by_content(
    connection: &mut Connection,
    content: &[u8],
) -> Result<Option<(i64, i64)>, StoreError> {
    let found = sqlx::query_as(
        "select seq, request_seq from evidence where content = $1 order by seq limit 1",
    );
    Ok(found.bind(content.to_vec()).fetch_optional(&mut *connection).await?)
}

pub(crate) async fn contents(connection: &mut Connection) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let named: Vec<Vec<u8>> = sqlx::query_scalar(
        "select content from evidence
         union select attachment from confirmation where attachment is not null",
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(named.into_iter().collect())
}

/// The last pro-forma counts, and the final invoices together.
pub(crate) async fn pro_formas(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<ProFormaRow>, StoreError> {
    let rows = sqlx::query(
        "select listed.request_seq, listed.category, listed.number, listed.dated_on, listed.pro_forma_minor,
             cast(listed.paid_minor as bigint), listed.final_minor
         from (
             select request.seq as request_seq, request.category, bill.number, bill.dated_on,
                 bill.amount_minor as pro_forma_minor,
                 (select cast(sum(payout.amount_minor - payout.tax_minor) as bigint) from payout
                  where payout.request_seq = request.seq and payout.state in ('paid', 'confirmed')) as paid_minor,
                 (select cast(sum(coalesce(last.amount_minor, 0)) as bigint) from evidence as last
                  where last.request_seq = request.seq and last.kind = 'final_invoice') as final_minor
             from evidence as bill
             join request on request.seq = bill.request_seq
             where bill.kind = 'pro_forma' and not exists (
                 select 1 from evidence as later
                 where later.request_seq = bill.request_seq and later.kind = 'pro_forma' and bill.seq < later.seq
             )
         ) as listed
         where $1 < listed.request_seq and listed.request_seq <= $2 and listed.paid_minor is not null
           and (listed.final_minor is null or listed.final_minor <> coalesce(listed.pro_forma_minor, 0))
         order by listed.request_seq
         limit $3",
    )
    .bind(span.above_seq())
    .bind(span.as_of_seq)
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(ProFormaRow {
            request_seq: cells.next()?,
            category: cells.next()?,
            number: cells.next()?,
            dated_on: cells.next()?,
            pro_forma_minor: cells.next()?,
            paid_minor: cells.next()?,
            final_minor: cells.next()?,
        })
    })
}
