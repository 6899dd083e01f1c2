//! Travel for the association: the order that sends somebody, and what the journey cost.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{Reason, TravelMeans, TravelState};
use crate::record;

record! {
    /// A travel order (патен налог), numbered by year without gaps.
    TravelOrder = "travel_order" Append {
        key seq: i64,
        log year: i64,
        log number: i64,
        log person_id: Uuid,
        log from_on: NaiveDate,
        log to_on: NaiveDate,
        log place: String,
        log purpose: String,
        log means: TravelMeans,
        /// What was agreed for the days away, in denars. No rate of the law is known here.
        log per_diem_minor: i64,
        /// The advance that was given for it.
        log advance_seq: Option<i64>,
    }
}

record! {
    /// That a journey was settled or called off; the last one counts.
    TravelStep = "travel_step" Append {
        key seq: i64,
        log order_seq: i64,
        log state: TravelState,
        log why: Option<Reason>,
    }
}

record! {
    /// An entry that booked a cost of a journey.
    TravelCost = "travel_cost" Append {
        key seq: i64,
        key line: i64,
        log order_seq: i64,
        log entry_seq: i64,
        /// Its expenses, in denars.
        log amount_minor: i64,
    }
}
