//! Journeys for the association. Nobody sends themselves; what a journey cost is what the books say, entry by entry.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use crate::act::Act;
use crate::codes::{AccountKind, EntryKind, Reason, TravelState};
use crate::command::{Context, OrderTravel};
use crate::facts::{Booked, Facts, Series};
use crate::money::MINOR_MAX;
use crate::refusal::Refusal;
use crate::rows::travel::{TravelCost, TravelOrder, TravelStep};

/// A longer absence is no journey.
const DAYS_MAX: i64 = 366;
const COSTS_MAX: usize = 100;

pub(super) fn order(facts: &Facts, order: &OrderTravel, context: &Context) -> Result<Act, Refusal> {
    facts.active_person(order.person)?;
    if order.person == context.actor.person {
        return Err(Refusal::SamePerson);
    }
    let days = order.to_on.signed_duration_since(order.from_on).num_days();
    let ahead = order.from_on.signed_duration_since(context.today).num_days();
    if !(0..DAYS_MAX).contains(&days) || DAYS_MAX < ahead.saturating_abs() {
        return Err(Refusal::TravelDates);
    }
    if !(0..=MINOR_MAX).contains(&order.per_diem_minor) {
        return Err(Refusal::AmountTooLarge);
    }
    if let Some(advance) = order.advance {
        let open = facts.advances.get(&advance).ok_or(Refusal::AdvanceUnknown { advance })?;
        let taken = facts.travel_orders.values().any(|known| {
            known.advance_seq == Some(advance)
                && facts.travel_state(known.seq) != TravelState::Cancelled
        });
        if taken || open.person_id != order.person {
            return Err(Refusal::AdvanceOfAnother { advance });
        }
    }
    let (seq, year) = (facts.next_seq, i64::from(context.today.year()));
    Ok(Act::new(seq, "travel.ordered").with(TravelOrder {
        seq,
        year,
        number: facts.next_number(Series::Travel, year)?,
        person_id: order.person,
        from_on: order.from_on,
        to_on: order.to_on,
        place: order.place.as_str().to_owned(),
        purpose: order.purpose.as_str().to_owned(),
        means: order.means,
        per_diem_minor: order.per_diem_minor,
        advance_seq: order.advance,
    }))
}

pub(super) fn settle(
    facts: &Facts,
    order: i64,
    entries: &[i64],
    context: &Context,
) -> Result<Act, Refusal> {
    let found = found(facts, order)?;
    if context.today < found.from_on {
        return Err(Refusal::InTheFuture { on: found.from_on });
    }
    let distinct: BTreeSet<i64> = entries.iter().copied().collect();
    if distinct.len() != entries.len() || COSTS_MAX < entries.len() {
        return Err(Refusal::TravelCosts);
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "travel.settled");
    act.push(TravelStep { seq, order_seq: order, state: TravelState::Settled, why: None });
    for (entry, line) in entries.iter().copied().zip(1_i64..) {
        let booked = facts.entries.get(&entry).ok_or(Refusal::EntryUnknown { entry })?;
        if booked.reversed {
            return Err(Refusal::AlreadyReversed { entry });
        }
        if facts.travel_costs.contains_key(&entry) {
            return Err(Refusal::CostOfAnother { entry });
        }
        let amount_minor = cost(facts, booked).ok_or(Refusal::NoTravelCost { entry })?;
        act.push(TravelCost { seq, line, order_seq: order, entry_seq: entry, amount_minor });
    }
    Ok(act)
}

pub(super) fn cancel(facts: &Facts, order: i64, why: Reason) -> Result<Act, Refusal> {
    found(facts, order)?;
    if facts.travel_state(order) == TravelState::Settled {
        return Err(Refusal::TravelStep { state: TravelState::Settled });
    }
    let (seq, state, why) = (facts.next_seq, TravelState::Cancelled, Some(why));
    Ok(Act::new(seq, "travel.cancelled").with(TravelStep { seq, order_seq: order, state, why }))
}

/// One that has not been called off.
fn found(facts: &Facts, order: i64) -> Result<&TravelOrder, Refusal> {
    let found = facts.travel_orders.get(&order).ok_or(Refusal::TravelUnknown { order })?;
    match facts.travel_state(order) {
        TravelState::Ordered | TravelState::Settled => Ok(found),
        state @ TravelState::Cancelled => Err(Refusal::TravelStep { state }),
    }
}

/// What an ordinary entry or a receipt of an advance booked as expenses, if it did.
fn cost(facts: &Facts, booked: &Booked) -> Option<i64> {
    if !matches!(booked.entry.kind, EntryKind::Manual | EntryKind::AdvanceSettlement) {
        return None;
    }
    let expenses = booked.postings.iter().filter(|posting| {
        let account = facts.accounts.get(&posting.account);
        account.is_some_and(|account| account.kind == AccountKind::Expense && !account.guarded)
    });
    let minor = expenses.fold(0_i64, |sum, posting| sum.saturating_add(posting.amount_minor));
    (0 < minor).then_some(minor)
}
