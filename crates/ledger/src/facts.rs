//! What is known when a command is decided, and how an act changes it.
//!
//! Reference data (chart, funds, sources, people) is held whole; lots, payouts and entries are loaded when a command needs
//! them. Applying an act must leave the facts exactly as loading them again would: a test compares the two.

mod need;
mod people;
mod year;

pub use people::Recorded;
pub use year::{Balances, Counted};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::act::Act;
use crate::codes::{
    AccountRole, AgreementState, DecisionState, EntryKind, FundState, IncomeKind, PayoutState,
    PeriodState, PersonState, Role, TravelState, VoucherDirection,
};
use crate::command::Subject;
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::Row;
use crate::rows::aid::{Advance, DutyDone, Payout, PayoutLot, Recipient, Request};
use crate::rows::asset::Asset;
use crate::rows::books::{AssociationData, Books, Decision, LawValue, Period};
use crate::rows::chart::{Account, Band, PostingRule};
use crate::rows::giving::{Agreement, Fund, Import, Income, Member, Source};
use crate::rows::identity::Payee;
use crate::rows::journal::{Entry, Posting};
use crate::rows::lots::{Allocation, Lot, Overdraft};
use crate::rows::people::{Person, RoleGrant, Token};
use crate::rows::request::{Combination, Evidence, MatchFound, RequestStep};
use crate::rows::tax::TaxRule;
use crate::rows::travel::{TravelCost, TravelOrder, TravelStep};
use crate::rows::year::{FiscalYear, Issued};

/// The gapless yearly series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    Entry,
    Receipt,
    CashIn,
    CashOut,
    /// Travel orders.
    Travel,
}

impl Series {
    pub const ALL: [Self; 5] =
        [Self::Entry, Self::Receipt, Self::CashIn, Self::CashOut, Self::Travel];

    pub const fn of_slip(direction: VoucherDirection) -> Self {
        match direction {
            VoucherDirection::In => Self::CashIn,
            VoucherDirection::Out => Self::CashOut,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Receipt => "receipt",
            Self::CashIn => "cash_in",
            Self::CashOut => "cash_out",
            Self::Travel => "travel",
        }
    }
}

/// An entry with everything its act did, loaded in order to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    pub entry: Entry,
    pub postings: Vec<Posting>,
    pub allocations: Vec<Allocation>,
    pub lots: Vec<(i64, i64)>,
    /// What the entry overdrew (positive) or made good (negative), by fund.
    pub overdrafts: Vec<Overdraft>,
    pub income: Option<Income>,
    /// The unclear receipt that the income explains: it waits again when the explanation is taken back.
    pub explained: Option<Income>,
    pub reversed: bool,
}

/// An import with the incomes or the requests it brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub import: Import,
    pub incomes: Vec<i64>,
    pub requests: Vec<i64>,
    pub undone: bool,
}

impl Imported {
    pub const fn new(import: Import, undone: bool) -> Self {
        Self { import, incomes: Vec::new(), requests: Vec::new(), undone }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The number the next leaf takes.
    pub next_seq: i64,
    pub recorded_at: Option<DateTime<Utc>>,

    pub books: Option<Books>,
    /// Whose books these are: every version, in the order in which they were said.
    pub associations: Vec<AssociationData>,
    pub persons: BTreeMap<Uuid, Person>,
    pub grants: BTreeMap<i64, RoleGrant>,
    pub tokens: BTreeMap<i64, Token>,
    pub accounts: BTreeMap<String, Account>,
    pub rules: BTreeMap<(String, NaiveDate), PostingRule>,
    pub bands: Vec<Band>,
    pub values: Vec<LawValue>,
    pub combinations: Vec<Combination>,
    pub tax_rules: Vec<TaxRule>,
    pub funds: BTreeMap<i64, Fund>,
    pub sources: BTreeMap<i64, Source>,
    pub members: BTreeMap<i64, Member>,
    pub travel_orders: BTreeMap<i64, TravelOrder>,
    /// By order, what became of it last.
    pub travel_steps: BTreeMap<i64, TravelStep>,
    /// By entry, the journey whose cost it is.
    pub travel_costs: BTreeMap<i64, TravelCost>,
    /// Fixed assets, those that left too.
    pub assets: BTreeMap<i64, Asset>,
    pub agreements: BTreeMap<i64, Agreement>,
    pub periods: BTreeMap<Month, Period>,
    pub years: BTreeMap<i64, FiscalYear>,
    pub series: BTreeMap<(Series, i64), i64>,
    /// Quantity on each money account, in its own currency.
    pub money: BTreeMap<String, i64>,
    /// What each fund has: denars over all its pool accounts.
    pub pools: BTreeMap<i64, i64>,
    /// The same by fund and account: a fund whose bank and obligations cancel out is not an empty one.
    pub pool_accounts: BTreeMap<(i64, String), i64>,
    /// Movement of each cash desk by day: the desk is never negative on any day.
    pub cash_days: BTreeMap<(String, NaiveDate), i64>,
    pub unclear: BTreeMap<i64, Income>,
    pub decisions: BTreeMap<i64, Decision>,
    /// Emergency payouts that nobody has reviewed yet, with the time by which somebody must.
    pub unreviewed: BTreeMap<i64, DateTime<Utc>>,
    /// What staff have been given ahead and not yet settled.
    pub advances: BTreeMap<i64, Advance>,
    /// Of the entries asked about: advances that have been made good.
    pub closed_advances: BTreeMap<i64, Advance>,
    /// What was released in cash, by day: a month of it may be more than the law data warns of.
    pub cash_aid: BTreeMap<NaiveDate, i64>,
    pub first_month: Option<Month>,
    pub opened: bool,

    pub keys: BTreeMap<Vec<u8>, (Vec<u8>, i64)>,
    pub lots: BTreeMap<(i64, i64), Lot>,
    /// Funds of which every open lot is loaded.
    pub lots_of: BTreeSet<i64>,
    /// What open proposals have picked of the lots of these funds; it is still there, but better left to them.
    pub picked: BTreeMap<(i64, i64), i64>,
    /// Lots of other funds that acts of this group brought.
    pub lone_lots: BTreeSet<(i64, i64)>,
    pub recipients: BTreeMap<Uuid, Recipient>,
    pub requests: BTreeMap<i64, Request>,
    /// What was done for each request, by whom; its papers; and the other aid it was found to look like.
    pub request_steps: BTreeMap<i64, Vec<RequestStep>>,
    pub evidence: BTreeMap<i64, Vec<Evidence>>,
    pub matches: BTreeMap<i64, Vec<MatchFound>>,
    /// Pairs of recipients found to be two people, the lower number first.
    pub judged: BTreeSet<(i64, i64)>,
    pub payouts: BTreeMap<i64, Payout>,
    pub payout_lots: BTreeMap<i64, Vec<PayoutLot>>,
    pub duties: BTreeMap<i64, Vec<DutyDone>>,
    pub entries: BTreeMap<i64, Booked>,
    pub imports: BTreeMap<i64, Imported>,
    pub fingerprints: BTreeSet<Vec<u8>>,
    /// Of the years asked about: what stands on each account in each fund at the end, the last count, and what was issued.
    pub year_ends: BTreeMap<i64, Balances>,
    pub counted: BTreeMap<i64, Counted>,
    pub issued: BTreeMap<(i64, i64), Issued>,

    /// People whose data is kept beyond its time.
    pub held: BTreeSet<Subject>,
    /// How many identities each of the staff was shown on the last day on which anybody was shown one.
    pub reveals: BTreeMap<Uuid, i64>,
    pub reveals_on: Option<NaiveDate>,
    pub payees: BTreeMap<i64, Payee>,
    /// Of whom somebody may be paid, the act that last recorded by what name and account.
    pub paid_as: BTreeMap<Uuid, i64>,
    /// The last version of each identity that was asked about.
    pub identities: BTreeMap<Subject, Recorded>,
    /// Who took a request of which recipient in.
    pub took_in: BTreeSet<(Uuid, i64)>,
    /// The last day on which a source gave.
    pub given_on: BTreeMap<i64, NaiveDate>,
    pub erased: BTreeSet<Uuid>,
    pub erased_subjects: BTreeSet<Subject>,
}

impl Facts {
    /// Forgets what was loaded for one group; reference data stays.
    pub fn forget_loaded(&mut self) {
        self.keys.clear();
        self.recipients.clear();
        self.requests.clear();
        self.request_steps.clear();
        self.evidence.clear();
        self.matches.clear();
        self.judged.clear();
        self.payouts.clear();
        self.payout_lots.clear();
        self.duties.clear();
        self.entries.clear();
        self.imports.clear();
        self.fingerprints.clear();
        self.closed_advances.clear();
        self.year_ends.clear();
        self.counted.clear();
        self.issued.clear();
        self.forget_people();
        for key in std::mem::take(&mut self.lone_lots) {
            if self.lots.get(&key).is_some_and(|lot| !self.lots_of.contains(&lot.fund_seq)) {
                self.lots.remove(&key);
            }
        }
    }

    /// Forgets lots of which nothing is left, and those of funds that are not held whole.
    pub fn forget_spent(&mut self) {
        let Self { lots, lots_of, .. } = self;
        lots.retain(|_, lot| 0 < lot.left_quantity_minor && lots_of.contains(&lot.fund_seq));
    }

    pub fn holds(&self, person: Uuid, role: Role, now: DateTime<Utc>) -> bool {
        self.active_person(person).is_ok()
            && self.grants.values().any(|grant| {
                grant.person_id == person
                    && grant.role == role
                    && grant.revoked_seq.is_none()
                    && grant.from_at <= now
                    && grant.until_at.is_none_or(|until| now < until)
            })
    }

    /// When it was decided that a person holds a role: the oldest decision in force.
    pub fn held_since(
        &self,
        person: Uuid,
        role: Role,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let in_force = self.grants.values().filter(|grant| {
            grant.person_id == person
                && grant.role == role
                && grant.revoked_seq.is_none()
                && grant.from_at <= now
                && grant.until_at.is_none_or(|until| now < until)
        });
        in_force.map(|grant| grant.granted_at).min()
    }

    pub fn active_person(&self, person: Uuid) -> Result<&Person, Refusal> {
        self.persons
            .get(&person)
            .filter(|found| found.state == PersonState::Active)
            .ok_or(Refusal::PersonUnknown { person })
    }

    /// How a journey stands.
    pub fn travel_state(&self, order: i64) -> TravelState {
        self.travel_steps.get(&order).map_or(TravelState::Ordered, |step| step.state)
    }

    pub fn account(&self, code: &str) -> Result<&Account, Refusal> {
        self.accounts.get(code).ok_or_else(|| Refusal::AccountUnknown { account: code.to_owned() })
    }

    /// An account that entries may be booked on: known, in use, and without sub-accounts.
    pub fn postable(&self, code: &str) -> Result<&Account, Refusal> {
        let account = self.account(code)?;
        if !account.active {
            return Err(Refusal::AccountClosed { account: code.to_owned() });
        }
        if self.has_children(code) {
            return Err(Refusal::AccountNotPostable { account: code.to_owned() });
        }
        Ok(account)
    }

    /// Sub-accounts begin with their parent's code, so they stand right behind it.
    pub fn has_children(&self, code: &str) -> bool {
        let behind = (std::ops::Bound::Excluded(code), std::ops::Bound::Unbounded);
        let mut range = self.accounts.range::<str, _>(behind);
        range
            .by_ref()
            .take_while(|(other, _)| other.starts_with(code))
            .any(|(_, account)| account.active && account.parent.as_deref() == Some(code))
    }

    /// The account that an event books on a day, by the posting scheme: `a/b/c`, else `a/b/*`, else `a/*`.
    pub fn scheme(&self, event: &str, on: NaiveDate) -> Result<String, Refusal> {
        let mut wanted = event.to_owned();
        loop {
            if let Some(rule) = self.rule(&wanted, on) {
                return Ok(rule.account.clone());
            }
            let stem = wanted.strip_suffix("/*").unwrap_or(&wanted);
            let Some((shorter, _)) = stem.rsplit_once('/') else {
                return Err(Refusal::SchemeSilent { event: event.to_owned() });
            };
            wanted = format!("{shorter}/*");
        }
    }

    /// The line of the posting scheme for exactly this event on a day.
    pub fn rule(&self, event: &str, on: NaiveDate) -> Option<&PostingRule> {
        let from = (event.to_owned(), NaiveDate::MIN);
        self.rules.range(from..=(event.to_owned(), on)).next_back().map(|(_, rule)| rule)
    }

    pub fn open_fund(&self, fund: i64) -> Result<&Fund, Refusal> {
        let found = self.funds.get(&fund).ok_or(Refusal::FundUnknown { fund })?;
        if found.state == FundState::Closed {
            return Err(Refusal::FundClosed { fund });
        }
        Ok(found)
    }

    pub fn active_source(&self, seq: i64) -> Result<&Source, Refusal> {
        let source = self.sources.get(&seq).ok_or(Refusal::SourceUnknown { source_seq: seq })?;
        if !source.active {
            return Err(Refusal::SourceInactive { source_seq: seq });
        }
        Ok(source)
    }

    pub fn active_agreement(&self, seq: i64) -> Result<&Agreement, Refusal> {
        let agreement =
            self.agreements.get(&seq).ok_or(Refusal::AgreementUnknown { agreement: seq })?;
        if agreement.state != AgreementState::Active {
            return Err(Refusal::AgreementNotActive { agreement: seq, state: agreement.state });
        }
        Ok(agreement)
    }

    pub fn month_is_closed(&self, month: Month) -> bool {
        self.periods.get(&month).is_some_and(|period| period.state == PeriodState::Closed)
    }

    /// The last closed month; months close one after another.
    pub fn closed_through(&self) -> Option<Month> {
        let closed = self.periods.iter().filter(|(_, period)| period.state == PeriodState::Closed);
        closed.map(|(month, _)| *month).next_back()
    }

    pub fn next_number(&self, series: Series, year: i64) -> Result<i64, Refusal> {
        let last = self.series.get(&(series, year)).copied().unwrap_or(0);
        last.checked_add(1).ok_or(Refusal::NumbersExhausted)
    }

    /// The approvers a payout takes: the band in force, and the strictest where none fits.
    pub fn approvals_needed(&self, amount_minor: i64, on: NaiveDate) -> i64 {
        let strictest = self.bands.iter().map(|band| band.approvals).max().unwrap_or(2).max(2);
        let Some(from) =
            self.bands.iter().map(|band| band.valid_from).filter(|from| *from <= on).max()
        else {
            return strictest;
        };
        // Bands set again for the same day replace the earlier ones: the later act counts.
        let latest =
            self.bands.iter().filter(|band| band.valid_from == from).map(|band| band.seq).max();
        let fits = self.bands.iter().filter(|band| {
            band.valid_from == from
                && Some(band.seq) == latest
                && band.up_to_minor.is_none_or(|most| amount_minor <= most)
        });
        fits.min_by_key(|band| band.up_to_minor.unwrap_or(i64::MAX))
            .map_or(strictest, |band| band.approvals)
    }

    /// Whose books these are on a day: what begins last counts, and of that what was said last.
    pub fn association(&self, on: NaiveDate) -> Option<&AssociationData> {
        let told = self.associations.iter().filter(|told| told.valid_from <= on);
        told.max_by_key(|told| (told.valid_from, told.seq))
    }

    /// A law value in force on a day, as a whole number.
    pub fn law_number(&self, name: &str, on: NaiveDate) -> Option<i64> {
        self.law_value(name, on).and_then(|value| value.value.parse().ok())
    }

    /// A law value in force on a day, with what stands behind it.
    pub fn law_value(&self, name: &str, on: NaiveDate) -> Option<&LawValue> {
        let in_force = self.values.iter().filter(|value| {
            value.name == name && value.valid_from <= on && value.valid_to.is_none_or(|to| on <= to)
        });
        in_force.max_by_key(|value| (value.valid_from, value.seq))
    }

    /// Makes an act part of what is known.
    pub fn apply(&mut self, act: &Act) {
        let booked = self.booked(act);
        for row in &act.rows {
            self.apply_row(row);
        }
        if let Some(booked) = booked {
            self.entries.insert(act.seq, booked);
        }
        self.next_seq = act.seq.saturating_add(1);
    }

    /// The entry of an act as loading it would give it, read before the act changes what is known.
    fn booked(&self, act: &Act) -> Option<Booked> {
        let entry = act
            .rows
            .iter()
            .find_map(|row| if let Row::Entry(entry) = row { Some(entry.clone()) } else { None })?;
        let mut booked = Booked {
            entry,
            postings: Vec::new(),
            allocations: Vec::new(),
            lots: Vec::new(),
            overdrafts: Vec::new(),
            income: None,
            explained: None,
            reversed: false,
        };
        for row in &act.rows {
            if let Row::Posting(row) = row {
                booked.postings.push(row.clone());
            } else if let Row::Allocation(row) = row {
                booked.allocations.push(row.clone());
            } else if let Row::Lot(row) = row {
                booked.lots.push((row.seq, row.line));
            } else if let Row::Overdraft(row) = row {
                booked.overdrafts.push(row.clone());
            } else if let Row::Income(row) = row {
                booked.explained = row.explains_seq.and_then(|seq| self.unclear.get(&seq)).cloned();
                booked.income = Some(row.clone());
            }
        }
        Some(booked)
    }

    #[expect(clippy::too_many_lines, reason = "a table: one arm per table and nothing else")]
    fn apply_row(&mut self, row: &Row) {
        match row {
            Row::Books(row) => self.books = Some(row.clone()),
            Row::Idempotency(row) => {
                self.keys.insert(row.key_hash.clone(), (row.digest.clone(), row.seq));
            }
            Row::AssociationData(row) => self.associations.push(row.clone()),
            Row::LawValue(row) => self.values.push(row.clone()),
            Row::Decision(row) => self.apply_decision(row),
            Row::Period(row) => {
                if let Some(month) = Month::from_number(row.month) {
                    self.periods.insert(month, row.clone());
                }
            }
            Row::FiscalYear(_) | Row::Inventory(_) | Row::InventoryLine(_) | Row::Issued(_) => {
                self.apply_year(row);
            }
            Row::Person(row) => drop(self.persons.insert(row.id, row.clone())),
            Row::RoleGrant(row) => drop(self.grants.insert(row.seq, row.clone())),
            Row::Token(row) => drop(self.tokens.insert(row.seq, row.clone())),
            Row::Account(row) => drop(self.accounts.insert(row.code.clone(), row.clone())),
            Row::PostingRule(row) => {
                self.rules.insert((row.event.clone(), row.valid_from), row.clone());
            }
            Row::Band(row) => self.bands.push(row.clone()),
            Row::Fund(row) => drop(self.funds.insert(row.seq, row.clone())),
            Row::Source(row) => drop(self.sources.insert(row.seq, row.clone())),
            Row::Member(row) => drop(self.members.insert(row.seq, row.clone())),
            Row::TravelOrder(row) => {
                self.series.insert((Series::Travel, row.year), row.number);
                self.travel_orders.insert(row.seq, row.clone());
            }
            Row::TravelStep(row) => drop(self.travel_steps.insert(row.order_seq, row.clone())),
            Row::TravelCost(row) => drop(self.travel_costs.insert(row.entry_seq, row.clone())),
            Row::Asset(row) => drop(self.assets.insert(row.seq, row.clone())),
            Row::Agreement(row) => drop(self.agreements.insert(row.seq, row.clone())),
            Row::Import(row) => {
                self.imports.insert(row.seq, Imported::new(row.clone(), false));
            }
            Row::ImportUndo(row) => self.apply_import_undo(row.import_seq),
            Row::Recipient(row) => {
                if let Some(reference) = row.reference {
                    self.recipients.insert(reference, row.clone());
                }
            }
            Row::Payee(row) => drop(self.payees.insert(row.seq, row.clone())),
            Row::IdentityPut(row) => self.apply_identity(row),
            Row::Reveal(row) => self.apply_reveal(row),
            Row::Erasure(row) => self.apply_erasure(row),
            Row::Hold(row) => self.apply_hold(row),
            Row::Request(_)
            | Row::RequestStep(_)
            | Row::Evidence(_)
            | Row::MatchFound(_)
            | Row::PairJudged(_) => self.apply_need(row),
            Row::Combination(row) => self.combinations.push(row.clone()),
            Row::TaxRule(row) => self.tax_rules.push(row.clone()),
            Row::Payout(row) => self.apply_payout(row),
            Row::PayoutLot(row) => self.apply_payout_lot(row),
            Row::DutyDone(row) => self.duties.entry(row.payout_seq).or_default().push(row.clone()),
            Row::Entry(row) => self.apply_entry(row),
            Row::Posting(row) => self.apply_posting(row),
            Row::Reversal(row) => self.apply_reversal(row.reversed_seq),
            Row::CashVoucher(row) => {
                self.series.insert((Series::of_slip(row.direction), row.year), row.number);
            }
            Row::Income(row) => self.apply_income(row),
            Row::Lot(row) => self.apply_lot(row),
            Row::Allocation(row) => self.apply_allocation(row),
            Row::Overdraft(row) => {
                if let Some(fund) = self.funds.get_mut(&row.fund_seq) {
                    fund.overdrawn_minor = fund.overdrawn_minor.saturating_add(row.amount_minor);
                }
            }
            Row::Advance(row) => self.apply_advance(row),
            Row::SigningKey(_)
            | Row::Note(_)
            | Row::Instalment(_)
            | Row::PayoutEvent(_)
            | Row::Confirmation(_)
            | Row::HandedOut(_)
            | Row::Warning(_)
            | Row::Batch(_)
            | Row::PaymentList(_)
            | Row::Expiry(_)
            | Row::Depreciation(_)
            | Row::IssuedFile(_) => {}
        }
    }

    fn apply_decision(&mut self, row: &Decision) {
        if row.state == DecisionState::Proposed {
            self.decisions.insert(row.seq, row.clone());
        } else {
            self.decisions.remove(&row.seq);
        }
    }

    /// Only what is open is known.
    fn apply_advance(&mut self, row: &Advance) {
        let (into, from) = if 0 < row.open_minor() {
            (&mut self.advances, &mut self.closed_advances)
        } else {
            (&mut self.closed_advances, &mut self.advances)
        };
        from.remove(&row.seq);
        into.insert(row.seq, row.clone());
    }

    fn apply_entry(&mut self, row: &Entry) {
        self.series.insert((Series::Entry, row.year), row.number);
        let month = Month::of(row.booked_on);
        self.first_month = Some(self.first_month.map_or(month, |first| first.min(month)));
        self.opened |= row.kind == EntryKind::Opening;
    }

    fn apply_reversal(&mut self, reversed_seq: i64) {
        self.unclear.remove(&reversed_seq);
        let Some(booked) = self.entries.get_mut(&reversed_seq) else { return };
        booked.reversed = true;
        self.opened &= booked.entry.kind != EntryKind::Opening;
        if let Some(waiting) = &booked.explained {
            self.unclear.insert(waiting.seq, waiting.clone());
        }
        if let Some(income) = &booked.income
            && let Some(agreement) =
                income.agreement_seq.and_then(|seq| self.agreements.get_mut(&seq))
            && agreement.currency == income.currency
        {
            agreement.received_minor =
                agreement.received_minor.saturating_sub(income.quantity_minor);
        }
    }

    /// The rows of a file whose import was undone may be taken in again.
    fn apply_import_undo(&mut self, import: i64) {
        let Some(imported) = self.imports.get_mut(&import) else { return };
        imported.undone = true;
        for income in &imported.incomes {
            let booked = self.entries.get(income);
            if let Some(mark) =
                booked.and_then(|booked| booked.income.as_ref()?.fingerprint.as_ref())
            {
                self.fingerprints.remove(mark);
            }
        }
        for request in &imported.requests {
            let row = self.requests.get(request);
            if let Some(mark) = row.and_then(|row| row.fingerprint.as_ref()) {
                self.fingerprints.remove(mark);
            }
        }
    }

    fn apply_lot(&mut self, row: &Lot) {
        let key = (row.seq, row.line);
        if !self.lots_of.contains(&row.fund_seq) {
            self.lone_lots.insert(key);
        }
        self.lots.insert(key, row.clone());
    }

    /// A payout that is no longer only proposed leaves its lots to others, or has taken them.
    fn apply_payout(&mut self, row: &Payout) {
        match row.review_due_at.filter(|_| row.reviewed_seq.is_none()) {
            Some(due) => drop(self.unreviewed.insert(row.seq, due)),
            None => drop(self.unreviewed.remove(&row.seq)),
        }
        let before = self.payouts.insert(row.seq, row.clone());
        for (cash, sign) in
            [(before.as_ref().and_then(Payout::cash_released), -1), (row.cash_released(), 1)]
        {
            let Some((day, minor)) = cash else { continue };
            let sum = self.cash_aid.entry(day).or_insert(0);
            *sum = sum.saturating_add(minor.saturating_mul(sign));
        }
        self.cash_aid.retain(|_, minor| *minor != 0);
        if before.is_some_and(|before| before.state == PayoutState::Proposed)
            && row.state != PayoutState::Proposed
        {
            for lot in self.payout_lots.get(&row.seq).into_iter().flatten() {
                let key = (lot.lot_seq, lot.lot_line);
                if let Some(picked) = self.picked.get_mut(&key) {
                    *picked = picked.saturating_sub(lot.quantity_minor);
                }
            }
            self.picked.retain(|_, quantity| 0 < *quantity);
        }
    }

    fn apply_payout_lot(&mut self, row: &PayoutLot) {
        let proposed = self.payouts.get(&row.seq).filter(|payout| {
            payout.state == PayoutState::Proposed && self.lots_of.contains(&payout.fund_seq)
        });
        if proposed.is_some() {
            let picked = self.picked.entry((row.lot_seq, row.lot_line)).or_insert(0);
            *picked = picked.saturating_add(row.quantity_minor);
        }
        self.payout_lots.entry(row.seq).or_default().push(row.clone());
    }

    /// Everyone who shares a household with a recipient, and the recipient.
    pub fn household_of(&self, recipient: Uuid) -> Vec<Uuid> {
        let household = self.recipients.get(&recipient).and_then(|found| found.household);
        let others = self.recipients.values().filter(|other| {
            other.reference == Some(recipient)
                || (household.is_some() && other.household == household)
        });
        others.filter_map(|other| other.reference).collect()
    }

    /// The payouts made, or under way, for a recipient's household, each with its request.
    pub fn aid_of(&self, recipient: Uuid) -> impl Iterator<Item = (&Payout, &Request)> {
        let household = self.household_of(recipient);
        self.payouts.values().filter_map(move |payout| {
            let request = self.requests.get(&payout.request_seq)?;
            let theirs = request.recipient.is_some_and(|who| household.contains(&who));
            theirs.then_some((payout, request))
        })
    }

    fn apply_allocation(&mut self, row: &Allocation) {
        if let Some(lot) = self.lots.get_mut(&(row.lot_seq, row.lot_line)) {
            let sign = row.event.sign();
            let moved = |size: i64| size.saturating_mul(sign);
            lot.left_quantity_minor =
                lot.left_quantity_minor.saturating_add(moved(row.quantity_minor));
            lot.left_value_minor = lot.left_value_minor.saturating_add(moved(row.value_minor));
        }
    }

    fn apply_posting(&mut self, row: &Posting) {
        self.apply_year_end(row);
        let Some(account) = self.accounts.get(&row.account) else { return };
        if account.role.is_money() {
            let held = self.money.entry(row.account.clone()).or_insert(0);
            *held = held.saturating_add(row.quantity_minor);
        }
        if account.role == AccountRole::Cash {
            let day = self.cash_days.entry((row.account.clone(), row.booked_on)).or_insert(0);
            *day = day.saturating_add(row.amount_minor);
        }
        if account.pool {
            let pool = self.pools.entry(row.fund_seq).or_insert(0);
            *pool = pool.saturating_add(row.amount_minor);
            let key = (row.fund_seq, row.account.clone());
            let part = self.pool_accounts.entry(key).or_insert(0);
            *part = part.saturating_add(row.amount_minor);
        }
    }

    fn apply_income(&mut self, row: &Income) {
        if let (Some(year), Some(number)) = (row.receipt_year, row.receipt_number) {
            self.series.insert((Series::Receipt, year), number);
        }
        if let Some(source) = row.source_seq {
            let last = self.given_on.entry(source).or_insert(row.received_on);
            *last = row.received_on.max(*last);
        }
        if row.kind == IncomeKind::Unclear {
            self.unclear.insert(row.seq, row.clone());
        }
        if let Some(explained) = row.explains_seq {
            self.unclear.remove(&explained);
        }
        if let Some(fingerprint) = &row.fingerprint {
            self.fingerprints.insert(fingerprint.clone());
        }
        if let Some(imported) = row.import_seq.and_then(|seq| self.imports.get_mut(&seq)) {
            imported.incomes.push(row.seq);
        }
        if let Some(agreement) = row.agreement_seq.and_then(|seq| self.agreements.get_mut(&seq))
            && agreement.currency == row.currency
        {
            agreement.received_minor = agreement.received_minor.saturating_add(row.quantity_minor);
        }
    }
}
