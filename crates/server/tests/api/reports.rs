//! Reports: each in every face, by name what cannot be made, and the same bytes for the same books.

use axum::http::StatusCode;
use serde_json::json;

use crate::aid::Case;
use crate::app::{On, TestApp, donation};
use crate::donors::donated;
use crate::stories::{city_grant, public_grant};

const WANTED: [&str; 34] = [
    "journal?",
    "general_ledger?",
    "account_card?account=1000&",
    "trial_balance?",
    "income_expenditure_book?",
    "balance_sheet?",
    "income_expenditure?",
    "inventory?",
    "form_row?row=012&",
    "cash_book?account=1010&",
    "cash_in?voucher=1&",
    "cash_out?voucher=1&",
    "invoices_in?",
    "invoices_out?",
    "members?",
    "travel_orders?",
    "fixed_assets?",
    "exempt_invoices?agreement=D-7/2026&",
    "donation_register?",
    "public_agreements?",
    "contract_register?",
    "fund_statement?fund=free&",
    "municipal_report?agreement=08-114/2026&",
    "central_report?agreement=15-2/2026&",
    "notes?",
    "economic_tax_return?",
    "epdd?",
    "donation_confirmation?income={income}&",
    "donation_report?income={income}&",
    "donation_contract?agreement=D-7/2026&",
    "donor_year?source={source}&",
    "public_report?",
    "annex_vi?agreement=D-7/2026&rate_method=nbrm_daily&plan=%7B%22lines%22:%5B%5D%7D&",
    "annex_vi_costs?agreement=D-7/2026&rate_method=nbrm_daily&plan=%7B%22lines%22:%5B%5D%7D&",
];

async fn books(on: On) -> Case {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "3000.00").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest).await.seq();
    case
}

/// The same with money brought to the cash desk, and some of it taken back to the bank.
async fn books_with_cash(on: On) -> Case {
    let case = books(on).await;
    case.app.cash(case.fund, "1500.00").await;
    case.app.transfer("back", ("1010", "1000"), case.fund, "400.00").await;
    case
}

pub(crate) async fn every_report_has_every_face(on: On) {
    let case = books_with_cash(on).await;
    // As long as little has come, the declaration of a small association is all that is handed in.
    has_every_face(&case.app, "small_statement?").await;
    city_grant(&case).await;
    case.app
        .post("treasurer", "/api/v1/incomes", "big", donation(case.fund, case.source, "100000.00"))
        .await
        .seq();
    let refused = case.app.get("auditor", "/api/v1/reports/small_statement?year=2026").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("statements are to be handed in"), "{}", refused.text());
    public_grant(&case, ("state_body", "Пример Министерство"), "15-2/2026", "central_budget").await;
    let gift = donated(&case).await;
    let listed = case.app.get("auditor", "/api/v1/reports").await.json();
    // Books of this size make no declaration of a small association.
    assert_eq!(listed.as_array().unwrap().len(), WANTED.len() + 1);
    for wanted in WANTED {
        let wanted = wanted.replace("{income}", &gift.to_string());
        let wanted = wanted.replace("{source}", &case.source.to_string());
        has_every_face(&case.app, &wanted).await;
    }
}

async fn has_every_face(app: &TestApp, wanted: &str) {
    for (format, starts) in [
        ("html", &b"<!"[..]),
        ("csv", b""),
        ("excel-mk", b"\xef\xbb\xbf"),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF-"),
        ("json", b"{"),
    ] {
        let path = format!("/api/v1/reports/{wanted}year=2026&format={format}");
        let made = app.get("auditor", &path).await;
        assert_eq!(made.status, StatusCode::OK, "{path}: {}", made.text());
        assert!(made.bytes.starts_with(starts), "{path}");
        assert!(200 < made.bytes.len(), "{path}");
        if ["csv", "excel-mk"].contains(&format) {
            let text = made.text();
            let head = text.trim_start_matches('\u{feff}').lines().next().unwrap();
            let mut names: Vec<&str> = head.split([',', ';']).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{path}: {names:?}");
        }
        let again = app.get("treasurer", &path).await;
        assert_eq!(made.bytes, again.bytes, "{path}");
    }
}

pub(crate) async fn a_report_says_what_the_books_say(on: On) {
    let case = books(on).await;
    let path = "/api/v1/reports/trial_balance?year=2026&format=csv&language=en";
    let text = case.app.get("auditor", path).await.text();
    // 10,000 came into the bank, and 3,000 of it are owed.
    let bank = text.lines().find(|line| line.contains("1000,")).unwrap();
    assert!(bank.contains("10000.00"), "{text}");
    let owed = text.lines().find(|line| line.contains("2610,")).unwrap();
    assert!(owed.contains("3000.00"), "{text}");
    let page = "/api/v1/reports/balance_sheet?year=2026&format=html&language=mk";
    let page = case.app.get("auditor", page).await.text();
    for said in ["Биланс на состојба", "ПРИВРЕМЕНО", "10.000", "Службен весник"]
    {
        assert!(page.contains(said), "{said}");
    }
}

/// The books begin in March, so their first year has ten volumes, and all of it so far stands in the first.
pub(crate) async fn a_long_book_comes_in_volumes(on: On) {
    let case = books(on).await;
    let volume = async |report: &str, number: i64| {
        let path =
            format!("/api/v1/reports/{report}?year=2026&format=csv&language=en&volume={number}");
        case.app.get("auditor", &path).await
    };
    let whole = case.app.get("auditor", "/api/v1/reports/journal?year=2026&format=csv").await;
    let lines = |text: &str| {
        text.lines().filter(|line| !line.starts_with("head") && line.contains(",2026-03-")).count()
    };
    assert!(0 < lines(&whole.text()), "{}", whole.text());
    for number in 1..=10 {
        let made = volume("journal", number).await.text();
        let expected = if number == 1 { lines(&whole.text()) } else { 0 };
        assert_eq!(lines(&made), expected, "{number}: {made}");
        assert!(made.contains(&format!("Volume,{number} / 10")), "{made}");
    }
    for (report, number, said) in [
        ("journal", 11, "volumes 1 to 10"),
        ("journal", 0, "1 to 10"),
        ("balance_sheet", 1, "whole"),
    ] {
        let refused = volume(report, number).await;
        assert_eq!(refused.problem(), "invalid-query");
        assert!(refused.text().contains(said), "{}", refused.text());
    }
}

pub(crate) async fn a_cash_desk_has_its_book_and_every_slip(on: On) {
    let case = books_with_cash(on).await;
    let read = |path: &'static str| case.app.get("auditor", path);
    let book = read("/api/v1/reports/cash_book?account=1010&year=2026&format=json&language=en");
    let book = book.await.json();
    let rows = book["sections"][0]["rows"].as_array().unwrap();
    let seen: Vec<Vec<&serde_json::Value>> = rows
        .iter()
        .map(|row| [2, 4, 5, 6, 7].map(|place| &row["cells"][place]["value"]).to_vec())
        .collect();
    let expected = serde_json::json!([
        [null, null, null, null, "0.00"],
        ["Receipt 1/2026", "1000", "1500.00", null, "1500.00"],
        ["Payment 1/2026", "1000", null, "400.00", "1100.00"],
    ]);
    assert_eq!(serde_json::to_value(seen).unwrap(), expected, "{book}");
    let slip = read("/api/v1/reports/cash_out?voucher=1&year=2026&format=csv&language=en").await;
    for said in ["1/2026", "400.00", "four hundred", "1010", "1000", "free"] {
        assert!(slip.text().contains(said), "{said}: {}", slip.text());
    }
}

pub(crate) async fn what_cannot_be_reported_is_named(on: On) {
    let case = books(on).await;
    for (path, status, says) in [
        ("unknown?year=2026", 404, "no report called unknown"),
        ("cash?year=2026", 404, "no report called cash"),
        ("journal?year=2026&format=doc", 422, "html, csv, excel-mk, xlsx, pdf or json"),
        ("journal?year=2026&language=de", 422, "mk, en or sq"),
        ("journal", 422, "say the `year`"),
        ("journal?from=2026-02-01&to=2026-01-01", 422, "first day comes after"),
        ("journal?year=2019", 422, "begin in 2026"),
        ("account_card?year=2026", 422, "say which account"),
        ("account_card?year=2026&account=77", 404, "no account 77"),
        ("cash_book?year=2026&account=1000", 404, "no cash desk 1000"),
        ("cash_out?year=2026", 422, "say which voucher"),
        ("cash_out?year=2026&voucher=9", 404, "no voucher 9/2026"),
        ("fund_statement?year=2026", 422, "say which fund"),
        ("fund_statement?year=2026&fund=none", 404, "no fund none"),
        ("municipal_report?year=2026&agreement=1/26", 404, "no agreement with a municipality 1/26"),
        ("central_report?year=2026", 422, "say which agreement"),
        ("form_row?year=2026", 422, "say which row"),
        ("form_row?year=2026&row=999", 409, "row 999 is not in the form"),
    ] {
        let answer = case.app.get("auditor", &format!("/api/v1/reports/{path}")).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        assert!(answer.text().contains(says), "{path}: {}", answer.text());
    }
}

pub(crate) async fn what_is_due_is_listed_with_its_law(on: On) {
    let case = books(on).await;
    let due = case.app.get("case_worker", "/api/v1/duties?year=2027").await.json();
    let found = |code: &str| {
        due.as_array().unwrap().iter().find(|duty| duty["document"] == code).cloned().unwrap()
    };
    assert_eq!(found("annual_account")["on"], "2027-02-28");
    assert_eq!(found("annual_account")["when"], "above_small");
    assert_eq!(found("inventory")["on"], "2027-12-31");
    assert_eq!(found("inventory")["when"], serde_json::Value::Null);
    assert_eq!(found("public_report")["verified"], false);
    // Where the deadline is another now, the calendar of this association says so.
    let deed = json!({"deed": {"set_law_value": {"name": "annual_account_due", "value": "03",
        "valid_from": "2028-01-01", "source": "Сл. весник 1/28", "why": "law_changed"}}});
    let decision = case.app.post("treasurer", "/api/v1/decisions", "due", deed).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    case.app.post("admin2", &path, "due", json!({})).await.seq();
    let later = case.app.get("case_worker", "/api/v1/duties?year=2028").await.json();
    let later = later.as_array().unwrap().iter().find(|duty| duty["document"] == "annual_account");
    assert_eq!(later.unwrap()["on"], "2028-03-31");
    let feed = case.app.get("auditor", "/api/v1/duties.ics?year=2027&language=en").await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    let feed = feed.text();
    assert!(feed.starts_with("BEGIN:VCALENDAR\r\n") && feed.ends_with("END:VCALENDAR\r\n"));
    assert!(feed.contains("DTSTART;VALUE=DATE:20270228\r\nSUMMARY:Annual account\r\n"), "{feed}");
    assert!(feed.lines().all(|line| line.len() <= 75), "{feed}");
}
