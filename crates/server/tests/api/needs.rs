//! Needs over the API: what is looked over by whom, papers given twice, and aid that would be given twice.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{Answer, On};

pub(crate) fn need(recipient: &Value) -> Value {
    json!({
        "recipient": recipient, "category": "food", "urgency": "emergency", "asked": "500.00",
        "received_on": "2026-03-10", "municipality": "MK-814", "story": "изгоре кујната"
    })
}

pub(crate) async fn recipient(case: &Case, key: &str) -> Value {
    let seq = case.app.post("case_worker", "/api/v1/recipients", key, json!({})).await.seq();
    let path = format!("/api/v1/recipients/{seq}");
    case.app.get("case_worker", &path).await.json()["reference"].clone()
}

pub(crate) async fn step(
    case: &Case,
    login: &str,
    request: i64,
    step: &str,
    body: Value,
) -> Answer {
    let path = format!("/api/v1/requests/{request}/{step}");
    case.app.post(login, &path, &format!("{login}-{request}-{step}"), body).await
}

pub(crate) fn warned(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let warnings = body["warnings"].as_array().cloned().unwrap_or_default();
    warnings.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

pub(crate) async fn aid_twice_waits_for_a_second_person(on: On) {
    let case = Case::with(on, "10000.00").await;
    let who = recipient(&case, "one").await;
    let first = case.app.post("case_worker", "/api/v1/requests", "first", need(&who)).await;
    assert_eq!(warned(&first), ["identities-not-checked"]);
    let first = first.seq();
    case.look_over(first, "500.00").await;
    let proposal = json!({"request": first, "fund": case.fund, "method": "bank", "tax_basis": "social_protection", "amount": "500.00"});
    case.app.post("case_worker", "/api/v1/payouts", "p", proposal).await.seq();
    let again = case.app.post("case_worker", "/api/v1/requests", "again", need(&who)).await;
    assert_eq!(warned(&again), ["double-aid", "identities-not-checked"]);
    let again = again.seq();
    step(&case, "case_worker", again, "screening", json!({})).await.seq();
    let finding = json!({"found": "300.00", "finding": "нема ништо"});
    let refused = step(&case, "case_worker", again, "assessment", finding.clone()).await;
    let said = (refused.status, refused.problem());
    assert_eq!(said, (StatusCode::CONFLICT, "double-aid".to_owned()));
    let allowance = json!({"other": who, "reason": "other", "note": "пожар"});
    let own = step(&case, "case_worker", again, "allowance", allowance.clone()).await;
    assert_eq!((own.status, own.problem()), (StatusCode::FORBIDDEN, "same-person".to_owned()));
    step(&case, "approver", again, "allowance", allowance).await.seq();
    let path = format!("/api/v1/requests/{again}/assessment");
    case.app.post("case_worker", &path, "later", finding).await.seq();
    let path = format!("/api/v1/requests/{again}");
    let read = case.app.get("approver", &path).await.json();
    assert_eq!(read["request"]["state"], "assessed");
    assert_eq!(read["request"]["found"], "300.00");
    assert_eq!(read["matches"].as_array().unwrap().len(), 2, "found, and allowed");
    assert_eq!(read["steps"].as_array().unwrap().len(), 4);
    let auditor = case.app.get("auditor", &path).await;
    assert!(!auditor.text().contains("нема ништо") && !auditor.text().contains("кујната"));
}

pub(crate) async fn a_paper_given_twice_is_a_warning(on: On) {
    let case = Case::with(on, "1.00").await;
    let paper = json!({
        "kind": "pro_forma", "number": "PF-1", "amount": "500.00",
        "media_type": "application/pdf", "size_bytes": 1000, "content": "ab".repeat(32)
    });
    let mut requests = Vec::new();
    for key in ["one", "two"] {
        let who = recipient(&case, key).await;
        requests
            .push(case.app.post("case_worker", "/api/v1/requests", key, need(&who)).await.seq());
    }
    let first = step(&case, "case_worker", requests[0], "evidence", paper.clone()).await;
    assert_eq!(warned(&first), [""; 0]);
    let second = step(&case, "case_worker", requests[1], "evidence", paper.clone()).await;
    assert_eq!(warned(&second), ["same-paper"]);
    let repeated = step(&case, "case_worker", requests[1], "evidence", paper.clone()).await;
    assert_eq!(
        (repeated.status, warned(&repeated)),
        (StatusCode::OK, vec!["same-paper".to_owned()])
    );
    let mut unfit = paper;
    unfit["media_type"] = json!("text/html");
    let path = format!("/api/v1/requests/{}/evidence", requests[0]);
    let answer = case.app.post("case_worker", &path, "unfit", unfit).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["field"].clone()),
        (422, json!("media_type"))
    );
}

pub(crate) async fn what_is_late_and_what_comes_again_is_listed(on: On) {
    let case = Case::with(on, "1.00").await;
    let who = recipient(&case, "one").await;
    let mut body = need(&who);
    body["received_on"] = json!("2026-03-05");
    body["recurring"] = json!({"every_months": 1, "until_on": "2026-12-31"});
    let request = case.app.post("case_worker", "/api/v1/requests", "k", body).await.seq();
    let count = async |query: &str| {
        let answer = case.app.get("case_worker", &format!("/api/v1/requests?{query}")).await;
        answer.json()["items"].as_array().unwrap().len()
    };
    assert_eq!((count("overdue=true").await, count("due_again=true").await), (0, 0));
    case.app.clock.set("2026-03-10T13:00:01Z".parse().unwrap());
    assert_eq!(count("overdue=true&urgency=emergency&municipality=MK-814").await, 1);
    case.app.clock.set("2026-04-06T09:00:00Z".parse().unwrap());
    assert_eq!(count("due_again=true").await, 1);
    step(&case, "case_worker", request, "repetition", json!({})).await.seq();
    assert_eq!((count("due_again=true").await, count("state=submitted").await), (0, 2));
}
