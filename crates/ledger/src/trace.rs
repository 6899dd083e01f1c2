//! What became of money: sums of the events of its lots, and shares of costs that several lots paid together.

use std::collections::BTreeMap;

use crate::codes::TraceEvent;
use crate::money::share;

/// Denars by event. Every figure of a trace is a sum or a difference of these, so that its lines add up to its totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<TraceEvent, i64>);

impl Sums {
    pub fn add(&mut self, event: TraceEvent, minor: i64) {
        let sum = self.0.entry(event).or_insert(0);
        *sum = sum.saturating_add(minor);
    }

    pub fn add_all(&mut self, other: &Self) {
        for (event, minor) in &other.0 {
            self.add(*event, *minor);
        }
    }

    pub fn of(&self, event: TraceEvent) -> i64 {
        self.0.get(&event).copied().unwrap_or(0)
    }

    fn less(&self, event: TraceEvent, back: TraceEvent) -> i64 {
        self.of(event).saturating_sub(self.of(back))
    }

    /// What came in and was not taken back.
    pub fn received(&self) -> i64 {
        self.less(TraceEvent::Receive, TraceEvent::Withdraw)
    }

    /// Approved for payouts and not yet paid.
    pub fn reserved(&self) -> i64 {
        self.less(TraceEvent::Reserve, TraceEvent::Release)
            .saturating_sub(self.of(TraceEvent::Spend))
    }

    /// Paid out as aid and not come back, also what was handed out or bought without a payout of its own.
    pub fn spent_on_aid(&self) -> i64 {
        self.less(TraceEvent::Spend, TraceEvent::Return)
            .saturating_add(self.less(TraceEvent::Give, TraceEvent::Ungive))
    }

    /// Rent, fees, wages, also those that the bank had taken before the money came.
    pub fn spent_on_costs(&self) -> i64 {
        self.less(TraceEvent::Draw, TraceEvent::Undraw)
            .saturating_add(self.less(TraceEvent::Cover, TraceEvent::Uncover))
    }

    /// What had been approved for payouts, or paid, and came back; it is in what is left.
    pub fn given_back(&self) -> i64 {
        self.of(TraceEvent::Release).saturating_add(self.of(TraceEvent::Return))
    }

    /// What lots that were sold for other money brought, beyond what they were received at; less where it was a loss.
    pub fn exchanged(&self) -> i64 {
        self.less(TraceEvent::Converted, TraceEvent::Unconverted)
            .saturating_sub(self.less(TraceEvent::Convert, TraceEvent::Unconvert))
    }

    /// Gone back to who gave it, unspent.
    pub fn refunded(&self) -> i64 {
        self.less(TraceEvent::Refund, TraceEvent::Unrefund)
    }

    /// Come here by a change of purpose.
    pub fn moved_in(&self) -> i64 {
        self.less(TraceEvent::Moved, TraceEvent::Unmoved)
    }

    /// Gone elsewhere by a change of purpose.
    pub fn moved_out(&self) -> i64 {
        self.less(TraceEvent::Move, TraceEvent::Unmove)
    }

    /// Neither reserved nor spent, refunded or moved.
    pub fn left(&self) -> i64 {
        let came = [self.received(), self.exchanged(), self.moved_in()];
        let went = [
            self.reserved(),
            self.spent_on_aid(),
            self.spent_on_costs(),
            self.refunded(),
            self.moved_out(),
        ];
        let came = came.into_iter().fold(0_i64, i64::saturating_add);
        went.into_iter().fold(came, i64::saturating_sub)
    }
}

/// Splits what was drawn in proportion to what it was drawn for; the parts add up to it, to the deni.
///
/// Weights that are not above nothing get nothing; where there are none, nothing can be said and all of it is left over.
pub fn apportion(minor: i64, weights: &[i64]) -> Vec<i64> {
    let whole = weights.iter().fold(0_i64, |sum, weight| sum.saturating_add((*weight).max(0)));
    let (mut reached, mut given) = (0_i64, 0_i64);
    weights
        .iter()
        .map(|weight| {
            reached = reached.saturating_add((*weight).max(0));
            let upto = share(minor, reached, whole);
            let part = upto.saturating_sub(given);
            given = upto;
            part
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::AllocationEvent;

    #[test]
    fn every_allocation_has_its_place_in_a_trace() {
        for event in AllocationEvent::ALL.iter().filter(|it| **it != AllocationEvent::GiveBack) {
            assert!(TraceEvent::parse(event.code()).is_some(), "{event}");
        }
    }

    #[test]
    fn what_is_left_is_what_came_less_what_went() {
        let mut sums = Sums::default();
        for (event, minor) in [
            (TraceEvent::Receive, 1_000),
            (TraceEvent::Withdraw, 100),
            (TraceEvent::Reserve, 500),
            (TraceEvent::Release, 50),
            (TraceEvent::Spend, 300),
            (TraceEvent::Return, 20),
            (TraceEvent::Draw, 70),
            (TraceEvent::Undraw, 10),
            (TraceEvent::Cover, 5),
            (TraceEvent::Convert, 100),
            (TraceEvent::Converted, 103),
            (TraceEvent::Give, 30),
            (TraceEvent::Refund, 40),
            (TraceEvent::Move, 25),
            (TraceEvent::Moved, 5),
        ] {
            sums.add(event, minor);
        }
        assert_eq!(
            (sums.received(), sums.reserved(), sums.spent_on_aid(), sums.spent_on_costs()),
            (900, 150, 310, 65)
        );
        assert_eq!((sums.given_back(), sums.exchanged(), sums.left()), (70, 3, 318));
    }

    #[test]
    fn shares_add_up_to_the_deni() {
        assert_eq!(apportion(100, &[1, 1, 1]), [33, 33, 34]);
        assert_eq!(apportion(7, &[300, -5, 100]), [5, 0, 2]);
        assert_eq!(apportion(7, &[0]), [0]);
        assert!(apportion(7, &[]).is_empty());
        let parts = apportion(999_999_999, &[7, 11, 13, 17]);
        assert_eq!(parts.iter().sum::<i64>(), 999_999_999);
    }
}
