//! Who was helped, counted along each axis. Who it was stays in here.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::helped::{AXES, HelpRow, HelpedRow};

const PAID: &str = "
    select request.recipient, request.seq, payout.category, request.target_group, request.municipality,
        payout.seq, payout.fund_seq, payout.amount_minor, payout.tax_minor,
        case when exists (
            select 1 from payout as other
            where other.request_seq = request.seq and other.seq <> payout.seq and other.seq <= $3
        ) then null else request.asked_minor end,
        request.payee_kind, payee.seq, payee.public_name, payee.register_number, entry.booked_on, owed.booked_on
    from entry
    join payout on payout.seq = entry.payout_seq
    join request on request.seq = payout.request_seq
    left join payee on payee.reference = payout.payee
    left join entry as owed on owed.seq = payout.obligation_seq
    where entry.kind = 'aid_payment' and entry.booked_on >= $1 and entry.booked_on <= $2 and entry.seq <= $3
        and not exists (
            select 1 from reversal where reversal.reversed_seq = entry.seq and reversal.seq <= $3
        )
    order by entry.seq";

/// Somebody, or the request of somebody who was erased.
type Person = (Option<Uuid>, i64);
type Part = (Option<almoner_ledger::codes::Axis>, Option<String>);

/// Every payment; people are numbered as they come, so that only who is the same as whom can be seen.
pub(crate) async fn payments(
    connection: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<HelpRow>, StoreError> {
    let rows =
        sqlx::query(PAID).bind(from).bind(to).bind(known_at).fetch_all(&mut *connection).await?;
    let paid = each(&rows, |cells| {
        let recipient: Option<Uuid> = cells.next()?;
        let request: i64 = cells.next()?;
        let person: Person = (recipient, if recipient.is_some() { 0 } else { request });
        let row = HelpRow {
            person: 0,
            parts: [Some(cells.next()?), cells.next()?, cells.next()?],
            payout_seq: cells.next()?,
            fund_seq: cells.next()?,
            minor: cells.next()?,
            tax_minor: cells.next()?,
            asked_minor: cells.next()?,
            payee_kind: cells.next()?,
            payee_seq: cells.next()?,
            payee_name: cells.next()?,
            payee_number: cells.next()?,
            paid_on: cells.next()?,
            owed_on: cells.next()?,
        };
        Ok((person, row))
    })?;
    let mut numbers: BTreeMap<Person, usize> = BTreeMap::new();
    let numbered = paid.into_iter().map(|(person, row)| {
        let next = numbers.len();
        HelpRow { person: *numbers.entry(person).or_insert(next), ..row }
    });
    Ok(numbered.collect())
}

pub(crate) async fn by_part(
    connection: &mut Connection,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<Vec<HelpedRow>, StoreError> {
    let mut sums: BTreeMap<Part, BTreeMap<usize, i64>> = BTreeMap::new();
    for row in payments(connection, days, known_at).await? {
        let of_axes = AXES.into_iter().map(Some).zip(row.parts);
        for part in of_axes.chain([(None, None)]) {
            let sum = sums.entry(part).or_default().entry(row.person).or_default();
            *sum = sum.saturating_add(row.minor);
        }
    }
    let told = sums.into_iter().map(|((axis, part), people)| {
        let mut paid: Vec<i64> = people.into_values().collect();
        paid.sort_unstable_by(|one, other| other.cmp(one));
        HelpedRow { axis, part, paid }
    });
    Ok(told.collect())
}
