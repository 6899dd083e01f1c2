//! Loading what a group of commands needs: the reference data whole, the rest by key.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::cell::{ColumnType, Value};
use almoner_ledger::command::Command;
use almoner_ledger::facts::{Booked, Facts, Imported, Series};
use almoner_ledger::month::Month;
use almoner_ledger::needs::Needs;
use almoner_ledger::rows::aid::{Advance, DutyDone, Payout, PayoutLot, Recipient, Request};
use almoner_ledger::rows::asset::Asset;
use almoner_ledger::rows::books::{
    AssociationData, Books, Decision, Idempotency, LawValue, Period,
};
use almoner_ledger::rows::chart::{Account, Band, PostingRule};
use almoner_ledger::rows::giving::{Agreement, Fund, Import, ImportUndo, Income, Member, Source};
use almoner_ledger::rows::journal::{Entry, Posting, Reversal};
use almoner_ledger::rows::lots::{Allocation, Lot, Overdraft};
use almoner_ledger::rows::people::{Person, RoleGrant, Token};
use almoner_ledger::rows::request::{Combination, Evidence, MatchFound, PairJudged, RequestStep};
use almoner_ledger::rows::tax::TaxRule;
use almoner_ledger::rows::travel::{TravelCost, TravelOrder, TravelStep};
use almoner_ledger::rows::year::FiscalYear;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::Executor as _;
use uuid::Uuid;

use super::driver::{BEGIN_READ, Connection, FOR_UPDATE, list};
use super::people;
use super::table::{all, among, among_where, matching};
use super::years;
use crate::error::StoreError;
use crate::head::Head;
use crate::json;

/// Reads the head, and on PostgreSQL locks it: whoever holds it is the only writer.
pub(crate) async fn lock_head(connection: &mut Connection) -> Result<Head, StoreError> {
    let text = format!(
        "select size, frontier, recorded_at, reference_seq from head where id = 1{FOR_UPDATE}"
    );
    let (size, frontier, recorded_at, reference_seq): (i64, Vec<u8>, Option<DateTime<Utc>>, i64) =
        sqlx::query_as(sqlx::AssertSqlSafe(text)).fetch_one(&mut *connection).await?;
    Head::new(size, &frontier, recorded_at, reference_seq)
}

/// Reads the head without locking it.
pub(crate) async fn head_now(connection: &mut Connection) -> Result<Head, StoreError> {
    let (size, frontier, recorded_at, reference_seq): (i64, Vec<u8>, Option<DateTime<Utc>>, i64) =
        sqlx::query_as("select size, frontier, recorded_at, reference_seq from head where id = 1")
            .fetch_one(&mut *connection)
            .await?;
    Head::new(size, &frontier, recorded_at, reference_seq)
}

/// The reference data alone: what is needed to answer questions, not to book.
pub(crate) async fn reference(connection: &mut Connection, size: i64) -> Result<Facts, StoreError> {
    let mut facts = Facts { next_seq: size.saturating_add(1), ..Facts::default() };
    facts.books = all::<Books>(connection).await?.into_iter().next();
    facts.persons = by(all::<Person>(connection).await?, |row| row.id);
    facts.grants = by(all::<RoleGrant>(connection).await?, |row| row.seq);
    facts.tokens = by(all::<Token>(connection).await?, |row| row.seq);
    facts.accounts = by(all::<Account>(connection).await?, |row| row.code.clone());
    facts.rules =
        by(all::<PostingRule>(connection).await?, |row| (row.event.clone(), row.valid_from));
    facts.bands = all::<Band>(connection).await?;
    facts.associations = all::<AssociationData>(connection).await?;
    facts.values = all::<LawValue>(connection).await?;
    facts.combinations = all::<Combination>(connection).await?;
    facts.tax_rules = all::<TaxRule>(connection).await?;
    facts.funds = by(all::<Fund>(connection).await?, |row| row.seq);
    facts.sources = by(all::<Source>(connection).await?, |row| row.seq);
    facts.members = by(all::<Member>(connection).await?, |row| row.seq);
    facts.travel_orders = by(all::<TravelOrder>(connection).await?, |row| row.seq);
    facts.travel_steps = by(all::<TravelStep>(connection).await?, |row| row.order_seq);
    facts.travel_costs = by(all::<TravelCost>(connection).await?, |row| row.entry_seq);
    facts.assets = by(all::<Asset>(connection).await?, |row| row.seq);
    facts.agreements = by(all::<Agreement>(connection).await?, |row| row.seq);
    facts.decisions =
        by(matching::<Decision>(connection, "state = 'proposed'").await?, |row| row.seq);
    facts.years = by(all::<FiscalYear>(connection).await?, |row| row.year);
    people::holds(connection, &mut facts).await?;
    facts.advances = by(
        matching::<Advance>(connection, "settled_minor + returned_minor < amount_minor").await?,
        |row| row.seq,
    );
    for period in all::<Period>(connection).await? {
        let month = Month::from_number(period.month);
        let month = month.ok_or_else(|| StoreError::Corrupt("period: month".to_owned()))?;
        facts.periods.insert(month, period);
    }
    Ok(facts)
}

/// Everything that is held whole, for the writer.
#[expect(clippy::too_many_lines, reason = "a list: one kind of fact after another")]
pub(crate) async fn whole(connection: &mut Connection, head: &Head) -> Result<Facts, StoreError> {
    let mut facts = reference(connection, head.size).await?;
    facts.recorded_at = head.recorded_at;
    people::reveals(connection, &mut facts).await?;
    let series: Vec<(String, i64, i64)> =
        sqlx::query_as("select name, year, last from series order by name, year")
            .fetch_all(&mut *connection)
            .await?;
    for (name, year, last) in series {
        let known = Series::ALL.into_iter().find(|series| series.name() == name);
        let known = known.ok_or_else(|| StoreError::Corrupt("series: name".to_owned()))?;
        facts.series.insert((known, year), last);
    }
    let sums: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "select account, fund_seq, cast(sum(amount_minor) as bigint), cast(sum(quantity_minor) as bigint)
         from balance_month
         group by account, fund_seq
         order by account, fund_seq",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (code, fund, amount_minor, quantity_minor) in sums {
        let Some(account) = facts.accounts.get(&code) else {
            return Err(StoreError::Corrupt(format!("balance_month: account {code}")));
        };
        if account.pool {
            let pool = facts.pools.entry(fund).or_insert(0);
            *pool = pool.saturating_add(amount_minor);
            facts.pool_accounts.insert((fund, code.clone()), amount_minor);
        }
        if account.role.is_money() {
            let held = facts.money.entry(code).or_insert(0);
            *held = held.saturating_add(quantity_minor);
        }
    }
    let days: Vec<(String, NaiveDate, i64)> =
        sqlx::query_as("select account, day, amount_minor from cash_day order by account, day")
            .fetch_all(&mut *connection)
            .await?;
    facts.cash_days =
        days.into_iter().map(|(account, day, minor)| ((account, day), minor)).collect();
    let cash: Vec<(NaiveDate, i64)> = sqlx::query_as(
        "select released_on, cast(sum(amount_minor - tax_minor) as bigint)
         from payout
         where method = 'cash' and released_on is not null and state not in ('failed', 'voided')
         group by released_on
         order by released_on",
    )
    .fetch_all(&mut *connection)
    .await?;
    facts.cash_aid = cash.into_iter().collect();
    let unclear = "kind = 'unclear' and explains_seq is null
         and not exists (
             select 1 from income as told where told.explains_seq = income.seq
             and not exists (select 1 from reversal where reversal.reversed_seq = told.seq)
         )
         and not exists (select 1 from reversal where reversal.reversed_seq = income.seq)";
    facts.unclear = by(matching::<Income>(connection, unclear).await?, |row| row.seq);
    let waiting = "review_due_at is not null and reviewed_seq is null";
    for payout in matching::<Payout>(connection, waiting).await? {
        facts.unreviewed.extend(payout.review_due_at.map(|due| (payout.seq, due)));
    }
    let first: Option<i64> = sqlx::query_scalar("select min(month) from balance_month")
        .fetch_one(&mut *connection)
        .await?;
    facts.first_month = first.and_then(Month::from_number);
    let opened: i64 = sqlx::query_scalar(
        "select count(*) from entry
         where kind = 'opening' and not exists (select 1 from reversal where reversal.reversed_seq = entry.seq)",
    )
    .fetch_one(&mut *connection)
    .await?;
    facts.opened = 0 < opened;
    Ok(facts)
}

fn by<K: Ord, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> BTreeMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

/// What a command would be decided on, read in one snapshot.
pub(crate) async fn for_command(
    connection: &mut Connection,
    command: &Command,
) -> Result<Facts, StoreError> {
    connection.execute(BEGIN_READ).await?;
    let read = read_for(connection, command).await;
    connection.execute("rollback").await?;
    read
}

async fn read_for(connection: &mut Connection, command: &Command) -> Result<Facts, StoreError> {
    let head = head_now(connection).await?;
    let mut facts = whole(connection, &head).await?;
    let needs = Needs::of(&facts, command);
    load(connection, &mut facts, &needs).await?;
    Ok(facts)
}

/// Looks up which of these keys have been answered before.
pub(crate) async fn load_keys(
    connection: &mut Connection,
    facts: &mut Facts,
    keys: Vec<Vec<u8>>,
) -> Result<(), StoreError> {
    for row in among::<Idempotency, _>(connection, "key_hash", keys).await? {
        facts.keys.insert(row.key_hash, (row.digest, row.seq));
    }
    Ok(())
}

/// Whether any of these keys has been answered before.
pub(crate) async fn any_key_used(
    connection: &mut Connection,
    keys: Vec<Vec<u8>>,
) -> Result<bool, StoreError> {
    if keys.is_empty() {
        return Ok(false);
    }
    let keys: Vec<Value> = keys.into_iter().map(Value::Bytes).collect();
    let text = format!(
        "select seq from idempotency where key_hash in ({}) limit 1",
        list(ColumnType::Bytes)
    );
    let used: Option<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .bind(json::values(&keys))
        .fetch_optional(&mut *connection)
        .await?;
    Ok(used.is_some())
}

/// Loads what a group needs beyond the reference data.
pub(crate) async fn load(
    connection: &mut Connection,
    facts: &mut Facts,
    needs: &Needs,
) -> Result<(), StoreError> {
    let funds: Vec<i64> = needs.lots_of.difference(&facts.lots_of).copied().collect();
    for lot in
        among_where::<Lot, _>(connection, "fund_seq", funds.clone(), "and 0 < left_quantity_minor")
            .await?
    {
        facts.lots.insert((lot.seq, lot.line), lot);
    }
    load_picked(connection, facts, &funds).await?;
    facts.lots_of.extend(funds);
    for row in
        among::<Recipient, _>(connection, "reference", needs.recipients.iter().copied()).await?
    {
        if let Some(reference) = row.reference {
            facts.recipients.insert(reference, row);
        }
    }
    people::load(connection, facts, needs).await?;
    years::load(connection, facts, &needs.years).await?;
    let marked = among::<Recipient, _>(connection, "case_mark", needs.cases.iter().cloned());
    let mut marked = marked.await?;
    let lived = needs.households.iter().cloned();
    marked.extend(among::<Recipient, _>(connection, "household_mark", lived).await?);
    for row in marked {
        if let Some(reference) = row.reference {
            facts.recipients.insert(reference, row);
        }
    }
    for row in among::<Request, _>(connection, "seq", needs.requests.iter().copied()).await? {
        facts.requests.insert(row.seq, row);
    }
    let mut entries: BTreeSet<i64> = needs.entries.clone();
    entries.extend(load_payouts(connection, facts, &needs.payouts).await?);
    let settled = among_where::<Entry, _>(
        connection,
        "document_number",
        needs.settled.iter().cloned(),
        "and kind = 'advance_settlement'",
    );
    entries.extend(settled.await?.iter().map(|entry| entry.seq));
    entries.extend(load_imports(connection, facts, &needs.imports).await?);
    people::load_paid(connection, facts, needs).await?;
    load_households(connection, facts).await?;
    people::load_paid_as(connection, facts).await?;
    load_requests(connection, facts).await?;
    load_entries(connection, facts, entries).await?;
    let known = fingerprints(connection, needs.fingerprints.iter().cloned()).await?;
    facts.fingerprints.extend(known);
    Ok(())
}

/// What the open proposals of some funds have picked.
pub(crate) async fn load_picked(
    connection: &mut Connection,
    facts: &mut Facts,
    funds: &[i64],
) -> Result<(), StoreError> {
    let open = "and state = 'proposed'";
    let proposed = among_where::<Payout, _>(connection, "fund_seq", funds.to_vec(), open).await?;
    let seqs: Vec<i64> = proposed.iter().map(|payout| payout.seq).collect();
    for row in among::<PayoutLot, _>(connection, "seq", seqs).await? {
        let picked = facts.picked.entry((row.lot_seq, row.lot_line)).or_insert(0);
        *picked = picked.saturating_add(row.quantity_minor);
    }
    Ok(())
}

/// For everyone whose request or self is at hand: those of the same household, their requests, and the payouts
/// for them with the lots that paid.
async fn load_households(connection: &mut Connection, facts: &mut Facts) -> Result<(), StoreError> {
    let mut people: BTreeSet<Uuid> = facts.recipients.keys().copied().collect();
    people.extend(facts.requests.values().filter_map(|request| request.recipient));
    let mut found = among::<Recipient, _>(connection, "reference", people).await?;
    let households: BTreeSet<Uuid> = found.iter().filter_map(|row| row.household).collect();
    found.extend(among::<Recipient, _>(connection, "household", households).await?);
    for row in found {
        if let Some(reference) = row.reference {
            facts.recipients.insert(reference, row);
        }
    }
    let theirs: Vec<Uuid> = facts.recipients.keys().copied().collect();
    for row in among::<Request, _>(connection, "recipient", theirs).await? {
        facts.requests.insert(row.seq, row);
    }
    let requests: Vec<i64> = facts.requests.keys().copied().collect();
    let mut earlier = Vec::new();
    for row in among::<Payout, _>(connection, "request_seq", requests).await? {
        if facts.payouts.insert(row.seq, row.clone()).is_none() {
            earlier.push(row.seq);
        }
    }
    let mut lots = BTreeSet::new();
    for row in among::<PayoutLot, _>(connection, "seq", earlier).await? {
        lots.insert(row.lot_seq);
        facts.payout_lots.entry(row.seq).or_default().push(row);
    }
    load_lots(connection, facts, "seq", lots).await?;
    Ok(())
}

/// Of every request at hand what was done for it, its papers, the other aid it looks like with its payouts, and the pairs
/// that were judged.
async fn load_requests(connection: &mut Connection, facts: &mut Facts) -> Result<(), StoreError> {
    let requests: Vec<i64> = facts.requests.keys().copied().collect();
    let seqs = || requests.iter().copied();
    for row in among::<RequestStep, _>(connection, "request_seq", seqs()).await? {
        facts.request_steps.entry(row.request_seq).or_default().push(row);
    }
    for row in among::<Evidence, _>(connection, "request_seq", seqs()).await? {
        facts.evidence.entry(row.request_seq).or_default().push(row);
    }
    let mut aid = BTreeSet::new();
    for row in among::<MatchFound, _>(connection, "request_seq", seqs()).await? {
        aid.insert(row.aid_seq);
        facts.matches.entry(row.request_seq).or_default().push(row);
    }
    for row in among::<Payout, _>(connection, "request_seq", aid).await? {
        facts.payouts.insert(row.seq, row);
    }
    let people: Vec<i64> = facts.recipients.values().map(|row| row.seq).collect();
    for column in ["one_seq", "other_seq"] {
        for row in among::<PairJudged, _>(connection, column, people.iter().copied()).await? {
            facts.judged.insert((row.one_seq, row.other_seq));
        }
    }
    Ok(())
}

/// Those among the fingerprints whose import still stands. A row that was taken back alone stays known, or the next file
/// that overlaps would bring it again.
pub(crate) async fn fingerprints(
    connection: &mut Connection,
    wanted: impl IntoIterator<Item = Vec<u8>>,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let wanted: Vec<Vec<u8>> = wanted.into_iter().collect();
    let standing = "and not exists (select 1 from import_undo where import_undo.import_seq = income.import_seq)";
    let incomes = among_where::<Income, _>(connection, "fingerprint", wanted.clone(), standing);
    let mut known: Vec<Vec<u8>> =
        incomes.await?.into_iter().filter_map(|income| income.fingerprint).collect();
    let standing = "and not exists (select 1 from import_undo where import_undo.import_seq = request.import_seq)";
    let needs = among_where::<Request, _>(connection, "fingerprint", wanted, standing).await?;
    known.extend(needs.into_iter().filter_map(|need| need.fingerprint));
    Ok(known)
}

async fn load_payouts(
    connection: &mut Connection,
    facts: &mut Facts,
    wanted: &BTreeSet<i64>,
) -> Result<Vec<i64>, StoreError> {
    let payouts = among::<Payout, _>(connection, "seq", wanted.iter().copied()).await?;
    let requests = payouts.iter().map(|payout| payout.request_seq);
    for row in among::<Request, _>(connection, "seq", requests.collect::<BTreeSet<_>>()).await? {
        facts.requests.insert(row.seq, row);
    }
    let mut lots = BTreeSet::new();
    for row in among::<PayoutLot, _>(connection, "seq", wanted.iter().copied()).await? {
        lots.insert(row.lot_seq);
        facts.payout_lots.entry(row.seq).or_default().push(row);
    }
    load_lots(connection, facts, "seq", lots).await?;
    for row in among::<DutyDone, _>(connection, "payout_seq", wanted.iter().copied()).await? {
        facts.duties.entry(row.payout_seq).or_default().push(row);
    }
    let entries = payouts
        .iter()
        .flat_map(|payout| [payout.obligation_seq, payout.payment_seq])
        .flatten()
        .collect();
    facts.payouts.extend(payouts.into_iter().map(|payout| (payout.seq, payout)));
    Ok(entries)
}

async fn load_imports(
    connection: &mut Connection,
    facts: &mut Facts,
    wanted: &BTreeSet<i64>,
) -> Result<Vec<i64>, StoreError> {
    let undone: BTreeSet<i64> =
        among::<ImportUndo, _>(connection, "import_seq", wanted.iter().copied())
            .await?
            .into_iter()
            .map(|row| row.import_seq)
            .collect();
    for import in among::<Import, _>(connection, "seq", wanted.iter().copied()).await? {
        let undone = undone.contains(&import.seq);
        facts.imports.insert(import.seq, Imported::new(import, undone));
    }
    let mut entries = Vec::new();
    for income in among::<Income, _>(connection, "import_seq", wanted.iter().copied()).await? {
        entries.push(income.seq);
        if let Some(imported) = income.import_seq.and_then(|seq| facts.imports.get_mut(&seq)) {
            imported.incomes.push(income.seq);
        }
    }
    for request in among::<Request, _>(connection, "import_seq", wanted.iter().copied()).await? {
        if let Some(imported) = request.import_seq.and_then(|seq| facts.imports.get_mut(&seq)) {
            imported.requests.push(request.seq);
        }
        facts.requests.insert(request.seq, request);
    }
    Ok(entries)
}

/// Lots that are already held stay as they are: the facts know them better than the disk during a group.
async fn load_lots(
    connection: &mut Connection,
    facts: &mut Facts,
    column: &'static str,
    wanted: BTreeSet<i64>,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut keys = Vec::new();
    for lot in among::<Lot, _>(connection, column, wanted).await? {
        keys.push((lot.seq, lot.line));
        facts.lots.entry((lot.seq, lot.line)).or_insert(lot);
    }
    Ok(keys)
}

async fn load_entries(
    connection: &mut Connection,
    facts: &mut Facts,
    wanted: BTreeSet<i64>,
) -> Result<(), StoreError> {
    let seqs = || wanted.iter().copied();
    let mut booked: BTreeMap<i64, Booked> = BTreeMap::new();
    for entry in among::<Entry, _>(connection, "seq", seqs()).await? {
        let empty = Booked {
            entry: entry.clone(),
            postings: Vec::new(),
            allocations: Vec::new(),
            lots: Vec::new(),
            overdrafts: Vec::new(),
            income: None,
            explained: None,
            reversed: false,
        };
        booked.insert(entry.seq, empty);
    }
    let advances = booked.values().filter_map(|booked| booked.entry.advance_seq);
    let advances: BTreeSet<i64> =
        advances.filter(|seq| !facts.advances.contains_key(seq)).collect();
    let closed = among::<Advance, _>(connection, "seq", advances).await?;
    facts.closed_advances.extend(closed.into_iter().map(|row| (row.seq, row)));
    for row in among::<Posting, _>(connection, "seq", seqs()).await? {
        if let Some(booked) = booked.get_mut(&row.seq) {
            booked.postings.push(row);
        }
    }
    let mut drawn = BTreeSet::new();
    for row in among::<Allocation, _>(connection, "seq", seqs()).await? {
        drawn.insert(row.lot_seq);
        if let Some(booked) = booked.get_mut(&row.seq) {
            booked.allocations.push(row);
        }
    }
    load_lots(connection, facts, "seq", drawn).await?;
    for key in load_lots(connection, facts, "seq", wanted.clone()).await? {
        if let Some(booked) = booked.get_mut(&key.0) {
            booked.lots.push(key);
        }
    }
    for row in among::<Overdraft, _>(connection, "seq", seqs()).await? {
        if let Some(booked) = booked.get_mut(&row.seq) {
            booked.overdrafts.push(row);
        }
    }
    load_incomes(connection, &mut booked).await?;
    for row in among::<Reversal, _>(connection, "reversed_seq", seqs()).await? {
        if let Some(booked) = booked.get_mut(&row.reversed_seq) {
            booked.reversed = true;
        }
    }
    facts.entries.extend(booked);
    Ok(())
}

/// The incomes that the entries booked, and the unclear receipts that those explain.
async fn load_incomes(
    connection: &mut Connection,
    booked: &mut BTreeMap<i64, Booked>,
) -> Result<(), StoreError> {
    let mut explains = BTreeMap::new();
    for row in among::<Income, _>(connection, "seq", booked.keys().copied()).await? {
        if let Some(explained) = row.explains_seq {
            explains.insert(explained, row.seq);
        }
        if let Some(booked) = booked.get_mut(&row.seq) {
            booked.income = Some(row);
        }
    }
    for row in among::<Income, _>(connection, "seq", explains.keys().copied()).await? {
        if let Some(booked) = explains.get(&row.seq).and_then(|seq| booked.get_mut(seq)) {
            booked.explained = Some(row);
        }
    }
    Ok(())
}
