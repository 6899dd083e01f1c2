//! What time it is, and what day it is where the association lives: the only place that asks the machine.

use std::sync::{Arc, Mutex, PoisonError};

use almoner_store::config;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Skopje;

/// The name under which the books keep their zone.
pub const TIME_ZONE: &str = "Europe/Skopje";

/// A clock that runs, or one that stands where it was put: for the demo's year and for tests.
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    Machine,
    Set(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    pub const fn machine() -> Self {
        Self(Hands::Machine)
    }

    pub fn standing(at: DateTime<Utc>) -> Self {
        Self(Hands::Set(Arc::new(Mutex::new(at))))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is told to ask"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Hands::Machine => Utc::now(),
            Hands::Set(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    pub fn today(&self) -> NaiveDate {
        civil_date(self.now())
    }

    /// Puts a standing clock; a running one is left alone.
    pub fn set(&self, to: DateTime<Utc>) {
        match &self.0 {
            Hands::Machine => {}
            Hands::Set(at) => *at.lock().unwrap_or_else(PoisonError::into_inner) = to,
        }
    }

    /// The clock as the store takes it.
    pub fn for_store(&self) -> config::Clock {
        let clock = self.clone();
        Arc::new(move || {
            let now = clock.now();
            (now, civil_date(now))
        })
    }
}

/// The day in Skopje at an instant, which near midnight is not the day in UTC.
pub fn civil_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Skopje).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_associations_not_greenwichs() {
        let late: DateTime<Utc> = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(civil_date(late).to_string(), "2026-07-01");
        let winter: DateTime<Utc> = "2026-01-31T22:30:00Z".parse().unwrap();
        assert_eq!(civil_date(winter).to_string(), "2026-01-31");
    }

    #[test]
    fn a_standing_clock_moves_only_when_it_is_put() {
        let clock = Clock::standing("2026-03-10T09:00:00Z".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        clock.set("2026-03-11T09:00:00Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2026-03-11");
    }
}
