//! Lists by the page, and statements as CSV.

use axum::http::{StatusCode, header};

use crate::app::{On, TestApp, donation};

const DAYS: &str = "from=2026-03-01&to=2026-03-10";

pub(crate) async fn a_statement_says_what_moved_and_proves_itself_complete(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    for (key, amount) in [("a", "1000.00"), ("b", "250.50")] {
        app.post("treasurer", "/api/v1/incomes", key, donation(fund, source, amount)).await.seq();
    }
    let path = format!("/api/v1/accounts/1000/statement.csv?{DAYS}");
    let answer = app.get("auditor", &path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines.iter().any(|line| line.starts_with("closing,") && line.contains(",1250.50,")),
        "{text}"
    );
    assert!(lines.last().unwrap().starts_with("control,"), "{text}");
    for path in [
        format!("/api/v1/funds/{fund}/statement.csv?{DAYS}"),
        format!("/api/v1/sources/{source}/statement.csv?{DAYS}"),
        format!("/api/v1/accounts/1010/cash-book.csv?{DAYS}"),
        format!("/api/v1/journal.csv?{DAYS}&dialect=excel-mk"),
    ] {
        assert_eq!(app.get("treasurer", &path).await.status, StatusCode::OK, "{path}");
    }
}

pub(crate) async fn a_statement_of_nothing_or_of_no_days_is_refused(on: On) {
    let app = TestApp::start(on).await;
    let refused = async |path: &str, status: StatusCode| {
        let answer = app.get("auditor", path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
    };
    refused(&format!("/api/v1/accounts/9999/statement.csv?{DAYS}"), StatusCode::NOT_FOUND).await;
    refused(&format!("/api/v1/funds/77/statement.csv?{DAYS}"), StatusCode::NOT_FOUND).await;
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    refused("/api/v1/journal.csv?from=2026-03-10&to=2026-03-01", unfit).await;
    refused("/api/v1/journal.csv?from=2026-03-01", unfit).await;
    refused(&format!("/api/v1/journal.csv?{DAYS}&dialect=lotus"), unfit).await;
    refused(&format!("/api/v1/journal.csv?{DAYS}&colour=red"), unfit).await;
}

pub(crate) async fn a_list_is_read_to_its_end_page_by_page_while_others_book(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    for number in 1..=7 {
        let income = donation(fund, source, &format!("{number}.00"));
        app.post("treasurer", "/api/v1/incomes", &format!("k{number}"), income).await.seq();
    }
    let mut amounts = Vec::new();
    let mut after = String::new();
    loop {
        let page = app.get("auditor", &format!("/api/v1/incomes?limit=3{after}")).await.json();
        let items = page["items"].as_array().unwrap();
        amounts.extend(items.iter().map(|item| item["amount"].as_str().unwrap().to_owned()));
        let late = donation(fund, source, "99.00");
        app.post("treasurer", "/api/v1/incomes", &format!("late{}", amounts.len()), late)
            .await
            .seq();
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(amounts, ["7.00", "6.00", "5.00", "4.00", "3.00", "2.00", "1.00"]);
    for query in ["limit=0", "limit=201", "after=nonsense", "state=lost", "kind=gift", "colour=red"]
    {
        let answer = app.get("auditor", &format!("/api/v1/incomes?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}

pub(crate) async fn the_trial_balance_is_zero_and_remembers_what_was_known(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let first =
        app.post("treasurer", "/api/v1/incomes", "a", donation(fund, source, "10.00")).await.seq();
    app.post("treasurer", "/api/v1/incomes", "b", donation(fund, source, "5.00")).await.seq();
    let trial = app.get("auditor", "/api/v1/balances").await.json();
    assert_eq!(trial["total"], "0.00");
    let bank = app.get("auditor", "/api/v1/accounts/1000/balance?on=2026-03-10").await.json();
    assert_eq!(bank["total"], "15.00");
    let then =
        app.get("auditor", &format!("/api/v1/accounts/1000/balance?known_at={first}")).await.json();
    assert_eq!(then["total"], "10.00");
    let before = app.get("auditor", "/api/v1/accounts/1000/balance?on=2026-03-08").await.json();
    assert_eq!(before["total"], "0.00");
}
