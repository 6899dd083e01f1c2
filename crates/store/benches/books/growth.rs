//! How reading and verifying grow with the books: 10,000, 100,000 and 1,000,000 postings.

use std::sync::Arc;
use std::time::Instant;

use almoner_ledger::codes::{Currency, DocumentKind, Reason};
use almoner_ledger::command::{Command, Deed};
use almoner_reports::csv::dialect::Dialect;
use almoner_reports::statement::writer::StatementWriter;
use almoner_reports::statement::{LineDocument, StatementHead, StatementKind, StatementLine};
use almoner_store::read::statement::{StatementOf, StatementRequest};
use almoner_store::verify::Trust;
use chrono::{Days, NaiveDate};

use super::support::{Books, day, income, source};

/// Days of receipt: a little over three years, so that a year has thousands of entries and months can be closed.
const DAYS: u64 = 1_160;

pub(super) async fn run(url: &str, most: u64) {
    let books = Arc::new(Books::open(url).await);
    let mut sources = vec![books.source];
    for number in 2..=300 {
        sources.push(
            books
                .ask(books.treasurer, source(&format!("Пример Компанија {number}")))
                .await
                .unwrap()
                .seq,
        );
    }
    println!(
        "{:>9} {:>9} {:>12} {:>12} {:>11} {:>12} {:>9} {:>12}",
        "postings",
        "load s",
        "balance ms",
        "trial ms",
        "CSV s",
        "CSV grew MiB",
        "verify s",
        "leaves/s"
    );
    let mut posted = 0;
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        if posted != 0 {
            reopen_months(&books).await;
        }
        let begun = Instant::now();
        fill(&books, &sources, posted, size / 2).await;
        posted = size / 2;
        let loaded = begun.elapsed();
        close_months(&books).await;
        measure(&books, size, loaded.as_secs_f64()).await;
    }
    books.store.close().await;
}

fn received(number: u64) -> NaiveDate {
    day("2023-01-01").checked_add_days(Days::new(number * 7_919 % DAYS)).unwrap()
}

async fn fill(books: &Arc<Books>, sources: &[i64], from: u64, to: u64) {
    let mut waiting = tokio::task::JoinSet::new();
    for number in from..to {
        let fund = if number % 3 == 0 { books.restricted } else { books.fund };
        let mut command = income(
            sources[(number % 300) as usize],
            fund,
            &format!("{}.{:02}", 100 + number % 900, number % 100),
        );
        if let Command::RecordIncome(income) = &mut command {
            income.received_on = received(number);
        }
        let books = Arc::clone(books);
        waiting.spawn(async move { books.ask_once(books.treasurer, command).await.unwrap() });
        if 512 <= waiting.len() {
            waiting.join_next().await.unwrap().unwrap();
        }
    }
    while let Some(done) = waiting.join_next().await {
        done.unwrap();
    }
}

/// Closes what is over, so that balances stand on dense closings; the next fill opens the months again.
async fn close_months(books: &Books) {
    for month in (2023..=2025).flat_map(|year| (1..=12).map(move |month| year * 100 + month)) {
        let deed = Deed::CloseMonth { month, why: Reason::PeriodEnd };
        books.decide(books.treasurer, books.releaser, deed).await;
    }
}

async fn reopen_months(books: &Books) {
    for month in
        (2023..=2025).rev().flat_map(|year| (1..=12).rev().map(move |month| year * 100 + month))
    {
        let deed = Deed::ReopenMonth { month, why: Reason::LateDocument };
        books.decide(books.treasurer, books.releaser, deed).await;
    }
}

async fn measure(books: &Books, size: u64, loaded: f64) {
    let mut balance: f64 = 0.0;
    for on in ["2023-06-17", "2024-02-29", "2025-12-13", "2026-03-05", "2026-03-10"] {
        let begun = Instant::now();
        books.store.balance("1000", day(on), None).await.unwrap();
        balance = balance.max(begun.elapsed().as_secs_f64() * 1e3);
    }
    let mut trial: f64 = 0.0;
    for on in ["2023-12-31", "2025-12-13", "2026-03-10"] {
        let begun = Instant::now();
        books.store.trial_balance(day(on), None).await.unwrap();
        trial = trial.max(begun.elapsed().as_secs_f64() * 1e3);
    }
    let (seconds, grew) = statement(books).await;
    let begun = Instant::now();
    let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
    let verified = begun.elapsed().as_secs_f64();
    println!(
        "{size:>9} {loaded:>9.1} {balance:>12.1} {trial:>12.1} {seconds:>11.2} {grew:>12.1} {verified:>9.1} {:>12.0}",
        report.leaves as f64 / verified
    );
}

/// Streams the busiest account as CSV into nothing; seconds, and how far the peak of memory rose.
async fn statement(books: &Books) -> (f64, f64) {
    let before = peak_mib();
    let begun = Instant::now();
    let (from, to) = (day("2023-01-01"), day("2026-03-10"));
    let of = StatementOf::Account { account: "1000".to_owned(), fund: None };
    let mut statement =
        books.store.statement(StatementRequest { of, from, to, known_at: None }).await.unwrap();
    let mut writer = StatementWriter::new(
        Dialect::Data,
        StatementHead {
            kind: StatementKind::Account,
            books: "Проба".to_owned(),
            subject: "1000".to_owned(),
            from,
            to,
            currency: Currency::Mkd,
            opening_minor: statement.start.opening.amount_minor,
            as_of_seq: statement.start.as_of_seq,
            demo: false,
        },
    );
    let mut out = Vec::new();
    let mut bytes = 0;
    writer.begin(&mut out).unwrap();
    while let Some(lines) = statement.page().await.unwrap() {
        for line in &lines {
            let document = match (line.document_kind, &line.document_number) {
                (Some(kind), Some(number)) => LineDocument::Paper { kind, number },
                _ => LineDocument::Paper { kind: DocumentKind::Other, number: "" },
            };
            let written = StatementLine {
                seq: line.seq,
                line: line.line,
                entry_year: line.entry_year,
                entry_number: line.entry_number,
                booked_on: line.booked_on,
                document,
                kind: line.kind,
                account: &line.account,
                fund: &line.fund_code,
                source: line.source.as_deref(),
                reference: line.reference.as_deref(),
                currency: line.currency,
                quantity_minor: line.quantity_minor,
                amount_minor: line.amount_minor,
            };
            writer.line(&written, &mut out).unwrap();
        }
        bytes += out.len();
        out.clear();
    }
    writer.finish(statement.start.closing.map(|sum| sum.amount_minor), &mut out).unwrap();
    assert!(0 < bytes);
    (begun.elapsed().as_secs_f64(), peak_mib() - before)
}

/// The highest resident memory of this process so far.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
    kib / 1024.0
}
