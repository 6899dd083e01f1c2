//! A long book comes in volumes, one for each month of its days, numbered from the first.

use almoner_ledger::month::Month;
use chrono::NaiveDate;

use super::paper::Want;
use super::{ReportError, Wanted};
use crate::app::App;

/// The books that go on day by day, so that a part of their days is a part of them.
const LONG: [&str; 4] = ["journal", "general_ledger", "account_card", "cash_book"];

/// Which volume of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) number: usize,
    pub(super) of: usize,
}

impl App {
    /// The days of each volume: a year in which the books begin has fewer.
    pub async fn volumes(
        &self,
        wanted: &Wanted,
    ) -> Result<Vec<(NaiveDate, NaiveDate)>, ReportError> {
        let begins = self.store.first_booked_on().await?;
        let begins = begins.map_or(wanted.from, |begins| Month::of(begins).first_day());
        Ok(days(wanted.from.max(begins), wanted.to))
    }

    /// The days of the volume that is wanted, and which it is.
    pub(super) async fn volume(
        &self,
        wanted: &Wanted,
    ) -> Result<Option<(Wanted, Volume)>, ReportError> {
        let Some(said) = wanted.about.get(&Want::Volume) else { return Ok(None) };
        if !LONG.contains(&wanted.report.as_str()) {
            return Err(ReportError::Whole);
        }
        let all = self.volumes(wanted).await?;
        let number: usize = said.parse().unwrap_or(0);
        let place = number.checked_sub(1).and_then(|before| all.get(before));
        let (from, to) = *place.ok_or(ReportError::NoVolume { of: all.len() })?;
        let volume = Volume { number, of: all.len() };
        Ok(Some((Wanted { from, to, ..wanted.clone() }, volume)))
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let months = std::iter::successors(Some(Month::of(from)), |month| Some(month.next()));
    let within = months.take_while(|month| month.first_day() <= to);
    within.map(|month| (month.first_day().max(from), month.last_day().min(to))).collect()
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn volumes_are_the_months_of_some_days_and_miss_none() {
        let day = |text: &str| text.parse().unwrap();
        let spans = days(day("2025-11-20"), day("2026-01-03"));
        let expected = [
            ("2025-11-20", "2025-11-30"),
            ("2025-12-01", "2025-12-31"),
            ("2026-01-01", "2026-01-03"),
        ];
        assert_eq!(spans, expected.map(|(from, to)| (day(from), day(to))));
        assert_eq!(days(day("2025-01-05"), day("2025-01-05")).len(), 1);
    }
}
