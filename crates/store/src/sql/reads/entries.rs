//! The journal: entries by day or by account, and one entry with what hangs on it.

use std::collections::BTreeMap;

use almoner_ledger::codes::VoucherDirection;
use almoner_ledger::rows::journal::{CashVoucher, Posting, Reversal};

use super::super::driver::{Connection, DbRow};
use super::super::table::among;
use super::cells::Cells;
use super::{log, notes, snapshot};
use crate::error::StoreError;
use crate::read::entry::{EntryDetail, EntryFilter, EntryRow, LeafRef, ReversalRow};
use crate::read::page::Span;

macro_rules! entries {
    ($rest:expr) => {
        concat!(
            "select entry.seq, entry.year, entry.number, entry.booked_on, entry.kind, entry.document_kind,
                 entry.document_number, entry.document_on, entry.document_issuer, entry.no_document, entry.payout_seq,
                 reversal.seq as reversed_by_seq ",
            $rest
        )
    };
}

macro_rules! entry_list {
    ($path:literal) => {
        entries!(concat!(
            "from entry
             left join reversal on reversal.reversed_seq = entry.seq and reversal.seq <= $1
             where +entry.seq <= $1 ",
            $path,
            " and (entry.booked_on, entry.seq) < ($2, $3) and entry.booked_on >= $4
              and (cast($5 as text) is null or entry.kind = $5)
              and (cast($6 as bigint) is null or entry.payout_seq = $6)
              and (cast($7 as bigint) is null or exists (
                  select 1 from posting where posting.seq = entry.seq and posting.fund_seq = $7
              ))
              and (cast($9 as text) is null or entry.document_kind = $9)
              order by entry.booked_on desc, entry.seq desc
              limit $8"
        ))
    };
}

pub(crate) const BY_DAY: &str = entry_list!("");
pub(crate) const BY_PAYOUT: &str = entry_list!("and entry.payout_seq = $6");
/// An entry that moves the account twice is listed by the first of those lines.
pub(crate) const BY_ACCOUNT: &str = entries!(
    "from posting
     left join entry on entry.seq = posting.seq
     left join reversal on reversal.reversed_seq = posting.seq and reversal.seq <= $1
     where +posting.seq <= $1 and posting.account = $10
         and (posting.booked_on, posting.seq) < ($2, $3) and posting.booked_on >= $4
         and (cast($5 as text) is null or entry.kind = $5)
         and (cast($6 as bigint) is null or entry.payout_seq = $6)
         and (cast($7 as bigint) is null or posting.fund_seq = $7)
         and (cast($9 as text) is null or entry.document_kind = $9)
         and not exists (
             select 1 from posting as earlier
             where earlier.seq = posting.seq and earlier.line < posting.line and earlier.account = posting.account
                 and (cast($7 as bigint) is null or earlier.fund_seq = $7)
         )
     order by posting.booked_on desc, posting.seq desc
     limit $8"
);
const ONE: &str = entries!(
    "from entry left join reversal on reversal.reversed_seq = entry.seq where entry.seq = $1"
);

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &EntryFilter,
    span: &Span,
) -> Result<Vec<EntryRow>, StoreError> {
    let text = match (&filter.account, filter.payout) {
        (Some(_), _) => BY_ACCOUNT,
        (None, Some(_)) => BY_PAYOUT,
        (None, None) => BY_DAY,
    };
    let (below_on, below_seq) = span.below(filter.to_on);
    let mut query = sqlx::query(text)
        .bind(span.as_of_seq)
        .bind(below_on)
        .bind(below_seq)
        .bind(span.from(filter.from_on))
        .bind(filter.kind.map(|kind| kind.code()))
        .bind(filter.payout)
        .bind(filter.fund)
        .bind(span.fetch())
        .bind(filter.document.map(|kind| kind.code()));
    if let Some(account) = &filter.account {
        query = query.bind(account.as_str());
    }
    let rows = query.fetch_all(&mut *connection).await?;
    let mut entries: Vec<EntryRow> = rows.iter().map(entry).collect::<Result<_, _>>()?;
    add_postings(connection, &mut entries).await?;
    Ok(entries)
}

fn entry(row: &DbRow) -> Result<EntryRow, StoreError> {
    let mut cells = Cells::of(row);
    Ok(EntryRow {
        seq: cells.next()?,
        year: cells.next()?,
        number: cells.next()?,
        booked_on: cells.next()?,
        kind: cells.next()?,
        document_kind: cells.next()?,
        document_number: cells.next()?,
        document_on: cells.next()?,
        document_issuer: cells.next()?,
        no_document: cells.next()?,
        payout_seq: cells.next()?,
        reversed_by_seq: cells.next()?,
        postings: Vec::new(),
    })
}

/// Postings are never changed, so they may be read after the entries.
async fn add_postings(
    connection: &mut Connection,
    entries: &mut [EntryRow],
) -> Result<(), StoreError> {
    let mut postings: BTreeMap<i64, Vec<Posting>> = BTreeMap::new();
    let seqs: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
    for posting in among::<Posting, _>(connection, "seq", seqs).await? {
        postings.entry(posting.seq).or_default().push(posting);
    }
    for entry in entries {
        entry.postings = postings.remove(&entry.seq).unwrap_or_default();
    }
    Ok(())
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<EntryDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let row = sqlx::query(ONE).bind(seq).fetch_optional(&mut *held).await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = [entry(&row)?];
    add_postings(&mut held, &mut found).await?;
    let [entry] = found;
    let leaf = log::one(&mut held, seq).await?;
    let leaf =
        leaf.ok_or_else(|| StoreError::Corrupt(format!("entry {seq} is not in the log")))?.leaf;
    let seen = |row: Reversal| ReversalRow {
        seq: row.seq,
        reversed_seq: row.reversed_seq,
        reason: row.reason,
    };
    let detail = EntryDetail {
        entry,
        slips: among::<CashVoucher, _>(&mut held, "seq", [seq]).await?,
        reversed_by: among::<Reversal, _>(&mut held, "reversed_seq", [seq])
            .await?
            .into_iter()
            .map(seen)
            .next(),
        reverses: among::<Reversal, _>(&mut held, "seq", [seq])
            .await?
            .into_iter()
            .map(seen)
            .collect(),
        leaf: LeafRef {
            index: seq.saturating_sub(1),
            hash: leaf.hash,
            kind: leaf.kind,
            recorded_at: leaf.recorded_at,
            actor: leaf.actor,
        },
        notes: notes::of(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}

pub(crate) async fn by_number(
    connection: &mut Connection,
    year: i64,
    number: i64,
) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query_scalar("select seq from entry where year = $1 and number = $2");
    Ok(found.bind(year).bind(number).fetch_optional(&mut *connection).await?)
}

pub(crate) async fn of_slip(
    connection: &mut Connection,
    direction: VoucherDirection,
    (year, number): (i64, i64),
) -> Result<Option<(i64, i64)>, StoreError> {
    let found = sqlx::query_as(
        "select seq, line from cash_voucher where direction = $1 and year = $2 and number = $3",
    );
    let found = found.bind(direction.code()).bind(year).bind(number);
    Ok(found.fetch_optional(&mut *connection).await?)
}
