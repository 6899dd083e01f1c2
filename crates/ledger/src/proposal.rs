//! Which lots should pay, and why.
//!
//! The order is total: first what may serve the fewest kinds of need, then what ends soonest, then the oldest, then by
//! number. Each lot gives as much as its giver's caps let it, before the next is asked; what another open proposal has
//! picked is asked last. Because caps only nest (a gift inside its agreement), no other choice could give more.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::{LotKind, PayoutState};
use crate::draw::{self, Draw, Want, misfit_refusal};
use crate::facts::Facts;
use crate::money::share;
use crate::refusal::Refusal;
use crate::restriction::{Misfit, Purpose, Stage};
use crate::rows::aid::Request;
use crate::rows::lots::Lot;
use crate::terms::{Purse, Reader, Terms};

/// The place of a lot in the order; smaller goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub breadth: i64,
    /// Money that never ends goes last.
    pub last_day: NaiveDate,
    pub received_on: NaiveDate,
    pub lot: (i64, i64),
}

impl Rank {
    pub fn of(lot: &Lot, terms: &Terms) -> Self {
        Self {
            breadth: terms.breadth,
            last_day: terms.last_day.unwrap_or(NaiveDate::MAX),
            received_on: lot.received_on,
            lot: (lot.seq, lot.line),
        }
    }

    /// The order where nothing is being spent (a sale of currency): the oldest first.
    fn by_age(lot: &Lot) -> Self {
        let (received_on, lot) = (lot.received_on, (lot.seq, lot.line));
        Self { breadth: 0, last_day: NaiveDate::MAX, received_on, lot }
    }
}

/// Why a lot was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Given for just such needs.
    Restricted { last_day: Option<NaiveDate> },
    /// Free, and it ends.
    Ends { last_day: NaiveDate },
    /// Free, and the oldest there is.
    Oldest,
    /// The rest was not enough, so it is taken although another open proposal has picked it.
    PickedByAnother,
}

/// Why a lot was not chosen, or not for all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    Misfit(Misfit),
    NotNeeded,
    PickedByAnother,
}

impl std::fmt::Display for Why {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Restricted { last_day: Some(day) } => {
                write!(out, "it was given for just such needs and must be used by {day}")
            }
            Self::Restricted { last_day: None } => {
                out.write_str("it was given for just such needs, so free money stays free")
            }
            Self::Ends { last_day } => write!(out, "it must be used by {last_day}"),
            Self::Oldest => out.write_str("it is the oldest that fits"),
            Self::PickedByAnother => out
                .write_str("nothing else is left, though another open proposal has picked it too"),
        }
    }
}

impl std::fmt::Display for WhyNot {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Misfit(misfit) => misfit.sentence(),
            Self::NotNeeded => "what stands before it is enough",
            Self::PickedByAnother => "another open proposal has picked it",
        })
    }
}

/// One lot of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub lot: (i64, i64),
    pub quantity_minor: i64,
    pub value_minor: i64,
    pub why: Why,
}

impl Chosen {
    fn of(lot: &Lot, quantity_minor: i64, why: Why) -> Self {
        let value_minor = draw::worth(lot, quantity_minor);
        Self { lot: (lot.seq, lot.line), quantity_minor, value_minor, why }
    }
}

/// An open lot of the fund that is left alone, wholly or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedOver {
    pub lot: (i64, i64),
    pub quantity_minor: i64,
    pub why: WhyNot,
}

/// What a search among the lots of a fund found.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    pub chosen: Vec<Chosen>,
    pub short_minor: i64,
    pub passed_over: Vec<PassedOver>,
    pub free_minor: i64,
}

/// What a household has had of each purse, in deni.
pub type Had = BTreeMap<Purse, i64>;

/// What the household behind a request has had so far, apart from one payout; open proposals count where asked.
pub fn had(facts: &Facts, request: &Request, except: Option<i64>, with_open: bool) -> Had {
    let mut had = Had::new();
    let Some(recipient) = request.recipient else { return had };
    for (payout, _) in facts.aid_of(recipient) {
        if Some(payout.seq) == except || !counts(payout.state, with_open) {
            continue;
        }
        let lots = facts.payout_lots.get(&payout.seq).map(Vec::as_slice).unwrap_or_default();
        let mut drawn_of: Vec<(i64, i64)> =
            lots.iter().map(|lot| (lot.quantity_minor, lot.value_minor)).collect();
        for (at, _, value_minor) in draw::last_first(&drawn_of, 0, payout.returned_quantity) {
            if let Some(drawn) = drawn_of.get_mut(at) {
                drawn.1 = drawn.1.saturating_sub(value_minor);
            }
        }
        for (drawn, (_, value_minor)) in lots.iter().zip(drawn_of) {
            let key = (drawn.lot_seq, drawn.lot_line);
            let agreement = facts.lots.get(&key).and_then(|lot| lot.agreement_seq);
            let purses = [Some(Purse::Gift(key.0, key.1)), agreement.map(Purse::Agreement)];
            for purse in purses.into_iter().flatten() {
                let sum = had.entry(purse).or_insert(0);
                *sum = sum.saturating_add(value_minor);
            }
        }
    }
    had
}

const fn counts(state: PayoutState, with_open: bool) -> bool {
    match state {
        PayoutState::Proposed => with_open,
        PayoutState::Approved
        | PayoutState::Released
        | PayoutState::Sent
        | PayoutState::Paid
        | PayoutState::Confirmed
        | PayoutState::PartlyReturned => true,
        PayoutState::Rejected
        | PayoutState::Cancelled
        | PayoutState::Voided
        | PayoutState::Expired
        | PayoutState::Failed
        | PayoutState::Returned => false,
    }
}

/// What the money for a request is wanted for, as restrictions ask.
pub fn purpose(request: &Request, on: NaiveDate, stage: Stage) -> Purpose {
    Purpose::Aid {
        category: request.category,
        target_group: request.target_group,
        municipality: request.municipality.clone(),
        on,
        stage,
    }
}

/// The lots of a fund that should pay for a request, were it decided on this day.
pub fn for_request(
    facts: &Facts,
    request: &Request,
    fund: i64,
    want: &Want<'_>,
    on: NaiveDate,
) -> Proposal {
    let purpose = purpose(request, on, Stage::Decision);
    find(facts, fund, want, &[purpose], &had(facts, request, None, true))
}

/// Takes from the open lots of a fund; no purpose is named where nothing is being spent.
pub fn find(
    facts: &Facts,
    fund: i64,
    want: &Want<'_>,
    purposes: &[Purpose],
    had: &Had,
) -> Proposal {
    let mut reader = Reader::default();
    let mut open: Vec<(Rank, &Lot, usize)> = Vec::new();
    let mut found = Proposal { short_minor: want.quantity(), ..Proposal::default() };
    for lot in facts.lots.values() {
        if lot.fund_seq != fund || lot.left_quantity_minor <= 0 || !want.is(lot) {
            continue;
        }
        let at = reader.read(facts, lot);
        let Some(terms) = reader.at(at) else { continue };
        match purposes.iter().find_map(|purpose| terms.allow(purpose).err()) {
            Some(misfit) => found.pass(lot, lot.left_quantity_minor, WhyNot::Misfit(misfit)),
            None if purposes.is_empty() => open.push((Rank::by_age(lot), lot, at)),
            None => open.push((Rank::of(lot, terms), lot, at)),
        }
    }
    open.sort_unstable_by_key(|(rank, _, _)| *rank);
    let aid = purposes.iter().any(|purpose| matches!(purpose, Purpose::Aid { .. }));
    let mut caps = Caps { had, taken: BTreeMap::new(), aid };
    let mut later: Vec<(&Lot, &Terms, i64)> = Vec::new();
    for (_, lot, at) in open {
        let Some(terms) = reader.at(at) else { continue };
        let picked = facts.picked.get(&(lot.seq, lot.line)).copied().unwrap_or(0);
        let free = lot.left_quantity_minor.saturating_sub(picked).max(0);
        let held = lot.left_quantity_minor.saturating_sub(free);
        if 0 < free {
            found.ask(lot, terms, free, &mut caps, why(terms, aid));
        }
        if 0 < held {
            later.push((lot, terms, held));
        }
    }
    for (lot, terms, held) in later {
        found.ask(lot, terms, held, &mut caps, Why::PickedByAnother);
    }
    found.chosen = merged(facts, found.chosen);
    found
}

fn why(terms: &Terms, aid: bool) -> Why {
    match terms.last_day {
        last_day if aid && terms.breadth < Terms::free_breadth() => Why::Restricted { last_day },
        Some(last_day) => Why::Ends { last_day },
        None => Why::Oldest,
    }
}

/// How much the givers' caps still let one payout take of each purse.
struct Caps<'h> {
    had: &'h Had,
    taken: BTreeMap<Purse, i64>,
    /// Caps are about people: a cost knows none.
    aid: bool,
}

impl Caps<'_> {
    /// The value that may still be taken from a lot, and which cap says so.
    fn room(&self, lot: &Lot, terms: &Terms) -> Option<(i64, Misfit)> {
        let rooms = terms.caps(lot).filter(|_| self.aid).flat_map(|(purse, cap)| {
            let taken = self.taken.get(&purse).copied().unwrap_or(0);
            let had = self.had.get(&purse).copied().unwrap_or(0);
            let left = |most: i64, gone: i64| most.saturating_sub(gone).max(0);
            let payout = cap.payout_max_minor.map(|most| (left(most, taken), Misfit::AboveCap));
            let household = cap
                .household_max_minor
                .map(|most| (left(most, had.saturating_add(taken)), Misfit::HouseholdCap));
            [payout, household].into_iter().flatten()
        });
        rooms.min()
    }

    fn take(&mut self, lot: &Lot, terms: &Terms, value_minor: i64) {
        for (purse, _) in terms.caps(lot) {
            let taken = self.taken.entry(purse).or_insert(0);
            *taken = taken.saturating_add(value_minor);
        }
    }
}

/// The most of a lot whose value stays within a room.
fn within(lot: &Lot, quantity_minor: i64, room: i64) -> i64 {
    if lot.left_value_minor <= 0 || lot.kind == LotKind::Money {
        return quantity_minor.min(room);
    }
    let mut most = quantity_minor
        .min(share(lot.left_quantity_minor, room, lot.left_value_minor).saturating_add(1));
    while 0 < most && room < draw::worth(lot, most) {
        most = most.saturating_sub(1);
    }
    most
}

impl Proposal {
    fn pass(&mut self, lot: &Lot, quantity_minor: i64, why: WhyNot) {
        self.passed_over.push(PassedOver { lot: (lot.seq, lot.line), quantity_minor, why });
    }

    fn ask(&mut self, lot: &Lot, terms: &Terms, there: i64, caps: &mut Caps<'_>, why: Why) {
        let room = caps.room(lot, terms);
        let most = room.map_or(there, |(room, _)| within(lot, there, room));
        self.free_minor = self.free_minor.saturating_add(most);
        if let Some((_, misfit)) = room.filter(|_| most < there) {
            self.pass(lot, there.saturating_sub(most), WhyNot::Misfit(misfit));
        }
        let taken = most.min(self.short_minor);
        if taken < most {
            let picked = why == Why::PickedByAnother;
            let why = if picked { WhyNot::PickedByAnother } else { WhyNot::NotNeeded };
            self.pass(lot, most.saturating_sub(taken), why);
        }
        if taken <= 0 {
            return;
        }
        self.short_minor = self.short_minor.saturating_sub(taken);
        let chosen = Chosen::of(lot, taken, why);
        caps.take(lot, terms, chosen.value_minor);
        self.chosen.push(chosen);
    }

    pub fn draws(&self, facts: &Facts) -> Vec<Draw> {
        let chosen = self.chosen.iter();
        chosen
            .filter_map(|one| Some(draw::take(facts.lots.get(&one.lot)?, one.quantity_minor)))
            .collect()
    }

    /// All of it, or the reason why the fund cannot give it.
    pub fn complete(self, facts: &Facts, fund: i64, want: &Want<'_>) -> Result<Vec<Draw>, Refusal> {
        if self.short_minor == 0 {
            return Ok(self.draws(facts));
        }
        let (wanted_minor, free_minor) = (want.quantity(), self.free_minor);
        let mut misfits: Vec<Misfit> = self
            .passed_over
            .iter()
            .filter_map(|passed| match passed.why {
                WhyNot::Misfit(misfit) => Some(misfit),
                WhyNot::NotNeeded | WhyNot::PickedByAnother => None,
            })
            .collect();
        misfits.sort_unstable();
        // Of several reasons the one that is about this need says more than an agreement that is over.
        let about_need = misfits.iter().find(|misfit| **misfit != Misfit::AgreementEnded);
        match (about_need.or(misfits.first()), want) {
            (Some(misfit), _) => Err(misfit_refusal(*misfit, fund, wanted_minor, free_minor)),
            (None, Want::Goods { item, count }) => Err(Refusal::GoodsShort {
                item: (*item).to_owned(),
                wanted: *count,
                left: free_minor,
            }),
            (None, Want::Money { .. }) => {
                Err(Refusal::FundShort { fund, wanted_minor, free_minor })
            }
        }
    }
}

/// A lot asked twice (first what is free, then what was picked) appears once, with the value of the whole.
fn merged(facts: &Facts, chosen: Vec<Chosen>) -> Vec<Chosen> {
    if chosen.iter().all(|one| one.why != Why::PickedByAnother) {
        return chosen;
    }
    let mut merged: Vec<Chosen> = Vec::with_capacity(chosen.len());
    let mut places: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for next in chosen {
        let known = places.get(&next.lot).and_then(|at| merged.get_mut(*at));
        match (known, facts.lots.get(&next.lot)) {
            (Some(known), Some(lot)) => {
                let whole = known.quantity_minor.saturating_add(next.quantity_minor);
                *known = Chosen::of(lot, whole, next.why);
            }
            _ => {
                places.insert(next.lot, merged.len());
                merged.push(next);
            }
        }
    }
    merged
}

/// Checks lots that a person chose, or that were proposed earlier: each must fit, be there, and stay within the caps.
pub fn check(
    facts: &Facts,
    fund: i64,
    draws: &[Draw],
    purpose: &Purpose,
    had: &Had,
) -> Result<(), Refusal> {
    let mut caps = Caps { had, taken: BTreeMap::new(), aid: true };
    for draw in draws {
        let gone = || Refusal::LotNoLongerFree { lot: draw.lot_seq };
        let lot = facts.lots.get(&(draw.lot_seq, draw.lot_line)).ok_or_else(gone)?;
        let terms = Terms::of(facts, lot);
        let forbid = |misfit| misfit_refusal(misfit, fund, draw.value_minor, 0);
        terms.allow(purpose).map_err(forbid)?;
        let room = caps.room(lot, &terms);
        if let Some((room, misfit)) = room.filter(|(room, _)| *room < draw.value_minor) {
            return Err(misfit_refusal(misfit, fund, draw.value_minor, room));
        }
        caps.take(lot, &terms, draw.value_minor);
    }
    Ok(())
}
