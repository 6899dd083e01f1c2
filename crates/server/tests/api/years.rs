//! A year from its count to its issued papers, and back again.

use almoner_store::verify::Trust;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{Answer, On, donation};

/// Books with 1,000 given and 400 spent on rent in December 2025, and 70 given in March 2026.
async fn december(on: On) -> Case {
    let case = Case::with(on, "70.00").await;
    let mut gift = donation(case.fund, case.source, "1000.00");
    gift["received_on"] = json!("2025-12-10");
    case.app.post("treasurer", "/api/v1/incomes", "december", gift).await.seq();
    let line = |account: &str, side: &str| json!({"account": account, "fund": case.fund, "side": side, "amount": "400.00"});
    let rent = json!({
        "booked_on": "2025-12-20", "by_bank": false, "lines": [line("408", "debit"), line("1000", "credit")],
        "document": {"missing": "internal"}
    });
    case.app.post("treasurer", "/api/v1/entries", "rent", rent).await.seq();
    case
}

async fn decide(case: &Case, key: &str, deed: Value) -> Answer {
    let deed = json!({"deed": deed});
    let decision = case.app.post("treasurer", "/api/v1/decisions", key, deed).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    let own = case.app.post("treasurer", &path, key, json!({})).await;
    assert_eq!(own.problem(), "same-person");
    case.app.post("releaser", &path, key, json!({})).await
}

async fn count(case: &Case, key: &str, sum: &str) -> Value {
    let lines = json!([{"account": "1000", "counted": sum, "remark": "според изводот"}]);
    let path = "/api/v1/years/2025/inventory";
    case.app.post("treasurer", path, key, json!({"lines": lines})).await.json()
}

async fn close(case: &Case) {
    assert_eq!(count(case, "count", "600.00").await["warnings"], Value::Null);
    let month = json!({"close_month": {"month": "2025-12", "why": "period_end"}});
    decide(case, "month", month).await.seq();
    let year = json!({"close_year": {"year": 2025, "why": "period_end"}});
    let closed = decide(case, "year", year).await.json();
    assert_eq!((&closed["kind"], &closed["entry"]), (&json!("year.closed"), &json!("2025/3")));
}

async fn issue(case: &Case, key: &str) -> Answer {
    case.app.post("treasurer", "/api/v1/years/2025/issue", key, json!({})).await
}

async fn report(case: &Case, report: &str, year: i32) -> Value {
    let path = format!("/api/v1/reports/{report}?year={year}&format=json&language=en");
    case.app.get("auditor", &path).await.json()
}

/// What stands in a column of a row of a form.
fn cell(report: &Value, row: &str, key: &str) -> Value {
    let columns = report["columns"].as_array().unwrap();
    let place = columns.iter().position(|column| column["key"] == key).unwrap();
    let sections = report["sections"].as_array().unwrap().iter();
    let mut rows = sections.flat_map(|section| section["rows"].as_array().unwrap());
    let found = rows.find(|line| line["cells"][0]["value"] == row).unwrap();
    found["cells"][place]["value"].clone()
}

async fn issued(case: &Case, document: &str, format: &str) -> Value {
    let listed = case.app.get("auditor", "/api/v1/issued?year=2025").await.json();
    let all = listed["items"].as_array().unwrap().iter();
    let mut found = all.filter(|row| row["document"] == document && row["format"] == format);
    found.next_back().unwrap().clone()
}

async fn sound(case: &Case) {
    let report = case.app.app.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}

pub(crate) async fn a_year_is_counted_closed_issued_and_shown_by_the_next(on: On) {
    let case = december(on).await;
    let warned = count(&case, "first", "590.00").await;
    assert_eq!(warned["warnings"][0]["name"], "inventory-differs");
    assert!(warned["warnings"][0]["detail"].as_str().unwrap().contains("-10.00"), "{warned}");
    let papers = ["balance_sheet", "income_expenditure", "trial_balance"];
    let mut open = Vec::new();
    for paper in papers {
        open.push(report(&case, paper, 2025).await);
    }
    assert_eq!(open[0]["marks"], json!(["provisional"]));
    // March 2026 knows what December left, and counts none of it as its own.
    let later = report(&case, "income_expenditure", 2026).await;
    assert_eq!(
        (cell(&later, "244", "current"), &later["marks"]),
        (json!("70"), &json!(["provisional"]))
    );
    let sheet = report(&case, "balance_sheet", 2026).await;
    assert!(sheet["notes"].to_string().contains("600.00"), "{}", sheet["notes"]);
    assert_eq!(cell(&sheet, "067", "current"), "670");

    assert_eq!(issue(&case, "early").await.problem(), "year-open");
    close(&case).await;
    sound(&case).await;
    for (paper, before) in papers.iter().zip(&open) {
        let after = report(&case, paper, 2025).await;
        assert_eq!(
            (&after["sections"], &after["total"]),
            (&before["sections"], &before["total"]),
            "{paper}"
        );
        assert_eq!(after["marks"], json!([]), "{paper}");
    }
    issue(&case, "issue").await.seq();
    assert_eq!(issue(&case, "again").await.problem(), "already-issued");
    let next = report(&case, "balance_sheet", 2026).await;
    assert_eq!(
        (cell(&next, "012", "previous"), cell(&next, "012", "current")),
        (json!("600"), json!("670"))
    );
    let income = report(&case, "income_expenditure", 2026).await;
    assert_eq!(
        (cell(&income, "244", "previous"), cell(&income, "244", "current")),
        (json!("1000"), json!("70"))
    );
    sound(&case).await;
}

pub(crate) async fn an_issued_paper_is_superseded_and_stays_as_it_was(on: On) {
    let case = december(on).await;
    close(&case).await;
    issue(&case, "issue").await.seq();
    let sheet = issued(&case, "balance_sheet", "pdf").await;
    assert_eq!(sheet["state"], "current");
    let path = format!("/api/v1/issued/{}/file", sheet["id"].as_str().unwrap());
    let printed = case.app.get("auditor", &path).await;
    assert!(printed.bytes.starts_with(b"%PDF-"));
    let tag = format!("\"{}\"", sheet["sha256"].as_str().unwrap());
    assert_eq!(printed.headers["etag"], tag.as_str());
    let reopen = json!({"reopen_year": {"year": 2025, "why": "late_document"}});
    assert_eq!(decide(&case, "reopen", reopen).await.json()["kind"], "year.reopened");
    sound(&case).await;
    assert_eq!(issued(&case, "balance_sheet", "pdf").await["state"], "superseded");
    let again = case.app.get("treasurer", &path).await;
    assert_eq!((again.status, &again.bytes), (StatusCode::OK, &printed.bytes));
    let known = Request::builder()
        .uri(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", case.app.token_of("auditor")))
        .header(header::IF_NONE_MATCH, &tag);
    let known = case.app.send(known.body(Body::empty()).unwrap()).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    // What was superseded is shown beside no later year.
    let next = report(&case, "balance_sheet", 2026).await;
    assert_eq!(cell(&next, "012", "previous"), Value::Null);
    assert!(next["notes"].to_string().contains("No form was issued"), "{}", next["notes"]);

    let year = json!({"close_year": {"year": 2025, "why": "period_end"}});
    decide(&case, "close-again", year).await.seq();
    issue(&case, "issue-again").await.seq();
    assert_eq!(issued(&case, "balance_sheet", "pdf").await["state"], "current");
    let listed = case.app.get("auditor", "/api/v1/issued").await.json();
    let states: Vec<&Value> =
        listed["items"].as_array().unwrap().iter().map(|row| &row["state"]).collect();
    assert!(states.contains(&&json!("superseded")));
    assert_eq!(case.app.get("auditor", "/api/v1/issued/7-1/file").await.status, 404);
    sound(&case).await;
}

pub(crate) async fn a_duty_is_done_when_its_paper_is_there(on: On) {
    let case = december(on).await;
    let done = async |year: i32, document: &str| {
        let due = case.app.get("auditor", &format!("/api/v1/duties?year={year}")).await.json();
        let all = due.as_array().unwrap();
        all.iter().find(|duty| duty["document"] == document).unwrap()["done"].clone()
    };
    assert_eq!(done(2026, "annual_account").await, Value::Null);
    assert_eq!(done(2025, "inventory").await, Value::Null);
    close(&case).await;
    assert_eq!(done(2025, "inventory").await, crate::app::NOW);
    assert_eq!(done(2026, "annual_account").await, Value::Null);
    issue(&case, "issue").await.seq();
    assert_eq!(done(2026, "annual_account").await, crate::app::NOW);
    assert_eq!(done(2027, "annual_account").await, Value::Null);
}

pub(crate) async fn the_list_to_count_by_is_filled_in_by_the_count(on: On) {
    let case = december(on).await;
    let list = report(&case, "inventory", 2025).await;
    assert_eq!(
        (cell(&list, "1000", "booked"), cell(&list, "1000", "counted")),
        (json!("600.00"), Value::Null)
    );
    count(&case, "count", "590.00").await;
    let list = report(&case, "inventory", 2025).await;
    assert_eq!(cell(&list, "1000", "difference"), "-10.00");
    assert!(
        !list.to_string().contains("според изводот"),
        "a paper holds nothing that can be erased"
    );
    let read = case.app.get("auditor", "/api/v1/years/2025/inventory").await.json();
    assert_eq!(read["lines"][0]["remark"], "според изводот");
    assert_eq!(case.app.get("auditor", "/api/v1/years/2024/inventory").await.status, 404);
    let years = case.app.get("case_worker", "/api/v1/years").await.json();
    assert_eq!(years["items"], json!([]));
}
