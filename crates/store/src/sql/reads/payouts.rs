//! Payouts by state, by request or by number, and one with everything that was done for it.

use chrono::NaiveDate;

use super::super::driver::Connection;
use super::cells::{Cells, each, hex};
use super::{notes, snapshot, trace, warnings};
use crate::error::StoreError;
use crate::read::page::Span;
use crate::read::payout::{
    DueRow, DutyRow, PayoutDetail, PayoutEventRow, PayoutFilter, PayoutRow, ReceiptRow,
};

/// The proposal is the event that has the payout's own number.
macro_rules! payouts {
    ($more:literal, $rest:expr) => {
        concat!(
            "select payout.seq, payout.request_seq, payout.fund_seq, fund.code, payout.category, payout.method,
                 payout.amount_minor, payout.tax_basis, payout.tax_minor, payout.item, payout.item_quantity, payout_event.effective_on,
                 payout.approvals_needed,
                 (select count(*) from duty where duty.payout_seq = payout.seq and duty.duty = 'approve') as given,
                 payout.state, payout.obligation_seq, payout.payment_seq,
                 payout.tax_list_number, payout.tax_paid_seq, payout.expires_on, payout.chosen_why,
                 payout.review_due_at, payout.reviewed_seq, payout.review_finding, payout.returned_minor,
                 payout.retry_of, payout.batch_seq, payout.list_seq, payout.changed_seq, payout.version",
            $more,
            " from payout
             cross join payout_event
             left join fund on fund.seq = payout.fund_seq
             where payout_event.seq = payout.seq and ",
            $rest
        )
    };
}

macro_rules! payout_list {
    ($path:literal) => {
        payouts!(
            "",
            concat!(
                "payout.seq < $1 ",
                $path,
                " and payout_event.effective_on >= $2 and payout_event.effective_on <= $3
                  and (cast($4 as text) is null or payout.state = $4)
                  and (cast($5 as bigint) is null or payout.fund_seq = $5)
                  and (cast($6 as text) is null or payout.category = $6)
                  and (cast($7 as bigint) is null or payout.request_seq = $7)
                  and ($8 = 0 or (payout.review_due_at is not null and payout.reviewed_seq is null))
                  order by payout.seq desc
                  limit $9"
            )
        )
    };
}

const BY_NUMBER: &str = payout_list!("");
pub(crate) const BY_STATE: &str = payout_list!("and payout.state = $4");
pub(crate) const BY_REQUEST: &str = payout_list!("and payout.request_seq = $7");
const ONE: &str =
    payouts!(", payout.digest, payout.payee, payout.obligation_account", "payout.seq = $1");

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &PayoutFilter,
    span: &Span,
) -> Result<Vec<PayoutRow>, StoreError> {
    let text = match (filter.request, filter.state) {
        (Some(_), _) => BY_REQUEST,
        (None, Some(_)) => BY_STATE,
        (None, None) => BY_NUMBER,
    };
    let rows = sqlx::query(text)
        .bind(span.below_seq())
        .bind(span.from(filter.from_on))
        .bind(span.to(filter.to_on))
        .bind(filter.state.map(|state| state.code()))
        .bind(filter.fund)
        .bind(filter.category.map(|category| category.code()))
        .bind(filter.request)
        .bind(i64::from(filter.unreviewed))
        .bind(span.fetch())
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, payout)
}

fn payout(cells: &mut Cells<'_>) -> Result<PayoutRow, StoreError> {
    Ok(PayoutRow {
        seq: cells.next()?,
        request_seq: cells.next()?,
        fund_seq: cells.next()?,
        fund_code: cells.next()?,
        category: cells.next()?,
        method: cells.next()?,
        amount_minor: cells.next()?,
        tax_basis: cells.next()?,
        tax_minor: cells.next()?,
        item: cells.next()?,
        item_quantity: cells.next()?,
        proposed_on: cells.next()?,
        approvals_needed: cells.next()?,
        approvals_given: cells.next()?,
        state: cells.next()?,
        obligation_seq: cells.next()?,
        payment_seq: cells.next()?,
        tax_list_number: cells.next()?,
        tax_paid_seq: cells.next()?,
        expires_on: cells.next()?,
        chosen_why: cells.next()?,
        review_due_at: cells.next()?,
        reviewed_seq: cells.next()?,
        review_finding: cells.next()?,
        returned_minor: cells.next()?,
        retry_of: cells.next()?,
        batch_seq: cells.next()?,
        list_seq: cells.next()?,
        changed_seq: cells.next()?,
        version: cells.next()?,
    })
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<PayoutDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let row = sqlx::query(ONE).bind(seq).fetch_optional(&mut *held).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = Cells::of(&row);
    let payout = payout(&mut cells)?;
    let digest: Vec<u8> = cells.next()?;
    let detail = PayoutDetail {
        payout,
        digest: hex(&digest),
        payee: cells.next()?,
        obligation_account: cells.next()?,
        duties: duties(&mut held, seq).await?,
        events: events(&mut held, seq).await?,
        lots: trace::payout_shares(&mut held, seq).await?,
        receipts: receipts(&mut held, seq).await?,
        warnings: warnings::of(&mut held, "payout_seq", seq).await?,
        notes: notes::of(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}

async fn duties(connection: &mut Connection, seq: i64) -> Result<Vec<DutyRow>, StoreError> {
    let rows = sqlx::query(
        "select duty.seq, duty.person_id, duty.duty, leaf.recorded_at
         from duty
         join leaf on leaf.seq = duty.seq
         where duty.payout_seq = $1
         order by duty.seq",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(DutyRow {
            seq: cells.next()?,
            person: cells.next()?,
            duty: cells.next()?,
            at: cells.next()?,
        })
    })
}

async fn events(connection: &mut Connection, seq: i64) -> Result<Vec<PayoutEventRow>, StoreError> {
    let rows = sqlx::query(
        "select payout_event.seq, payout_event.state, payout_event.effective_on, payout_event.reason, leaf.actor_id,
             leaf.recorded_at
         from payout_event
         join leaf on leaf.seq = payout_event.seq
         where payout_event.payout_seq = $1
         order by payout_event.seq",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(PayoutEventRow {
            seq: cells.next()?,
            state: cells.next()?,
            effective_on: cells.next()?,
            reason: cells.next()?,
            actor: cells.next()?,
            at: cells.next()?,
        })
    })
}

async fn receipts(connection: &mut Connection, seq: i64) -> Result<Vec<ReceiptRow>, StoreError> {
    let rows = sqlx::query(
        "select document_kind, document_number, document_on, attachment
         from confirmation
         where payout_seq = $1
         order by seq",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(ReceiptRow {
            kind: cells.next()?,
            number: cells.next()?,
            dated_on: cells.next()?,
            attachment: cells.next::<Option<Vec<u8>>>()?.as_deref().map(hex),
        })
    })
}

pub(crate) async fn due(
    connection: &mut Connection,
    today: NaiveDate,
    most: i64,
) -> Result<Vec<DueRow>, StoreError> {
    let rows = sqlx::query(
        "select seq, fund_seq, amount_minor, expires_on
         from payout
         where state = 'approved' and expires_on < $1
         order by seq
         limit $2",
    )
    .bind(today)
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(DueRow {
            seq: cells.next()?,
            fund_seq: cells.next()?,
            amount_minor: cells.next()?,
            expires_on: cells.next()?,
        })
    })
}
