//! The record of travel orders, with what the entries named for each still say that it cost.

use almoner_ledger::codes::{TravelMeans, TravelState};
use almoner_ledger::rows::travel::TravelOrder;
use almoner_reports::registers::travel::{self, Journey, Means, Stands};
use almoner_reports::report::Report;

use super::paper::{Maker, Paper};
use super::{ReportError, Task, registers};

pub(super) const PAPERS: &[Paper] = &[Paper::new("travel_orders", &[], Maker::Travel)];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let within =
        |order: &&TravelOrder| order.from_on <= task.wanted.to && task.wanted.from <= order.to_on;
    let mut journeys = Vec::new();
    for order in task.inputs.facts.travel_orders.values().filter(within) {
        journeys.push(journey(task, order).await?);
    }
    Ok(travel::build(task.frame, &journeys)?)
}

async fn journey(task: &Task<'_>, order: &TravelOrder) -> Result<Journey, ReportError> {
    let facts = &task.inputs.facts;
    let mut cost_minor = 0_i64;
    for cost in facts.travel_costs.values().filter(|cost| cost.order_seq == order.seq) {
        let booked = task.store.entry(cost.entry_seq).await?;
        let stands = booked.is_some_and(|entry| {
            entry.reversed_by.is_none_or(|back| task.inputs.as_of_seq < back.seq)
        });
        if stands {
            cost_minor = cost_minor.saturating_add(cost.amount_minor);
        }
    }
    let person = facts.persons.get(&order.person_id).map(|person| person.name.clone());
    Ok(Journey {
        number: format!("{}/{}", order.number, order.year),
        person: person.unwrap_or_else(|| registers::nobody(task)),
        from_on: order.from_on,
        to_on: order.to_on,
        place: order.place.clone(),
        purpose: order.purpose.clone(),
        means: match order.means {
            TravelMeans::OwnCar => Means::OwnCar,
            TravelMeans::AssociationCar => Means::AssociationCar,
            TravelMeans::Bus => Means::Bus,
            TravelMeans::Train => Means::Train,
            TravelMeans::Plane => Means::Plane,
            TravelMeans::Other => Means::Other,
        },
        per_diem_minor: order.per_diem_minor,
        advance: order.advance_seq,
        cost_minor,
        stands: match facts.travel_state(order.seq) {
            TravelState::Ordered => Stands::Ordered,
            TravelState::Settled => Stands::Settled,
            TravelState::Cancelled => Stands::Cancelled,
        },
    })
}
