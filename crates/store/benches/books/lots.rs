//! Which lots should pay: the search alone, among 10,000 open lots of 50 agreements, in memory.

use std::time::Instant;

use almoner_ledger::codes::*;
use almoner_ledger::draw::Want;
use almoner_ledger::facts::Facts;
use almoner_ledger::proposal::for_request;
use almoner_ledger::restriction::Restriction;
use almoner_ledger::rows::aid::Request;
use almoner_ledger::rows::giving::Agreement;
use almoner_ledger::rows::lots::Lot;
use chrono::Days;

use super::spread;
use super::support::{day, person};

const LOTS: i64 = 10_000;
const AGREEMENTS: i64 = 50;
const ROUNDS: usize = 200;

pub(super) fn run() {
    println!("{:>28} {:>8} {:>9} {:>9} {:>9}", "", "chosen", "p50 ms", "p99 ms", "max ms");
    for (name, food_every, wanted) in [
        ("all fit, one is enough", 1, 100),
        ("one in fifty fits", AGREEMENTS, 100),
        ("all fit, half are needed", 1, 500_000),
        ("all fit, all are needed", 1, 1_000_000),
    ] {
        let facts = facts(food_every);
        let request = request();
        let want = Want::Money { currency: Currency::Mkd, quantity_minor: wanted };
        let (mut waits, mut chosen) = (Vec::new(), 0);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let found = for_request(&facts, &request, 1, &want, day("2026-03-10"));
            waits.push(begun.elapsed().as_secs_f64() * 1e3);
            assert_eq!(found.short_minor, 0);
            chosen = found.chosen.len();
        }
        let (p50, p99, max) = spread(waits);
        println!("{name:>28} {chosen:>8} {p50:>9.2} {p99:>9.2} {max:>9.2}");
    }
}

/// A fund with lots of one denar; every so many agreements are for food, the others for rent.
fn facts(food_every: i64) -> Facts {
    let mut facts = Facts::default();
    for seq in 1..=AGREEMENTS {
        let category = if seq % food_every == 0 { Category::Food } else { Category::Rent };
        let restriction = Restriction {
            categories: vec![category],
            municipalities: (0..=seq % 7).map(|place| format!("MK-{}", 814 + place)).collect(),
            ..Restriction::default()
        };
        facts.agreements.insert(seq, agreement(seq, restriction.to_json()));
    }
    for number in 1..=LOTS {
        let lot = lot(1_000 + number, number % AGREEMENTS + 1, number * 7_919 % 700);
        facts.lots.insert((lot.seq, lot.line), lot);
    }
    facts.lots_of.insert(1);
    facts
}

fn agreement(seq: i64, restriction: String) -> Agreement {
    Agreement {
        seq,
        source_seq: 1,
        fund_seq: 1,
        kind: AgreementKind::Grant,
        number: format!("{seq}/2026"),
        signed_on: day("2026-01-01"),
        currency: Currency::Mkd,
        promised_minor: 1_000_000,
        valid_from: day("2026-01-01"),
        valid_to: day("2026-12-31").checked_sub_days(Days::new(seq.unsigned_abs())).unwrap(),
        report_due_on: None,
        unspent: Unspent::Return,
        booked_as: BookedAs::DeferredIncome,
        restriction: Some(restriction),
        state: AgreementState::Active,
        version: 1,
        received_minor: 0,
    }
}

fn lot(seq: i64, agreement: i64, age: i64) -> Lot {
    Lot {
        seq,
        line: 1,
        fund_seq: 1,
        income_seq: Some(seq),
        parent_seq: None,
        parent_line: None,
        agreement_seq: Some(agreement),
        source_seq: Some(1),
        kind: LotKind::Money,
        currency: Currency::Mkd,
        item: None,
        unit: None,
        quantity_minor: 100,
        value_minor: 100,
        received_on: day("2024-01-01").checked_add_days(Days::new(age.unsigned_abs())).unwrap(),
        deferred_account: Some("291".to_owned()),
        income_account: "7311".to_owned(),
        stock_account: None,
        restriction: None,
        left_quantity_minor: 100,
        left_value_minor: 100,
    }
}

fn request() -> Request {
    Request {
        seq: 1,
        category: Category::Food,
        urgency: Urgency::Urgent,
        asked_minor: 1_000_000,
        found_minor: None,
        received_on: day("2026-03-10"),
        due_at: None,
        payee_kind: PayeeKind::Oneself,
        identities_checked: true,
        every_months: None,
        until_on: None,
        next_on: None,
        parent_seq: None,
        import_seq: None,
        fingerprint: None,
        state: RequestState::Assessed,
        recipient: Some(person("somebody")),
        target_group: Some(TargetGroup::Homeless),
        municipality: Some("MK-814".to_owned()),
        payee: None,
        signs: None,
        salt: None,
        commitment: Vec::new(),
        version: 1,
    }
}
