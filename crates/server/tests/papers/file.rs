//! A file on its way to the import.

use almoner_ledger::codes::Reason;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

pub(crate) const HEADER: &str = "received_on,amount,currency,reference,source_name,source_identifier,source_kind,income_kind,memo\n";

/// A file in the shipped profile `generic-utf8`, with these rows.
pub(crate) fn generic(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

/// What is stated for a file in denars.
pub(crate) const DENARS: &[(&str, &str)] =
    &[("profile", "generic-utf8"), ("account", "1000"), ("fund", "free")];

pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}

pub(crate) async fn send(
    app: &TestApp,
    login: &str,
    path: &str,
    key: Option<&str>,
    kind: &str,
    bytes: impl Into<Body>,
) -> Answer {
    let mut request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token_of(login)))
        .header(header::CONTENT_TYPE, kind);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    app.send(request.body(bytes.into()).unwrap()).await
}

pub(crate) async fn dry_run(
    app: &TestApp,
    stated: &[(&str, &str)],
    file: impl Into<Body>,
) -> Answer {
    let path = format!("/api/v1/imports/dry-run?{}", query(stated));
    send(app, "treasurer", &path, None, "text/csv", file).await
}

pub(crate) async fn import(
    app: &TestApp,
    key: &str,
    stated: &[(&str, &str)],
    file: impl Into<Body>,
) -> Answer {
    let path = format!("/api/v1/imports?{}", query(stated));
    send(app, "treasurer", &path, Some(key), "text/csv; charset=utf-8", file).await
}

pub(crate) fn with<'a>(
    stated: &[(&'a str, &'a str)],
    more: (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    stated.iter().copied().chain([more]).collect()
}

/// The fate of each row, in their order.
pub(crate) fn fates(answer: &Answer) -> Vec<String> {
    let rows = answer.json()["rows"].clone();
    rows.as_array()
        .unwrap_or_else(|| panic!("{}", answer.text()))
        .iter()
        .map(|row| row["fate"].as_str().unwrap().to_owned())
        .collect()
}

/// Two persons undo an import as a whole.
pub(crate) async fn undo(app: &TestApp, import: i64, key: &str) -> Answer {
    let deed = json!({"deed": {"undo_import": {
        "import": import, "booked_on": "2026-03-10", "why": Reason::Mistake.code()
    }}});
    decide(app, deed, key).await
}

pub(crate) async fn decide(app: &TestApp, deed: Value, key: &str) -> Answer {
    let decision =
        app.post("treasurer", "/api/v1/decisions", &format!("{key}-1"), deed).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    app.post("releaser", &path, &format!("{key}-2"), json!({})).await
}

/// What an account holds.
pub(crate) async fn balance(app: &TestApp, account: &str) -> String {
    let path = format!("/api/v1/accounts/{account}/balance");
    app.get("auditor", &path).await.json()["total"].as_str().unwrap().to_owned()
}
