//! Statements go out as CSV and prove themselves complete.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::app::{On, TestApp, donation};
use crate::file::{DENARS, generic, import};
use crate::sheet::{Sheet, download, sheet};

fn paper(number: &str) -> Value {
    json!({"paper": {"kind": "invoice", "number": number, "dated_on": "2026-03-05"}})
}

struct Filled {
    app: TestApp,
    fund: i64,
    source: i64,
    agreement: i64,
}

/// Books with something in every statement: a gift under an agreement, an expense, cash, and what was taken back.
async fn filled(on: On) -> Filled {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let agreement = json!({
        "source": source, "fund": fund, "kind": "donation", "number": "03-17/2026", "signed_on": "2026-03-01",
        "currency": "MKD", "promised": "90000.00", "valid_from": "2026-03-01", "valid_to": "2026-12-31",
        "unspent": "keep", "booked_as": "income"
    });
    let agreement = app.post("treasurer", "/api/v1/agreements", "agreement", agreement).await.seq();
    let mut gift = donation(fund, source, "30000.00");
    gift["agreement"] = json!(agreement);
    app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();
    let early = json!({"received_on": "2026-02-20"});
    let mut february = donation(fund, source, "500.00");
    february["received_on"] = early["received_on"].clone();
    app.post("treasurer", "/api/v1/incomes", "february", february).await.seq();
    let transfer = json!({
        "from": "1000", "to": "1010", "fund": fund, "amount": "2000.00", "booked_on": "2026-03-10",
        "document": paper("K-1")
    });
    app.post("treasurer", "/api/v1/transfers", "cash", transfer).await.seq();
    let expense = json!({
        "booked_on": "2026-03-10",
        "lines": [
            {"account": "408", "fund": fund, "side": "debit", "amount": "750.25"},
            {"account": "1010", "fund": fund, "side": "credit", "amount": "750.25"}
        ],
        "document": paper("F-12")
    });
    app.post("treasurer", "/api/v1/entries", "rent", expense).await.seq();
    Filled { app, fund, source, agreement }
}

pub(crate) async fn every_statement_leads_from_its_opening_to_its_closing(on: On) {
    let Filled { app, fund, source, agreement } = filled(on).await;
    let bank = sheet(&app, "/api/v1/accounts/1000/statement.csv").await;
    assert_eq!(bank.cells("opening", "balance"), ["500.00"]);
    assert_eq!(bank.cells("closing", "balance"), ["28500.00"]);
    assert_eq!(bank.named("head", "subject").split(' ').next(), Some("1000"));
    let cash = sheet(&app, "/api/v1/accounts/1010/cash-book.csv").await;
    assert_eq!(cash.cells("line", "debit"), ["2000.00", ""]);
    assert_eq!(cash.cells("line", "credit"), ["", "750.25"]);
    assert_eq!(cash.named("head", "statement"), "cash_book");
    let free = sheet(&app, &format!("/api/v1/funds/{fund}/statement.csv")).await;
    assert_eq!(free.cells("closing", "balance"), ["29749.75"]);
    let giver = sheet(&app, &format!("/api/v1/sources/{source}/statement.csv")).await;
    assert_eq!(giver.cells("opening", "balance"), ["500.00"]);
    assert_eq!(giver.cells("line", "debit"), ["30000.00"]);
    assert_eq!(giver.cells("line", "source"), ["Пример Фирма 1"]);
    let under = sheet(&app, &format!("/api/v1/agreements/{agreement}/statement.csv")).await;
    assert_eq!(under.named("head", "subject"), "03-17/2026");
    assert_eq!(under.cells("line", "debit")[0], "30000.00");
    let journal = sheet(&app, "/api/v1/journal.csv").await;
    assert_eq!(journal.cells("line", "seq").len(), 6);
    assert!(journal.cells("opening", "seq").is_empty(), "a journal has no balance of its own");
}

pub(crate) async fn a_statement_says_what_it_knows_and_keeps_to_it(on: On) {
    let Filled { app, fund, source, .. } = filled(on).await;
    let path = "/api/v1/accounts/1000/statement.csv";
    let first = download(&app, "auditor", path).await;
    let as_of = first.headers["x-almoner-as-of"].to_str().unwrap().to_owned();
    assert_eq!(Sheet::read(&first.text(), b',').named("head", "as_of_seq"), as_of);
    app.post("treasurer", "/api/v1/incomes", "late", donation(fund, source, "9.00")).await.seq();
    let then = download(&app, "auditor", &format!("{path}?known_at={as_of}")).await;
    assert_eq!(then.text(), first.text(), "the same question gets the same bytes");
    assert_ne!(download(&app, "auditor", path).await.text(), first.text());
}

pub(crate) async fn a_file_is_named_without_naming_anybody(on: On) {
    let Filled { app, source, .. } = filled(on).await;
    let named = async |path: &str, name: &str| {
        let answer = download(&app, "treasurer", path).await;
        let disposition = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
    };
    named("/api/v1/accounts/1000/statement.csv", "account-1000-2026-03-01-2026-03-10.csv").await;
    named("/api/v1/accounts/1010/cash-book.csv", "cash-book-1010-2026-03-01-2026-03-10.csv").await;
    let path = format!("/api/v1/sources/{source}/statement.csv");
    named(&path, &format!("source-{source}-2026-03-01-2026-03-10.csv")).await;
    named("/api/v1/journal.csv", "journal-2026-03-01-2026-03-10.csv").await;
}

pub(crate) async fn formulas_are_disarmed_and_phones_and_amounts_are_not_touched(on: On) {
    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    let rows = [
        "2026-03-02,5.00,MKD,+38970123456,\"=HYPERLINK(\"\"x\"\")\",,company,donation,",
        "2026-03-03,6.00,MKD,-12,@SUM(A1),,company,donation,",
    ];
    import(&app, "a", DENARS, generic(&rows)).await.seq();
    let bank = sheet(&app, "/api/v1/accounts/1000/statement.csv").await;
    assert_eq!(bank.cells("line", "source"), ["'=HYPERLINK(\"x\")", "'@SUM(A1)"]);
    assert_eq!(bank.cells("line", "reference"), ["+38970123456", "'-12"]);
    let journal = sheet(&app, "/api/v1/journal.csv").await;
    assert!(journal.cells("line", "quantity").contains(&"-5.00"), "an amount stays a number");
    let sources = app.get("treasurer", "/api/v1/sources").await.json();
    let formula = &sources["items"][1]["seq"];
    let giver = sheet(&app, &format!("/api/v1/sources/{formula}/statement.csv")).await;
    assert_eq!(giver.named("head", "subject"), "'=HYPERLINK(\"x\")");
}

pub(crate) async fn a_person_who_gives_stays_a_reference(on: On) {
    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    let row = "2026-03-02,5.00,MKD,A-1,Петар Примеров,,person,donation,за Петар";
    import(&app, "a", DENARS, generic(&[row])).await.seq();
    let sources = app.get("treasurer", "/api/v1/sources").await.json();
    let person = sources["items"][1]["seq"].as_i64().unwrap();
    for path in [
        "/api/v1/accounts/1000/statement.csv".to_owned(),
        "/api/v1/journal.csv".to_owned(),
        format!("/api/v1/sources/{person}/statement.csv"),
    ] {
        let text = download(&app, "treasurer", &path).await.text();
        assert!(!text.contains("Петар"), "{path}: {text}");
        assert!(text.contains("P-"), "{path}: {text}");
    }
}

pub(crate) async fn excel_in_macedonia_reads_it_as_it_is(on: On) {
    let Filled { app, .. } = filled(on).await;
    let answer =
        download(&app, "auditor", "/api/v1/accounts/1000/statement.csv?dialect=excel-mk").await;
    let text = answer.text();
    let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark"));
    let sheet = Sheet::read(text, b';');
    assert_eq!(sheet.head[0], "Запис");
    assert_eq!(sheet.cells("крајно салдо", "Салдо"), ["28500,00"]);
    assert_eq!(sheet.cells("ставка", "Датум на книжење"), ["09.03.2026", "10.03.2026"]);
    assert_eq!(sheet.cells("ставка", "Побарува"), ["", "2000,00"]);
    assert!(text.lines().all(|line| !line.is_empty()) && text.ends_with("\r\n"));
}

pub(crate) async fn only_those_who_read_the_books_get_statements(on: On) {
    let Filled { app, fund, source, agreement } = filled(on).await;
    let paths = [
        "/api/v1/accounts/1000/statement.csv".to_owned(),
        "/api/v1/accounts/1010/cash-book.csv".to_owned(),
        format!("/api/v1/funds/{fund}/statement.csv"),
        format!("/api/v1/sources/{source}/statement.csv"),
        format!("/api/v1/agreements/{agreement}/statement.csv"),
        "/api/v1/journal.csv".to_owned(),
    ];
    for path in paths {
        let path = format!("{path}?from=2026-03-01&to=2026-03-10");
        for login in ["treasurer", "approver", "releaser", "auditor"] {
            assert_eq!(app.get(login, &path).await.status, StatusCode::OK, "{login} {path}");
        }
        for login in ["case_worker", "admin"] {
            assert_eq!(app.get(login, &path).await.problem(), "role-forbids", "{login} {path}");
        }
    }
}

pub(crate) async fn a_long_statement_comes_in_pieces_and_whole(on: On) {
    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    let rows: Vec<String> = (1..=2_500)
        .map(|number| {
            format!("2026-03-02,{number}.00,MKD,L-{number},Пример Фирма 1,,company,donation,")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    import(&app, "a", DENARS, generic(&rows)).await.seq();
    let bank = sheet(&app, "/api/v1/accounts/1000/statement.csv").await;
    assert_eq!(bank.named("control", "rows"), "2500");
    assert_eq!(bank.cells("closing", "balance"), ["3126250.00"]);
    let journal = sheet(&app, "/api/v1/journal.csv").await;
    assert_eq!(journal.named("control", "rows"), "5000");
    let giver = app.get("treasurer", "/api/v1/sources").await.json()["items"][0]["seq"].clone();
    let giver = sheet(&app, &format!("/api/v1/sources/{giver}/statement.csv")).await;
    assert_eq!(
        giver.named("control", "rows"),
        "2500",
        "the source of the set-up is found by its name"
    );
}

pub(crate) async fn a_statement_that_breaks_off_does_not_end_like_a_whole_one(on: On) {
    use axum::body::Body;
    use axum::http::Request;
    use futures_util::StreamExt as _;
    use tower::ServiceExt as _;

    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    let rows: Vec<String> = (1..=4_100)
        .map(|number| format!("2026-03-02,1.00,MKD,L-{number},Пример Фирма 1,,company,donation,"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    import(&app, "a", DENARS, generic(&rows)).await.seq();
    let request = Request::get("/api/v1/accounts/1000/statement.csv?from=2026-03-01&to=2026-03-10")
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token_of("auditor")))
        .body(Body::empty())
        .unwrap();
    let router = almoner_server::routes::service(app.app.clone());
    let mut pieces = router.oneshot(request).await.unwrap().into_body().into_data_stream();
    assert!(pieces.next().await.unwrap().is_ok());
    app.app.store.close().await;
    let rest: Vec<bool> = pieces.map(|piece| piece.is_ok()).collect().await;
    assert_eq!(rest.last(), Some(&false), "the connection is broken off, not closed");
}
