//! The same request twice is answered, not repeated.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::app::{On, TestApp, donation};

pub(crate) async fn a_repeated_key_is_answered_with_the_same_body(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let first =
        app.post("treasurer", "/api/v1/incomes", "key-1", donation(fund, source, "25.00")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(
        first.headers[header::LOCATION],
        format!("/api/v1/incomes/{}", first.seq()).as_str()
    );
    assert_eq!(first.json()["receipt"], "2026/1");
    assert_eq!(first.json()["entry"], "2026/1");
    let again =
        app.post("treasurer", "/api/v1/incomes", "key-1", donation(fund, source, "25.00")).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.headers["idempotent-replay"], "true");
    assert_eq!(again.bytes, first.bytes);
}

pub(crate) async fn a_key_cannot_be_reused_for_another_request(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    app.post("treasurer", "/api/v1/incomes", "key-1", donation(fund, source, "25.00")).await.seq();
    let other =
        app.post("treasurer", "/api/v1/incomes", "key-1", donation(fund, source, "26.00")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(other.problem(), "key-reused");
}

pub(crate) async fn the_same_key_on_another_route_or_by_another_person_is_another_key(on: On) {
    let app = TestApp::start(on).await;
    let fund = serde_json::json!({"code": "a", "name": "A", "restricted": false});
    app.post("treasurer", "/api/v1/funds", "k", fund).await.seq();
    app.post("treasurer", "/api/v1/sources", "k", serde_json::json!({"kind": "anonymous"}))
        .await
        .seq();
    app.post("case_worker", "/api/v1/recipients", "k", serde_json::json!({})).await.seq();
}

pub(crate) async fn nothing_is_booked_without_a_key(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let body = donation(fund, source, "25.00");
    let none = app.write("POST", "treasurer", "/api/v1/incomes", None, body.clone()).await;
    assert_eq!(
        (none.status, none.problem()),
        (StatusCode::BAD_REQUEST, "idempotency-key-missing".to_owned())
    );
    for bad in ["two words", &"k".repeat(201)] {
        let answer =
            app.write("POST", "treasurer", "/api/v1/incomes", Some(bad), body.clone()).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (StatusCode::BAD_REQUEST, "idempotency-key-invalid".to_owned())
        );
    }
}

pub(crate) async fn a_key_that_is_no_text_is_refused(on: On) {
    let app = TestApp::start(on).await;
    let request = Request::post("/api/v1/recipients")
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token_of("case_worker")))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", &b"\xff\xfe"[..])
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(app.send(request).await.problem(), "idempotency-key-invalid");
}

pub(crate) async fn an_issued_token_is_shown_once_and_works(on: On) {
    let app = TestApp::start(on).await;
    let body = serde_json::json!({
        "role": "treasurer", "label": "лаптоп", "expires_at": "2026-04-01T00:00:00Z"
    });
    let issued = app.post("treasurer", "/api/v1/tokens", "t", body.clone()).await;
    let token = issued.json()["token"].as_str().unwrap().to_owned();
    let request =
        Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let me = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(me.json()["login"], "treasurer");
    let again = app.post("treasurer", "/api/v1/tokens", "t", body).await;
    assert_eq!(again.problem(), "key-reused");
    assert!(!app.get("admin", "/api/v1/tokens").await.text().contains(&token));
}

pub(crate) async fn a_token_for_another_person_is_a_decision_of_two(on: On) {
    let app = TestApp::start(on).await;
    let hash = "ab".repeat(32);
    let body = serde_json::json!({ "deed": { "issue_token": {
        "person": app.id("treasurer"), "role": "treasurer", "label": "лаптоп",
        "hash": hash, "expires_at": "2026-04-01T00:00:00Z"
    } } });
    let proposed = app.post("admin", "/api/v1/decisions", "d", body).await;
    let path = format!("/api/v1/decisions/{}/confirmation", proposed.json()["seq"]);
    let alone = app.post("admin", &path, "c", serde_json::json!({})).await;
    assert_eq!(alone.problem(), "same-person");
    let confirmed = app.post("admin2", &path, "c", serde_json::json!({})).await;
    assert_eq!(confirmed.json()["kind"], "token.issued");
}
