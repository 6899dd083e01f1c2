//! Who was helped, counted along each axis. Who it was stays in here.

use std::collections::BTreeMap;

use almoner_ledger::codes::Axis;
use chrono::NaiveDate;
use uuid::Uuid;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::helped::HelpedRow;

const PAID: &str = "
    select request.recipient, request.seq, payout.category, request.target_group, request.municipality,
        cast(sum(payout.amount_minor) as bigint) as paid_minor
    from entry
    join payout on payout.seq = entry.payout_seq
    join request on request.seq = payout.request_seq
    where entry.kind = 'aid_payment' and entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
        and not exists (
            select 1 from reversal where reversal.reversed_seq = entry.seq and reversal.seq <= $3
        )
    group by request.recipient, request.seq, payout.category, request.target_group, request.municipality
    order by request.seq";

/// Somebody, or the request of somebody who was erased.
type Person = (Option<Uuid>, i64);
type Part = (Option<Axis>, Option<String>);

pub(crate) async fn by_part(
    connection: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<HelpedRow>, StoreError> {
    let rows =
        sqlx::query(PAID).bind(from).bind(to).bind(known_at).fetch_all(&mut *connection).await?;
    let paid = each(&rows, |cells| {
        let recipient: Option<Uuid> = cells.next()?;
        let request: i64 = cells.next()?;
        let parts: [Option<String>; 3] = [Some(cells.next()?), cells.next()?, cells.next()?];
        let person = (recipient, if recipient.is_some() { 0 } else { request });
        Ok((person, parts, cells.next::<i64>()?))
    })?;
    let axes = [Axis::Category, Axis::TargetGroup, Axis::Municipality];
    let mut sums: BTreeMap<Part, BTreeMap<Person, i64>> = BTreeMap::new();
    for (person, parts, minor) in paid {
        let of_axes = axes.into_iter().map(Some).zip(parts);
        for part in of_axes.chain([(None, None)]) {
            let sum = sums.entry(part).or_default().entry(person).or_default();
            *sum = sum.saturating_add(minor);
        }
    }
    let told = sums.into_iter().map(|((axis, part), people)| {
        let mut paid: Vec<i64> = people.into_values().collect();
        paid.sort_unstable_by(|one, other| other.cmp(one));
        HelpedRow { axis, part, paid }
    });
    Ok(told.collect())
}
