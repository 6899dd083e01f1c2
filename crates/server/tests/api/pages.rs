//! Pages: shown to whom the table says, to nobody without a live session, and obeyed by browsers from our own pages alone.

use almoner_ledger::codes::Role;
use almoner_server::pages::table::{Sees, TABLE};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;

use crate::app::{Answer, On, TestApp};

const COOKIE: &str = "__Host-almoner";

async fn ask(
    app: &TestApp,
    (method, path): (&str, &str),
    session: Option<&str>,
    body: &str,
) -> Answer {
    let mut request =
        Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    if let Some(session) = session {
        request = request.header(header::COOKIE, format!("{COOKIE}={session}"));
    }
    if method == "POST" {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn session_of(app: &TestApp, role: Role) -> String {
    let person = app.id(app.login_of(role));
    app.app.begin_session(person, role).await.unwrap()
}

/// The address of a row, with something that is not there where it names something.
fn somewhere(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{report}" => "trial_balance",
        part if part.starts_with('{') => "999999",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

pub(crate) async fn every_page_is_shown_to_the_roles_of_its_row(on: On) {
    let app = TestApp::start(on).await;
    for row in TABLE.iter().filter(|row| row.path != "/leave") {
        let body = if row.path == "/language" { "language=sq&back=/enter" } else { "" };
        let path = &*somewhere(row.path);
        let alone = ask(&app, (row.method, path), None, body).await;
        match row.sees {
            Sees::Anybody => assert_ne!(alone.status, StatusCode::NOT_FOUND, "{row:?}"),
            Sees::SignedIn(_) => {
                assert_eq!(alone.status, StatusCode::SEE_OTHER, "{row:?}");
                assert!(alone.headers["location"].to_str().unwrap().starts_with("/enter"));
            }
        }
        for role in Role::ALL {
            let session = session_of(&app, *role).await;
            let answer = ask(&app, (row.method, path), Some(&session), body).await;
            let lets_in = match row.sees {
                Sees::Anybody => true,
                Sees::SignedIn(roles) => roles.contains(role),
            };
            assert_eq!(answer.status != StatusCode::FORBIDDEN, lets_in, "{row:?} as {role}");
            assert!(!answer.status.is_server_error(), "{row:?} as {role}: {}", answer.text());
            let fits = answer.status != StatusCode::METHOD_NOT_ALLOWED;
            assert!(fits, "{row:?} is no page of the router");
        }
    }
    let nowhere = ask(&app, ("GET", "/nowhere"), None, "").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

pub(crate) async fn a_session_ends_by_leaving_by_idleness_and_by_the_hour(on: On) {
    let app = TestApp::start(on).await;
    let home = async |session: &str| ask(&app, ("GET", "/"), Some(session), "").await.status;
    let began = app.clock.now();
    let session = session_of(&app, Role::Treasurer).await;
    assert_eq!(home(&session).await, StatusCode::OK);
    let token = app.get("treasurer", "/api/v1/me").await;
    assert_eq!(token.status, StatusCode::OK);
    let asked =
        Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {session}"));
    let asked = app.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "a session is no token of the API");

    let left = ask(&app, ("POST", "/leave"), Some(&session), "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(left.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(home(&session).await, StatusCode::SEE_OTHER);

    let session = session_of(&app, Role::Treasurer).await;
    for minutes in (10..600).step_by(10) {
        app.clock.set(began + TimeDelta::minutes(minutes));
        assert_eq!(home(&session).await, StatusCode::OK, "after {minutes} minutes of work");
    }
    app.clock.set(began + TimeDelta::minutes(600));
    assert_eq!(home(&session).await, StatusCode::SEE_OTHER, "ten hours are a day's work");

    let session = session_of(&app, Role::Treasurer).await;
    app.clock.set(began + TimeDelta::minutes(616));
    assert_eq!(
        home(&session).await,
        StatusCode::SEE_OTHER,
        "nobody was there for a quarter of an hour"
    );
}

pub(crate) async fn books_that_are_real_let_nobody_in_as_somebody(on: On) {
    let real = TestApp::start(on).await;
    let facts = real.app.store.facts_for_reading().await.unwrap();
    let grant = facts.grants.values().find(|grant| grant.role == Role::Treasurer).unwrap().seq;
    let body = format!("grant={grant}&next=/");
    let refused = ask(&real, ("POST", "/enter"), None, &body).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(!refused.headers.contains_key("set-cookie"));
    assert!(!ask(&real, ("GET", "/enter"), None, "").await.text().contains("name=\"grant\""));

    let demo = TestApp::empty(on, true).await;
    let facts = demo.app.store.facts_for_reading().await.unwrap();
    let grant = facts.grants.keys().next().unwrap();
    let entered =
        ask(&demo, ("POST", "/enter"), None, &format!("grant={grant}&next=//evil.example")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(entered.headers["location"], "/");
    let cookie = entered.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with(COOKIE), "{cookie}");
    for word in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(word), "{cookie}");
    }
}

pub(crate) async fn a_page_elsewhere_can_do_nothing_here(on: On) {
    let app = TestApp::start(on).await;
    let session = session_of(&app, Role::Treasurer).await;
    let leave = |site: &str, origin: Option<&str>| {
        let mut request = Request::post("/leave")
            .header(header::COOKIE, format!("{COOKIE}={session}"))
            .header(header::HOST, "books.example")
            .header("sec-fetch-site", site);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        app.send(request.body(Body::empty()).unwrap())
    };
    for site in ["cross-site", "same-site"] {
        let refused = leave(site, Some("https://evil.example")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    }
    let page = ask(&app, ("GET", "/"), Some(&session), "").await;
    assert_eq!(page.status, StatusCode::OK, "the session still lives");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers["cache-control"], "no-store");
    let text = page.text();
    assert!(
        !text.contains("<script") && !text.contains(" style=") && !text.contains("://"),
        "{text}"
    );
}
