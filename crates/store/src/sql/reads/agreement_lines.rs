//! What came under an agreement, what was taken from it and what was given back: the movement of its lots.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AllocationEvent, EntryKind, LotKind};
use almoner_ledger::rows::giving::{Fund, Income, Source};
use almoner_ledger::rows::journal::Entry;
use almoner_ledger::rows::lots::Lot;

use super::super::driver::Connection;
use super::super::table::{all, among};
use super::cells::{Cells, each};
use super::snapshot;
use crate::error::StoreError;
use crate::read::statement::{LineEvent, LotKey, StatementLine};

const LOTS: &str =
    "select entry.booked_on, lot.seq, lot.line, lot.income_seq, lot.parent_seq, lot.quantity_minor,
         lot.value_minor
     from lot
     join entry on entry.seq = lot.seq
     where lot.agreement_seq = $1 and +lot.seq <= $2
     order by entry.booked_on, lot.seq, lot.line";

const ALLOCATIONS: &str = "select entry.booked_on, allocation.seq, allocation.line, lot.seq as lot_seq, lot.line as lot_line,
         lot.income_seq, allocation.event, allocation.payout_seq, allocation.quantity_minor, allocation.value_minor,
         (select max(taken.kind) from reversal
          join entry as taken on taken.seq = reversal.reversed_seq
          where reversal.seq = allocation.seq and taken.kind = 'exchange') as taken
     from lot
     join allocation on allocation.lot_seq = lot.seq and allocation.lot_line = lot.line
     join entry on entry.seq = allocation.seq
     where lot.agreement_seq = $1 and +allocation.seq <= $2 and allocation.event <> 'spend'
     order by entry.booked_on, allocation.seq, allocation.line";

/// Equipment and services leave no lot: they are used up as they arrive.
const USED: &str = "select entry.booked_on, entry.seq, income.seq as income_seq, income.quantity_minor, income.value_minor
     from income
     join entry on entry.seq = income.seq
     where income.agreement_seq = $1 and income.form in ('equipment', 'services') and +entry.seq <= $2
     union all
     select entry.booked_on, entry.seq, income.seq, - income.quantity_minor, - income.value_minor
     from income
     join reversal on reversal.reversed_seq = income.seq
     join entry on entry.seq = reversal.seq
     where income.agreement_seq = $1 and income.form in ('equipment', 'services') and +reversal.seq <= $2
     order by 1, 2";

/// Every movement up to an act, in the order of a statement.
pub(crate) async fn keys(
    connection: &mut Connection,
    agreement: i64,
    as_of_seq: i64,
) -> Result<Vec<LotKey>, StoreError> {
    let mut held = snapshot(connection).await?;
    let mut keys = Vec::new();
    let rows = sqlx::query(LOTS).bind(agreement).bind(as_of_seq).fetch_all(&mut *held).await?;
    keys.extend(each(&rows, lot)?);
    let rows =
        sqlx::query(ALLOCATIONS).bind(agreement).bind(as_of_seq).fetch_all(&mut *held).await?;
    keys.extend(each(&rows, allocation)?);
    let rows = sqlx::query(USED).bind(agreement).bind(as_of_seq).fetch_all(&mut *held).await?;
    for (came, used) in each(&rows, used)? {
        keys.extend([came, used]);
    }
    held.rollback().await?;
    // Stable: within an act what comes stands before what goes.
    keys.sort_by_key(|key| (key.booked_on, key.seq));
    let mut last = 0;
    let mut line = 0_i64;
    for key in &mut keys {
        line = if key.seq == last { line.saturating_add(1) } else { 1 };
        last = key.seq;
        key.line = line;
    }
    Ok(keys)
}

fn lot(cells: &mut Cells<'_>) -> Result<LotKey, StoreError> {
    let (booked_on, seq, lot_line) = (cells.next()?, cells.next()?, cells.next()?);
    let (income_seq, parent): (Option<i64>, Option<i64>) = (cells.next()?, cells.next()?);
    Ok(LotKey {
        booked_on,
        seq,
        line: 0,
        event: if parent.is_some() { LineEvent::Converted } else { LineEvent::Received },
        lot: Some((seq, lot_line)),
        income_seq,
        payout_seq: None,
        quantity_minor: cells.next()?,
        value_minor: cells.next()?,
    })
}

fn allocation(cells: &mut Cells<'_>) -> Result<LotKey, StoreError> {
    let (booked_on, seq) = (cells.next()?, cells.next()?);
    let _line: i64 = cells.next()?;
    let lot = Some((cells.next()?, cells.next()?));
    let income_seq = cells.next()?;
    let event: AllocationEvent = cells.next()?;
    let payout_seq = cells.next()?;
    let (quantity, value): (i64, i64) = (cells.next()?, cells.next()?);
    let of_exchange = cells.next::<Option<EntryKind>>()?.is_some();
    let line_event = match event {
        AllocationEvent::Convert => LineEvent::Converted,
        AllocationEvent::GiveBack | AllocationEvent::Withdraw if of_exchange => {
            LineEvent::Converted
        }
        AllocationEvent::GiveBack => LineEvent::GivenBack,
        AllocationEvent::Withdraw => LineEvent::Withdrawn,
        AllocationEvent::Draw => LineEvent::Drawn,
        AllocationEvent::Cover => LineEvent::Covered,
        AllocationEvent::Reserve | AllocationEvent::Spend => LineEvent::Reserved,
    };
    Ok(LotKey {
        booked_on,
        seq,
        line: 0,
        event: line_event,
        lot,
        income_seq,
        payout_seq,
        quantity_minor: quantity.saturating_mul(event.sign()),
        value_minor: value.saturating_mul(event.sign()),
    })
}

fn used(cells: &mut Cells<'_>) -> Result<(LotKey, LotKey), StoreError> {
    let (booked_on, seq) = (cells.next()?, cells.next()?);
    let income_seq = Some(cells.next()?);
    let (quantity_minor, value_minor): (i64, i64) = (cells.next()?, cells.next()?);
    let (came, went) = if value_minor < 0 {
        (LineEvent::Withdrawn, LineEvent::GivenBack)
    } else {
        (LineEvent::Received, LineEvent::UsedOnArrival)
    };
    let came = LotKey {
        booked_on,
        seq,
        line: 0,
        event: came,
        lot: None,
        income_seq,
        payout_seq: None,
        quantity_minor,
        value_minor,
    };
    let used = LotKey {
        event: went,
        quantity_minor: quantity_minor.saturating_neg(),
        value_minor: value_minor.saturating_neg(),
        ..came
    };
    Ok((came, used))
}

/// What the lines of a page refer to.
struct Referred {
    entries: BTreeMap<i64, Entry>,
    incomes: BTreeMap<i64, Income>,
    lots: BTreeMap<(i64, i64), Lot>,
    funds: BTreeMap<i64, Fund>,
    sources: BTreeMap<i64, String>,
}

/// The lines of some keys, in the order of the keys.
pub(crate) async fn page(
    connection: &mut Connection,
    keys: &[LotKey],
) -> Result<Vec<StatementLine>, StoreError> {
    let incomes: Vec<i64> = keys.iter().filter_map(|key| key.income_seq).collect();
    let incomes = among::<Income, _>(connection, "seq", incomes).await?;
    let lots = keys.iter().filter_map(|key| key.lot).map(|(seq, _)| seq);
    let lots = among::<Lot, _>(connection, "seq", lots.collect::<Vec<i64>>()).await?;
    let sources = incomes.iter().filter_map(|income| income.source_seq);
    let sources: Vec<i64> = sources.chain(lots.iter().filter_map(|lot| lot.source_seq)).collect();
    let acts: Vec<i64> = keys.iter().map(|key| key.seq).collect();
    let referred = Referred {
        entries: among::<Entry, _>(connection, "seq", acts)
            .await?
            .into_iter()
            .map(|row| (row.seq, row))
            .collect(),
        incomes: incomes.into_iter().map(|row| (row.seq, row)).collect(),
        lots: lots.into_iter().map(|row| ((row.seq, row.line), row)).collect(),
        funds: all::<Fund>(connection).await?.into_iter().map(|row| (row.seq, row)).collect(),
        sources: among::<Source, _>(connection, "seq", sources)
            .await?
            .into_iter()
            .map(|row| (row.seq, row.name))
            .collect(),
    };
    keys.iter().map(|key| referred.line(key)).collect()
}

impl Referred {
    fn line(&self, key: &LotKey) -> Result<StatementLine, StoreError> {
        let lost = || {
            StoreError::Corrupt(format!("act {}: its lot has no entry, fund or income", key.seq))
        };
        let entry = self.entries.get(&key.seq).ok_or_else(lost)?;
        let income = key.income_seq.and_then(|seq| self.incomes.get(&seq));
        let lot = key.lot.and_then(|key| self.lots.get(&key));
        let (fund, account, currency, source) = match (lot, income) {
            (Some(lot), _) => {
                let account = lot.deferred_account.as_ref().unwrap_or(&lot.income_account);
                (lot.fund_seq, account, lot.currency, lot.source_seq)
            }
            (None, Some(income)) => {
                (income.fund_seq, &income.account, income.currency, income.source_seq)
            }
            (None, None) => return Err(lost()),
        };
        // Goods are counted in pieces; a sum of them is no money.
        let counted = lot.is_some_and(|lot| lot.kind == LotKind::Goods);
        Ok(StatementLine {
            seq: key.seq,
            line: key.line,
            event: key.event,
            entry_year: entry.year,
            entry_number: entry.number,
            booked_on: key.booked_on,
            kind: entry.kind,
            document_kind: entry.document_kind,
            document_number: entry.document_number.clone(),
            no_document: entry.no_document,
            account: account.clone(),
            fund_seq: fund,
            fund_code: self.funds.get(&fund).ok_or_else(lost)?.code.clone(),
            source: source.and_then(|seq| self.sources.get(&seq)).cloned(),
            reference: income.and_then(|income| income.reference.clone()),
            receipt: income.and_then(|income| income.receipt_year.zip(income.receipt_number)),
            payout_seq: key.payout_seq,
            slip: None,
            currency,
            quantity_minor: if counted { key.value_minor } else { key.quantity_minor },
            amount_minor: key.value_minor,
        })
    }
}
