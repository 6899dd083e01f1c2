//! The tax on aid through the API: from the proposal to the paid tax, and the papers without which there is no exemption.

use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{Answer, On};

fn paper(number: &str) -> Value {
    json!({"paper": {"kind": "bank_statement", "number": number, "dated_on": "2026-03-10"}})
}

async fn propose(case: &Case, (key, request): (&str, i64), basis: Value) -> Answer {
    let body = json!({"request": request, "fund": case.fund, "method": "bank",
        "amount": "900.00", "tax_basis": basis});
    case.app.post("case_worker", "/api/v1/payouts", key, body).await
}

async fn read(case: &Case, payout: i64) -> Value {
    case.app.get("treasurer", &format!("/api/v1/payouts/{payout}")).await.json()["payout"].clone()
}

async fn balance(case: &Case, account: &str) -> String {
    let path = format!("/api/v1/accounts/{account}/balance?on=2026-03-10");
    let told = case.app.get("treasurer", &path).await;
    told.json()["total"].as_str().unwrap_or_else(|| panic!("{}", told.text())).to_owned()
}

async fn sound(case: &Case) {
    let trust = almoner_store::verify::Trust::default();
    let report = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
}

/// A thousand leaves the fund, nine hundred reach the person, and a hundred the tax office, under the list it approved.
pub(crate) async fn a_taxed_payout_goes_from_its_proposal_to_the_paid_tax(on: On) {
    let case = Case::with(on, "5000.00").await;
    let request = case.request("taxed", "1000.00").await;
    let silent = propose(&case, ("silent", request), Value::Null).await;
    assert_eq!(silent.problem(), "tax-basis-missing");
    assert_eq!(silent.json()["field"], "tax_basis");
    let unfit = propose(&case, ("unfit", request), json!("in_kind")).await;
    assert_eq!(unfit.problem(), "tax-basis-unfit");
    let lots = format!("/api/v1/requests/{request}/lots?fund={}&amount=900.00", case.fund);
    let lots = case.app.get("case_worker", &format!("{lots}&tax_basis=taxable")).await.json();
    assert_eq!(lots["chosen"][0]["value"], "1000.00", "{lots}");
    let payout = propose(&case, ("taxed", request), json!("taxable")).await.seq();
    let told = read(&case, payout).await;
    assert_eq!(
        [&told["amount"], &told["net"], &told["tax"], &told["tax_basis"]],
        ["1000.00", "900.00", "100.00", "taxable"]
    );
    let list = json!({"number": "ppd-17/2026"});
    let early = case.step("treasurer", payout, "tax-list", list.clone()).await;
    assert_eq!(early.problem(), "payout-step");
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    let unlisted = case.step("releaser", payout, "release", digest.clone()).await;
    assert_eq!(unlisted.problem(), "tax-list-missing");
    let next = case.app.get("releaser", &format!("/api/v1/payouts/{payout}/next")).await.json();
    assert_eq!(next[0]["refusal"], "tax-list-missing", "{next}");
    let path = format!("/api/v1/payouts/{payout}/tax-list");
    case.app.post("treasurer", &path, "list", list.clone()).await.seq();
    let path = format!("/api/v1/payouts/{payout}/release");
    case.app.post("releaser", &path, "listed", digest).await.seq();
    case.step("releaser", payout, "sending", json!({})).await.seq();
    let tax = |payouts: Value| json!({"payouts": payouts, "account": "1000", "paid_on": "2026-03-10", "document": paper("52")});
    let unpaid =
        case.app.post("treasurer", "/api/v1/tax-payments", "t", tax(json!([payout]))).await;
    assert_eq!(unpaid.problem(), "tax-not-due");
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": paper("51")});
    case.step("treasurer", payout, "payment", payment).await.seq();
    assert_eq!(balance(&case, "1000").await, "4100.00");
    assert_eq!(balance(&case, "245").await, "-100.00");
    let paid = case.app.post("treasurer", "/api/v1/tax-payments", "u", tax(json!([payout]))).await;
    let paid = paid.seq();
    assert_eq!(
        (balance(&case, "1000").await, balance(&case, "245").await),
        ("4000.00".to_owned(), "0.00".to_owned())
    );
    let told = read(&case, payout).await;
    assert_eq!((&told["tax_list"], &told["tax_payment"]), (&list["number"], &json!(paid)));
    let deed =
        json!({"deed": {"reverse": {"entry": paid, "booked_on": "2026-03-10", "why": "mistake"}}});
    let taken_back = case.app.post("treasurer", "/api/v1/decisions", "r", deed).await;
    assert_eq!(taken_back.problem(), "belongs-to-tax");
    let back = json!({"account": "1000", "returned_on": "2026-03-10", "document": paper("53")});
    let back = case.step("treasurer", payout, "return", back).await;
    assert_eq!(back.json()["warnings"][0]["name"], "tax-to-ask-back", "{}", back.text());
    assert_eq!(read(&case, payout).await["returned"], "900.00");
    sound(&case).await;
}

/// Aid for treatment is free of tax with a diagnosis and a bill, and is not approved without them; two persons may lay down
/// that other papers are wanted.
pub(crate) async fn treatment_is_not_approved_without_its_papers(on: On) {
    let case = Case::with(on, "5000.00").await;
    let request = case.request("cure", "1000.00").await;
    let warned = propose(&case, ("cure", request), json!("treatment")).await;
    assert_eq!(warned.json()["warnings"][0]["name"], "tax-document", "{}", warned.text());
    let payout = warned.seq();
    let digest = case.digest(payout).await;
    let refused = case.step("approver", payout, "approval", digest).await;
    assert_eq!(refused.problem(), "tax-document-missing");
    case.step("case_worker", payout, "cancellation", json!({"reason": "mistake"})).await.seq();
    let path = format!("/api/v1/requests/{request}/evidence");
    for (kind, byte) in [("medical", 'a'), ("pro_forma", 'b')] {
        let paper = json!({"kind": kind, "dated_on": "2026-03-10", "media_type": "application/pdf",
            "size_bytes": 20_000, "content": byte.to_string().repeat(64)});
        case.app.post("case_worker", &path, kind, paper).await.seq();
    }
    let again = propose(&case, ("again", request), json!("treatment")).await;
    assert!(again.json().get("warnings").is_none(), "{}", again.text());
    let payout = again.seq();
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest).await.seq();
    let list = json!({"number": "ppd-18/2026"});
    let untaxed = case.step("treasurer", payout, "tax-list", list).await;
    assert_eq!(untaxed.problem(), "not-taxed");
    let rules = json!({"deed": {"set_tax_rules": {"valid_from": "2026-03-10", "source": "мислење на УЈП",
        "rules": [{"basis": "treatment", "taxable": false, "evidence": [["decision", "medical"]]}]}}});
    let decision = case.app.post("admin", "/api/v1/decisions", "rules", rules).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    case.app.post("admin2", &path, "rules", json!({})).await.seq();
    rate_is_changed(&case).await;
    let bases = case.app.get("case_worker", "/api/v1/tax-bases").await.json();
    let rows = bases["items"].as_array().unwrap();
    assert_eq!(rows.len(), 7, "{bases}");
    assert_eq!(rows[6]["evidence"], json!([["decision", "medical"]]));
    assert_eq!(rows[6]["name_mk"], rows[2]["name_mk"]);
    sound(&case).await;
}

/// From next year the rate is another, as the treasurer found and an administrator answers for.
async fn rate_is_changed(case: &Case) {
    let deed = |name: &str| {
        json!({"deed": {"set_law_value": {"name": name, "value": "1200", "valid_from": "2027-01-01",
            "source": "Сл. весник 1/27", "why": "law_changed"}}})
    };
    let path = "/api/v1/decisions";
    let unknown = case.app.post("treasurer", path, "levy", deed("flood_levy")).await;
    assert_eq!(unknown.problem(), "law-value-unknown");
    let rate = "personal_income_tax_rate";
    let decision = case.app.post("treasurer", path, "rate", deed(rate)).await.seq();
    let confirmation = format!("{path}/{decision}/confirmation");
    let alone = case.app.post("treasurer", &confirmation, "rate", json!({})).await;
    assert_eq!(alone.problem(), "same-person");
    case.app.post("admin2", &confirmation, "rate", json!({})).await.seq();
    let values = case.app.get("auditor", "/api/v1/law-values").await.json();
    let rows = values["items"].as_array().unwrap();
    let set = rows.iter().rfind(|row| row["name"] == rate).unwrap();
    assert_eq!((&set["value"], &set["verified"]), (&json!("1200"), &json!(false)));
}
