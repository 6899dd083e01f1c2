//! The lines of statements that are made of postings: an account, a fund, the journal.
//!
//! Each page is a seek to where the last one ended. A page of an account follows the index by account; a page of a fund
//! or of the journal follows the entries by day and takes the postings of each. The `+` keeps the number of the last act
//! out of that choice: by it, SQLite would read and sort every entry for each page.

use chrono::NaiveDate;
use futures_util::TryStreamExt as _;

use super::super::driver::Connection;
use super::cells::Cells;
use super::told;
use crate::error::StoreError;
use crate::read::statement::{LineEvent, Place, Slip, StatementLine, StatementOf};

macro_rules! lines {
    ($from:literal, $where:literal, $order:literal) => {
        lines!(
            "cash_voucher.direction, cash_voucher.year, cash_voucher.number, posting.currency, posting.quantity_minor",
            $from,
            "left join cash_voucher on cash_voucher.seq = posting.seq and cash_voucher.line = posting.line",
            $where,
            $order
        )
    };
    ($own:literal, $from:literal, $slips:literal, $where:literal, $order:literal) => {
        concat!(
            "select {posting.seq, posting.line, entry.year, entry.number, posting.booked_on, entry.kind,
                 entry.document_kind, entry.document_number, entry.no_document, posting.account, posting.fund_seq,
                 fund.code, source.name, income.reference, income.receipt_year, income.receipt_number,
                 entry.payout_seq, ",
            $own,
            ", posting.amount_minor} ",
            $from,
            " left join fund on fund.seq = posting.fund_seq
              left join income on income.seq = posting.seq
              left join source on source.seq = income.source_seq ",
            $slips,
            $where,
            " and +posting.seq <= $5 ",
            $order,
            " limit $6"
        )
    };
}

pub(crate) const ACCOUNT: &str = lines!(
    "from posting left join entry on entry.seq = posting.seq",
    " where posting.account = $7 and (posting.booked_on, posting.seq, posting.line) > ($1, $2, $3)
         and posting.booked_on <= $4
         and (cast($8 as bigint) is null or posting.fund_seq = $8)",
    "order by posting.booked_on, posting.seq, posting.line"
);

/// A denar account without slips: the index by account holds all there is to say of the posting.
pub(crate) const DENARS: &str = lines!(
    "cast(null as text), cast(null as bigint), cast(null as bigint), cast('MKD' as text), posting.amount_minor",
    "from posting left join entry on entry.seq = posting.seq",
    "",
    " where posting.account = $7 and (posting.booked_on, posting.seq, posting.line) > ($1, $2, $3)
         and posting.booked_on <= $4
         and (cast($8 as bigint) is null or posting.fund_seq = $8)",
    "order by posting.booked_on, posting.seq, posting.line"
);

pub(crate) const JOURNAL: &str = lines!(
    "from entry cross join posting",
    " where posting.seq = entry.seq and (entry.booked_on, entry.seq) >= ($1, $2) and entry.booked_on <= $4
         and (entry.booked_on, posting.seq, posting.line) > ($1, $2, $3)",
    "order by entry.booked_on, entry.seq, posting.line"
);

pub(crate) const FUND: &str = lines!(
    "from entry cross join posting",
    " where posting.seq = entry.seq and (entry.booked_on, entry.seq) >= ($1, $2) and entry.booked_on <= $4
         and (entry.booked_on, posting.seq, posting.line) > ($1, $2, $3)
         and posting.fund_seq = $7 and posting.account in (select account.code from account where account.pool)",
    "order by entry.booked_on, entry.seq, posting.line"
);

/// Whether an account keeps denars and gives no slips.
pub(crate) async fn is_plain(
    connection: &mut Connection,
    account: &str,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar(
        "select count(*) from account where code = $1 and currency is null and role <> 'cash'",
    );
    let found: i64 = found.bind(account).fetch_one(&mut *connection).await?;
    Ok(found == 1)
}

/// The next lines after a place, up to a day and an act.
pub(crate) async fn page(
    connection: &mut Connection,
    (of, plain): (&StatementOf, bool),
    after: Place,
    (to, as_of_seq): (NaiveDate, i64),
    limit: i64,
) -> Result<Vec<StatementLine>, StoreError> {
    let text = match of {
        StatementOf::Account { .. } | StatementOf::CashBook { .. } if plain => DENARS,
        StatementOf::Account { .. } | StatementOf::CashBook { .. } => ACCOUNT,
        StatementOf::Fund { .. } => FUND,
        StatementOf::Journal => JOURNAL,
        StatementOf::Source { .. } | StatementOf::Agreement { .. } => return Ok(Vec::new()),
    };
    let (on, seq, line) = after;
    let text = told::columns(text);
    let query =
        sqlx::query(text).bind(on).bind(seq).bind(line).bind(to).bind(as_of_seq).bind(limit);
    let query = match of {
        StatementOf::Account { account, fund } => query.bind(account.as_str()).bind(*fund),
        StatementOf::CashBook { account } => query.bind(account.as_str()).bind(None::<i64>),
        StatementOf::Fund { fund } => query.bind(*fund),
        StatementOf::Journal | StatementOf::Source { .. } | StatementOf::Agreement { .. } => query,
    };
    // Row by row: a row of the driver takes several times the room of a line.
    let mut lines = Vec::new();
    let mut rows = query.fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        lines.push(posting(&mut told::row(&row)?)?);
    }
    Ok(lines)
}

fn posting(cells: &mut Cells<'_>) -> Result<StatementLine, StoreError> {
    Ok(StatementLine {
        seq: cells.next()?,
        line: cells.next()?,
        event: LineEvent::Posted,
        entry_year: cells.next()?,
        entry_number: cells.next()?,
        booked_on: cells.next()?,
        kind: cells.next()?,
        document_kind: cells.next()?,
        document_number: cells.next()?,
        no_document: cells.next()?,
        account: cells.next()?,
        fund_seq: cells.next()?,
        fund_code: cells.next()?,
        source: cells.next()?,
        reference: cells.next()?,
        receipt: cells.pair()?,
        payout_seq: cells.next()?,
        slip: slip(cells)?,
        currency: cells.next()?,
        quantity_minor: cells.next()?,
        amount_minor: cells.next()?,
    })
}

fn slip(cells: &mut Cells<'_>) -> Result<Option<Slip>, StoreError> {
    let direction: Option<_> = cells.next()?;
    let number = cells.pair()?;
    Ok(direction.zip(number).map(|(direction, (year, number))| Slip { direction, year, number }))
}
