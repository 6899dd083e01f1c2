//! Measures what the law wants out of the books: the annual account, a long journal, and the same sums by `hledger`.
//! Called by `scripts/bench`.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "figures for people, not money"
)]

#[path = "../../../store/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::Command as Program;
use std::sync::Arc;
use std::time::Instant;

use almoner_ledger::command::Command;
use almoner_reports::export::Format;
use almoner_reports::language::Language;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::export::{Export, Wanted as WantedExport};
use almoner_server::pieces::Pieces as _;
use almoner_server::reporting::{Face, Wanted};
use chrono::Days;

use support::{Books, day, income};

/// Times that a paper is made; the middle one is told.
const ROUNDS: usize = 5;

/// `reports year FOLDER`: a year of 100,000 lines. `reports growth FOLDER [POSTINGS]`: the annual account of many.
/// `reports peer FOLDER`: 100,000 entries, here and with hledger.
fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match words.as_slice() {
        ["year", folder] => runtime.block_on(year(folder)),
        ["growth", folder] => runtime.block_on(growth(folder, 1_000_000)),
        ["growth", folder, most] => runtime.block_on(growth(folder, most.parse().unwrap())),
        ["peer", folder] => runtime.block_on(peer(folder)),
        _ => println!(
            "usage: reports year FOLDER | reports growth FOLDER [POSTINGS] | reports peer FOLDER"
        ),
    }
}

async fn open(folder: &str, name: &str) -> Arc<Books> {
    Arc::new(Books::open(&format!("sqlite:{folder}/{name}.db")).await)
}

async fn app(books: &Books) -> App {
    let clock = Clock::standing("2026-03-10T09:00:00Z".parse().unwrap());
    App::new(books.store.clone(), clock).await.unwrap()
}

/// Incomes of the year 2025, two postings each, spread over its days.
async fn fill(books: &Arc<Books>, from: u64, to: u64) {
    let mut waiting = tokio::task::JoinSet::new();
    for number in from..to {
        let fund = if number % 3 == 0 { books.restricted } else { books.fund };
        let sum = format!("{}.{:02}", 100 + number % 900, number % 100);
        let mut command = income(books.source, fund, &sum);
        if let Command::RecordIncome(income) = &mut command {
            income.received_on =
                day("2025-01-01").checked_add_days(Days::new(number * 7_919 % 365)).unwrap();
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

fn wanted(report: &str, to: &str, face: Face) -> Wanted {
    Wanted {
        report: report.to_owned(),
        from: day("2025-01-01"),
        to: day(to),
        about: BTreeMap::new(),
        giver: None,
        language: Language::Mk,
        face,
    }
}

/// Makes a paper some times: seconds in the middle, its size in MiB, and how far the peak of memory rose.
async fn made(app: &App, wanted: &Wanted, rounds: usize) -> (f64, f64, f64) {
    let (before, mut seconds, mut bytes) = (peak_mib(), Vec::new(), 0);
    for _ in 0..rounds {
        let begun = Instant::now();
        bytes = app.report(wanted).await.unwrap().bytes.len();
        seconds.push(begun.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    (seconds[rounds / 2], bytes as f64 / 1_048_576.0, peak_mib() - before)
}

async fn year(folder: &str) {
    let books = open(folder, "year").await;
    fill(&books, 0, 50_000).await;
    let app = app(&books).await;
    println!("{:<34} {:>9} {:>9} {:>9} {:>12}", "", "asked s", "took s", "MiB", "grew MiB");
    for (name, asked, face, to) in [
        ("Дневник, 100,000 lines, CSV", 1, Face::Csv, "2025-12-31"),
        ("Дневник, 100,000 lines, XLSX", 5, Face::Xlsx, "2025-12-31"),
        ("Дневник, 5,000 lines, PDF", 10, Face::Pdf, "2025-01-18"),
    ] {
        let (took, size, grew) = made(&app, &wanted("journal", to, face), 1).await;
        println!("{name:<34} {asked:>9} {took:>9.2} {size:>9.1} {grew:>12.1}");
    }
    books.store.close().await;
}

async fn growth(folder: &str, most: u64) {
    let books = open(folder, "growth").await;
    println!("{:>10} {:<22} {:>10} {:>10}", "postings", "", "data ms", "PDF ms");
    let mut posted = 0;
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        fill(&books, posted, size / 2).await;
        posted = size / 2;
        let app = app(&books).await;
        for report in ["balance_sheet", "income_expenditure", "trial_balance"] {
            let paper = |face| wanted(report, "2025-12-31", face);
            let (data, ..) = made(&app, &paper(Face::Json), ROUNDS).await;
            let (pdf, ..) = made(&app, &paper(Face::Pdf), ROUNDS).await;
            println!("{size:>10} {report:<22} {:>10.1} {:>10.1}", data * 1e3, pdf * 1e3);
        }
    }
    books.store.close().await;
}

async fn peer(folder: &str) {
    let books = open(folder, "peer").await;
    fill(&books, 0, 100_000).await;
    let app = app(&books).await;
    let (from, to) = (day("2025-01-01"), day("2025-12-31"));
    let export =
        WantedExport { format: Format::Hledger, from, to, fund: None, language: Language::Mk };
    let path = Path::new(folder).join("peer.journal");
    let begun = Instant::now();
    let mut export = Export::begin(&books.store, &export).await.unwrap();
    let mut file = std::fs::File::create(&path).unwrap();
    while let Some(piece) = export.next().await.unwrap() {
        file.write_all(&piece).unwrap();
    }
    println!("100,000 entries exported in {:.1} s", begun.elapsed().as_secs_f64());
    println!("{:<22} {:>10} {:>11} {:>8}", "", "ours ms", "hledger ms", "ratio");
    for (report, words) in [
        ("trial_balance", &["balance", "--flat", "-B"][..]),
        ("income_expenditure", &["incomestatement", "-B"]),
    ] {
        let (ours, ..) = made(&app, &wanted(report, "2025-12-31", Face::Csv), ROUNDS).await;
        let begun = Instant::now();
        let program = Program::new("hledger")
            .arg("-f")
            .arg(&path)
            .args(words)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        let theirs = begun.elapsed().as_secs_f64();
        assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
        println!("{report:<22} {:>10.1} {:>11.0} {:>8.0}", ours * 1e3, theirs * 1e3, theirs / ours);
    }
    books.store.close().await;
}

/// The highest resident memory of this process so far.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0.0);
    kib / 1024.0
}
