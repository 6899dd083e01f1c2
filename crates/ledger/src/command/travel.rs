//! What is asked of a journey: to order it, to say what it cost, or to call it off.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use crate::codes::TravelMeans;
use crate::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderTravel {
    pub person: Uuid,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub place: Text,
    pub purpose: Text,
    pub means: TravelMeans,
    /// For all days together; nothing where none is paid.
    pub per_diem_minor: i64,
    pub advance: Option<i64>,
}
