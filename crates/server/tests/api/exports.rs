//! The books for other programs, proved by those programs: their checks pass, and their balances are ours, line by line.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use almoner_ledger::codes::{Currency, EntryKind};
use almoner_ledger::rows::journal::Posting;
use almoner_reports::csv::number::NumberFormat;
use almoner_reports::export::Format;
use almoner_reports::language::Language;
use almoner_server::demo::chance::Chance;
use almoner_server::export::{Export, Wanted};
use almoner_server::pieces::Pieces;
use almoner_store::read::entry::{EntryFilter, EntryRow};
use almoner_store::read::page::Paging;
use almoner_store::store::Store;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::app::{On, TestApp, donation};
use crate::demo::told;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn written(store: &Store, wanted: &Wanted) -> String {
    let mut export = Export::begin(store, wanted).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        bytes.extend(piece);
    }
    String::from_utf8(bytes).unwrap()
}

/// What another program says of a file; `None` where it is not installed and `scripts/test` has not promised it.
pub(crate) fn says(program: &str, words: &[&str]) -> Option<Output> {
    match Command::new(program).args(words).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => Some(output),
        Err(error) => {
            let promised = std::env::var_os("ALMONER_TEST_PEERS").is_some();
            assert!(
                !promised,
                "{program}: {error}; install the Debian packages hledger, beancount, libxml2-utils"
            );
            None
        }
    }
}

#[track_caller]
pub(crate) fn agrees(output: &Output) {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
}

/// Denars by account's code, out of a table of names and balances.
fn balances(table: &Output, begins: char) -> BTreeMap<String, i64> {
    agrees(table);
    let mut reader = csv::Reader::from_reader(table.stdout.as_slice());
    let mut balances = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let code = row[0].rsplit(':').next().unwrap().split(begins).next().unwrap().trim();
        let amount = row[1].trim().trim_end_matches("MKD").trim();
        let minor = if amount.is_empty() { 0 } else { NumberFormat::POINT.parse(amount).unwrap() };
        if minor != 0 {
            balances.insert(code.to_owned(), minor);
        }
    }
    balances
}

/// Writes both journals of some days and has both programs prove them and tell their balances.
async fn prove(store: &Store, days: (NaiveDate, NaiveDate), fund: Option<(i64, String)>) {
    let (from, to) = days;
    let mut ours: BTreeMap<String, i64> = BTreeMap::new();
    for row in store.trial_balance(to, None).await.unwrap().rows {
        if fund.as_ref().is_none_or(|(seq, _)| *seq == row.fund_seq) {
            *ours.entry(row.account).or_default() += row.amount_minor;
        }
    }
    ours.retain(|_, minor| *minor != 0);
    let folder = tempfile::tempdir().unwrap();
    let file = |format: Format| folder.path().join(format!("books.{}", format.ending()));
    for format in Format::ALL {
        let code = fund.as_ref().map(|(_, code)| code.clone());
        let wanted = Wanted { format, from, to, fund: code, language: Language::Mk };
        std::fs::write(file(format), written(store, &wanted).await).unwrap();
    }
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let journal = path(&file(Format::Hledger));
    if let Some(checked) = says("hledger", &["-f", &journal, "check", "-s"]) {
        agrees(&checked);
        let words = ["-f", &journal, "bal", "-B", "-E", "--flat", "-N", "-O", "csv"];
        assert_eq!(balances(&says("hledger", &words).unwrap(), ' '), ours, "hledger {fund:?}");
    }
    let ledger = path(&file(Format::Beancount));
    if let Some(checked) = says("bean-check", &[&ledger]) {
        agrees(&checked);
        let query = "select account, sum(weight) as denars group by account";
        let table = says("bean-query", &["-f", "csv", &ledger, query]).unwrap();
        assert_eq!(balances(&table, '-'), ours, "beancount {fund:?}");
    }
}

async fn prove_all(store: &Store, days: (NaiveDate, NaiveDate)) {
    prove(store, days, None).await;
    let facts = store.facts_for_reading().await.unwrap();
    for fund in facts.funds.values() {
        prove(store, days, Some((fund.seq, fund.code.clone()))).await;
    }
}

#[tokio::test]
async fn the_demo_is_proved_by_hledger_and_beancount() {
    let (_folder, store, _) = told("peers").await;
    prove_all(&store, (day("2025-01-01"), day("2026-12-31"))).await;
    // From the middle, where what stood before comes first.
    prove(&store, (day("2025-10-05"), day("2026-01-20")), None).await;
    store.close().await;
}

/// Whatever is given, moved, sold and charged in denars and euros; what the books refuse is no part of them.
async fn something(app: &TestApp, chance: &mut Chance, funds: [i64; 2], source: i64, step: usize) {
    let fund = funds[chance.below(2)];
    let sum = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
    let amount = sum(chance.between(1, 3_000_000));
    let booked_on = format!("2026-03-{:02}", chance.between(1, 10));
    let paper = json!({"paper": {"kind": "invoice", "number": format!("F#{step}:a"), "dated_on": "2026-03-01"}});
    let (path, body) = match chance.below(6) {
        0 => {
            let mut gift = donation(fund, source, &amount);
            gift["received_on"] = json!(booked_on);
            ("incomes", gift)
        }
        1 => {
            let mut gift = donation(fund, source, &amount);
            let rate = format!("61.{:04}", chance.between(0, 9_999));
            let rate = json!({"value": rate, "on": booked_on, "source": "nbrm"});
            gift["received_on"] = json!(booked_on);
            gift["means"]["money"] = json!({"account": "1020", "amount": amount, "rate": rate});
            ("incomes", gift)
        }
        2 => {
            let received = sum(chance.between(1, 30_000_000));
            let sold = json!({"from": "1020", "to": "1000", "fund": fund, "amount": amount,
                "received": received, "booked_on": "2026-03-10", "document": paper});
            ("currency-sales", sold)
        }
        3 => {
            let charge = json!({"account": "1020", "expense": "410", "fund": fund,
                "amount": sum(chance.between(1, 9_999)), "booked_on": "2026-03-10", "document": paper});
            ("currency-charges", charge)
        }
        4 => {
            let value = format!("61.{:04}", chance.between(0, 9_999));
            let rate = json!({"value": value, "on": booked_on, "source": "nbrm"});
            let anew = json!({"account": "1020", "fund": fund, "rate": rate,
                "booked_on": booked_on, "document": paper});
            ("currency-revaluations", anew)
        }
        _ => {
            let line = |account: &str, side: &str| json!({"account": account, "fund": fund, "side": side, "amount": amount});
            let lines = [line("408", "debit"), line("1000", "credit")];
            ("entries", json!({"booked_on": "2026-03-10", "lines": lines, "document": paper}))
        }
    };
    let path = format!("/api/v1/{path}");
    let answer = app.post("treasurer", &path, &format!("step-{step}"), body).await;
    let expected = [StatusCode::CREATED, StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY];
    assert!(expected.contains(&answer.status), "{path}: {}", answer.text());
}

#[tokio::test]
async fn random_books_are_proved_by_hledger_and_beancount() {
    for seed in 1..=3 {
        let app = TestApp::start(On::Sqlite).await;
        let (fund, source) = app.fund_and_source().await;
        let food = json!({"code": "food", "name": "Храна", "restricted": false});
        let food = app.post("treasurer", "/api/v1/funds", "food", food).await.seq();
        let mut chance = Chance::new(seed);
        for step in 0..80 {
            something(&app, &mut chance, [fund, food], source, step).await;
        }
        let store = &app.app.store;
        let euros = store.balance("1020", day("2026-03-10"), None).await.unwrap();
        assert!(!euros.rows.is_empty(), "books without euros prove little");
        let sold = EntryFilter { kind: Some(EntryKind::Exchange), ..EntryFilter::default() };
        let sold = store.entries(&sold, &Paging::default()).await.unwrap().items;
        let is_sale =
            |entry: &EntryRow| entry.postings.iter().any(|posting| posting.quantity_minor < 0);
        assert!(sold.iter().any(is_sale), "nothing was sold");
        let mut postings = sold.iter().flat_map(|entry| &entry.postings);
        let anew =
            |posting: &Posting| posting.currency == Currency::Eur && posting.quantity_minor == 0;
        assert!(postings.any(anew), "nothing was measured anew");
        prove_all(store, (day("2026-01-01"), day("2026-12-31"))).await;
        prove(store, (day("2026-03-04"), day("2026-03-08")), None).await;
    }
}

pub(crate) async fn an_export_is_for_a_known_program_fund_and_days(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let gift = donation(fund, source, "1234.50");
    app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();
    let get = |rest: &'static str| app.get("auditor", rest);
    let days = "from=2026-03-01&to=2026-03-31";
    let made = get("/api/v1/exports/hledger?from=2026-03-01&to=2026-03-31&fund=free&language=en");
    let made = made.await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let name = made.headers["content-disposition"].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"books-free-2026-03-01-2026-03-31.journal\"");
    let text = made.text();
    assert!(text.contains("1234.50 MKD  ; fund: free\n"), "{text}");
    assert!(!text.contains("Пример Фирма"), "givers are not in it: {text}");
    let problem = async |path: String| -> Value { app.get("auditor", &path).await.json() };
    let of = |format: &str, rest: &str| format!("/api/v1/exports/{format}?{rest}");
    assert_eq!(problem(of("gnucash", days)).await["status"], 404);
    assert_eq!(problem(of("beancount", &format!("{days}&fund=none"))).await["status"], 404);
    assert_eq!(problem(of("beancount", "from=2026-03-31&to=2026-03-01")).await["status"], 422);
    assert_eq!(problem(of("beancount", &format!("{days}&language=de"))).await["status"], 422);
}
