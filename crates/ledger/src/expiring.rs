//! Money that ends soon and is not used yet, and the needs that it would fit.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::codes::{Currency, LotKind, RequestState};
use crate::facts::Facts;
use crate::proposal::purpose;
use crate::restriction::Stage;
use crate::rows::aid::Request;
use crate::rows::lots::Lot;
use crate::terms::Reader;

/// Money or goods of one fund under the same terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring {
    pub fund: i64,
    pub agreement: Option<i64>,
    /// The lots, the oldest first; of an agreement there may be many.
    pub lots: Vec<(i64, i64)>,
    pub last_day: NaiveDate,
    /// How many kinds of need it may serve; the fewer, the harder it is to use in time.
    pub breadth: i64,
    /// In denars.
    pub left_minor: i64,
    /// Of that, what open proposals have picked.
    pub picked_minor: i64,
    /// Of that, what is goods or foreign money: it cannot be paid out as it is.
    pub other_minor: i64,
    /// Open requests that it may be decided for today, the longest waiting first.
    pub fits: Vec<i64>,
    /// What those ask for together, in denars.
    pub asked_minor: i64,
}

/// Whether a request waits for money.
pub const fn waits(state: RequestState) -> bool {
    match state {
        RequestState::Submitted
        | RequestState::Screening
        | RequestState::NeedsInfo
        | RequestState::Assessed => true,
        RequestState::Draft
        | RequestState::Proposed
        | RequestState::Closed
        | RequestState::Rejected => false,
    }
}

/// What ends within so many days and is not used yet, soonest first; then the narrowest, then by lot.
pub fn soon(facts: &Facts, on: NaiveDate, within: u32) -> Vec<Expiring> {
    let until = on.checked_add_days(Days::new(u64::from(within))).unwrap_or(NaiveDate::MAX);
    let mut reader = Reader::default();
    let mut found: BTreeMap<(i64, usize), Expiring> = BTreeMap::new();
    for lot in facts.lots.values().filter(|lot| 0 < lot.left_quantity_minor) {
        let at = reader.read(facts, lot);
        let Some(terms) = reader.at(at) else { continue };
        let Some(last_day) = terms.last_day.filter(|day| on <= *day && *day <= until) else {
            continue;
        };
        let expiring = found.entry((lot.fund_seq, at)).or_insert_with(|| Expiring {
            fund: lot.fund_seq,
            agreement: lot.agreement_seq,
            lots: Vec::new(),
            last_day,
            breadth: terms.breadth,
            left_minor: 0,
            picked_minor: 0,
            other_minor: 0,
            fits: Vec::new(),
            asked_minor: 0,
        });
        add(expiring, facts, lot);
    }
    let waiting = waiting(facts);
    let mut all = Vec::with_capacity(found.len());
    for ((_, at), mut expiring) in found {
        let Some(terms) = reader.at(at) else { continue };
        for request in &waiting {
            if terms.allow(&purpose(request, on, Stage::Decision)).is_ok() {
                expiring.fits.push(request.seq);
                expiring.asked_minor = expiring.asked_minor.saturating_add(request.asked_minor);
            }
        }
        expiring.lots.sort_unstable();
        all.push(expiring);
    }
    all.sort_by(|one, other| {
        let key = |it: &Expiring| (it.last_day, it.breadth, it.lots.first().copied());
        key(one).cmp(&key(other))
    });
    all
}

fn add(expiring: &mut Expiring, facts: &Facts, lot: &Lot) {
    let sum = |sum: &mut i64, minor: i64| *sum = sum.saturating_add(minor);
    expiring.lots.push((lot.seq, lot.line));
    sum(&mut expiring.left_minor, lot.left_value_minor);
    let picked = facts.picked.get(&(lot.seq, lot.line)).copied().unwrap_or(0);
    let picked = picked.min(lot.left_quantity_minor);
    let value = crate::draw::take(lot, picked).value_minor;
    sum(&mut expiring.picked_minor, value);
    if lot.kind == LotKind::Goods || lot.currency != Currency::Mkd {
        sum(&mut expiring.other_minor, lot.left_value_minor);
    }
}

fn waiting(facts: &Facts) -> Vec<&Request> {
    let mut waiting: Vec<&Request> =
        facts.requests.values().filter(|request| waits(request.state)).collect();
    waiting.sort_by_key(|request| (request.received_on, request.seq));
    waiting
}
