//! Which payments to organisations may be told one by one beside public tables.
//!
//! Whoever knows a cell of the tables and the payments told one by one can take these from it. So what is left of every
//! told cell, of all withheld cells of an axis together, and of the whole must be fit to be told, or nobody's; where it is
//! not, no payment of that cell is told apart. What is then left has grown, and is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::suppress::{Cell, Published, Rules, publish};
use crate::publish::tables::Tables;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The same number where it is the same person.
    pub person: usize,
    /// One for each axis of the tables.
    pub parts: Vec<Option<String>>,
    pub fund: i64,
    pub minor: i64,
    /// Whether it went to an organisation.
    pub is_public: bool,
}

/// What is told of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Payment by payment, in the order asked: whether it is told on its own.
    pub apart: Vec<bool>,
    /// All other payments: by fund, and altogether.
    pub funds: Vec<i64>,
    pub people: Published,
}

/// An axis, and its part; absent for all parts that are withheld, and for the whole.
type Group<'a> = (usize, Option<&'a Option<String>>);

pub fn open(payments: &[Payment], tables: &Tables, rules: &Rules) -> Opened {
    let groups = groups(payments, tables);
    let mut apart: Vec<bool> = payments.iter().map(|payment| payment.is_public).collect();
    loop {
        let left = payments.iter().zip(&groups).zip(&apart).filter(|(_, told)| !**told);
        let left = left.flat_map(|((payment, groups), _)| {
            groups.iter().map(|group| (*group, payment.person, payment.minor))
        });
        let unfit: BTreeSet<Group<'_>> = cells(left)
            .into_iter()
            .filter_map(|(group, cell)| (!rules.allow(&cell)).then_some(group))
            .collect();
        let mut is_settled = true;
        for (told, groups) in apart.iter_mut().zip(&groups) {
            if *told && groups.iter().any(|group| unfit.contains(group)) {
                *told = false;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    let people = || payments.iter().zip(&apart).filter(|(_, told)| !**told).map(|(it, _)| it);
    let by_fund = cells(people().map(|payment| (payment.fund, payment.person, payment.minor)));
    let whole = cells(people().map(|payment| ((), payment.person, payment.minor)));
    let total = whole.get(&()).copied().unwrap_or_default();
    let people = publish(&total, &[by_fund.values().copied().collect()], rules);
    Opened { funds: by_fund.into_keys().collect(), people, apart }
}

/// What each payment can be taken from.
fn groups<'a>(payments: &'a [Payment], tables: &Tables) -> Vec<Vec<Group<'a>>> {
    let axes = payments.iter().map(|payment| payment.parts.len()).max().unwrap_or(0);
    let of_axis = |(axis, part): (usize, &'a Option<String>)| {
        (axis, tables.is_told(axis, part).then_some(part))
    };
    let of = |payment: &'a Payment| {
        let parts = payment.parts.iter().enumerate().map(of_axis);
        parts.chain([(axes, None)]).collect()
    };
    payments.iter().map(of).collect()
}

/// What people were paid, key by key.
pub fn cells<K: Ord>(paid: impl Iterator<Item = (K, usize, i64)>) -> BTreeMap<K, Cell> {
    let mut sums: BTreeMap<K, BTreeMap<usize, i64>> = BTreeMap::new();
    for (key, person, minor) in paid {
        let sum = sums.entry(key).or_default().entry(person).or_default();
        *sum = sum.saturating_add(minor);
    }
    sums.into_iter().map(|(key, people)| (key, Cell::of(people.into_values()))).collect()
}
