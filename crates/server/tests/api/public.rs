//! What anybody may see.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::app::{Answer, On, TestApp};

async fn get(app: &TestApp, path: &str) -> Answer {
    app.send(Request::get(path).body(Body::empty()).unwrap()).await
}

pub(crate) async fn books_made_by_the_demo_say_so_everywhere(on: On) {
    let app = TestApp::empty(on, true).await;
    let index = get(&app, "/api").await;
    assert_eq!(index.json()["demo"], true);
    for path in ["/api", "/health/live", "/api/v1/nowhere", "/api/v1/me"] {
        assert_eq!(get(&app, path).await.headers["x-almoner-demo"], "true", "{path}");
    }
    let real = TestApp::empty(on, false).await;
    assert_eq!(get(&real, "/api").await.json()["demo"], false);
    assert!(!get(&real, "/api").await.headers.contains_key("x-almoner-demo"));
}

pub(crate) async fn every_problem_has_its_page(on: On) {
    let app = TestApp::empty(on, false).await;
    for name in almoner_ledger::refusal::Refusal::NAMES {
        let page = get(&app, &format!("/problems/{name}")).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
    }
    assert_eq!(get(&app, "/problems/nonsense").await.status, StatusCode::NOT_FOUND);
}

pub(crate) async fn readiness_tells_how_the_books_are_held(on: On) {
    let app = TestApp::empty(on, false).await;
    let ready = get(&app, "/health/ready").await.json();
    let backend = match on {
        On::Sqlite => "sqlite",
        On::Postgres => "postgresql",
    };
    assert_eq!(ready["backend"], backend);
    assert_eq!(ready["status"], "ready");
    assert!(ready["migrations_applied"].as_i64().unwrap() > 0);
    assert_eq!(
        ready["last_verified_seq"],
        serde_json::Value::Null,
        "nothing is claimed before a check"
    );
    almoner_server::watch::check(&app.app).await;
    let ready = get(&app, "/health/ready").await.json();
    assert_eq!(ready["last_verified_seq"], ready["head_seq"]);
}

pub(crate) async fn what_is_refused_is_counted_by_name(on: On) {
    let app = TestApp::start(on).await;
    get(&app, "/api/v1/me").await;
    app.get("treasurer", "/api/v1/me").await;
    let metrics = get(&app, "/metrics").await.text();
    assert!(metrics.contains("almoner_problems_total{name=\"not-signed-in\"} 1"), "{metrics}");
    let line = "almoner_requests_total{method=\"GET\",route=\"/api/v1/me\",status=\"200\"} 1";
    assert!(metrics.contains(line), "{metrics}");
}

pub(crate) async fn a_request_keeps_the_id_it_came_with_if_that_is_plain(on: On) {
    let app = TestApp::empty(on, false).await;
    let with = async |id: &str| {
        let request =
            Request::get("/health/live").header("x-request-id", id).body(Body::empty()).unwrap();
        app.send(request).await.headers["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(with("abc-123").await, "abc-123");
    assert_ne!(with("a b").await, "a b");
}

pub(crate) async fn every_operation_says_what_it_does(on: On) {
    let app = TestApp::start(on).await;
    let described = app.get("auditor", "/api/openapi.json").await.json();
    let paths = described["paths"].as_object().unwrap();
    assert!(100 < paths.len());
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path}");
        }
    }
}
