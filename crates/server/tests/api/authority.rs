//! Every route, every role, and everybody who is not signed in: compared with the one table.

use almoner_ledger::codes::Role;
use almoner_ledger::command::Command;
use almoner_server::routes::table::{Row, TABLE};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::app::{Answer, On, TestApp};

/// Sends an empty body: who may use the route hears that it is unfit, everybody else does not get that far.
async fn ask(app: &TestApp, row: &Row, token: Option<&str>) -> Answer {
    let path = row.path.replace("{name}", "fund-short");
    let mut path = path.replace("{person}", "00000000-0000-4000-8000-000000000000");
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "999999");
    }
    let mut request = Request::builder()
        .method(row.method)
        .uri(&path)
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "k");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = if row.method == "GET" { Body::empty() } else { Body::from("{}") };
    app.send(request.body(body).unwrap()).await
}

pub(crate) async fn every_route_lets_in_exactly_the_roles_of_its_row(on: On) {
    let app = TestApp::start(on).await;
    for row in TABLE.iter().filter(|row| !row.access.is_public()) {
        for role in Role::ALL {
            let answer = ask(&app, row, Some(app.token_of(app.login_of(*role)))).await;
            let case = format!(
                "{} {} as {role}: {} {}",
                row.method,
                row.path,
                answer.status,
                answer.text()
            );
            let at_the_gate =
                answer.status == StatusCode::FORBIDDEN && answer.problem() == "role-forbids";
            assert_eq!(!at_the_gate, row.access.roles().contains(role), "{case}");
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{case}");
            assert!(!answer.status.is_server_error(), "{case}");
        }
    }
}

pub(crate) async fn nobody_enters_without_a_live_token(on: On) {
    let mut app = TestApp::start(on).await;
    let expired = app.token(app.id("treasurer"), Role::Treasurer, 1).await;
    let revoked = app.token(app.id("treasurer"), Role::Treasurer, 30).await;
    let facts = app.app.store.facts_for_reading().await.unwrap();
    let newest = *facts.tokens.keys().next_back().unwrap();
    app.give("admin", Command::RevokeToken { token: newest }).await;
    let later = app.clock.now().checked_add_days(chrono::Days::new(2)).unwrap();
    app.clock.set(later);
    app.app.directory.forget();
    let unknown = format!("almoner_{}", "A".repeat(43));
    for row in TABLE.iter().filter(|row| !row.access.is_public()) {
        for token in [
            None,
            Some(expired.as_str()),
            Some(revoked.as_str()),
            Some(unknown.as_str()),
            Some("x"),
        ] {
            let answer = ask(&app, row, token).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {}", row.method, row.path);
            assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
        }
    }
    let _ = &mut app;
}

pub(crate) async fn public_routes_ask_nobody_who_they_are(on: On) {
    let app = TestApp::start(on).await;
    for row in TABLE.iter().filter(|row| row.access.is_public()) {
        let answer = ask(&app, row, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{} {}", row.method, row.path);
    }
}

pub(crate) async fn a_revoked_token_is_out_with_the_next_request(on: On) {
    let app = TestApp::start(on).await;
    assert_eq!(app.get("treasurer", "/api/v1/me").await.status, StatusCode::OK);
    let facts = app.app.store.facts_for_reading().await.unwrap();
    let treasurer = app.id("treasurer");
    let token = facts.tokens.values().find(|token| token.person_id == treasurer).unwrap().seq;
    let path = format!("/api/v1/tokens/{token}/revocation");
    app.post("admin", &path, "revoke", serde_json::json!({})).await.seq();
    assert_eq!(app.get("treasurer", "/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

pub(crate) async fn a_disabled_person_is_out_with_the_next_request(on: On) {
    let app = TestApp::start(on).await;
    let path = format!("/api/v1/people/{}/disabling", app.id("auditor"));
    app.post("admin", &path, "disable", serde_json::json!({"version": 1})).await.seq();
    assert_eq!(app.get("auditor", "/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

pub(crate) async fn a_path_that_is_spelled_otherwise_is_no_way_around(on: On) {
    let app = TestApp::start(on).await;
    for path in [
        "/api/v1/people/",
        "//api/v1/people",
        "/api/v1//people",
        "/API/v1/people",
        "/api/v1/people;public",
        "/api/v1/%70eople",
        "/health/live/../../api/v1/people",
        "/api/v1/people?api/public",
    ] {
        let answer = app.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert!(!answer.status.is_success(), "{path}: {}", answer.status);
    }
}

pub(crate) async fn names_of_persons_who_give_are_for_the_treasurer_only(on: On) {
    let app = TestApp::start(on).await;
    let body = serde_json::json!({"kind": "person", "name": "Петар Пример"});
    let source = app.post("treasurer", "/api/v1/sources", "s", body).await.seq();
    let path = format!("/api/v1/sources/{source}");
    assert_eq!(app.get("treasurer", &path).await.json()["private_name"], "Петар Пример");
    for login in ["case_worker", "approver", "releaser", "auditor"] {
        let answer = app.get(login, &path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.text().contains("Петар"), "{login}");
        assert!(!app.get(login, "/api/v1/sources").await.text().contains("Петар"), "{login}");
    }
}
