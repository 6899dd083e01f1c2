//! Which lots should pay: the written order, the givers' caps, and the search against trying every choice.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Category, Currency, Reason, WarningCode};
use almoner_ledger::command::{
    ChosenLot, ChosenLots, Command, MakePaymentList, ProposePayout, RecordIncome,
};
use almoner_ledger::draw::Want;
use almoner_ledger::facts::Facts;
use almoner_ledger::proposal::{Had, Why, WhyNot, find, for_request};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::{Binds, Misfit, Purpose, Restriction, Stage};
use proptest::prelude::*;

use crate::payment_list::{list, numbered, order};
use crate::payout::pay;
use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{ACO, BANK, BETI, CVETA, RADE, TEA, day, donation};

fn gift(books: &mut Books, denars: i64, restriction: Restriction) -> i64 {
    let base = donation(books.free, books.giver, denars);
    books.income(RecordIncome { restriction: Some(restriction), ..base })
}

fn food_until(to_on: &str) -> Restriction {
    Restriction { to_on: Some(day(to_on)), ..Books::for_food() }
}

fn money(denars: i64) -> Want<'static> {
    Want::Money { currency: Currency::Mkd, quantity_minor: denars * 100 }
}

fn lots(books: &Books, payout: i64) -> Vec<(i64, i64)> {
    let drawn = books.facts.payout_lots[&payout].iter();
    drawn.map(|row| (row.lot_seq, row.quantity_minor / 100)).collect()
}

#[test]
fn the_narrowest_goes_first_then_what_ends_soonest_then_the_oldest() {
    let mut books = Books::open();
    let old = books.income(donation(books.free, books.giver, 10));
    let free = books.income(donation(books.free, books.giver, 10));
    let ends = gift(
        &mut books,
        10,
        Restriction { to_on: Some(day("2026-06-30")), ..Restriction::default() },
    );
    let late = gift(&mut books, 10, food_until("2026-12-31"));
    let soon = gift(&mut books, 10, food_until("2026-05-31"));
    let narrow = Restriction { municipalities: vec!["MK-814".into()], ..Books::for_food() };
    let elsewhere = gift(&mut books, 10, narrow);
    let request = books.request(Category::Food, 100);
    let request_row = books.facts.requests[&request].clone();
    let found = for_request(&books.facts, &request_row, books.free, &money(45), books.today);
    let order: Vec<(i64, i64)> =
        found.chosen.iter().map(|chosen| (chosen.lot.0, chosen.quantity_minor / 100)).collect();
    assert_eq!(order, [(soon, 10), (late, 10), (ends, 10), (old, 10), (free, 5)]);
    let why: Vec<String> = found.chosen.iter().map(|chosen| chosen.why.to_string()).collect();
    assert_eq!(why[0], "it was given for just such needs and must be used by 2026-05-31");
    assert_eq!(why[2], "it must be used by 2026-06-30");
    assert_eq!(why[3], "it is the oldest that fits");
    let passed: BTreeMap<i64, WhyNot> =
        found.passed_over.iter().map(|passed| (passed.lot.0, passed.why)).collect();
    assert_eq!(passed[&elsewhere], WhyNot::Misfit(Misfit::Municipality));
    assert_eq!(passed[&free], WhyNot::NotNeeded);
}

#[test]
fn several_lots_pay_one_payout_each_within_its_cap() {
    let mut books = Books::open();
    let capped =
        gift(&mut books, 500, Restriction { payout_max_minor: Some(3_000), ..Books::for_food() });
    let free = books.income(donation(books.free, books.giver, 500));
    let payout = books.proposed(books.free, 100);
    assert_eq!(lots(&books, payout), [(capped, 30), (free, 70)]);
    books.approved_by(ACO, payout);
    assert_eq!((books.left(capped), books.left(free)), (47_000, 43_000));
}

#[test]
fn a_household_gets_no_more_than_the_giver_allows_for_one() {
    let mut books = Books::open();
    let capped = gift(
        &mut books,
        500,
        Restriction { household_max_minor: Some(10_000), ..Books::for_food() },
    );
    let home = uuid::Uuid::from_u128(77);
    let first = books.request_at(home, Category::Food, 60);
    let second = books.request_at(home, Category::Food, 60);
    let pay = |books: &mut Books, request, denars| {
        let proposal = Books::proposal(request, books.free, denars);
        books.tries(CVETA, Command::ProposePayout(proposal)).map(|acts| acts[0].seq)
    };
    let payout = pay(&mut books, first, 60).unwrap();
    books.approved_by(ACO, payout);
    books.allow_all(second);
    let refusal = pay(&mut books, second, 41).unwrap_err();
    let expected = Refusal::RestrictionForbids {
        fund: books.free,
        misfit: Misfit::HouseholdCap,
        wanted_minor: 4_100,
        free_minor: 4_000,
    };
    assert_eq!(refusal, expected);
    let rest = pay(&mut books, second, 40).unwrap();
    assert_eq!(lots(&books, rest), [(capped, 40)]);
}

#[test]
fn two_proposals_within_a_cap_that_are_beyond_it_together_are_not_both_approved() {
    let mut books = Books::open();
    gift(&mut books, 500, Books::for_food());
    let home = uuid::Uuid::from_u128(78);
    let proposals: Vec<i64> = (0..2)
        .map(|_| {
            let request = books.request_at(home, Category::Food, 60);
            let proposal = Books::proposal(request, books.free, 60);
            books.does(CVETA, Command::ProposePayout(proposal))
        })
        .collect();
    // The giver's cap comes to be known between the proposals and the approvals.
    let lot = books.facts.lots.values_mut().next().unwrap();
    let capped = Restriction { household_max_minor: Some(10_000), ..Books::for_food() };
    lot.restriction = Some(capped.to_json());
    let facts = books.facts.clone();
    let approve = |facts: &Facts, payout: i64| {
        let context = books.context(books.person(ACO), ACO);
        let digest = facts.payouts[&payout].digest.as_slice().try_into().unwrap();
        let command = Command::ApprovePayout { payout, digest };
        almoner_ledger::decide::decide(facts, &command, None, &context)
    };
    let Ok(almoner_ledger::decide::Decided::Acts(acts)) = approve(&facts, proposals[0]) else {
        panic!("the first is within the cap")
    };
    let mut after = facts;
    after.apply(&acts[0]);
    let refusal = approve(&after, proposals[1]).unwrap_err();
    assert_eq!(refusal.name(), "restriction-forbids");
}

#[test]
fn what_another_proposal_picked_is_asked_last() {
    let mut books = Books::open();
    let old = books.income(donation(books.free, books.giver, 100));
    let new = books.income(donation(books.free, books.giver, 100));
    let first = books.proposed(books.free, 60);
    let second = books.proposed(books.free, 100);
    assert_eq!(lots(&books, first), [(old, 60)]);
    assert_eq!(lots(&books, second), [(old, 40), (new, 60)]);
    books.approved_by(ACO, second);
    books.approved_by(ACO, first);
    // Nothing else is left but what is promised already: it may be picked, and the approvals decide.
    let third = books.proposed(books.free, 40);
    let fourth = books.request(Category::Food, 30);
    let request = books.facts.requests[&fourth].clone();
    let found = for_request(&books.facts, &request, books.free, &money(30), books.today);
    assert_eq!(found.chosen[0].why, Why::PickedByAnother);
    assert_eq!(lots(&books, third), [(new, 40)]);
}

#[test]
fn a_person_may_choose_other_lots_with_a_reason_that_is_signed() {
    let mut books = Books::open();
    let old = books.income(donation(books.free, books.giver, 100));
    let new = books.income(donation(books.free, books.giver, 100));
    let rent = gift(
        &mut books,
        100,
        Restriction { categories: vec![Category::Rent], ..Restriction::default() },
    );
    let request = books.request(Category::Food, 100);
    let choose = |lots: Vec<ChosenLot>| ProposePayout {
        chosen: Some(ChosenLots { lots, why: Reason::GiverAsked, note: None }),
        ..Books::proposal(request, books.free, 100)
    };
    let pick = |lot, denars: i64| ChosenLot { lot, line: 1, quantity_minor: denars * 100 };
    let misfit = choose(vec![pick(rent, 100)]);
    let twice = choose(vec![pick(new, 50), pick(new, 50)]);
    let good = choose(vec![pick(new, 90), pick(old, 10)]);
    let refusal = books.refuses(CVETA, Command::ProposePayout(misfit));
    assert_eq!(refusal.name(), "restriction-forbids");
    let refusal = books.refuses(CVETA, Command::ProposePayout(twice));
    assert_eq!(refusal, Refusal::LotNoLongerFree { lot: new });
    let payout = books.does(CVETA, Command::ProposePayout(good));
    assert_eq!(lots(&books, payout), [(new, 90), (old, 10)]);
    assert_eq!(books.facts.payouts[&payout].chosen_why, Some(Reason::GiverAsked));
}

#[test]
fn money_that_must_be_paid_in_time_is_not_released_after_it() {
    let mut books = Books::open();
    let window = Restriction { binds: Binds::Payment, ..food_until("2026-03-12") };
    gift(&mut books, 100, window);
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    books.today = day("2026-03-13");
    let release = books.release(payout);
    let refusal = books.refuses(RADE, release);
    let expected = Refusal::RestrictionForbids {
        fund: books.free,
        misfit: Misfit::AfterWindow,
        wanted_minor: 10_000,
        free_minor: 0,
    };
    assert_eq!(refusal, expected);
}

#[test]
fn money_that_must_be_paid_in_time_is_ordered_in_time_and_a_late_bank_is_noted() {
    let mut books = Books::open();
    books.does(TEA, Command::PutAccount(numbered("300000000000133")));
    let window = Restriction { binds: Binds::Payment, ..food_until("2026-03-12") };
    gift(&mut books, 100, window);
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    let in_time = list(&[order(&books, payout)]);
    let late = MakePaymentList { value_on: day("2026-03-13"), ..in_time.clone() };
    let refusal = books.refuses(RADE, Command::MakePaymentList(late));
    assert_eq!(refusal.name(), "restriction-forbids");
    books.does(RADE, Command::MakePaymentList(in_time));
    books.today = day("2026-03-13");
    let acts = books.tries(TEA, pay(payout, Some(BANK), "2026-03-13")).unwrap();
    let told: Vec<_> = rows!(acts[0].rows, Warning).map(|row| row.code).collect();
    assert_eq!(told, [WarningCode::OutsideWindow]);
}

#[test]
fn splitting_a_payout_does_not_lower_its_band() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    let home = uuid::Uuid::from_u128(79);
    // One approver is enough up to 30,000 denars; the second payout of the household takes it beyond.
    let first = books.request_at(home, Category::Food, 20_000);
    let second = books.request_at(home, Category::Rent, 20_000);
    let first =
        books.does(CVETA, Command::ProposePayout(Books::proposal(first, books.free, 20_000)));
    let second =
        books.does(CVETA, Command::ProposePayout(Books::proposal(second, books.free, 20_000)));
    assert_eq!(books.facts.payouts[&first].approvals_needed, 1);
    assert_eq!(books.facts.payouts[&second].approvals_needed, 2);
    books.approved_by(ACO, second);
    assert_eq!(books.facts.payouts[&second].obligation_seq, None);
    books.approved_by(BETI, second);
    // The first proposal was alone when it was made; by now it is not.
    books.approved_by(BETI, first);
    assert_eq!(books.facts.payouts[&first].obligation_seq, None);
    books.approved_by(ACO, first);
    assert!(books.facts.payouts[&first].obligation_seq.is_some());
    // A month later the household stands alone again.
    books.today = day("2026-04-20");
    let later = books.request_at(home, Category::Food, 20_000);
    let later =
        books.does(CVETA, Command::ProposePayout(Books::proposal(later, books.free, 20_000)));
    assert_eq!(books.facts.payouts[&later].approvals_needed, 1);
}

/// A lot of a small world: what is left, what another proposal picked, whose money it is, when it came.
#[derive(Clone, Debug)]
struct Small {
    left: i64,
    picked: i64,
    agreement: Option<usize>,
    food_only: bool,
    gift_cap: Option<i64>,
    age: i64,
}

fn small() -> impl Strategy<Value = Small> {
    (
        1_i64..5,
        0_i64..3,
        proptest::option::of(0_usize..2),
        any::<bool>(),
        proptest::option::of(0_i64..4),
        0_i64..3,
    )
        .prop_map(|(left, picked, agreement, food_only, gift_cap, age)| Small {
            left,
            picked: picked.min(left),
            agreement,
            food_only,
            gift_cap,
            age,
        })
}

/// Books with these lots alone, under two agreements that cap a payout.
fn world(lots: &[Small], caps: [i64; 2]) -> (Facts, i64, [i64; 2]) {
    let mut books = Books::open();
    let agreements = caps.map(|cap| {
        let mut add = books.agreement(books.free, 100_000);
        add.restriction =
            Some(Restriction { payout_max_minor: Some(cap), ..Restriction::default() });
        books.does(TEA, Command::AddAgreement(add))
    });
    for small in lots {
        let mut income = donation(books.free, books.giver, 1);
        income.agreement = small.agreement.map(|at| agreements[at]);
        income.received_on = day("2026-03-01") + chrono::Days::new(small.age.unsigned_abs());
        if small.food_only || small.gift_cap.is_some() {
            let categories = if small.food_only { vec![Category::Food] } else { Vec::new() };
            income.restriction = Some(Restriction {
                categories,
                payout_max_minor: small.gift_cap,
                ..Restriction::default()
            });
        }
        books.income(income);
    }
    let mut facts = books.facts.clone();
    for (lot, small) in facts.lots.values_mut().zip(lots) {
        lot.left_quantity_minor = small.left;
        lot.left_value_minor = small.left;
        if 0 < small.picked {
            facts.picked.insert((lot.seq, lot.line), small.picked);
        }
    }
    (facts, books.free, agreements)
}

/// Tries every choice of the slots in their order; keeps the one that gives most, and of those what takes most from the
/// first slot, then from the second, and so on.
fn try_all(slots: &[(usize, i64)], lots: &[Small], caps: [i64; 2], want: i64) -> Vec<i64> {
    fn allowed(taken: &[i64], slots: &[(usize, i64)], lots: &[Small], caps: [i64; 2]) -> bool {
        let of = |wanted: &dyn Fn(usize) -> bool| -> i64 {
            slots.iter().zip(taken).filter(|((lot, _), _)| wanted(*lot)).map(|(_, sum)| sum).sum()
        };
        (0..2).all(|at| of(&|lot| lots[lot].agreement == Some(at)) <= caps[at])
            && (0..lots.len())
                .all(|at| lots[at].gift_cap.is_none_or(|cap| of(&|lot| lot == at) <= cap))
    }
    let mut best: Option<(i64, Vec<i64>)> = None;
    let mut stack = vec![Vec::new()];
    while let Some(taken) = stack.pop() {
        if !allowed(&taken, slots, lots, caps) {
            continue;
        }
        let sum: i64 = taken.iter().sum();
        if taken.len() == slots.len() {
            if best.as_ref().is_none_or(|(most, known)| (*most, known) < (sum, &taken)) {
                best = Some((sum, taken));
            }
            continue;
        }
        for next in 0..=slots[taken.len()].1.min(want - sum) {
            let mut longer = taken.clone();
            longer.push(next);
            stack.push(longer);
        }
    }
    best.unwrap().1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_search_agrees_with_trying_every_choice(
        lots in proptest::collection::vec(small(), 1..5),
        caps in [0_i64..6, 0_i64..6],
        want in 1_i64..12,
        food in any::<bool>(),
    ) {
        let (facts, fund, _) = world(&lots, caps);
        let category = if food { Category::Food } else { Category::Rent };
        let purpose = Purpose::Aid {
            category,
            target_group: None,
            municipality: None,
            on: day("2026-03-10"),
            stage: Stage::Decision,
        };
        let wanted = Want::Money { currency: Currency::Mkd, quantity_minor: want };
        let found = find(&facts, fund, &wanted, &[purpose], &Had::new());
        // The written order, said once more: for food only, then what ends (with its agreement), then the oldest.
        let keys: Vec<(i64, i64)> = facts.lots.keys().copied().collect();
        let mut order: Vec<usize> =
            (0..lots.len()).filter(|at| food || !lots[*at].food_only).collect();
        order.sort_by_key(|at| {
            (!lots[*at].food_only, lots[*at].agreement.is_none(), lots[*at].age, keys[*at])
        });
        let free = order.iter().map(|at| (*at, lots[*at].left - lots[*at].picked));
        let picked = order.iter().map(|at| (*at, lots[*at].picked));
        let slots: Vec<(usize, i64)> = free.chain(picked).collect();
        let best = try_all(&slots, &lots, caps, want);
        let mut expected: BTreeMap<(i64, i64), i64> = BTreeMap::new();
        for ((at, _), taken) in slots.iter().zip(&best) {
            *expected.entry(keys[*at]).or_insert(0) += taken;
        }
        expected.retain(|_, taken| 0 < *taken);
        let chosen: BTreeMap<(i64, i64), i64> = found
            .chosen
            .iter()
            .map(|one| (one.lot, one.quantity_minor))
            .collect();
        prop_assert_eq!(chosen, expected);
        prop_assert_eq!(found.short_minor, want - best.iter().sum::<i64>());
    }
}
