//! Registers: who gave, under which paper, what became of it, and no name of a person.

use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{On, donation};
use crate::stories::city_grant;

/// What the fields of every line hold, by the keys of the columns.
pub(crate) fn lines(report: &Value) -> Vec<Value> {
    let keys: Vec<&str> = report["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["key"].as_str().unwrap())
        .collect();
    let sections = report["sections"].as_array().unwrap().iter();
    let rows = sections.flat_map(|section| section["rows"].as_array().unwrap());
    let line = |row: &Value| {
        let cells = row["cells"].as_array().unwrap().iter();
        let fields = keys.iter().zip(cells);
        fields.map(|(key, cell)| ((*key).to_owned(), cell["value"].clone())).collect::<Value>()
    };
    rows.map(line).collect()
}

pub(crate) async fn english(case: &Case, report: &str) -> Value {
    let path = format!("/api/v1/reports/{report}year=2026&format=json&language=en");
    let answer = case.app.get("auditor", &path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

pub(crate) async fn a_gift_stands_in_the_register_with_what_it_was_used_for(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "3000.00").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest).await.seq();
    let person = json!({"kind": "person", "name": "Петар Пример"});
    let person = case.app.post("treasurer", "/api/v1/sources", "person", person).await.seq();
    let gift = donation(case.fund, person, "500.00");
    case.app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();

    let report = english(&case, "donation_register?").await;
    let told = lines(&report);
    assert_eq!(told.len(), 2, "{report}");
    assert_eq!(told[0]["source"], "Пример Фирма 1");
    assert_eq!(told[0]["receipt"], "1/2026");
    let sums = |line: &Value| json!([line["amount"], line["used"], line["left"]]);
    assert_eq!(sums(&told[0]), json!(["10000.00", "3000.00", "7000.00"]));
    assert_eq!(sums(&told[1]), json!(["500.00", null, "500.00"]));
    assert!(!report.to_string().contains("Петар"), "{report}");
    let total = report["total"]["cells"].as_array().unwrap();
    assert_eq!(total[8]["value"], "10500.00");
}

pub(crate) async fn an_agreement_with_a_public_body_says_what_came_and_what_is_to_be_reported(
    on: On,
) {
    let case = Case::with(on, "10000.00").await;
    city_grant(&case).await;
    let report = english(&case, "public_agreements?").await;
    let told = lines(&report);
    assert_eq!(told.len(), 1, "{report}");
    let line = &told[0];
    assert_eq!(
        json!([line["grantor"], line["budget"], line["agreement"], line["received"], line["left"]]),
        json!(["Општина Пример", "municipal", "08-114/2026, 2026-01-15", "50000.00", "50000.00"])
    );
    let purpose = line["purpose"].as_str().unwrap();
    for said in ["Health", "Homeless person", "until 2026-12-31"] {
        assert!(purpose.contains(said), "{purpose}");
    }
    let contracts = lines(&english(&case, "contract_register?").await);
    assert_eq!(contracts.len(), 1);
    assert_eq!(contracts[0]["reported"], "not asked for");
}

pub(crate) async fn a_fund_tells_what_came_what_went_and_what_is_to_go_back(on: On) {
    let case = Case::with(on, "10000.00").await;
    city_grant(&case).await;
    let payout = case.propose("p", "3000.00").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest).await.seq();
    for fund in ["free", "all"] {
        let report = english(&case, &format!("fund_statement?fund={fund}&")).await;
        let told = lines(&report);
        let said = |item: &str, key: &str| {
            let line = told.iter().find(|line| line["item"].as_str().unwrap().starts_with(item));
            line.unwrap_or_else(|| panic!("{item}: {report}"))[key].clone()
        };
        assert_eq!(said("Opening", "balance"), "0.00");
        assert_eq!(
            (said("Company", "in"), said("Company", "incomes")),
            (json!("10000.00"), json!(1))
        );
        assert_eq!(said("Municipality", "in"), "50000.00");
        assert_eq!(said("Food", "out"), "3000.00");
        assert_eq!(said("Closing", "balance"), "57000.00");
        assert_eq!(said("Approved aid", "balance"), "3000.00");
        assert_eq!(said("Unspent, to return under agreement 08-114/2026", "balance"), "50000.00");
    }
}

pub(crate) async fn a_grantor_hears_of_every_cost_with_its_document(on: On) {
    let case = Case::with(on, "1000.00").await;
    city_grant(&case).await;
    let report = english(&case, "municipal_report?agreement=08-114/2026&").await;
    assert!(report["sections"][0]["title"].as_str().unwrap().starts_with("Activities – 1."));
    let told = lines(&report);
    let said = |key: &str, value: &str| {
        let line = told.iter().find(|line| line[key] == value);
        line.unwrap_or_else(|| panic!("{value}: {report}"))["amount"].clone()
    };
    assert_eq!(said("document", "bank statement 48"), "50000.00");
    assert_eq!(said("line", "Unspent, to return"), "50000.00");
    let wrong = "/api/v1/reports/central_report?agreement=08-114/2026&year=2026";
    assert_eq!(case.app.get("auditor", wrong).await.problem(), "not-found");
}

pub(crate) async fn every_paper_says_whose_books_these_are(on: On) {
    let case = Case::with(on, "1000.00").await;
    let path = "/api/v1/association";
    let told = |register: &str, tax: &str| {
        json!({"valid_from": "2026-01-01", "name": "Здружение „Топол дом“", "seat": "Битола", "register_number": register,
            "tax_number": tax, "activity": "88.99", "phone": "+389 47 000 000", "representative": "претседател"})
    };
    let wrong = case.app.post("treasurer", path, "a", told("5414571", "4030000375898")).await;
    assert_eq!((wrong.status.as_u16(), wrong.problem()), (422, "tax-number-unfit".to_owned()));
    assert_eq!(wrong.json()["field"], "tax_number");
    case.app.post("treasurer", path, "b", told("5414572", "4030000375897")).await.seq();
    let listed = case.app.get("auditor", path).await.json();
    assert_eq!(listed["items"][0]["register_number_is_odd"], true, "{listed}");
    let report = english(&case, "trial_balance?").await;
    assert_eq!(report["association"]["tax_number"], "4030000375897", "{report}");
    let page =
        case.app.get("auditor", "/api/v1/reports/journal?year=2026&format=html").await.text();
    for said in
        ["Топол дом", "Битола", "ЕМБС 5414572", "ЕДБ 4030000375897", "Застапник претседател"]
    {
        assert!(page.contains(said), "{said}");
    }
}

fn entry(fund: i64, lines: [(&str, &str); 2], amount: &str, paper: Value) -> Value {
    let line = |(account, side): (&str, &str)| json!({"account": account, "fund": fund, "side": side, "amount": amount});
    json!({"booked_on": "2026-03-10", "lines": lines.map(line), "document": {"paper": paper}})
}

pub(crate) async fn invoices_stand_in_their_books_with_what_is_open(on: On) {
    let case = Case::with(on, "10000.00").await;
    let post =
        |key: &'static str, body: Value| case.app.post("treasurer", "/api/v1/entries", key, body);
    let invoice = |number: &str| json!({"kind": "invoice", "number": number, "dated_on": "2026-03-09", "issuer": "Пример Закуподавач"});
    let (owed, paid) =
        ([("408", "debit"), ("220", "credit")], [("220", "debit"), ("1000", "credit")]);
    let statement = json!({"kind": "bank_statement", "number": "50", "dated_on": "2026-03-10"});
    post("rent", entry(case.fund, owed, "1800.00", invoice("7"))).await.seq();
    let second = post("more", entry(case.fund, owed, "600.00", invoice("8"))).await.seq();
    post("paid", entry(case.fund, paid, "1000.00", statement)).await.seq();
    post("named", entry(case.fund, paid, "600.00", invoice("8"))).await.seq();
    let mut sold = donation(case.fund, case.source, "300.00");
    sold["kind"] = json!("economic_activity");
    sold["document"] =
        json!({"paper": {"kind": "invoice", "number": "A-1", "dated_on": "2026-03-10"}});
    case.app.post("treasurer", "/api/v1/incomes", "sold", sold).await.seq();

    let told = |line: &Value| {
        json!([line["invoice"], line["who"], line["amount"], line["open"], line["paid_on"]])
    };
    let report = english(&case, "invoices_in?").await;
    let seen: Vec<Value> = lines(&report).iter().map(told).collect();
    let expected = [
        json!(["7", "Пример Закуподавач", "1800.00", "800.00", null]),
        json!(["8", "Пример Закуподавач", "600.00", null, "2026-03-10"]),
    ];
    assert_eq!(seen, expected, "{report}");
    let note = "accounts 800.00 MKD: open invoices 800.00 MKD, other 0.00 MKD";
    assert!(report["notes"].to_string().contains(note), "{report}");
    let out = english(&case, "invoices_out?").await;
    let seen: Vec<Value> = lines(&out).iter().map(told).collect();
    assert_eq!(seen, [json!(["A-1", "Пример Фирма 1", "300.00", null, "2026-03-09"])], "{out}");
    let path = "/api/v1/entries?document=invoice&account=408";
    let listed = case.app.get("auditor", path).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2, "{listed}");
    assert_eq!(listed["items"][0]["seq"], second);
}

pub(crate) async fn a_project_free_of_tax_lists_its_invoices(on: On) {
    let case = Case::with(on, "10000.00").await;
    let agreement = json!({
        "source": case.source, "fund": case.fund, "kind": "grant", "number": "EU-1", "signed_on": "2026-01-15",
        "currency": "MKD", "promised": "5000.00", "valid_from": "2026-01-15", "valid_to": "2026-12-31",
        "unspent": "return", "booked_as": "deferred_income", "restriction": {"to_on": "2026-12-31", "budget_lines": ["400"]}
    });
    let grant = case.app.post("treasurer", "/api/v1/agreements", "grant", agreement).await.seq();
    let mut money = donation(case.fund, case.source, "5000.00");
    money["kind"] = json!("grant");
    money["agreement"] = json!(grant);
    case.app.post("treasurer", "/api/v1/incomes", "grant", money).await.seq();
    let paper = json!({"kind": "invoice", "number": "12", "dated_on": "2026-03-09", "issuer": "Пример Книжара"});
    let bought = entry(case.fund, [("400", "debit"), ("1000", "credit")], "700.00", paper);
    case.app.post("treasurer", "/api/v1/entries", "bought", bought).await.seq();
    let report = english(&case, "exempt_invoices?agreement=EU-1&").await;
    let told = lines(&report);
    assert_eq!(told.len(), 1, "{report}");
    assert_eq!((&told[0]["who"], &told[0]["amount"]), (&json!("Пример Книжара"), &json!("700.00")));
    let none = "/api/v1/reports/exempt_invoices?agreement=EU-2&year=2026";
    assert_eq!(case.app.get("auditor", none).await.problem(), "not-found");
}

pub(crate) async fn a_member_stands_in_the_register_with_the_fees_of_the_year(on: On) {
    let case = Case::with_vault(on, "1000.00").await;
    let person = json!({"kind": "person", "name": "Петра Пример"});
    let person = case.app.post("treasurer", "/api/v1/sources", "p", person).await.seq();
    let join = |source: i64, on: &str| json!({"source": source, "joined_on": on});
    let path = "/api/v1/members";
    let member = case.app.post("treasurer", path, "one", join(person, "2019-05-01")).await.seq();
    let twice = case.app.post("treasurer", path, "two", join(person, "2026-01-01")).await;
    assert_eq!((twice.status.as_u16(), twice.problem()), (409, "already-member".to_owned()));
    case.app.post("treasurer", path, "three", join(case.source, "2026-02-01")).await.seq();
    let mut fee = donation(case.fund, person, "600.00");
    fee["kind"] = json!("membership_fee");
    case.app.post("treasurer", "/api/v1/incomes", "fee", fee).await.seq();
    let left = json!({"version": 1, "left_on": "2026-03-01"});
    case.app.post("treasurer", &format!("{path}/{member}/end"), "end", left).await.seq();

    let report = english(&case, "members?").await;
    let told =
        |line: &Value| json!([line["member"], line["joined_on"], line["left_on"], line["fees"]]);
    let seen: Vec<Value> = lines(&report).iter().map(told).collect();
    let expected = [
        json!([format!("P-{person}"), "2019-05-01", "2026-03-01", "600.00"]),
        json!(["Пример Фирма 1", "2026-02-01", null, null]),
    ];
    assert_eq!(seen, expected, "{report}");
    assert!(!report.to_string().contains("Петра"), "{report}");
    let listed = case.app.get("approver", path).await.json();
    assert_eq!(listed["items"][0]["left_on"], "2026-03-01", "{listed}");
    let trust = almoner_store::verify::Trust::default();
    let checked = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(checked.findings.is_empty(), "{checked}");
}

pub(crate) async fn a_journey_is_ordered_by_another_and_costs_what_the_books_say(on: On) {
    let case = Case::with(on, "10000.00").await;
    let me = case.app.get("case_worker", "/api/v1/me").await.json()["person"].clone();
    let path = "/api/v1/travel-orders";
    let order = json!({"person": me, "from_on": "2026-03-09", "to_on": "2026-03-10", "place": "Битола",
        "purpose": "Посета на прифатилиште", "means": "bus", "per_diem": "1200.00"});
    let first = case.app.post("treasurer", path, "one", order.clone()).await.seq();
    let second = case.app.post("treasurer", path, "two", order).await.seq();
    let paper = json!({"kind": "invoice", "number": "77", "dated_on": "2026-03-10", "issuer": "Пример Превоз"});
    let ticket = entry(case.fund, [("413", "debit"), ("1000", "credit")], "850.00", paper);
    let ticket = case.app.post("treasurer", "/api/v1/entries", "ticket", ticket).await.seq();
    let costs = json!({"entries": [ticket]});
    let settled = format!("{path}/{first}/costs");
    case.app.post("treasurer", &settled, "costs", costs.clone()).await.seq();
    let twice = case.app.post("treasurer", &settled, "twice", costs).await;
    assert_eq!((twice.status.as_u16(), twice.problem()), (409, "cost-of-another".to_owned()));
    let off = json!({"why": "mistake"});
    case.app.post("treasurer", &format!("{path}/{second}/cancellation"), "off", off).await.seq();

    let report = english(&case, "travel_orders?").await;
    let told = |line: &Value| json!([line["number"], line["place"], line["cost"], line["state"]]);
    let seen: Vec<Value> = lines(&report).iter().map(told).collect();
    let expected = [
        json!(["1/2026", "Битола", "850.00", "settled"]),
        json!(["2/2026", "Битола", null, "called off"]),
    ];
    assert_eq!(seen, expected, "{report}");
    let listed = case.app.get("auditor", path).await.json();
    assert_eq!(listed["items"][0]["costs"][0]["entry"], ticket, "{listed}");
    let trust = almoner_store::verify::Trust::default();
    let checked = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(checked.findings.is_empty(), "{checked}");
}
