//! A group of decided acts on its way to the disk: rows by table, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::act::{Act, KIND_VERSION};
use almoner_ledger::cell::{Cell as _, ColumnType, Value};
use almoner_ledger::codes::{AccountRole, Currency, PeriodState, VoucherDirection};
use almoner_ledger::command::Actor;
use almoner_ledger::facts::{Facts, Series};
use almoner_ledger::month::Month;
use almoner_ledger::record::{Keeping, Table};
use almoner_ledger::rows::Row;
use almoner_ledger::rows::aid::Request;
use almoner_ledger::rows::giving::Income;
use almoner_ledger::rows::identity::Erasure;
use almoner_ledger::rows::journal::{Posting, Reversal};
use almoner_ledger::rows::lots::Allocation;
use almoner_proof::hash::Hash;
use almoner_proof::leaf::{Leaf, payload_hash};
use almoner_proof::tree::Frontier;
use chrono::{DateTime, NaiveDate, Utc};

use crate::moved::Moved;

/// Rows of one table that the group adds, or replaces by newer versions.
pub(crate) struct TableRows {
    pub(crate) table: &'static Table,
    pub(crate) rows: Vec<Vec<Value>>,
}

/// Rows on their way into one table.
pub(crate) struct Rows<'r> {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<(&'static str, ColumnType)>,
    pub(crate) rows: &'r [Vec<Value>],
}

/// The last version of a row the group replaces, and the version it must still have on disk.
pub(crate) struct Replacement {
    pub(crate) table: &'static Table,
    pub(crate) before: i64,
    pub(crate) values: Vec<Value>,
}

/// Everything one transaction writes.
#[derive(Default)]
pub(crate) struct Group {
    inserts: BTreeMap<usize, TableRows>,
    replacements: Vec<Replacement>,
    pub(crate) leaves: Vec<Vec<Value>>,
    pub(crate) balances: BTreeMap<(i64, String, i64, &'static str), Moved>,
    pub(crate) cash_days: BTreeMap<(String, NaiveDate), i64>,
    pub(crate) lots: BTreeMap<(i64, i64), (i64, i64)>,
    pub(crate) overdrawn: BTreeMap<i64, i64>,
    pub(crate) received: BTreeMap<i64, i64>,
    pub(crate) series: BTreeMap<(&'static str, i64), i64>,
    pub(crate) closed: BTreeMap<i64, bool>,
    /// Who is erased, and everything that can be erased about them with it.
    pub(crate) erased: Vec<Erasure>,
    pub(crate) reference_seq: Option<i64>,
    /// The first act of the group that brought or moved lots: from there on traces have to follow.
    pub(crate) traced_from: Option<i64>,
    /// Whether anything but plain incomes moved lots: those are traced here, all else by one statement over the rows.
    pub(crate) traced_rows: bool,
    /// What plain incomes brought, by fund, agreement (0 for none) and month.
    pub(crate) brought: BTreeMap<(i64, i64, String), i64>,
    /// Requests whose group of people or municipality is corrected: what was traced of them moves along.
    pub(crate) retraced: BTreeSet<i64>,
    pub(crate) acts: usize,
}

/// Who did an act and when, for its leaf.
pub(crate) struct Stamp {
    pub(crate) actor: Actor,
    pub(crate) at: DateTime<Utc>,
    pub(crate) salt: Hash,
}

fn seals(rows: &TableRows) -> bool {
    rows.table.name == "entry"
}

impl Group {
    /// Adds an act; the facts are those before it (an act may need what it reverses).
    pub(crate) fn add(&mut self, facts: &Facts, act: &Act, stamp: &Stamp, frontier: &mut Frontier) {
        let payload = act.payload();
        let leaf = Leaf {
            salt: stamp.salt,
            seq: act.seq,
            recorded_at_us: stamp.at.timestamp_micros(),
            actor: *stamp.actor.person.as_bytes(),
            kind: act.kind,
            kind_version: KIND_VERSION,
            payload_hash: payload_hash(&payload),
        };
        let hash = leaf.hash();
        frontier.push(hash);
        self.leaves.push(vec![
            Value::Int(act.seq),
            Value::Instant(stamp.at),
            Value::Uuid(stamp.actor.person),
            Value::Text(act.kind.to_owned()),
            Value::Int(KIND_VERSION),
            Value::Bytes(stamp.salt.to_vec()),
            Value::Bytes(payload),
            Value::Bytes(hash.to_vec()),
        ]);
        self.acts = self.acts.saturating_add(1);
        self.trace(act);
        for row in &act.rows {
            self.follow(facts, row, act.seq);
            self.keep(row);
        }
    }

    /// An income alone is the path that must be fast; whatever draws, gives back or converts is read from its rows.
    fn trace(&mut self, act: &Act) {
        let moves = |row: &Row| matches!(row, Row::Allocation(_));
        let plain = act.kind == "income.recorded" && !act.rows.iter().any(moves);
        let booked = act
            .rows
            .iter()
            .find_map(|row| if let Row::Entry(entry) = row { Some(entry.booked_on) } else { None });
        for row in &act.rows {
            if let (Row::Lot(lot), Some(on)) = (row, booked.filter(|_| plain)) {
                let agreement = lot.agreement_seq.unwrap_or(0);
                let month = on.format("%Y-%m").to_string();
                let sum = self.brought.entry((lot.fund_seq, agreement, month)).or_insert(0);
                *sum = sum.saturating_add(lot.value_minor);
            } else if matches!(row, Row::Lot(_) | Row::Allocation(_)) {
                self.traced_rows = true;
            }
        }
    }

    /// The rows to insert first, whatever their order.
    pub(crate) fn first(&self) -> impl Iterator<Item = &TableRows> {
        self.inserts.values().filter(|rows| !seals(rows))
    }

    /// The rows to insert after them: entries, because they seal their postings.
    pub(crate) fn last(&self) -> impl Iterator<Item = &TableRows> {
        self.inserts.values().filter(|rows| seals(rows))
    }

    pub(crate) fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }

    fn keep(&mut self, row: &Row) {
        let table = row.table();
        let values = row.values();
        let version = match table.keeping {
            Keeping::Append => 1,
            Keeping::State => version(table, &values),
        };
        let place = almoner_ledger::rows::TABLES
            .iter()
            .position(|known| known.name == table.name)
            .unwrap_or(0);
        let same = |known: &Vec<Value>| table.key(known) == table.key(&values);
        if version == 1 {
            let kept =
                self.inserts.entry(place).or_insert_with(|| TableRows { table, rows: Vec::new() });
            kept.rows.push(values);
            return;
        }
        // A row made or changed earlier in this group goes to the disk once, in its last version.
        if let Some(made) =
            self.inserts.get_mut(&place).and_then(|kept| kept.rows.iter_mut().find(|row| same(row)))
        {
            *made = values;
            return;
        }
        let changed = self
            .replacements
            .iter_mut()
            .find(|known| known.table.name == table.name && same(&known.values));
        match changed {
            Some(known) => known.values = values,
            None => self.replacements.push(Replacement {
                table,
                before: version.saturating_sub(1),
                values,
            }),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a table: one arm per table and nothing else")]
    fn follow(&mut self, facts: &Facts, row: &Row, seq: i64) {
        match row {
            Row::Posting(row) => self.follow_posting(facts, row),
            Row::Entry(row) => self.number(Series::Entry, row.year, row.number),
            Row::CashVoucher(row) => {
                let series = match row.direction {
                    VoucherDirection::In => Series::CashIn,
                    VoucherDirection::Out => Series::CashOut,
                };
                self.number(series, row.year, row.number);
            }
            Row::TravelOrder(row) => {
                self.number(Series::Travel, row.year, row.number);
                self.reference_seq = Some(seq);
            }
            Row::Income(row) => self.follow_income(facts, row),
            Row::Reversal(row) => self.follow_reversal(facts, row),
            Row::Lot(_) => drop(self.traced_from.get_or_insert(seq)),
            Row::Request(row) => self.follow_request(facts, row),
            Row::Allocation(row) => self.follow_allocation(row),
            Row::Overdraft(row) => {
                let sum = self.overdrawn.entry(row.fund_seq).or_insert(0);
                *sum = sum.saturating_add(row.amount_minor);
            }
            Row::Period(row) => {
                self.closed.insert(row.month, row.state == PeriodState::Closed);
                self.reference_seq = Some(seq);
            }
            Row::Erasure(row) => {
                self.erased.push(row.clone());
                self.reference_seq = Some(seq);
            }
            Row::Books(_)
            | Row::FiscalYear(_)
            | Row::Hold(_)
            | Row::AssociationData(_)
            | Row::LawValue(_)
            | Row::Decision(_)
            | Row::Person(_)
            | Row::RoleGrant(_)
            | Row::Token(_)
            | Row::Account(_)
            | Row::PostingRule(_)
            | Row::Band(_)
            | Row::Combination(_)
            | Row::TaxRule(_)
            | Row::Fund(_)
            | Row::Source(_)
            | Row::Member(_)
            | Row::TravelStep(_)
            | Row::TravelCost(_)
            | Row::Agreement(_)
            | Row::Asset(_)
            | Row::Advance(_) => self.reference_seq = Some(seq),
            Row::Idempotency(_)
            | Row::Depreciation(_)
            | Row::Inventory(_)
            | Row::InventoryLine(_)
            | Row::Issued(_)
            | Row::IssuedFile(_)
            | Row::SigningKey(_)
            | Row::Note(_)
            | Row::Instalment(_)
            | Row::Import(_)
            | Row::ImportUndo(_)
            | Row::Recipient(_)
            | Row::Payee(_)
            | Row::IdentityPut(_)
            | Row::Reveal(_)
            | Row::RequestStep(_)
            | Row::Evidence(_)
            | Row::PairJudged(_)
            | Row::MatchFound(_)
            | Row::Payout(_)
            | Row::PayoutLot(_)
            | Row::DutyDone(_)
            | Row::PayoutEvent(_)
            | Row::Confirmation(_)
            | Row::HandedOut(_)
            | Row::Warning(_)
            | Row::Batch(_)
            | Row::PaymentList(_)
            | Row::Expiry(_) => {}
        }
    }

    fn follow_allocation(&mut self, row: &Allocation) {
        self.traced_from.get_or_insert(row.seq);
        let sign = row.event.sign();
        if sign != 0 {
            let moved = self.lots.entry((row.lot_seq, row.lot_line)).or_insert((0, 0));
            moved.0 = moved.0.saturating_add(row.quantity_minor.saturating_mul(sign));
            moved.1 = moved.1.saturating_add(row.value_minor.saturating_mul(sign));
        }
    }

    /// An erasure is no correction: sums name nobody, and stay where they were.
    fn follow_request(&mut self, facts: &Facts, row: &Request) {
        let moved = |known: &Request| {
            (known.target_group, &known.municipality) != (row.target_group, &row.municipality)
        };
        if row.salt.is_some() && facts.requests.get(&row.seq).is_some_and(moved) {
            self.retraced.insert(row.seq);
        }
    }

    fn follow_income(&mut self, facts: &Facts, row: &Income) {
        if let (Some(year), Some(number)) = (row.receipt_year, row.receipt_number) {
            self.number(Series::Receipt, year, number);
        }
        if let Some(agreement) = row.agreement_seq {
            self.receive(facts, agreement, row.currency, row.quantity_minor);
        }
    }

    fn follow_reversal(&mut self, facts: &Facts, row: &Reversal) {
        let income = facts.entries.get(&row.reversed_seq).and_then(|booked| booked.income.as_ref());
        if let Some((income, agreement)) =
            income.and_then(|income| Some((income, income.agreement_seq?)))
        {
            self.receive(facts, agreement, income.currency, income.quantity_minor.saturating_neg());
        }
    }

    fn follow_posting(&mut self, facts: &Facts, row: &Posting) {
        // The entry that closes a year stands in a closed month: what is kept of it and of later ones is kept anew.
        for (closed, period) in facts.periods.range(Month::of(row.booked_on)..) {
            if period.state == PeriodState::Closed {
                self.closed.insert(closed.number(), true);
            }
        }
        let month = Month::of(row.booked_on).number();
        let key = (month, row.account.clone(), row.fund_seq, row.currency.code());
        self.balances.entry(key).or_default().add(row);
        if facts.accounts.get(&row.account).is_some_and(|account| account.role == AccountRole::Cash)
        {
            let day = self.cash_days.entry((row.account.clone(), row.booked_on)).or_insert(0);
            *day = day.saturating_add(row.amount_minor);
        }
    }

    fn number(&mut self, series: Series, year: i64, number: i64) {
        let last = self.series.entry((series.name(), year)).or_insert(number);
        *last = number.max(*last);
    }

    fn receive(&mut self, facts: &Facts, agreement: i64, currency: Currency, quantity_minor: i64) {
        if facts.agreements.get(&agreement).is_some_and(|known| known.currency == currency) {
            let sum = self.received.entry(agreement).or_insert(0);
            *sum = sum.saturating_add(quantity_minor);
        }
    }
}

fn version(table: &Table, values: &[Value]) -> i64 {
    let at = table.column("version").and_then(|at| values.get(at)).cloned();
    at.and_then(i64::from_value).unwrap_or(1)
}
