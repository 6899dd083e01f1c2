//! What a request must look like, and what it hears where it does not.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::app::{Answer, On, TestApp, donation};

async fn raw(app: &TestApp, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post("/api/v1/incomes")
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token_of("treasurer")))
        .header(header::CONTENT_TYPE, kind)
        .header("idempotency-key", "k")
        .body(body.into())
        .unwrap();
    app.send(request).await
}

pub(crate) async fn a_field_that_does_not_fit_is_named(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let check = async |change: &dyn Fn(&mut Value), field: &str| {
        let mut body = donation(fund, source, "25.00");
        change(&mut body);
        let answer = app.post("treasurer", "/api/v1/incomes", "k", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        assert_eq!(answer.json()["field"], field, "{}", answer.text());
    };
    check(&|body| body["colour"] = json!("red"), "colour").await;
    check(&|body| body["means"]["money"]["colour"] = json!("red"), "means.money.colour").await;
    check(&|body| drop(body.as_object_mut().unwrap().remove("fund")), "fund").await;
    check(&|body| body["kind"] = json!("gift"), "kind").await;
    check(&|body| body["received_on"] = json!("39.09.2010"), "received_on").await;
    for amount in ["0", "-5", "5.005", "12.000,45", "10000000000.01", "1e3"] {
        check(&|body| body["means"]["money"]["amount"] = json!(amount), "means.money.amount").await;
    }
    check(&|body| body["means"]["money"]["amount"] = json!(25), "means.money.amount").await;
    check(
        &|body| body["document"]["paper"]["number"] = json!("Петар Петров"),
        "document.paper.number",
    )
    .await;
    check(&|body| body["fund"] = json!(999), "fund").await;
    check(&|body| body["means"]["money"]["account"] = json!("9999"), "account").await;
    check(&|body| body["received_on"] = json!("2026-03-11"), "date").await;
}

pub(crate) async fn a_body_that_is_not_json_is_refused(on: On) {
    let app = TestApp::start(on).await;
    for body in ["", "{", "not json", "{\"fund\": 1} {}", "{\"a\": \u{0}}"] {
        let answer = raw(&app, "application/json", body).await;
        assert!(
            matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY),
            "{body:?}: {}",
            answer.text()
        );
    }
    let answer = raw(&app, "application/json", "{").await;
    assert_eq!(
        (answer.status, answer.problem()),
        (StatusCode::BAD_REQUEST, "malformed-json".to_owned())
    );
    let answer = raw(&app, "application/json", vec![0xff_u8, 0xfe]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

pub(crate) async fn another_media_type_is_refused(on: On) {
    let app = TestApp::start(on).await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "text/json", ""] {
        let answer = raw(&app, kind, "{}").await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        assert_eq!(answer.problem(), "unsupported-media-type");
    }
}

pub(crate) async fn a_body_too_large_is_refused(on: On) {
    let app = TestApp::start(on).await;
    let answer = raw(&app, "application/json", vec![b' '; 2 * 1024 * 1024 + 1]).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large".to_owned())
    );
}

pub(crate) async fn an_id_that_cannot_be_one_is_not_there(on: On) {
    let app = TestApp::start(on).await;
    for path in
        ["/api/v1/sources/abc", "/api/v1/sources/99999999999999999999", "/api/v1/agreements/1.5"]
    {
        assert_eq!(app.get("treasurer", path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

pub(crate) async fn another_method_hears_what_the_path_understands(on: On) {
    let app = TestApp::start(on).await;
    let request = Request::delete("/api/v1/funds").body(Body::empty()).unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers[header::ALLOW], "GET, POST");
}

pub(crate) async fn a_source_that_somebody_else_has_changed_is_not_overwritten(on: On) {
    let app = TestApp::start(on).await;
    let (_, source) = app.fund_and_source().await;
    let path = format!("/api/v1/sources/{source}");
    let edit = |version: i64, name: &str| json!({"version": version, "active": true, "details": {"kind": "company", "name": name}});
    app.write("PUT", "treasurer", &path, None, edit(1, "Пример Фирма 2")).await.seq();
    let stale = app.write("PUT", "treasurer", &path, None, edit(1, "Пример Фирма 3")).await;
    assert_eq!((stale.status, stale.problem()), (StatusCode::CONFLICT, "stale-version".to_owned()));
    assert_eq!(app.get("treasurer", &path).await.json()["name"], "Пример Фирма 2");
}

pub(crate) async fn an_entry_that_does_not_balance_is_refused(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    app.post("treasurer", "/api/v1/incomes", "k", donation(fund, source, "1000.00")).await.seq();
    let entry = |debit: &str, account: &str| {
        json!({
            "booked_on": "2026-03-10",
            "lines": [
                {"account": account, "fund": fund, "side": "debit", "amount": debit},
                {"account": "1000", "fund": fund, "side": "credit", "amount": "100.00"}
            ],
            "document": {"paper": {"kind": "invoice", "number": "12", "dated_on": "2026-03-01"}}
        })
    };
    let unbalanced = app.post("treasurer", "/api/v1/entries", "a", entry("99.00", "408")).await;
    assert_eq!((unbalanced.status.as_u16(), unbalanced.problem()), (422, "unbalanced".to_owned()));
    let guarded = app.post("treasurer", "/api/v1/entries", "b", entry("100.00", "2610")).await;
    assert_eq!((guarded.status.as_u16(), guarded.problem()), (422, "guarded-account".to_owned()));
    app.post("treasurer", "/api/v1/entries", "c", entry("100.00", "408")).await.seq();
}
