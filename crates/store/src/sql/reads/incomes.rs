//! Incomes: the list by its four paths, one income, and what it paid for.

use almoner_ledger::rows::lots::Lot;
use chrono::NaiveDate;

use super::super::driver::{Connection, DbRow};
use super::super::table::among;
use super::cells::{Cells, each};
use super::{notes, snapshot};
use crate::error::StoreError;
use crate::read::income::{BookedState, EventSum, IncomeDetail, IncomeFilter, IncomeRow, PaidFor};
use crate::read::page::Span;

/// `$1` is the last act that counts; a reversal after it is not seen.
///
/// Left joins and the `+` say where to begin: SQLite, which looks at the values too, would otherwise read every entry up to
/// the act and sort them.
macro_rules! incomes {
    ($rest:expr) => {
        concat!(
            "select income.seq, income.kind, income.form, income.received_on, entry.booked_on, entry.year, entry.number,
                 income.receipt_year, income.receipt_number, income.source_seq, source.name, income.agreement_seq,
                 income.fund_seq, fund.code, income.account, income.currency, income.quantity_minor,
                 income.value_minor, income.reference, income.import_seq, income.explains_seq,
                 (select max(told.seq) from income as told
                  where told.explains_seq = income.seq and told.seq <= $1 and not exists (
                      select 1 from reversal as back where back.reversed_seq = told.seq and back.seq <= $1
                  )) as explained_by_seq,
                 reversal.seq as reversed_by_seq
             from income
             left join entry on entry.seq = income.seq
             left join fund on fund.seq = income.fund_seq
             left join source on source.seq = income.source_seq
             left join reversal on reversal.reversed_seq = income.seq and reversal.seq <= $1
             where +income.seq <= $1 ",
            $rest
        )
    };
}

/// The path stands first, so that its index is used; what else is asked for is looked at row by row.
macro_rules! income_list {
    ($path:literal) => {
        incomes!(concat!(
            $path,
            " and (income.received_on, income.seq) < ($2, $3) and income.received_on >= $4
              and (cast($5 as bigint) is null or income.source_seq = $5)
              and (cast($6 as bigint) is null or income.agreement_seq = $6)
              and (cast($7 as bigint) is null or income.import_seq = $7)
              and (cast($8 as text) is null or income.kind = $8)
              and (cast($9 as bigint) is null or income.fund_seq = $9)
              and (cast($10 as text) is null or income.reference = $10)
              and (cast($11 as text) is null
                   or (case when reversal.seq is null then 'recorded' else 'reversed' end) = $11)
              order by income.received_on desc, income.seq desc
              limit $12"
        ))
    };
}

pub(crate) const BY_DAY: &str = income_list!("");
pub(crate) const BY_SOURCE: &str = income_list!("and income.source_seq = $5");
pub(crate) const BY_AGREEMENT: &str = income_list!("and income.agreement_seq = $6");
pub(crate) const BY_IMPORT: &str = income_list!("and income.import_seq = $7");
/// Few incomes are ever taken back: they are looked up one by one.
pub(crate) const REVERSED: &str =
    income_list!("and income.seq in (select back.reversed_seq from reversal as back)");
const ONE: &str = incomes!("and income.seq = $2");

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &IncomeFilter,
    span: &Span,
) -> Result<Vec<IncomeRow>, StoreError> {
    let text = match (filter.agreement, filter.import, filter.source) {
        (Some(_), _, _) => BY_AGREEMENT,
        (None, Some(_), _) => BY_IMPORT,
        (None, None, Some(_)) => BY_SOURCE,
        (None, None, None) if filter.state == Some(BookedState::Reversed) => REVERSED,
        (None, None, None) => BY_DAY,
    };
    let (below_on, below_seq) = span.below(filter.to_on);
    let rows = sqlx::query(text)
        .bind(span.as_of_seq)
        .bind(below_on)
        .bind(below_seq)
        .bind(span.from(filter.from_on))
        .bind(filter.source)
        .bind(filter.agreement)
        .bind(filter.import)
        .bind(filter.kind.map(|kind| kind.code()))
        .bind(filter.fund)
        .bind(filter.reference.as_deref())
        .bind(filter.state.map(|state| state.code()))
        .bind(span.fetch())
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(income).collect()
}

/// What was taken back does not count, and of an unclear receipt that was explained only the explanation.
const SUM: &str = "select count(*), cast(coalesce(sum(income.value_minor), 0) as bigint)
     from income
     where income.received_on >= $1 and income.received_on <= $2
       and (cast($3 as bigint) is null or income.source_seq = $3)
       and (cast($4 as bigint) is null or income.agreement_seq = $4)
       and (cast($5 as text) is null or income.kind = $5)
       and (cast($6 as bigint) is null or income.fund_seq = $6)
       and not exists (select 1 from reversal where reversal.reversed_seq = income.seq)
       and not exists (select 1 from income as told where told.explains_seq = income.seq and not exists (
               select 1 from reversal as back where back.reversed_seq = told.seq))";

pub(crate) async fn sum(
    connection: &mut Connection,
    filter: &IncomeFilter,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query(SUM)
        .bind(from)
        .bind(to)
        .bind(filter.source)
        .bind(filter.agreement)
        .bind(filter.kind.map(|kind| kind.code()))
        .bind(filter.fund)
        .fetch_one(&mut *connection)
        .await?;
    let mut cells = Cells::of(&row);
    Ok((cells.next()?, cells.next()?))
}

fn income(row: &DbRow) -> Result<IncomeRow, StoreError> {
    let mut cells = Cells::of(row);
    Ok(IncomeRow {
        seq: cells.next()?,
        kind: cells.next()?,
        form: cells.next()?,
        received_on: cells.next()?,
        booked_on: cells.next()?,
        entry_year: cells.next()?,
        entry_number: cells.next()?,
        receipt_year: cells.next()?,
        receipt_number: cells.next()?,
        source_seq: cells.next()?,
        source_name: cells.next()?,
        agreement_seq: cells.next()?,
        fund_seq: cells.next()?,
        fund_code: cells.next()?,
        account: cells.next()?,
        currency: cells.next()?,
        quantity_minor: cells.next()?,
        value_minor: cells.next()?,
        reference: cells.next()?,
        import_seq: cells.next()?,
        explains_seq: cells.next()?,
        explained_by_seq: cells.next()?,
        reversed_by_seq: cells.next()?,
    })
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<IncomeDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let Some(income) = row(&mut held, seq).await? else { return Ok(None) };
    let detail = IncomeDetail {
        income,
        lots: among::<Lot, _>(&mut held, "income_seq", [seq]).await?,
        paid_for: paid_for(&mut held, seq).await?,
        events: events(&mut held, seq).await?,
        notes: notes::of(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}

pub(super) async fn row(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<IncomeRow>, StoreError> {
    let row = sqlx::query(ONE).bind(i64::MAX).bind(seq).fetch_optional(&mut *connection).await?;
    row.as_ref().map(income).transpose()
}

pub(crate) async fn by_receipt(
    connection: &mut Connection,
    year: i64,
    number: i64,
) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query_scalar(
        "select seq from income where receipt_year = $1 and receipt_number = $2",
    );
    Ok(found.bind(year).bind(number).fetch_optional(&mut *connection).await?)
}

/// What was taken, less what was given back; a sale of currency taken back is neither.
async fn paid_for(connection: &mut Connection, seq: i64) -> Result<Vec<PaidFor>, StoreError> {
    let rows = sqlx::query(
        "select payout.category, cast(count(distinct allocation.payout_seq) as bigint) as payouts,
             cast(sum(case allocation.event when 'give_back' then - allocation.value_minor
                      else allocation.value_minor end) as bigint) as value_minor
         from lot
         join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
         left join payout on payout.seq = allocation.payout_seq
         where lot.income_seq = $1 and allocation.event in ('reserve', 'draw', 'cover', 'give_back')
             and not exists (
                 select 1 from reversal
                 join entry as taken on taken.seq = reversal.reversed_seq
                 where reversal.seq = allocation.seq and taken.kind = 'exchange'
             )
         group by payout.category
         order by payout.category is null, payout.category",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    let mut sums = each(&rows, |cells| {
        Ok(PaidFor { category: cells.next()?, payouts: cells.next()?, value_minor: cells.next()? })
    })?;
    sums.retain(|sum| sum.value_minor != 0);
    Ok(sums)
}

async fn events(connection: &mut Connection, seq: i64) -> Result<Vec<EventSum>, StoreError> {
    let rows = sqlx::query(
        "select allocation.event, cast(sum(allocation.quantity_minor) as bigint) as quantity_minor,
             cast(sum(allocation.value_minor) as bigint) as value_minor
         from lot
         join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
         where lot.income_seq = $1
         group by allocation.event
         order by allocation.event",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, |cells| {
        Ok(EventSum {
            event: cells.next()?,
            quantity_minor: cells.next()?,
            value_minor: cells.next()?,
        })
    })
}
