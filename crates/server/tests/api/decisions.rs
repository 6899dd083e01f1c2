//! How a payout is decided beside the ordinary way: emergencies, interests of one's own, deputies, and whose turn it is.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::On;

async fn urgent(case: &Case, key: &str, amount: &str) -> i64 {
    let request = case.request_with(key, amount, "emergency").await;
    let body = json!({"request": request, "fund": case.fund, "method": "cash", "tax_basis": "social_protection", "amount": amount});
    case.app.post("case_worker", "/api/v1/payouts", key, body).await.seq()
}

fn glass(digest: &Value) -> Value {
    json!({"digest": digest["digest"], "conflict_of_interest": false, "reason": "other", "note": "пожар"})
}

pub(crate) async fn an_emergency_is_released_by_one_other_and_reviewed_by_a_third(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = urgent(&case, "p", "3000.00").await;
    let digest = case.digest(payout).await;
    let unnamed = json!({"digest": digest["digest"], "reason": "other"});
    let answer = case.step("approver2", payout, "emergency-release", unnamed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let done = case.step("approver", payout, "emergency-release", glass(&digest)).await;
    assert_eq!(done.json()["kind"], "payout.emergency_released", "{}", done.text());
    let waiting = case.app.get("auditor", "/api/v1/payouts?unreviewed=true").await.json();
    assert_eq!(waiting["items"][0]["seq"], payout);
    assert_eq!(waiting["items"][0]["review_due_at"], "2026-03-13T09:00:00Z");
    let own = case.step("approver", payout, "review", json!({"finding": "in_order"})).await;
    assert_eq!((own.status, own.problem()), (StatusCode::FORBIDDEN, "duty-done".to_owned()));
    let body = json!({"finding": "not_in_order", "note": "недостасува потпис"});
    case.step("releaser", payout, "review", body).await.seq();
    let read = case.app.get("auditor", &format!("/api/v1/payouts/{payout}")).await.json();
    assert_eq!(read["payout"]["review_finding"], "not_in_order");
    let none = case.app.get("auditor", "/api/v1/payouts?unreviewed=true").await.json();
    assert_eq!(none["items"], json!([]));
}

pub(crate) async fn who_declares_an_interest_signs_nothing(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "3000.00").await;
    let digest = case.digest(payout).await;
    let mine = json!({"digest": digest["digest"], "conflict_of_interest": true});
    let declared = case.step("approver", payout, "approval", mine).await;
    assert_eq!(declared.json()["kind"], "payout.conflict_declared", "{}", declared.text());
    let path = format!("/api/v1/payouts/{payout}/approval");
    let again = case.app.post("approver", &path, "again", digest.clone()).await;
    assert_eq!((again.status, again.problem()), (StatusCode::FORBIDDEN, "in-conflict".to_owned()));
    case.step("approver2", payout, "approval", digest).await.seq();
}

pub(crate) async fn a_payout_says_whose_turn_it_is_and_why_not_mine(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "3000.00").await;
    let path = format!("/api/v1/payouts/{payout}/next");
    let next = case.app.get("approver", &path).await.json();
    let line = |next: &Value, step: &str, you: bool| -> Value {
        let all = next.as_array().unwrap().iter();
        all.filter(|row| row["step"] == step && row["you"] == you).cloned().collect()
    };
    assert_eq!(line(&next, "approve", true)[0]["able"], true);
    assert_eq!(line(&next, "emergency_release", true)[0]["refusal"], "not-an-emergency");
    case.step("approver", payout, "approval", case.digest(payout).await).await.seq();
    let next = case.app.get("releaser", &path).await.json();
    assert_eq!(next.as_array().unwrap().len(), 1);
    assert_eq!(line(&next, "release", true)[0]["able"], true);
    assert_eq!(case.app.get("treasurer", &path).await.json()[0]["you"], false);
}

pub(crate) async fn a_request_hears_which_lots_would_pay_and_why(on: On) {
    let case = Case::with(on, "1000.00").await;
    let request = case.request("p", "5000.00").await;
    let path = format!("/api/v1/requests/{request}/lots?fund={}&amount=400.00", case.fund);
    let lots = case.app.get("case_worker", &path).await.json();
    assert_eq!(lots["short"], "0.00");
    assert_eq!(lots["chosen"][0]["quantity"], "400.00");
    assert_eq!(lots["chosen"][0]["why"], "it is the oldest that fits");
    assert_eq!(lots["passed_over"][0]["kind"], "not_needed");
    let path = format!("/api/v1/requests/{request}/lots?fund={}&amount=4000.00", case.fund);
    assert_eq!(case.app.get("case_worker", &path).await.json()["short"], "3000.00");
    let path = format!("/api/v1/requests/{request}/lots?fund={}", case.fund);
    assert_eq!(case.app.get("case_worker", &path).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

pub(crate) async fn a_person_may_choose_the_lots_with_a_reason(on: On) {
    let case = Case::with(on, "1000.00").await;
    let request = case.request("p", "300.00").await;
    let path = format!("/api/v1/requests/{request}/lots?fund={}&amount=300.00", case.fund);
    let lot = case.app.get("case_worker", &path).await.json()["chosen"][0]["lot"].clone();
    let mut body = json!({"request": request, "fund": case.fund, "method": "bank", "tax_basis": "social_protection",
        "amount": "300.00", "lots": [{"lot": lot, "line": 1, "amount": "300.00"}]});
    let silent = case.app.post("case_worker", "/api/v1/payouts", "a", body.clone()).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text());
    body["lots_why"] = json!("giver_asked");
    let payout = case.app.post("case_worker", "/api/v1/payouts", "b", body).await.seq();
    let read = case.app.get("approver", &format!("/api/v1/payouts/{payout}")).await.json();
    assert_eq!(read["payout"]["lots_why"], "giver_asked");
}

pub(crate) async fn lists_come_by_the_part_and_what_is_over_is_kept(on: On) {
    let case = Case::with(on, "10000.00").await;
    let read = async |path: &str| case.app.get("admin", &format!("/api/v1/{path}")).await;
    let whole = read("tokens").await.json()["items"].as_array().unwrap().clone();
    let (mut parts, mut path) = (Vec::new(), "tokens?limit=2".to_owned());
    loop {
        let part = read(&path).await.json();
        parts.extend(part["items"].as_array().unwrap().clone());
        let Some(next) = part["next"].as_str() else { break };
        path = format!("tokens?limit=2&after={next}");
    }
    assert_eq!(parts, whole);
    for (login, wrong) in [
        ("admin", "tokens?after=nowhere"),
        ("admin", "people?limit=0"),
        ("treasurer", "months?limt=1"),
        ("treasurer", "agreements?limit=x"),
    ] {
        let answer = case.app.get(login, &format!("/api/v1/{wrong}")).await;
        assert_eq!(answer.problem(), "invalid-query");
        let field = answer.json()["field"].as_str().unwrap().to_owned();
        assert!(wrong.contains(&format!("?{field}=")), "{wrong}: {}", answer.text());
    }
    let person = case.app.person("nova").await;
    let grant =
        json!({"deed": {"grant_role": {"person": person, "role": "releaser", "why": "joined"}}});
    let waiting = case.app.post("admin", "/api/v1/decisions", "d", grant).await.seq();
    let kept = async |query: &str| {
        let list = read(&format!("decisions{query}")).await.json();
        list["items"].as_array().unwrap().iter().map(|row| row["seq"].as_i64().unwrap()).collect()
    };
    let open: Vec<i64> = kept("").await;
    assert_eq!(open, [waiting]);
    let earlier: Vec<i64> = kept("?state=confirmed&kind=grant_role&limit=3").await;
    assert!(earlier.len() == 3 && !earlier.contains(&waiting), "{earlier:?}");
    let other: Vec<i64> = kept("?state=all&kind=close_month").await;
    assert!(other.is_empty());
}
