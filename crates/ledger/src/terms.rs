//! What a lot may be used for: its agreement and its restriction, read once for all lots that share them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::{AgreementState, Category, TargetGroup};
use crate::facts::Facts;
use crate::restriction::{Misfit, Purpose, Restriction, Stage};
use crate::rows::lots::Lot;

/// Municipalities of the country, and the whole of it where a need names none.
const PLACES: i64 = 81;

/// Whose limit a cap is: all money under one agreement, or one gift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purse {
    Agreement(i64),
    Gift(i64, i64),
}

/// The most that one payout, and all payouts for one household, may take of a purse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cap {
    pub payout_max_minor: Option<i64>,
    pub household_max_minor: Option<i64>,
}

impl Cap {
    fn of(restriction: &Restriction) -> Self {
        Self {
            payout_max_minor: restriction.payout_max_minor,
            household_max_minor: restriction.household_max_minor,
        }
    }
}

/// The terms of a lot.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// From the agreement and from the gift itself; both must allow.
    pub restrictions: Vec<Restriction>,
    /// How many kinds of need it may serve: categories times groups times places.
    pub breadth: i64,
    /// The last day on which it may be decided about.
    pub last_day: Option<NaiveDate>,
    agreement_cap: Cap,
    gift_cap: Cap,
    ended: bool,
    agreement_to: Option<NaiveDate>,
    unreadable: bool,
}

impl Terms {
    pub fn of(facts: &Facts, lot: &Lot) -> Self {
        let mut terms = Self::default();
        if let Some(seq) = lot.agreement_seq {
            match facts.agreements.get(&seq) {
                None => terms.unreadable = true,
                Some(agreement) => {
                    terms.ended = agreement.state != AgreementState::Active;
                    terms.agreement_to = Some(agreement.valid_to);
                    terms.last_day = Some(agreement.valid_to);
                    terms.agreement_cap = terms.read(agreement.restriction.as_deref());
                }
            }
        }
        terms.gift_cap = terms.read(lot.restriction.as_deref());
        terms.breadth = terms.breadth();
        terms
    }

    fn read(&mut self, json: Option<&str>) -> Cap {
        let Some(json) = json else { return Cap::default() };
        let Ok(restriction) = Restriction::from_json(json) else {
            self.unreadable = true;
            return Cap::default();
        };
        let cap = Cap::of(&restriction);
        self.last_day = [self.last_day, restriction.to_on].into_iter().flatten().min();
        self.restrictions.push(restriction);
        cap
    }

    /// The caps that bind one lot, by whose money they count: a gift nests inside its agreement.
    pub fn caps(&self, lot: &Lot) -> impl Iterator<Item = (Purse, Cap)> {
        let agreement = lot.agreement_seq.map(|seq| (Purse::Agreement(seq), self.agreement_cap));
        let gift = (Purse::Gift(lot.seq, lot.line), self.gift_cap);
        let bound = |(_, cap): &(Purse, Cap)| *cap != Cap::default();
        agreement.into_iter().chain([gift]).filter(bound)
    }

    fn breadth(&self) -> i64 {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let all = &self.restrictions;
        let in_all = |listed: &dyn Fn(&Restriction) -> bool| all.iter().all(listed);
        let categories = Category::ALL.iter().filter(|category| {
            in_all(&|r| r.categories.is_empty() || r.categories.contains(category))
        });
        let groups = TargetGroup::ALL.iter().filter(|group| {
            in_all(&|r| r.target_groups.is_empty() || r.target_groups.contains(group))
        });
        let places = all.iter().filter(|r| !r.municipalities.is_empty());
        let narrowest = places.min_by_key(|r| r.municipalities.len());
        let places = narrowest.map_or(PLACES, |narrowest| {
            count(
                narrowest
                    .municipalities
                    .iter()
                    .filter(|place| {
                        in_all(&|r| r.municipalities.is_empty() || r.municipalities.contains(place))
                    })
                    .count(),
            )
        });
        count(categories.count()).saturating_mul(count(groups.count())).saturating_mul(places)
    }

    /// The breadth of money that nobody restricted.
    pub fn free_breadth() -> i64 {
        Self::default().breadth()
    }

    /// Whether money under these terms may serve a purpose, apart from its caps.
    pub fn allow(&self, purpose: &Purpose) -> Result<(), Misfit> {
        if self.unreadable {
            return Err(Misfit::Unreadable);
        }
        // What was decided while the agreement lived may be paid after it.
        let paying = matches!(purpose, Purpose::Aid { stage: Stage::Payment, .. });
        let over = self.agreement_to.is_some_and(|to| to < purpose.on());
        if !paying && (self.ended || over) {
            return Err(Misfit::AgreementEnded);
        }
        self.restrictions.iter().try_for_each(|restriction| restriction.allows(purpose))
    }
}

/// Terms by what decides them, so that ten thousand lots of one grant are read once.
#[derive(Default)]
pub struct Reader<'a> {
    places: BTreeMap<(Option<i64>, Option<&'a str>), usize>,
    known: Vec<Terms>,
}

impl<'a> Reader<'a> {
    /// The place of a lot's terms among those read.
    pub fn read(&mut self, facts: &Facts, lot: &'a Lot) -> usize {
        let key = (lot.agreement_seq, lot.restriction.as_deref());
        if let Some(at) = self.places.get(&key) {
            return *at;
        }
        let at = self.known.len();
        self.known.push(Terms::of(facts, lot));
        self.places.insert(key, at);
        at
    }

    pub fn at(&self, place: usize) -> Option<&Terms> {
        self.known.get(place)
    }
}
