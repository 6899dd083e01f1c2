//! The file for the bank: who is on it, that it is told first, and what stops it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::{Case, paper};
use crate::app::{On, TestApp};
use crate::identity::put;

pub(crate) async fn a_payment_list_names_people_by_one_act(on: On) {
    let case = Case::of(TestApp::with_vault(on).await, "9000.00").await;
    let mut payouts = Vec::new();
    for number in 1..=2 {
        // The first is taxed: the bank is asked for what reaches the person.
        let basis = if number == 1 { "taxable" } else { "social_protection" };
        let key = format!("p{number}");
        let request = case.request(&key, "1700.00").await;
        let recipient = recipient_of(&case, request).await;
        if number == 1 {
            let fields = json!({"name": "Петра Пример", "account": "300000000000133"});
            put(&case.app, &format!("recipients/{recipient}"), "case_worker", fields).await;
        }
        let payout = case.propose_for(&key, (request, "1500.00"), basis).await;
        let digest = case.digest(payout).await;
        let approved = case.step("approver", payout, "approval", digest.clone()).await.json();
        let warned = approved["warnings"][0]["name"] == "payee-details-missing";
        assert_eq!(warned, number != 1, "{approved}");
        if number == 1 {
            let list = json!({"number": "ppd-1/2026"});
            case.step("treasurer", payout, "tax-list", list).await.seq();
        }
        case.step("releaser", payout, "release", digest).await.seq();
        payouts.push((payout, recipient));
    }
    let [(first, _), (second, unknown)] = payouts[..] else { unreachable!() };
    let list = |payouts: &[i64], instead_of: Option<i64>| json!({"payouts": payouts, "account": "1000", "value_on": "2026-03-11", "instead_of": instead_of});
    let make = async |key: &str, body: Value| {
        case.app.post("releaser", "/api/v1/payment-lists", key, body).await
    };
    let lacking = make("both", list(&[first, second], None)).await;
    assert_eq!(lacking.problem(), "payee-details-missing");
    assert!(lacking.text().contains(&format!("payout {second}")), "{}", lacking.text());
    assert_eq!(make("no", list(&[first], None)).await.problem(), "account-number-missing");
    number_the_bank_account(&case).await;

    let before = case.app.app.store.health().await.unwrap().head_seq;
    let made = make("yes", list(&[first], None)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert!(made.text().contains("Петра Пример"));
    assert!(made.text().contains("300000000000133"));
    assert!(made.text().contains(",MKD,1500.00,"), "{}", made.text());
    assert_eq!(made.headers["cache-control"], "no-store");
    assert_eq!(case.app.app.store.health().await.unwrap().head_seq, before + 2);
    let again = make("yes", list(&[first], None)).await;
    assert_eq!(
        (again.text(), &again.headers["idempotent-replay"]),
        (made.text(), &"true".parse().unwrap())
    );
    assert_eq!(make("twice", list(&[first], None)).await.problem(), "already-listed");

    let lists = case.app.get("auditor", "/api/v1/payment-lists").await.json();
    let told = &lists["items"][0];
    assert_eq!((&told["total"], &told["payouts"]), (&json!("1500.00"), &json!([first])));
    let digest = almoner_proof::hash::sha256(&[made.bytes.as_ref()]);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["sha256"], digest.as_str());
    assert!(!lists.to_string().contains("Пример"));

    // The file was lost: another in its place, but not for who was not on it.
    let lost = told["seq"].as_i64().unwrap();
    let replaced = make("new", list(&[first], Some(lost))).await;
    assert_eq!(replaced.status, StatusCode::CREATED, "{}", replaced.text());
    assert_eq!(make("stray", list(&[second], Some(lost))).await.problem(), "payee-details-missing");

    // Who is paid must be who was approved.
    changed_after_it_was_signed(&case, (second, unknown)).await;
    assert_eq!(make("changed", list(&[second], None)).await.problem(), "payee-changed");
    paid_all_the_same(&case, second).await;
    let reveals = case.app.get("auditor", "/api/v1/reveals").await.json();
    assert_eq!(reveals["items"][0]["purpose"], "payment_list");
    sound(&case).await;
}

pub(crate) async fn a_payment_list_asked_for_again_is_the_recorded_file_or_none(on: On) {
    let case = Case::of(TestApp::with_vault(on).await, "9000.00").await;
    number_the_bank_account(&case).await;
    let request = case.request("p", "1500.00").await;
    let recipient = format!("recipients/{}", recipient_of(&case, request).await);
    let known = json!({"name": "Петра Пример", "account": "300000000000133"});
    put(&case.app, &recipient, "case_worker", known).await.seq();
    let payout = case.propose_for("p", (request, "1500.00"), "social_protection").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    case.step("releaser", payout, "release", digest).await.seq();
    let make = async |dialect: &str| {
        let body = json!({"payouts": [payout], "account": "1000", "value_on": "2026-03-11", "dialect": dialect});
        case.app.post("releaser", "/api/v1/payment-lists", "list", body).await
    };
    let made = make("data").await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    case.app.clock.set("2026-03-11T09:00:00Z".parse().unwrap());
    assert_eq!(make("data").await.text(), made.text(), "on it stands the day it was made");
    // How it is written is no part of what a key stands for.
    let other = make("excel-mk").await;
    let differs = (StatusCode::CONFLICT, "payment-list-differs".to_owned());
    assert_eq!((other.status, other.problem()), differs);
    let moved = json!({"name": "Петра Пример", "account": "100000000063095"});
    put(&case.app, &recipient, "case_worker", moved).await.seq();
    assert_eq!(make("data").await.problem(), "payee-changed");
}

async fn recipient_of(case: &Case, request: i64) -> i64 {
    let request = case.app.app.store.request(request).await.unwrap().unwrap().request;
    case.app.app.store.subject_of(request.recipient.unwrap()).await.unwrap().unwrap().seq
}

/// Gives the bank account 1000 its number at the bank; wrong check digits are refused.
pub(crate) async fn number_the_bank_account(case: &Case) {
    let accounts = case.app.get("treasurer", "/api/v1/accounts").await.json();
    let found = accounts["items"].as_array().unwrap().iter().find(|row| row["code"] == "1000");
    let mut body = found.unwrap().clone();
    for shown in ["code", "guarded"] {
        body.as_object_mut().unwrap().remove(shown);
    }
    let write =
        async |body| case.app.write("PUT", "treasurer", "/api/v1/accounts/1000", None, body).await;
    body["number"] = json!("300000000000134");
    let wrong = write(body.clone()).await;
    assert_eq!(wrong.problem(), "account-number");
    body["number"] = json!("300000000000133");
    write(body).await.seq();
}

async fn sound(case: &Case) {
    let trust = almoner_store::verify::Trust::default();
    let report = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}

/// Everybody sees that nobody can go on with it.
async fn changed_after_it_was_signed(case: &Case, (payout, recipient): (i64, i64)) {
    known_otherwise_now(case, recipient).await;
    let seen = case.app.get("auditor", &format!("/api/v1/payouts/{payout}")).await.json();
    assert!(seen["payout"]["changed"].is_i64(), "{seen}");
}

/// What the bank has done is recorded, and that another was signed is told.
async fn paid_all_the_same(case: &Case, payout: i64) {
    let payment = json!({"paid_on": "2026-03-10", "account": "1000", "document": paper()});
    let paid = case.step("treasurer", payout, "payment", payment).await.json();
    assert_eq!(paid["warnings"][0]["name"], "payee-changed", "{paid}");
}

/// Records who somebody is, and then another account for them.
async fn known_otherwise_now(case: &Case, recipient: i64) {
    for account in ["300000000000133", "100000000063095"] {
        let fields = json!({"name": "Петар Пример", "account": account});
        put(&case.app, &format!("recipients/{recipient}"), "case_worker", fields).await;
    }
}
