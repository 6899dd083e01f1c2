//! The trace of a fund with 100,000 allocations: many small incomes under some agreements, spent on aid.

use std::sync::Arc;
use std::time::Instant;

use almoner_ledger::codes::*;
use almoner_ledger::command::*;
use almoner_store::verify::Trust;

use super::spread;
use super::support::{Books, amount, code, day, income, need, paper};

/// Lots that one payout draws: it makes two allocations of each.
const LOTS: u64 = 25;
const AT_ONCE: u64 = 40;
const CATEGORIES: [Category; 4] =
    [Category::Food, Category::Rent, Category::Health, Category::Utilities];

pub(super) async fn run(url: &str, allocations: u64) {
    let books = Arc::new(Books::open(url).await);
    let mut agreements = Vec::new();
    for number in 0..10 {
        agreements.push(agreement(&books, number).await);
    }
    let begun = Instant::now();
    let payouts = allocations.div_ceil(2 * LOTS);
    let mut made = 0;
    while made < payouts {
        let now = AT_ONCE.min(payouts - made);
        let mut waiting = tokio::task::JoinSet::new();
        for number in 0..now * LOTS {
            let (books, agreement) = (Arc::clone(&books), agreements[(number % 10) as usize]);
            waiting.spawn(async move {
                let command = income(books.source, books.restricted, "10.00");
                let Command::RecordIncome(gift) = command else { unreachable!() };
                let grant =
                    RecordIncome { agreement: Some(agreement), kind: IncomeKind::Grant, ..gift };
                let recorded = Command::RecordIncome(grant);
                books.ask_once(books.treasurer, recorded).await.unwrap();
            });
        }
        while let Some(done) = waiting.join_next().await {
            done.unwrap();
        }
        for number in made..made + now {
            let books = Arc::clone(&books);
            waiting.spawn(async move { pay(&books, number).await });
        }
        while let Some(done) = waiting.join_next().await {
            done.unwrap();
        }
        made += now;
    }
    let loaded = begun.elapsed().as_secs_f64();
    measure(&books, agreements[0], payouts, loaded).await;
    books.store.close().await;
}

async fn agreement(books: &Books, number: u64) -> i64 {
    let agreement = AddAgreement {
        source: books.source,
        fund: books.restricted,
        kind: AgreementKind::Grant,
        number: code(&format!("{number}/2026")),
        signed_on: day("2026-01-05"),
        currency: Currency::Mkd,
        promised: amount("9000000.00"),
        valid_from: day("2026-01-01"),
        valid_to: day("2026-12-31"),
        report_due_on: None,
        unspent: Unspent::Return,
        booked_as: BookedAs::DeferredIncome,
        restriction: None,
        instalments: Vec::new(),
    };
    books.ask_once(books.treasurer, Command::AddAgreement(agreement)).await.unwrap().seq
}

async fn pay(books: &Books, number: u64) {
    let sum = format!("{}.00", 10 * LOTS);
    let recipient = books.new_recipient().await;
    let asked = SubmitRequest {
        category: CATEGORIES[(number % 4) as usize],
        municipality: Some(code(&format!("MK-{}", 801 + number % 17))),
        ..need(recipient, &sum)
    };
    let request = books.assessed(asked).await;
    let proposed = super::support::food(request, books.restricted, &sum);
    let payout = books.ask_once(books.case_worker, proposed).await.unwrap().seq;
    let digest = books.store.payout_digest(payout).await.unwrap().unwrap().try_into().unwrap();
    let approve = Command::ApprovePayout { payout, digest };
    books.ask_once(books.approver, approve).await.unwrap();
    let release =
        Command::ReleasePayout { payout, digest, seen: Seen::default(), acknowledge: Vec::new() };
    books.ask_once(books.releaser, release).await.unwrap();
    let pay = Command::PayPayout {
        payout,
        account: Some("1000".to_owned()),
        paid_on: day("2026-03-10"),
        document: paper("31"),
    };
    books.ask_once(books.treasurer, pay).await.unwrap();
}

async fn measure(books: &Books, agreement: i64, payouts: u64, loaded: f64) {
    let (mut fund, mut under) = (Vec::new(), Vec::new());
    for _ in 0..50 {
        let begun = Instant::now();
        let traced = books.store.fund_trace(books.restricted).await.unwrap().unwrap();
        fund.push(begun.elapsed().as_secs_f64() * 1e3);
        let spent = i64::try_from(payouts * LOTS * 1_000).unwrap();
        assert_eq!(traced.traced.totals.spent_on_aid(), spent);
        let begun = Instant::now();
        books.store.agreement_trace(agreement).await.unwrap().unwrap();
        under.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    println!("{} allocations, made in {loaded:.1} s", payouts * LOTS * 2);
    for (name, waits) in [("fund", fund), ("agreement", under)] {
        let (p50, p99, max) = spread(waits);
        println!("trace of the {name}: p50 {p50:.2} ms, p99 {p99:.2} ms, max {max:.2} ms");
    }
    let begun = Instant::now();
    let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
    println!("verified with them in {:.1} s", begun.elapsed().as_secs_f64());
}
