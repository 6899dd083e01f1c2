//! Papers for those who give: organisations by name, natural persons by reference until an act shows the name.

use almoner_reports::language::Language;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::reporting::{Face, Wanted};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{On, TestApp, donation};
use crate::demo::told;

/// A company's gift under a contract of its own; the act that recorded it.
pub(crate) async fn donated(case: &Case) -> i64 {
    let agreement = json!({
        "source": case.source, "fund": case.fund, "kind": "donation", "number": "D-7/2026", "signed_on": "2026-03-01",
        "currency": "MKD", "promised": "90000.00", "valid_from": "2026-03-01", "valid_to": "2026-12-31",
        "unspent": "keep", "booked_as": "income", "report_due_on": "2027-01-31"
    });
    let agreement =
        case.app.post("treasurer", "/api/v1/agreements", "donated", agreement).await.seq();
    let mut gift = donation(case.fund, case.source, "30000.00");
    gift["agreement"] = json!(agreement);
    case.app.post("treasurer", "/api/v1/incomes", "donated", gift).await.seq()
}

async fn english(case: &Case, wanted: &str) -> String {
    let path = format!("/api/v1/reports/{wanted}&year=2026&format=csv&language=en");
    let made = case.app.get("auditor", &path).await;
    assert_eq!(made.status, StatusCode::OK, "{path}: {}", made.text());
    made.text()
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

pub(crate) async fn a_company_has_its_papers_with_the_relief_computed(on: On) {
    let case = Case::with(on, "10000.00").await;
    let gift = donated(&case).await;
    let text = english(&case, &format!("donation_confirmation?income={gift}")).await;
    says(&text, &["2/2026", "Пример Фирма 1", "30,000.00 MKD", "thirty thousand", "D-7/2026"]);
    let text = english(&case, &format!("donation_report?income={gift}&base=1000000.00")).await;
    // 30 days from the contract; five years from the gift; 5 % of 1,000,000 is more than the gift.
    says(
        &text,
        &[
            "2026-03-31",
            "2031-03-09",
            "600,000.00 MKD",
            "5.00 %",
            "Relief computed,\"30,000.00 MKD",
        ],
    );
    let contract = english(&case, "donation_contract?agreement=D-7/2026").await;
    says(&contract, &["Article 4", "90,000.00 MKD", "stays for the same purpose", "2027-01-31"]);
    let grant = case.app.get("auditor", "/api/v1/reports/donation_contract?agreement=9&year=2026");
    assert_eq!(grant.await.status, StatusCode::NOT_FOUND);
    let unsaid = case.app.get("auditor", "/api/v1/reports/donation_report?year=2026").await;
    assert_eq!(unsaid.problem(), "invalid-query");
}

pub(crate) async fn a_giver_sees_a_year_of_what_was_given_used_and_left(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "3000.00").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    let year = format!("donor_year?source={}", case.source);
    let text = english(&case, &year).await;
    says(
        &text,
        &["Given", "10000.00", "Approved and not yet paid,3000.00", "Not used at the end,10000.00"],
    );
    case.step("releaser", payout, "release", digest).await.seq();
    case.step("releaser", payout, "sending", json!({})).await.seq();
    let payment = json!({"account": "1000", "paid_on": "2026-03-10",
        "document": {"paper": {"kind": "bank_statement", "number": "51", "dated_on": "2026-03-10"}}});
    case.step("treasurer", payout, "payment", payment).await.seq();
    let text = english(&case, &year).await;
    says(&text, &["Food,3000.00", "Not used at the end,7000.00"]);
    let before =
        format!("/api/v1/reports/donor_year?source={}&from=2026-01-01&to=2026-02-28", case.source);
    assert_eq!(case.app.get("auditor", &before).await.problem(), "invalid-query");
}

pub(crate) async fn a_person_who_gives_is_named_by_an_act_alone(on: On) {
    let app = TestApp::with_vault(on).await;
    let (fund, _) = app.fund_and_source().await;
    let person = json!({"kind": "person", "name": "Петре Давател"});
    let person = app.post("treasurer", "/api/v1/sources", "person", person).await.seq();
    let gift = donation(fund, person, "1500.00");
    let gift = app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();
    let body = json!({"year": 2026, "income": gift.to_string(), "format": "csv", "language": "en"});
    let path = "/api/v1/reports/donation_confirmation/named";
    let plain = format!("/api/v1/reports/donation_confirmation?income={gift}&year=2026&format=csv");
    let plain = app.get("treasurer", &plain).await.text();
    assert!(!plain.contains("Петре") && plain.contains("P-"), "{plain}");
    let named = app.post("treasurer", path, "named", body.clone()).await;
    assert_eq!(named.status, StatusCode::CREATED, "{}", named.text());
    says(&named.text(), &["Петре Давател", "1,500.00 MKD"]);
    let reveals = app.get("auditor", "/api/v1/reveals").await.json();
    let shown: &Value = &reveals["items"][0];
    assert_eq!(shown["income"], gift, "{reveals}");
    assert_eq!(shown["purpose"], "giver_papers");
    assert_eq!(named.headers["x-almoner-seq"].to_str().unwrap(), shown["seq"].to_string());
    let again = app.post("treasurer", path, "named", body.clone()).await;
    assert_eq!((again.status, again.problem()), (StatusCode::CONFLICT, "shown-already".to_owned()));
    assert_eq!(app.post("releaser", path, "no", body.clone()).await.problem(), "reveal-forbidden");
    let other = "/api/v1/reports/trial_balance/named";
    assert_eq!(app.post("treasurer", other, "other", body).await.status, StatusCode::NOT_FOUND);
    // The report counts the person's own deadline and relief.
    let report = format!(
        "/api/v1/reports/donation_report?income={gift}&year=2026&format=csv&language=en&base=50000.00"
    );
    says(
        &app.get("treasurer", &report).await.text(),
        &["2027-01-31", "20.00 %, 24,000.00 MKD", "120,000.00 MKD", "10,000.00 MKD"],
    );
}

pub(crate) async fn a_grant_of_the_union_is_told_in_euro_against_its_budget(on: On) {
    let case = Case::with(on, "10000.00").await;
    let grant = json!({
        "source": case.source, "fund": case.fund, "kind": "grant", "number": "EU-1", "signed_on": "2026-03-01",
        "currency": "EUR", "promised": "1000.00", "valid_from": "2026-03-01", "valid_to": "2026-12-31",
        "unspent": "return", "booked_as": "deferred_income", "restriction": {"budget_lines": ["408"]}
    });
    let grant = case.app.post("treasurer", "/api/v1/agreements", "eu", grant).await.seq();
    let rate = json!({"value": "61.5", "on": "2026-03-09", "source": "nbrm"});
    let mut gift = donation(case.fund, case.source, "1000.00");
    gift["kind"] = json!("grant");
    gift["agreement"] = json!(grant);
    gift["means"]["money"] = json!({"account": "1020", "amount": "1000.00", "rate": rate});
    case.app.post("treasurer", "/api/v1/incomes", "eu", gift).await.seq();
    let paper = |number: &str| json!({"paper": {"kind": "invoice", "number": number, "dated_on": "2026-03-09"}});
    let sold = json!({"from": "1020", "to": "1000", "fund": case.fund, "amount": "1000.00", "received": "61500.00",
        "booked_on": "2026-03-09", "document": paper("S-1")});
    case.app.post("treasurer", "/api/v1/currency-sales", "sold", sold).await.seq();
    let line = |account: &str, side: &str| json!({"account": account, "fund": case.fund, "side": side, "amount": "20000.00"});
    let rent = json!({"booked_on": "2026-03-10", "lines": [line("408", "debit"), line("1000", "credit")], "document": paper("F-9")});
    case.app.post("treasurer", "/api/v1/entries", "rent", rent).await.seq();
    let plan = json!({"lines": [{"number": "4.1", "name": "Office rent", "unit": "month", "units": 10, "unit_cost": "50.00", "takes": ["408"]}]});
    let body = |method: &str| json!({"year": 2026, "agreement": "EU-1", "rate_method": method, "plan": plan, "format": "csv", "language": "en"});
    let post = async |report: &str, method: &str| {
        let path = format!("/api/v1/reports/{report}");
        case.app.write("POST", "auditor", &path, None, body(method)).await
    };
    let told = post("annex_vi", "instalment").await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    // The rent was drawn from what ends soonest, this grant: 20,000.00 / 61.5.
    says(
        &told.text(),
        &["4.1,Office rent,month,10,50.00,500.00,325.20,0.00,325.20,-174.80,-34.96"],
    );
    says(&post("annex_vi_costs", "instalment").await.text(), &["invoice F-9", "20000.00,325.20"]);
    let missing = post("annex_vi", "inforeuro_month").await;
    assert_eq!(missing.problem(), "no-report");
    says(&missing.text(), &["no exchange rate for 2026-03"]);
    assert_eq!(post("annex_vi", "by_heart").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_demo_publishes_ripe_quarters_in_which_nobody_is_found() {
    let (_folder, store, _) = told("public").await;
    let clock = Clock::standing("2026-03-10T12:00:00Z".parse().unwrap());
    let app = App::new(store.clone(), clock).await.unwrap();
    let wanted = Wanted {
        report: "public_report".to_owned(),
        from: "2025-01-01".parse().unwrap(),
        to: "2025-12-31".parse().unwrap(),
        about: std::collections::BTreeMap::new(),
        giver: None,
        language: Language::En,
        face: Face::Json,
    };
    let made: Value = serde_json::from_slice(&app.report(&wanted).await.unwrap().bytes).unwrap();
    let sections = made["sections"].as_array().unwrap();
    let titles: Vec<&str> = sections.iter().filter_map(|it| it["title"].as_str()).collect();
    // The fourth quarter ended less than ninety days ago.
    assert!(titles.contains(&"2025-Q3 – Aid by need"), "{titles:?}");
    assert!(!titles.iter().any(|title| title.contains("Q4")), "{titles:?}");
    says(&made["notes"].to_string(), &["Not published yet: 2025-Q4"]);
    let rows = sections.iter().flat_map(|section| section["rows"].as_array().unwrap());
    let persons = rows.filter_map(|row| row["cells"][1]["value"].as_i64());
    assert!(persons.clone().all(|persons| 10 <= persons), "{made}");
    let before =
        store.helped(("2025-07-01".parse().unwrap(), "2025-09-30".parse().unwrap()), i64::MAX);
    let before = before.await.unwrap();
    let all = before.iter().find(|row| row.axis.is_none()).unwrap();
    for axis in [almoner_ledger::codes::Axis::Category, almoner_ledger::codes::Axis::Municipality] {
        let parts = before.iter().filter(|row| row.axis == Some(axis));
        let sum: i64 = parts.flat_map(|row| &row.paid).sum();
        assert_eq!(sum, all.paid.iter().sum::<i64>(), "{axis:?} parts the same money");
    }
    store.close().await;
}
