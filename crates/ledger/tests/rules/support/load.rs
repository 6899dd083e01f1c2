//! Facts made from stored rows alone, the way a store loads them: nothing is shared with `Facts::apply`.

use std::collections::BTreeSet;

use almoner_ledger::codes::{
    AccountRole, DecisionState, EntryKind, IncomeKind, PayoutState, SubjectKind, VoucherDirection,
};
use almoner_ledger::command::Subject;
use almoner_ledger::facts::{Booked, Counted, Facts, Imported, Recorded, Series};
use almoner_ledger::month::Month;
use almoner_ledger::needs::Needs;
use almoner_ledger::rows::Row;
use almoner_ledger::rows::aid::Payout;
use almoner_ledger::rows::giving::Income;
use chrono::Datelike as _;
use uuid::Uuid;

macro_rules! rows {
    ($rows:expr, $variant:ident) => {
        $rows.iter().filter_map(|row| {
            if let almoner_ledger::rows::Row::$variant(row) = row { Some(row) } else { None }
        })
    };
}
pub(crate) use rows;

/// The years at whose ends balances are known in these tests.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = 2024..=2027;

pub(crate) fn facts(rows: &[Row], next_seq: i64) -> Facts {
    let mut facts = Facts { next_seq, ..Facts::default() };
    let rows = &erased(rows.to_vec());
    reference(rows, &mut facts);
    people(rows, &mut facts);
    aid(rows, &mut facts);
    balances(rows, &mut facts);
    years(rows, &mut facts);
    let reversed: BTreeSet<i64> = rows!(rows, Reversal).map(|row| row.reversed_seq).collect();
    giving(rows, &reversed, &mut facts);
    for entry in rows!(rows, Entry) {
        let booked = booked(rows, entry.seq, &reversed);
        facts.opened |= entry.kind == EntryKind::Opening && !booked.reversed;
        facts.entries.insert(entry.seq, booked);
    }
    facts
}

fn reference(rows: &[Row], facts: &mut Facts) {
    facts.books = rows!(rows, Books).last().cloned();
    for row in rows!(rows, Idempotency) {
        facts.keys.insert(row.key_hash.clone(), (row.digest.clone(), row.seq));
    }
    facts.associations = rows!(rows, AssociationData).cloned().collect();
    facts.values = rows!(rows, LawValue).cloned().collect();
    facts.bands = rows!(rows, Band).cloned().collect();
    facts.combinations = rows!(rows, Combination).cloned().collect();
    facts.tax_rules = rows!(rows, TaxRule).cloned().collect();
    facts.persons = rows!(rows, Person).map(|row| (row.id, row.clone())).collect();
    facts.grants = rows!(rows, RoleGrant).map(|row| (row.seq, row.clone())).collect();
    facts.tokens = rows!(rows, Token).map(|row| (row.seq, row.clone())).collect();
    facts.accounts = rows!(rows, Account).map(|row| (row.code.clone(), row.clone())).collect();
    facts.rules = rows!(rows, PostingRule)
        .map(|row| ((row.event.clone(), row.valid_from), row.clone()))
        .collect();
    facts.periods = rows!(rows, Period)
        .map(|row| (Month::from_number(row.month).unwrap(), row.clone()))
        .collect();
    facts.decisions = rows!(rows, Decision).map(|row| (row.seq, row.clone())).collect();
    facts.decisions.retain(|_, row| row.state == DecisionState::Proposed);
}

fn years(rows: &[Row], facts: &mut Facts) {
    facts.years = rows!(rows, FiscalYear).map(|row| (row.year, row.clone())).collect();
    for year in YEARS {
        let ends = facts.year_ends.entry(year).or_default();
        for row in rows!(rows, Posting).filter(|row| i64::from(row.booked_on.year()) <= year) {
            let sum = ends.entry((row.account.clone(), row.fund_seq)).or_insert((0, 0));
            *sum = (sum.0 + row.amount_minor, sum.1 + row.quantity_minor);
        }
        ends.retain(|_, sum| *sum != (0, 0));
    }
    for row in rows!(rows, Inventory) {
        let lines = rows!(rows, InventoryLine).filter(|line| line.seq == row.seq).cloned();
        let counted = Counted { inventory: row.clone(), lines: lines.collect() };
        facts.counted.insert(row.year, counted);
    }
    facts.issued = rows!(rows, Issued).map(|row| ((row.seq, row.line), row.clone())).collect();
}

fn people(rows: &[Row], facts: &mut Facts) {
    for row in rows!(rows, IdentityPut).filter(|row| row.pays) {
        let subject = Subject { kind: row.subject, seq: row.subject_seq };
        let references = rows.iter().find_map(|other| match (subject.kind, other) {
            (SubjectKind::Recipient, Row::Recipient(other)) if other.seq == subject.seq => {
                Some(other.reference)
            }
            (SubjectKind::Payee, Row::Payee(other)) if other.seq == subject.seq => {
                Some(other.reference)
            }
            _ => None,
        });
        if let Some(reference) = references.flatten() {
            facts.paid_as.insert(reference, row.seq);
        }
    }
    facts.payees = rows!(rows, Payee).map(|row| (row.seq, row.clone())).collect();
    for row in rows!(rows, IdentityPut) {
        let recorded = Recorded { seq: row.seq, version: row.identity_version };
        facts.identities.insert(subject(row.subject, row.subject_seq), recorded);
    }
    facts.reveals_on = rows!(rows, Reveal).map(|row| row.revealed_on).max();
    for row in rows!(rows, Reveal) {
        if Some(row.revealed_on) == facts.reveals_on
            && (row.payout_seq.is_none() || !row.purpose.is_payment())
        {
            *facts.reveals.entry(row.person_id).or_insert(0) += 1;
        }
    }
    for row in rows!(rows, Hold) {
        let subject = subject(row.subject, row.subject_seq);
        if row.held {
            facts.held.insert(subject)
        } else {
            facts.held.remove(&subject)
        };
    }
    for row in rows!(rows, Income) {
        let Some(source) = row.source_seq else { continue };
        let last = facts.given_on.entry(source).or_insert(row.received_on);
        *last = row.received_on.max(*last);
    }
    for row in rows!(rows, Erasure) {
        facts.erased.insert(row.reference);
        facts.erased_subjects.insert(subject(row.subject, row.subject_seq));
    }
}

fn subject(kind: SubjectKind, seq: i64) -> Subject {
    Subject { kind, seq }
}

/// What an erasure leaves: the database empties these columns in the transaction of the act.
fn erased(mut rows: Vec<Row>) -> Vec<Row> {
    let erasures: Vec<_> = rows!(rows, Erasure).cloned().collect();
    for erasure in erasures {
        let requests: BTreeSet<i64> = rows!(rows, Request)
            .filter(|row| row.recipient == Some(erasure.reference))
            .map(|row| row.seq)
            .collect();
        for row in &mut rows {
            match row {
                Row::Recipient(row) if row.reference == Some(erasure.reference) => {
                    (row.reference, row.household) = (None, None);
                    (row.birth_year, row.salt) = (None, None);
                }
                Row::Request(row) if requests.contains(&row.seq) => {
                    (row.recipient, row.target_group) = (None, None);
                    (row.municipality, row.salt) = (None, None);
                    (row.payee, row.signs) = (None, None);
                    row.fingerprint = None;
                }
                Row::Payout(row)
                    if requests.contains(&row.request_seq)
                        || row.payee == Some(erasure.reference) =>
                {
                    (row.payee, row.salt) = (None, None);
                }
                Row::Source(row) if row.reference == Some(erasure.reference) => {
                    (row.reference, row.private_name, row.salt) = (None, None, None);
                }
                Row::Payee(row) if row.reference == Some(erasure.reference) => {
                    (row.reference, row.salt) = (None, None);
                }
                _ => {}
            }
        }
    }
    rows
}

fn aid(rows: &[Row], facts: &mut Facts) {
    let there = rows!(rows, Recipient).filter(|row| row.reference.is_some());
    facts.recipients = there.map(|row| (row.reference.unwrap(), row.clone())).collect();
    facts.requests = rows!(rows, Request).map(|row| (row.seq, row.clone())).collect();
    facts.payouts = rows!(rows, Payout).map(|row| (row.seq, row.clone())).collect();
    for (day, minor) in facts.payouts.values().filter_map(|row| row.cash_released()) {
        *facts.cash_aid.entry(day).or_insert(0) += minor;
    }
    facts.advances = rows!(rows, Advance).map(|row| (row.seq, row.clone())).collect();
    facts.closed_advances = facts.advances.clone();
    facts.advances.retain(|_, row| 0 < row.open_minor());
    facts.closed_advances.retain(|_, row| row.open_minor() == 0);
    for row in rows!(rows, RequestStep) {
        facts.request_steps.entry(row.request_seq).or_default().push(row.clone());
    }
    for row in rows!(rows, Evidence) {
        facts.evidence.entry(row.request_seq).or_default().push(row.clone());
    }
    for row in rows!(rows, MatchFound) {
        facts.matches.entry(row.request_seq).or_default().push(row.clone());
    }
    facts.judged = rows!(rows, PairJudged).map(|row| (row.one_seq, row.other_seq)).collect();
    for row in rows!(rows, PayoutLot) {
        facts.payout_lots.entry(row.seq).or_default().push(row.clone());
    }
    for row in rows!(rows, PayoutLot) {
        if facts.payouts[&row.seq].state == PayoutState::Proposed {
            *facts.picked.entry((row.lot_seq, row.lot_line)).or_insert(0) += row.quantity_minor;
        }
    }
    facts.unreviewed = facts
        .payouts
        .values()
        .filter(|row| row.reviewed_seq.is_none())
        .filter_map(|row| Some((row.seq, row.review_due_at?)))
        .collect();
    for row in rows!(rows, DutyDone) {
        facts.duties.entry(row.payout_seq).or_default().push(row.clone());
    }
}

fn balances(rows: &[Row], facts: &mut Facts) {
    for row in rows!(rows, Posting) {
        let account = &facts.accounts[&row.account];
        if account.role.is_money() {
            *facts.money.entry(row.account.clone()).or_insert(0) += row.quantity_minor;
        }
        if account.role == AccountRole::Cash {
            let day = (row.account.clone(), row.booked_on);
            *facts.cash_days.entry(day).or_insert(0) += row.amount_minor;
        }
        if account.pool {
            *facts.pools.entry(row.fund_seq).or_insert(0) += row.amount_minor;
            let part = (row.fund_seq, row.account.clone());
            *facts.pool_accounts.entry(part).or_insert(0) += row.amount_minor;
        }
    }
    let entries = rows!(rows, Entry).map(|row| (Series::Entry, row.year, row.number));
    let receipts = rows!(rows, Income)
        .filter_map(|row| Some((Series::Receipt, row.receipt_year?, row.receipt_number?)));
    let slips = rows!(rows, CashVoucher).map(|row| match row.direction {
        VoucherDirection::In => (Series::CashIn, row.year, row.number),
        VoucherDirection::Out => (Series::CashOut, row.year, row.number),
    });
    let travel = rows!(rows, TravelOrder).map(|row| (Series::Travel, row.year, row.number));
    for (series, year, number) in entries.chain(receipts).chain(slips).chain(travel) {
        let last = facts.series.entry((series, year)).or_insert(0);
        *last = number.max(*last);
    }
    facts.first_month = rows!(rows, Entry).map(|row| Month::of(row.booked_on)).min();
}

fn giving(rows: &[Row], reversed: &BTreeSet<i64>, facts: &mut Facts) {
    facts.funds = rows!(rows, Fund).map(|row| (row.seq, row.clone())).collect();
    for fund in facts.funds.values_mut() {
        let moved = rows!(rows, Overdraft).filter(|row| row.fund_seq == fund.seq);
        fund.overdrawn_minor = moved.map(|row| row.amount_minor).sum();
    }
    facts.lots_of = facts.funds.keys().copied().collect();
    facts.sources = rows!(rows, Source).map(|row| (row.seq, row.clone())).collect();
    facts.members = rows!(rows, Member).map(|row| (row.seq, row.clone())).collect();
    facts.travel_orders = rows!(rows, TravelOrder).map(|row| (row.seq, row.clone())).collect();
    facts.travel_steps = rows!(rows, TravelStep).map(|row| (row.order_seq, row.clone())).collect();
    facts.travel_costs = rows!(rows, TravelCost).map(|row| (row.entry_seq, row.clone())).collect();
    facts.assets = rows!(rows, Asset).map(|row| (row.seq, row.clone())).collect();
    facts.agreements = rows!(rows, Agreement).map(|row| (row.seq, row.clone())).collect();
    let stands = |row: &&Income| !reversed.contains(&row.seq);
    for agreement in facts.agreements.values_mut() {
        let received = rows!(rows, Income).filter(stands).filter(|row| {
            row.agreement_seq == Some(agreement.seq) && row.currency == agreement.currency
        });
        agreement.received_minor = received.map(|row| row.quantity_minor).sum();
    }
    let explained: BTreeSet<i64> =
        rows!(rows, Income).filter(stands).filter_map(|row| row.explains_seq).collect();
    facts.unclear = rows!(rows, Income)
        .filter(stands)
        .filter(|row| row.kind == IncomeKind::Unclear && !explained.contains(&row.seq))
        .map(|row| (row.seq, row.clone()))
        .collect();
    let undone: BTreeSet<i64> = rows!(rows, ImportUndo).map(|row| row.import_seq).collect();
    for import in rows!(rows, Import) {
        let incomes = rows!(rows, Income).filter(|row| row.import_seq == Some(import.seq));
        let incomes = incomes.map(|row| row.seq).collect();
        let undone = undone.contains(&import.seq);
        let brought = rows!(rows, Request).filter(|row| row.import_seq == Some(import.seq));
        // Of a request every version is a row; it came once.
        let requests: BTreeSet<i64> = brought.map(|row| row.seq).collect();
        let requests = requests.into_iter().collect();
        let import = import.clone();
        facts.imports.insert(import.seq, Imported { import, incomes, requests, undone });
    }
    facts.fingerprints = rows!(rows, Income)
        .filter(|row| row.import_seq.is_some_and(|import| !undone.contains(&import)))
        .filter_map(|row| row.fingerprint.clone())
        .collect();
    facts.fingerprints.extend(
        rows!(rows, Request)
            .filter(|row| row.import_seq.is_some_and(|import| !undone.contains(&import)))
            .filter_map(|row| row.fingerprint.clone()),
    );
    facts.lots = rows!(rows, Lot).map(|row| ((row.seq, row.line), row.clone())).collect();
    for row in rows!(rows, Allocation) {
        let lot = facts.lots.get_mut(&(row.lot_seq, row.lot_line)).unwrap();
        lot.left_quantity_minor += row.event.sign() * row.quantity_minor;
        lot.left_value_minor += row.event.sign() * row.value_minor;
    }
}

fn booked(rows: &[Row], seq: i64, reversed: &BTreeSet<i64>) -> Booked {
    let income = rows!(rows, Income).find(|row| row.seq == seq).cloned();
    let explains = income.as_ref().and_then(|income| income.explains_seq);
    Booked {
        entry: rows!(rows, Entry).find(|row| row.seq == seq).unwrap().clone(),
        postings: rows!(rows, Posting).filter(|row| row.seq == seq).cloned().collect(),
        allocations: rows!(rows, Allocation).filter(|row| row.seq == seq).cloned().collect(),
        lots: rows!(rows, Lot)
            .filter(|row| row.seq == seq)
            .map(|row| (row.seq, row.line))
            .collect(),
        overdrafts: rows!(rows, Overdraft).filter(|row| row.seq == seq).cloned().collect(),
        income,
        explained: rows!(rows, Income).find(|row| Some(row.seq) == explains).cloned(),
        reversed: reversed.contains(&seq),
    }
}

/// The entries that settled advances by papers of these numbers.
fn settled(facts: &Facts, needs: &Needs) -> BTreeSet<i64> {
    let settled = facts.entries.values().map(|booked| &booked.entry).filter(|entry| {
        entry.kind == EntryKind::AdvanceSettlement
            && entry.document_number.as_ref().is_some_and(|paper| needs.settled.contains(paper))
    });
    settled.map(|entry| entry.seq).collect()
}

/// The requests of imports, and those that are to be paid to payees about to be erased.
fn brought(facts: &Facts, needs: &Needs) -> BTreeSet<i64> {
    let imports = needs.imports.iter().filter_map(|import| facts.imports.get(import));
    let mut requests: BTreeSet<i64> =
        imports.flat_map(|known| known.requests.iter().copied()).collect();
    let paid: BTreeSet<Uuid> =
        needs.leaving.iter().filter_map(|seq| facts.payees.get(seq)?.reference).collect();
    let to_them = facts.requests.values();
    let to_them = to_them.filter(|row| row.payee.is_some_and(|to| paid.contains(&to)));
    requests.extend(to_them.map(|row| row.seq));
    requests
}

/// Facts as a group starts with them: the reference data whole, and of the rest only what its commands need.
pub(crate) fn needed(rows: &[Row], next_seq: i64, needs: &Needs) -> Facts {
    let mut facts = facts(rows, next_seq);
    let mut entries = needs.entries.clone();
    let mut requests = needs.requests.clone();
    entries.extend(settled(&facts, needs));
    requests.extend(brought(&facts, needs));
    let mut lots = BTreeSet::new();
    for payout in facts.payouts.values().filter(|payout| needs.payouts.contains(&payout.seq)) {
        requests.insert(payout.request_seq);
        entries.extend(payout.obligation_seq.into_iter().chain(payout.payment_seq));
    }
    requests.extend(of_one_payee(&facts, needs, &requests));
    let people = household(&facts, needs, &requests);
    requests.extend(
        facts
            .requests
            .values()
            .filter(|row| row.recipient.is_some_and(|who| people.contains(&who)))
            .map(|row| row.seq),
    );
    let payouts: BTreeSet<i64> = facts
        .payouts
        .values()
        .filter(|row| requests.contains(&row.request_seq) || recorded(&facts, needs, row))
        .map(|row| row.seq)
        .collect();
    for payout in facts.payouts.values().filter(|payout| payouts.contains(&payout.seq)) {
        let drawn = facts.payout_lots.get(&payout.seq).into_iter().flatten();
        lots.extend(drawn.map(|row| (row.lot_seq, row.lot_line)));
    }
    for import in &needs.imports {
        entries.extend(facts.imports.get(import).into_iter().flat_map(|known| &known.incomes));
    }
    facts.entries.retain(|seq, _| entries.contains(seq));
    for booked in facts.entries.values() {
        lots.extend(booked.lots.iter().copied());
        lots.extend(booked.allocations.iter().map(|row| (row.lot_seq, row.lot_line)));
    }
    facts.lots.retain(|key, lot| {
        let whole = needs.lots_of.contains(&lot.fund_seq) && 0 < lot.left_quantity_minor;
        whole || lots.contains(key)
    });
    facts.lots_of = needs.lots_of.clone();
    let of_funds: BTreeSet<(i64, i64)> = facts
        .lots
        .iter()
        .filter(|(_, lot)| needs.lots_of.contains(&lot.fund_seq))
        .map(|(key, _)| *key)
        .collect();
    facts.picked.retain(|key, _| of_funds.contains(key));
    facts.recipients.retain(|reference, _| people.contains(reference));
    facts.requests.retain(|seq, _| requests.contains(seq));
    facts.payouts.retain(|seq, _| payouts.contains(seq));
    facts.payout_lots.retain(|seq, _| payouts.contains(seq));
    facts.duties.retain(|seq, _| needs.payouts.contains(seq));
    facts.imports.retain(|seq, _| needs.imports.contains(seq));
    facts.fingerprints.retain(|mark| needs.fingerprints.contains(mark));
    facts.year_ends.retain(|year, _| needs.years.contains(year));
    facts.counted.retain(|year, _| needs.years.contains(year));
    facts.issued.retain(|_, row| needs.years.contains(&row.year));
    facts
}

/// What else is paid to the accounts of which few are paid.
fn of_one_payee(facts: &Facts, needs: &Needs, requests: &BTreeSet<i64>) -> BTreeSet<i64> {
    let private = requests.iter().filter_map(|seq| facts.requests.get(seq));
    let private = private.filter(|row| row.payee_kind.is_private()).filter_map(|row| row.payee);
    let paid_by: BTreeSet<Uuid> = private.chain(needs.paid_by.iter().copied()).collect();
    let rows_paid = facts.requests.values();
    let rows_paid = rows_paid.filter(|row| row.payee.is_some_and(|who| paid_by.contains(&who)));
    rows_paid.map(|row| row.seq).collect()
}

/// Whether it waits to be paid to somebody who is recorded anew.
fn recorded(facts: &Facts, needs: &Needs, payout: &Payout) -> bool {
    let waits = [PayoutState::Proposed, PayoutState::Approved, PayoutState::Released];
    let mut named = needs.subjects.iter().map(|subject| facts.reference_of(*subject));
    waits.contains(&payout.state) && named.any(|who| who.is_some() && who == payout.payee)
}

/// Everyone whose request or self is at hand, with those of the same household.
fn household(facts: &Facts, needs: &Needs, requests: &BTreeSet<i64>) -> BTreeSet<Uuid> {
    let mut people: BTreeSet<Uuid> = needs.recipients.clone();
    let marked = |mark: &Option<Vec<u8>>, wanted: &BTreeSet<Vec<u8>>| {
        mark.as_ref().is_some_and(|mark| wanted.contains(mark))
    };
    people.extend(facts.recipients.values().filter_map(|row| {
        let is_meant =
            marked(&row.case_mark, &needs.cases) || marked(&row.household_mark, &needs.households);
        row.reference.filter(|_| is_meant)
    }));
    people.extend(requests.iter().filter_map(|seq| facts.requests.get(seq)?.recipient));
    let homes: BTreeSet<Uuid> =
        people.iter().filter_map(|who| facts.recipients.get(who)?.household).collect();
    let near = facts.recipients.values().filter(|row| {
        row.household.is_some_and(|home| homes.contains(&home) || needs.homes.contains(&home))
            || row.reference.is_some_and(|who| people.contains(&who))
    });
    near.filter_map(|row| row.reference).collect()
}

/// Compares field by field, so that a difference is small enough to read.
#[track_caller]
pub(crate) fn assert_same(applied: &Facts, loaded: &Facts) {
    macro_rules! same {
        ($($field:ident)+) => {
            $(assert_eq!(applied.$field, loaded.$field, "applied and loaded: {}", stringify!($field));)+
        };
    }
    same!(books persons grants tokens rules bands values funds sources members travel_orders travel_steps travel_costs assets agreements periods);
    same!(series money pools pool_accounts cash_days unclear decisions first_month opened);
    same!(keys lots lots_of recipients requests payouts payout_lots duties entries imports);
    same!(accounts fingerprints picked unreviewed);
    same!(accounts fingerprints picked held reveals reveals_on payees identities given_on);
    same!(erased erased_subjects advances cash_aid);
    same!(years year_ends counted issued);
    same!(combinations tax_rules request_steps evidence matches judged);
}
