//! What became of the money of a fund or an agreement, and from a payout back to its givers.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Axis, Currency, TraceEvent};
use almoner_ledger::rows::aid::Payout;
use almoner_ledger::rows::giving::{Agreement, Fund};
use almoner_ledger::trace::Sums;

use super::super::driver::{Connection, DbRow};
use super::super::table::among;
use super::cells::each;
use super::{head_seq, snapshot};
use crate::error::StoreError;
use crate::read::trace::{
    AgreementTrace, FundTrace, PayoutShare, PayoutTrace, Promise, TraceLine, Traced,
};

pub(crate) const OF_FUND: &str =
    "select axis, part, event, cast(sum(value_minor) as bigint) as value_minor
     from trace_sum
     where fund_seq = $1
     group by axis, part, event
     order by axis, part = '', part, event";

pub(crate) const OF_AGREEMENT: &str =
    "select axis, part, event, cast(sum(value_minor) as bigint) as value_minor
     from trace_sum
     where agreement_seq = $1
     group by axis, part, event
     order by axis, part = '', part, event";

pub(crate) async fn fund(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<FundTrace>, StoreError> {
    let mut held = snapshot(connection).await?;
    let as_of_seq = head_seq(&mut held).await?;
    let found = among::<Fund, _>(&mut held, "seq", [seq]).await?.into_iter().next();
    let Some(fund) = found else { return Ok(None) };
    let rows = sqlx::query(OF_FUND).bind(seq).fetch_all(&mut *held).await?;
    let promises = sqlx::query(
        "select currency, cast(sum(promised_minor) as bigint) as promised_minor,
             cast(sum(received_minor) as bigint) as received_minor
         from agreement
         where fund_seq = $1 and state <> 'draft'
         group by currency
         order by currency",
    )
    .bind(seq)
    .fetch_all(&mut *held)
    .await?;
    held.rollback().await?;
    let promised = each(&promises, |cells| {
        Ok(Promise {
            currency: cells.next::<Currency>()?,
            promised_minor: cells.next()?,
            received_minor: cells.next()?,
        })
    })?;
    Ok(Some(FundTrace { as_of_seq, fund, promised, traced: traced(&rows)? }))
}

pub(crate) async fn agreement(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<AgreementTrace>, StoreError> {
    let mut held = snapshot(connection).await?;
    let as_of_seq = head_seq(&mut held).await?;
    let found = among::<Agreement, _>(&mut held, "seq", [seq]).await?.into_iter().next();
    let Some(agreement) = found else { return Ok(None) };
    let rows = sqlx::query(OF_AGREEMENT).bind(seq).fetch_all(&mut *held).await?;
    held.rollback().await?;
    Ok(Some(AgreementTrace { as_of_seq, agreement, traced: traced(&rows)? }))
}

/// Lines by axis and part, as the database has ordered them; the totals along the axis that everything has.
fn traced(rows: &[DbRow]) -> Result<Traced, StoreError> {
    let cells = each(rows, |cells| {
        Ok((
            cells.next::<Axis>()?,
            cells.next::<String>()?,
            cells.next::<TraceEvent>()?,
            cells.next::<i64>()?,
        ))
    })?;
    let mut traced = Traced::default();
    let mut places: BTreeMap<(Axis, String), usize> = BTreeMap::new();
    for (axis, part, event, minor) in cells {
        if axis == Axis::Month {
            traced.totals.add(event, minor);
        }
        let next = traced.lines.len();
        let at = *places.entry((axis, part.clone())).or_insert(next);
        if at == next {
            let part = Some(part).filter(|part| !part.is_empty());
            traced.lines.push(TraceLine { axis, part, sums: Sums::default() });
        }
        if let Some(line) = traced.lines.get_mut(at) {
            line.sums.add(event, minor);
        }
    }
    Ok(traced)
}

pub(crate) async fn payout(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<PayoutTrace>, StoreError> {
    let mut held = snapshot(connection).await?;
    let found = among::<Payout, _>(&mut held, "seq", [seq]).await?.into_iter().next();
    let Some(payout) = found else { return Ok(None) };
    let shares = payout_shares(&mut held, seq).await?;
    held.rollback().await?;
    let (amount_minor, state) = (payout.amount_minor, payout.state);
    Ok(Some(PayoutTrace { payout_seq: seq, amount_minor, state, shares }))
}

pub(crate) async fn payout_shares(
    connection: &mut Connection,
    payout: i64,
) -> Result<Vec<PayoutShare>, StoreError> {
    let rows = sqlx::query(
        "select payout_lot.line, payout_lot.lot_seq, payout_lot.lot_line, lot.income_seq, income.kind, income.currency,
             lot.received_on,
             lot.source_seq, source.name, lot.agreement_seq, agreement.number, lot.currency,
             payout_lot.quantity_minor, payout_lot.value_minor
         from payout_lot
         join lot on lot.seq = payout_lot.lot_seq and lot.line = payout_lot.lot_line
         left join income on income.seq = lot.income_seq
         left join source on source.seq = lot.source_seq
         left join agreement on agreement.seq = lot.agreement_seq
         where payout_lot.seq = $1
         order by payout_lot.line",
    )
    .bind(payout)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(PayoutShare {
            line: cells.next()?,
            lot_seq: cells.next()?,
            lot_line: cells.next()?,
            income_seq: cells.next()?,
            income_kind: cells.next()?,
            income_currency: cells.next()?,
            received_on: cells.next()?,
            source_seq: cells.next()?,
            source_name: cells.next()?,
            agreement_seq: cells.next()?,
            agreement_number: cells.next()?,
            currency: cells.next()?,
            quantity_minor: cells.next()?,
            value_minor: cells.next()?,
        })
    })
}
