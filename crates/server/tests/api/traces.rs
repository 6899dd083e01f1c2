//! From an income to what it paid for and back, and what became of the money of a fund.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::On;

async fn paid(case: &Case, key: &str, amount: &str) -> i64 {
    let payout = case.propose(key, amount).await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    case.step("releaser", payout, "release", digest).await.seq();
    let document =
        json!({"paper": {"kind": "bank_statement", "number": "51", "dated_on": "2026-03-10"}});
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": document});
    case.step("treasurer", payout, "payment", payment).await.seq();
    payout
}

async fn read(case: &Case, who: &str, path: &str) -> Value {
    let answer = case.app.get(who, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

pub(crate) async fn a_payout_leads_to_its_giver_and_back(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = paid(&case, "p", "4000.00").await;
    let traced = read(&case, "case_worker", &format!("/api/v1/payouts/{payout}/trace")).await;
    assert_eq!((&traced["amount"], &traced["state"]), (&json!("4000.00"), &json!("paid")));
    assert_eq!(traced["shares"][0]["percent"], "100.00");
    let income = traced["shares"][0]["income"].as_i64().unwrap();
    let path = format!("/api/v1/incomes/{income}/trace");
    let traced = read(&case, "treasurer", &path).await;
    let totals = json!({
        "received": "10000.00", "exchanged": "0.00", "reserved": "0.00", "spent_on_aid": "4000.00",
        "spent_on_costs": "0.00", "given_back": "0.00", "refunded": "0.00", "moved_in": "0.00", "moved_out": "0.00",
        "left": "6000.00"
    });
    assert_eq!(traced["totals"], totals);
    let aid = json!([{
        "category": "food", "month": "2026-03", "payouts": 1, "reserved": "0.00", "spent": "4000.00"
    }]);
    assert_eq!(traced["aid"], aid);
    assert_eq!(traced["steps"].as_array().unwrap().len(), 2);
    assert_eq!(traced["steps"][0]["payout"], payout);
    let told = read(&case, "treasurer", &format!("{path}/for-giver")).await;
    let aid = json!([{"category": "food", "quarter": "2026-Q1", "payouts": 1, "value": "4000.00"}]);
    assert_eq!(told["aid"], aid);
    let back = json!({"account": "1000", "returned_on": "2026-03-10", "document": {"paper": {
        "kind": "bank_statement", "number": "52", "dated_on": "2026-03-10"}}});
    let back = case.step("treasurer", payout, "return", back).await;
    assert_eq!(back.json()["kind"], "payout.returned", "{}", back.text());
    let after = read(&case, "treasurer", &format!("{path}/for-giver")).await;
    assert_eq!(after["aid"], json!([]), "what came back whole helped nobody");
    let names: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(names, ["aid", "amount", "currency", "income", "received_on", "totals"]);
    for path in ["payouts/999999", "incomes/999999", "funds/999999", "agreements/999999"] {
        let answer = case.app.get("approver", &format!("/api/v1/{path}/trace")).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (StatusCode::NOT_FOUND, "not-found".to_owned())
        );
    }
}

pub(crate) async fn the_trace_of_a_fund_is_told_four_times(on: On) {
    let case = Case::with(on, "10000.00").await;
    paid(&case, "p", "4000.00").await;
    let waiting = case.propose("q", "1000.00").await;
    let digest = case.digest(waiting).await;
    case.step("approver", waiting, "approval", digest).await.seq();
    let traced = read(&case, "auditor", &format!("/api/v1/funds/{}/trace", case.fund)).await;
    assert_eq!(traced["totals"]["left"], "5000.00");
    assert_eq!(traced["by_category"][0]["part"], "food");
    assert_eq!(traced["by_category"][0]["reserved"], "1000.00");
    assert_eq!(traced["by_month"][0]["part"], "2026-03");
    assert_eq!(traced["by_month"][0]["left"], "5000.00");
    assert_eq!(traced["by_municipality"][0]["part"], Value::Null, "none was told");
    assert_eq!(traced["by_municipality"][0]["spent_on_aid"], "4000.00");
}

pub(crate) async fn money_about_to_end_is_told_with_the_needs_it_would_fit(on: On) {
    let case = Case::with(on, "100.00").await;
    let source = case.app.get("treasurer", "/api/v1/sources").await.json();
    let source = source["items"][0]["seq"].as_i64().unwrap();
    let mut gift = crate::app::donation(case.fund, source, "900.00");
    gift["restriction"] = json!({"categories": ["food"], "to_on": "2026-03-31"});
    case.app.post("treasurer", "/api/v1/incomes", "ends", gift).await.seq();
    let request = case.request("r", "500.00").await;
    let found = read(&case, "case_worker", "/api/v1/funds/expiring?within=30").await;
    let item = &found["items"][0];
    assert_eq!((&item["left"], &item["days_left"]), (&json!("900.00"), &json!(21)));
    assert_eq!((&item["fits"], &item["asked"]), (&json!([request]), &json!("500.00")));
    let sooner = read(&case, "treasurer", "/api/v1/funds/expiring?within=20").await;
    assert_eq!(sooner["items"], json!([]));
    let answer = case.app.get("treasurer", "/api/v1/funds/expiring?within=99999").await;
    assert_eq!(answer.problem(), "invalid-query");
}
