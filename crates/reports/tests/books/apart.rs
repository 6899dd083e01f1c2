//! Payments told one by one beside public tables: what they leave of anything that is told is nobody's, or fit to be told.

use almoner_reports::publish::apart::{Opened, Payment, cells, open};
use almoner_reports::publish::suppress::{Cell, Rules, publish};
use almoner_reports::publish::tables::Tables;
use proptest::prelude::*;

use crate::suppress::RULES;

fn whole(payments: &[&Payment]) -> Cell {
    let paid = payments.iter().map(|payment| ((), payment.person, payment.minor));
    cells(paid).into_values().next().unwrap_or_default()
}

#[track_caller]
fn check(payments: &[Payment], rules: &Rules) -> Opened {
    let opened = open(payments, &Tables::of(payments, rules), rules);
    let told = payments.iter().zip(&opened.apart);
    assert!(told.clone().all(|(payment, told)| payment.is_public || !told), "a person is told");
    let left: Vec<&Payment> = told.filter(|(_, told)| !**told).map(|(it, _)| it).collect();
    if left.len() == payments.len() {
        return opened;
    }
    assert!(rules.allow(&whole(&left)), "the rest of the whole: {left:?}");
    let all: Vec<&Payment> = payments.iter().collect();
    for axis in 0..2 {
        let by_part = |payments: &[&Payment]| {
            let paid = payments.iter().map(|it| (it.parts[axis].clone(), it.person, it.minor));
            cells(paid)
        };
        let parts = by_part(&all);
        let tables = (0..2).map(|axis| {
            let paid = all.iter().map(|it| (it.parts[axis].clone(), it.person, it.minor));
            cells(paid).into_values().collect()
        });
        let published = publish(&whole(&all), &tables.collect::<Vec<_>>(), rules);
        let mut hidden: Vec<&Payment> = Vec::new();
        for (part, cell) in parts.keys().zip(&published.tables[axis]) {
            let of_part = left.iter().copied().filter(|it| it.parts[axis] == *part);
            if cell.is_some() {
                let rest = whole(&of_part.collect::<Vec<_>>());
                assert!(rules.allow(&rest), "what is left of {part:?}: {rest:?}");
            } else {
                hidden.extend(of_part);
            }
        }
        assert!(rules.allow(&whole(&hidden)), "what is left of all that is withheld: {hidden:?}");
    }
    opened
}

fn payment(person: usize, need: &str, is_public: bool, minor: i64) -> Payment {
    let parts = vec![Some(need.to_owned()), None];
    Payment { person, parts, fund: 1, minor, is_public }
}

proptest! {
    #[test]
    fn nobody_is_found_beside_what_is_told_one_by_one(
        rows in prop::collection::vec((0_usize..40, 0_u8..4, 0_u8..3, any::<bool>(), 1_i64..2_000_000), 0..90),
    ) {
        let payments = rows.into_iter().map(|(person, need, place, is_public, minor)| Payment {
            person,
            parts: vec![Some(need.to_string()), (place != 0).then(|| place.to_string())],
            fund: i64::from(place),
            minor,
            is_public,
        });
        check(&payments.collect::<Vec<_>>(), &RULES);
    }
}

#[test]
fn organisations_are_told_beside_enough_people() {
    let mut payments: Vec<Payment> =
        (0..12).map(|person| payment(person, "food", false, 100_000)).collect();
    payments.push(payment(40, "food", true, 700_000));
    let opened = check(&payments, &RULES);
    assert!(opened.apart[12], "twelve people are left");
    assert_eq!(opened.people.total.map(|told| (told.persons, told.minor)), Some((12, 1_200_000)));
    // Three people beside the pharmacy: whoever knows the sum of the need would know theirs.
    let mut health: Vec<Payment> =
        (0..12).map(|person| payment(person, "health", true, 100_000)).collect();
    health.extend((20..23).map(|person| payment(person, "health", false, 100_000)));
    assert!(!check(&health, &RULES).apart.contains(&true));
    health.truncate(12);
    assert!(!check(&health, &RULES).apart.contains(&false), "nobody is left");
}

#[test]
fn a_place_is_told_beside_a_need_where_enough_share_both() {
    let at = |person: usize, need: &str, place: &str| {
        let parts = vec![Some(need.to_owned()), Some(place.to_owned())];
        Payment { person, parts, fund: 1, minor: 100_000, is_public: true }
    };
    let mut payments: Vec<Payment> = (0..12).map(|person| at(person, "food", "a")).collect();
    payments.extend((12..24).map(|person| at(person, "food", "b")));
    let shown = |payments: &[Payment]| Tables::of(payments, &RULES).shown(payments, (0, 1), &RULES);
    assert!(!shown(&payments).contains(&false));
    // One of the place needs something else: whoever knows the place would know who.
    payments.push(at(24, "health", "a"));
    assert_eq!(shown(&payments).iter().filter(|shown| !**shown).count(), 1);
    assert!(!shown(&payments)[24]);
    // Another fund tells as much as another need.
    payments[0].fund = 2;
    assert_eq!(shown(&payments)[..2], [false, true]);
    // Where the cell of the place is withheld, nobody of it is placed.
    let few: Vec<Payment> = payments.split_off(16);
    payments.extend(few.into_iter().skip(7));
    let places: Vec<bool> = shown(&payments);
    let of = |place: &str| {
        let rows = payments.iter().zip(&places);
        rows.filter(|(it, shown)| it.parts[1].as_deref() == Some(place) && **shown).count()
    };
    assert_eq!(of("b"), 0);
    assert_eq!(of("a"), 0, "two places part the whole: neither is told");
}
