//! Aid to two recipients who may be one person, as an open vault tells it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{Answer, On, PASSPHRASE};
use crate::needs::{need, step, warned};

/// A recipient of whom so much is known; the reference.
async fn known(case: &Case, key: &str, fields: Value) -> Value {
    let seq = case.app.post("case_worker", "/api/v1/recipients", key, json!({})).await.seq();
    let path = format!("/api/v1/recipients/{seq}");
    let body = json!({"fields": fields});
    let put = case.app.write("PUT", "case_worker", &format!("{path}/identity"), None, body).await;
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.text());
    case.app.get("case_worker", &path).await.json()["reference"].clone()
}

async fn asked(case: &Case, key: &str, who: &Value) -> Answer {
    case.app.post("case_worker", "/api/v1/requests", key, need(who)).await
}

async fn proposed(case: &Case, request: i64) -> i64 {
    let body = json!({"request": request, "fund": case.fund, "method": "bank", "tax_basis": "social_protection", "amount": "500.00"});
    let key = format!("payout-{request}");
    case.app.post("case_worker", "/api/v1/payouts", &key, body).await.seq()
}

/// A request of somebody, assessed, with a payout proposed.
async fn helped(case: &Case, key: &str, who: &Value) -> i64 {
    let request = asked(case, key, who).await.seq();
    case.look_over(request, "500.00").await;
    proposed(case, request).await
}

fn embg() -> Value {
    json!({"name": "Проба Пробиќ", "identity_number": "0101990450006"})
}

fn finding() -> Value {
    json!({"found": "500.00", "finding": "како што е раскажано"})
}

fn allowance(other: &Value) -> Value {
    json!({"other": other, "reason": "other", "note": "се проверени личните карти"})
}

pub(crate) async fn the_same_identity_number_waits_for_a_second_person(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let one = known(&case, "one", embg()).await;
    let other = known(&case, "other", json!({"identity_number": "0101990450006"})).await;
    helped(&case, "first", &one).await;
    let second = asked(&case, "second", &other).await;
    assert_eq!(warned(&second), ["double-aid"]);
    assert!(second.text().contains("same identity number") && !second.text().contains("0101990"));
    // What was asked is the same, though the vault says more by now.
    known(&case, "third", json!({"identity_number": "0101990450006"})).await;
    assert_eq!(asked(&case, "second", &other).await.json(), second.json());
    let request = second.seq();
    step(&case, "case_worker", request, "screening", json!({})).await.seq();
    let refused = step(&case, "case_worker", request, "assessment", finding()).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (409, "double-aid".to_owned()));
    let own = step(&case, "case_worker", request, "allowance", allowance(&one)).await;
    assert_eq!(own.problem(), "same-person");
    step(&case, "approver", request, "allowance", allowance(&one)).await.seq();
    let path = format!("/api/v1/requests/{request}/assessment");
    case.app.post("case_worker", &path, "again", finding()).await.seq();
    let read = case.app.get("approver", &format!("/api/v1/requests/{request}")).await.json();
    assert_eq!(read["request"]["identities_checked"], true);
    assert_eq!(read["matches"][0]["how"], "identity_number");
    assert_eq!(read["matches"][0]["other"], one);
}

pub(crate) async fn other_aid_in_between_is_seen_at_release(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let one = known(&case, "one", embg()).await;
    let other = known(&case, "other", json!({"identity_number": "0101990450006"})).await;
    let mut requests = Vec::new();
    for (key, who) in [("first", &one), ("second", &other)] {
        let request = asked(&case, key, who).await.seq();
        case.look_over(request, "500.00").await;
        requests.push(request);
    }
    let first = proposed(&case, requests[0]).await;
    let payout = proposed(&case, requests[1]).await;
    for payout in [first, payout] {
        let digest = case.digest(payout).await;
        case.step("approver", payout, "approval", digest).await.seq();
    }
    // The earlier of the two is let go, and then the later is too close to it.
    let digest = case.digest(first).await;
    case.step("releaser", first, "release", digest).await.seq();
    let digest = case.digest(payout).await;
    let refused = case.step("releaser", payout, "release", digest.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (409, "double-aid".to_owned()));
    let items = json!([{"payout": payout, "digest": digest["digest"]}]);
    let batch = json!({"items": items, "count": 1, "total": "500.00"});
    let refused = case.app.post("releaser", "/api/v1/batches", "b", batch.clone()).await;
    assert_eq!(refused.problem(), "double-aid");
    step(&case, "approver2", requests[1], "allowance", allowance(&one)).await.seq();
    let opened = case.app.post("releaser", "/api/v1/batches", "c", batch).await;
    assert_eq!(opened.json()["kind"], "batch.opened", "{}", opened.text());
}

pub(crate) async fn a_telephone_stops_and_a_name_alike_only_warns(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let whole = json!({"name": "Ѓорѓи Пробиќ", "settlement": "Скопје", "phone": "070 123 456"});
    let one = known(&case, "one", whole).await;
    helped(&case, "first", &one).await;
    let alike =
        known(&case, "alike", json!({"name": "Gjorgji Probikj", "settlement": "Skopje"})).await;
    let soft = asked(&case, "soft", &alike).await;
    assert_eq!(warned(&soft), ["double-aid"]);
    assert!(soft.text().contains("same name"), "{}", soft.text());
    case.look_over(soft.seq(), "500.00").await;
    let phone = known(&case, "phone", json!({"phone": "+389 70 123456"})).await;
    let hard = asked(&case, "hard", &phone).await;
    assert!(hard.text().contains("same phone"), "{}", hard.text());
    step(&case, "case_worker", hard.seq(), "screening", json!({})).await.seq();
    let refused = step(&case, "case_worker", hard.seq(), "assessment", finding()).await;
    assert_eq!(refused.problem(), "double-aid");
    // A landlord with the same telephone is not somebody who was helped.
    let payee = case.app.post("case_worker", "/api/v1/payees", "p", json!({})).await.seq();
    let body = json!({"fields": {"phone": "+38970999999"}});
    let path = format!("/api/v1/payees/{payee}/identity");
    case.app.write("PUT", "case_worker", &path, None, body).await;
    let tenant = known(&case, "tenant", json!({"phone": "+38970999999"})).await;
    assert_eq!(warned(&asked(&case, "rent", &tenant).await), [""; 0]);
}

pub(crate) async fn two_who_were_told_apart_are_not_compared_again(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let one =
        known(&case, "one", json!({"address": "ул. Пробна бр. 3", "settlement": "Битола"})).await;
    let other = known(&case, "other", json!({"address": "Probna 3", "settlement": "Bitola"})).await;
    helped(&case, "first", &one).await;
    let judged = json!({"one": one, "other": other, "reason": "other", "note": "двајца соседи"});
    case.app.post("approver", "/api/v1/judged-pairs", "j", judged).await.seq();
    let silent = asked(&case, "second", &other).await;
    assert_eq!(warned(&silent), [""; 0]);
    case.look_over(silent.seq(), "500.00").await;
}

pub(crate) async fn without_an_open_vault_it_is_said_that_nobody_compared(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let one = known(&case, "one", embg()).await;
    let other = known(&case, "other", json!({"identity_number": "0101990450006"})).await;
    helped(&case, "first", &one).await;
    case.app.post("admin", "/api/v1/vault/lock", "l", json!({})).await;
    let blind = asked(&case, "second", &other).await;
    assert_eq!(warned(&blind), ["identities-not-checked"]);
    let request = blind.seq();
    step(&case, "case_worker", request, "screening", json!({})).await.seq();
    let unlock = json!({"passphrase": PASSPHRASE});
    case.app.post("admin", "/api/v1/vault/unlock", "u", unlock).await;
    assert_eq!(asked(&case, "second", &other).await.json(), blind.json(), "as it was heard then");
    // Nobody could see it at intake; whoever assesses it does.
    let refused = step(&case, "case_worker", request, "assessment", finding()).await;
    assert_eq!(refused.problem(), "double-aid");
}
