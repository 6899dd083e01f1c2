//! What machines read of books small enough to be checked by eye.

use almoner_ledger::codes::{Category, Currency, PayeeKind, SourceKind};
use almoner_reports::language::Language;
use almoner_reports::publish::agreed::{Agreed, Budget, Promise, Refund};
use almoner_reports::publish::open::{Giver, OpenBooks, OpenFund, OpenIncome, Organisation};
use almoner_reports::publish::open::{OpenGrant, OpenQuarter, Publisher};
use almoner_reports::publish::suppress::Told;
use almoner_reports::publish::{costs, grants, iati};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::suppress::RULES;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn foundation() -> Organisation {
    let name = "Example Foundation".to_owned();
    Organisation { kind: SourceKind::ForeignFoundation, name, id: Some("XM-1".to_owned()) }
}

fn promise(number: i64, signed_on: &str, days: [&str; 2]) -> Promise {
    Promise {
        number,
        fund: 1,
        organisation: foundation(),
        currency: Currency::Eur,
        minor: 300_000,
        signed_on: day(signed_on),
        is_told: true,
        days: days.map(day).into(),
        parts: Vec::new(),
    }
}

fn books() -> OpenBooks {
    let income = |minor, giver| OpenIncome { fund: 1, on: day("2025-03-31"), minor, giver };
    let given = Giver::Organisation { number: 5, organisation: foundation() };
    let fund = OpenFund {
        seq: 1,
        code: "food".to_owned(),
        name: "Food".to_owned(),
        opened_on: day("2024-01-01"),
        closed_on: None,
    };
    let quarter = OpenQuarter {
        name: "2025-Q1".to_owned(),
        from: day("2025-01-01"),
        to: day("2025-03-31"),
        aid: None,
        people: None,
        people_of_funds: Vec::new(),
        costs_minor: Some(1_200_000),
        needs: [Category::HygieneClothing, Category::Food].into(),
        grants: Vec::new(),
    };
    let refund = Refund {
        number: 8,
        fund: 1,
        on: day("2025-03-03"),
        minor: 20_050,
        organisation: foundation(),
    };
    OpenBooks {
        language: Language::En,
        publisher: Publisher {
            id: "MK-CR-1".to_owned(),
            name: "Us".to_owned(),
            country: "MK".to_owned(),
        },
        issued: day("2025-07-01"),
        demo: false,
        funds: vec![fund],
        quarters: vec![quarter],
        incomes: vec![income(120_000, given), income(77, Giver::Interest)],
        agreed: Agreed {
            promises: vec![promise(3, "2025-01-10", ["2025-02-01", "2025-11-30"])],
            refunds: vec![refund],
            from_year: 2025,
        },
    }
}

fn activities(books: &OpenBooks) -> String {
    let text = String::from_utf8(iati::activities(books).unwrap()).unwrap();
    // One line, without what stands between elements.
    text.lines().map(str::trim).collect()
}

#[test]
fn what_was_promised_and_what_went_back_is_told() {
    let text = activities(&books());
    let giver = "<provider-org ref=\"XM-1\" type=\"60\"><narrative>Example Foundation</narrative></provider-org>";
    for told in [
        "<budget type=\"1\" status=\"2\"><period-start iso-date=\"2025-01-01\"/><period-end iso-date=\"2025-12-31\"/>\
         <value currency=\"EUR\" value-date=\"2025-01-10\">3000.00</value></budget>"
            .to_owned(),
        format!(
            "<transaction ref=\"agreement-3\"><transaction-type code=\"11\"/><transaction-date iso-date=\"2025-01-10\"/>\
             <value currency=\"EUR\" value-date=\"2025-01-10\">3000.00</value>{giver}</transaction>"
        ),
        format!(
            "<transaction ref=\"refund-8\"><transaction-type code=\"1\"/><transaction-date iso-date=\"2025-03-03\"/>\
             <value value-date=\"2025-03-03\">-200.50</value>\
             <description><narrative>Unspent money returned</narrative></description>{giver}</transaction>"
        ),
        "<value value-date=\"2025-03-31\">0.77</value><description><narrative>Interest</narrative></description>\
         </transaction>"
            .to_owned(),
    ] {
        assert!(text.contains(&told), "{told}\n{text}");
    }
    let funded = "<participating-org ref=\"XM-1\" type=\"60\" role=\"1\">";
    assert_eq!(text.matches(funded).count(), 1, "the giver once");
    assert!(!text.contains("provider-activity-id"), "a contract's number is none");
}

#[test]
fn a_budget_is_told_by_year_where_every_promise_says_its_years() {
    let mut agreed = books().agreed;
    let year = |year: i32, minor, known_on| Budget {
        days: (day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))),
        currency: Currency::Eur,
        minor,
        known_on: day(known_on),
    };
    let mut long = promise(4, "2024-12-01", ["2024-12-01", "2026-05-31"]);
    long.is_told = false;
    long.parts = vec![
        (day("2024-12-05"), 100_000),
        (day("2025-06-05"), 50_000),
        (day("2026-02-05"), 150_000),
    ];
    agreed.promises.push(long);
    let told = [year(2025, 350_000, "2025-01-10"), year(2026, 150_000, "2024-12-01")];
    assert_eq!(agreed.budgets(1), told);
    assert_eq!(agreed.told(1).count(), 1, "the earlier one counts in budgets alone");
    agreed.promises.push(promise(5, "2025-02-01", ["2025-02-01", "2026-01-31"]));
    assert!(agreed.budgets(1).is_empty(), "nobody said what of it is for which year");
    assert!(agreed.budgets(2).is_empty());
}

#[test]
fn running_costs_are_told_together_and_only_beside_told_aid() {
    let text = activities(&books());
    let (_, costs) = text.split_once("<iati-identifier>MK-CR-1-~costs</iati-identifier>").unwrap();
    let told = "<transaction ref=\"costs-2025-Q1\"><transaction-type code=\"4\"/>\
                <transaction-date iso-date=\"2025-03-31\"/><value value-date=\"2025-03-31\">12000.00</value>\
                <description><narrative>Running costs, rounded (2025-Q1)</narrative></description></transaction>";
    assert!(costs.contains(told), "{costs}");
    let aid = Some(Told { persons: 12, minor: 500_000 });
    assert_eq!(costs::told(1_249_999, aid, &RULES), Some(1_200_000));
    assert_eq!(costs::told(1_250_000, aid, &RULES), Some(1_300_000));
    assert_eq!(costs::told(49_999, aid, &RULES), None, "nothing is left of it");
    assert_eq!(costs::told(1_249_999, None, &RULES), None, "the aid could be computed");
}

fn paid_to_a_pharmacy() -> OpenGrant {
    OpenGrant {
        number: 9,
        payee: 4,
        payee_kind: PayeeKind::Pharmacy,
        payee_name: None,
        payee_id: None,
        fund: 1,
        need: Some(Category::Health),
        purpose: "Health".to_owned(),
        place: Some("Centar".to_owned()),
        asked_minor: Some(900_000),
        awarded_on: day("2025-02-01"),
        paid_on: day("2025-02-03"),
        awarded_minor: 800_000,
        disbursed_minor: 790_000,
    }
}

#[test]
fn a_grant_says_what_was_asked_where_and_when_it_was_paid() {
    let mut books = books();
    books.quarters[0].people = Some(Told { persons: 12, minor: 500_000 });
    let nowhere = OpenGrant { number: 10, place: None, asked_minor: None, ..paid_to_a_pharmacy() };
    books.quarters[0].grants = vec![paid_to_a_pharmacy(), nowhere];
    let package: Value = serde_json::from_slice(&grants::json(&books, "us").unwrap()).unwrap();
    let [first, second, people] = package["grants"].as_array().unwrap().as_slice() else {
        panic!("{package}");
    };
    assert_eq!(first["amountAppliedFor"].as_f64(), Some(9000.0));
    assert_eq!(first["beneficiaryLocation"], json!([{"name": "Centar", "countryCode": "MK"}]));
    assert_eq!(first["locationScope"], "GLS050");
    assert_eq!(first["dateModified"], "2025-07-01T00:00:00Z");
    let class = json!([{"vocabulary": "Almoner needs", "code": "health", "title": "Health"}]);
    assert_eq!(first["classifications"], class);
    let paid = &first["disbursementTransaction"][0];
    assert_eq!(paid["id"], "360G-us-9-paid");
    assert_eq!([&paid["transactionDate"], &paid["recipient"]], ["2025-02-03", "360G-us-ORG-4"]);
    assert_eq!(paid["value"].as_f64(), Some(7900.0));
    assert_eq!(second["beneficiaryLocation"], json!([{"countryCode": "MK"}]));
    assert_eq!(
        [&second["locationScope"], &second["amountAppliedFor"]],
        [&json!("GLS030"), &Value::Null]
    );
    let details = json!({"primaryGrantReason": "GTIR100", "grantPurpose": ["GTIP070", "GTIP080"]});
    assert_eq!(
        people["toIndividualsDetails"], details,
        "food, hygiene and clothing: each code once"
    );
    let table = String::from_utf8(grants::csv(&books, "us").unwrap()).unwrap();
    assert!(table.contains(",GTIR100,GTIP070;GTIP080,"), "{table}");
    assert!(table.contains(",Centar,MK,MK-CR-1,Us,food,Food,Almoner needs,health,Health,2025-07-01T00:00:00Z,GLS050\n"), "{table}");
}
