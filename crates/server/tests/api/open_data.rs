//! What machines are told: organisations one by one, people as sums, and nobody else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use almoner_ledger::codes::{AccountRole, EntryKind, PayeeKind, SourceKind};
use almoner_ledger::money::parse_minor;
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::language::Language;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::reporting::open_data::{OpenFormat, OpenWanted};
use almoner_store::read::payout::PayoutRow;
use almoner_store::read::request::RequestRow;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::app::{On, TestApp, donation};
use crate::demo::told_thinned;
use crate::exports::{agrees, says};

fn wanted(format: OpenFormat) -> OpenWanted {
    OpenWanted {
        format,
        from: "2025-01-01".parse().unwrap(),
        to: "2025-12-31".parse().unwrap(),
        prefix: Some("primer".to_owned()),
        language: Language::En,
    }
}

async fn demo(name: &str, today: &str) -> (impl Drop, App) {
    let (folder, store, _) = told_thinned(name, 3).await;
    let clock = Clock::standing(format!("{today}T12:00:00Z").parse().unwrap());
    (folder, App::new(store, clock).await.unwrap())
}

async fn made(app: &App, format: OpenFormat) -> String {
    let made = app.open_data(&wanted(format)).await.unwrap();
    // For a look at it, and for a check by the standards' own programs.
    if let Some(folder) = std::env::var_os("ALMONER_TEST_KEEP") {
        std::fs::write(std::path::Path::new(&folder).join(&made.file_name), &made.bytes).unwrap();
    }
    String::from_utf8(made.bytes).unwrap()
}

/// What the schema of 360Giving 1.4 requires of a grant.
#[track_caller]
fn is_a_grant(grant: &Value) {
    for field in ["id", "title", "description", "currency"] {
        assert!(grant[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {grant}");
    }
    assert!(grant["title"].as_str().unwrap().chars().count() < 140, "{grant}");
    assert!(grant["id"].as_str().unwrap().starts_with("360G-primer-"), "{grant}");
    assert!(grant["amountAwarded"].as_f64().is_some_and(|amount| 0.0 < amount), "{grant}");
    assert!(grant["awardDate"].as_str().unwrap().parse::<NaiveDate>().is_ok(), "{grant}");
    let funder = &grant["fundingOrganization"][0];
    assert_eq!(funder["id"], "MK-CR-0000000");
    let organisation = &grant["recipientOrganization"][0];
    let recipient =
        if organisation.is_null() { &grant["recipientIndividual"] } else { organisation };
    assert!(
        organisation.is_null() != grant["recipientIndividual"].is_null(),
        "one of two: {grant}"
    );
    assert!(recipient["id"].is_string() && recipient["name"].is_string(), "{grant}");
}

#[tokio::test]
async fn the_demo_tells_organisations_one_by_one_and_people_as_sums() {
    let (_folder, app) = demo("open", "2026-03-10").await;
    let package: Value = serde_json::from_str(&made(&app, OpenFormat::Grants).await).unwrap();
    let grants = package["grants"].as_array().unwrap();
    grants.iter().for_each(is_a_grant);
    let ids: BTreeSet<&str> = grants.iter().filter_map(|grant| grant["id"].as_str()).collect();
    assert_eq!(ids.len(), grants.len());
    let (people, apart): (Vec<&Value>, Vec<&Value>) =
        grants.iter().partition(|grant| grant["recipientOrganization"].is_null());
    assert!(!people.is_empty() && !apart.is_empty(), "{package}");
    let named = |grant: &&&Value| {
        let [id, name] = ["id", "name"].map(|key| grant["recipientOrganization"][0][key].as_str());
        id.unwrap().starts_with("MK-CR-") && name.unwrap().contains("Пример")
    };
    let count = apart.iter().filter(named).count();
    assert!(0 < count && count < apart.len(), "some have a public name, some have none");
    for grant in apart {
        let payout = grant["id"].as_str().unwrap().rsplit('-').next().unwrap();
        let payout = app.store.payout(payout.parse().unwrap()).await.unwrap().unwrap().payout;
        let request = app.store.request(payout.request_seq).await.unwrap().unwrap().request;
        let private = [PayeeKind::Oneself, PayeeKind::Landlord, PayeeKind::Other];
        assert!(!private.contains(&request.payee_kind), "{grant}");
        agrees_with_its_request(grant, &payout, &request);
        if let Some(reference) = request.recipient {
            assert!(!package.to_string().contains(&reference.to_string()), "{grant}");
        }
    }
    let refused = async |wanted: OpenWanted| match app.open_data(&wanted).await {
        Err(error) => error.to_string(),
        Ok(made) => panic!("{} is made", made.file_name),
    };
    let bare = OpenWanted { prefix: None, ..wanted(OpenFormat::Grants) };
    assert_eq!(refused(bare).await, "say which prefix");
    let strange = OpenWanted { prefix: Some("a/b".to_owned()), ..wanted(OpenFormat::Grants) };
    assert!(refused(strange).await.contains("letters, digits"));
    let young = OpenWanted { from: "2025-10-01".parse().unwrap(), ..wanted(OpenFormat::Grants) };
    assert!(refused(young).await.contains("wait 90 days"));
    let table = made(&app, OpenFormat::GrantsCsv).await;
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let titles = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), grants.len());
    for (row, grant) in rows.iter().zip(grants) {
        let cell = |title: &str| &row[titles.iter().position(|it| it == title).unwrap()];
        assert_eq!(Value::from(cell("Identifier")), grant["id"]);
        let awarded = cell("Amount Awarded").parse::<f64>().unwrap();
        assert_eq!(awarded, grant["amountAwarded"].as_f64().unwrap());
        let need = grant["classifications"][0]["code"].as_str().unwrap_or_default();
        assert_eq!(cell("Classifications:Code"), need);
        let purposes = grant["toIndividualsDetails"]["grantPurpose"].as_array();
        let purposes = purposes.map(|codes| codes.iter().map(|it| it.as_str().unwrap()).collect());
        let purposes: Vec<&str> = purposes.unwrap_or_default();
        assert_eq!(cell("To Individuals Details:Grant Purpose"), purposes.join(";"));
    }
    for people in people {
        let told = people.to_string();
        assert!(!told.contains("\"amountAppliedFor\"") && !told.contains("Transaction"), "{told}");
        assert_eq!(people["toIndividualsDetails"]["primaryGrantReason"], "GTIR100");
        assert!(people["beneficiaryLocation"][0]["name"].is_null(), "{told}");
    }
    app.store.close().await;
}

/// What is told of a payment to an organisation is what was asked for, needed and paid.
#[track_caller]
fn agrees_with_its_request(grant: &Value, payout: &PayoutRow, request: &RequestRow) {
    assert_eq!(grant["classifications"][0]["code"], payout.category.code());
    if let Some(asked) = grant["amountAppliedFor"].as_number() {
        let asked = asked.to_string();
        // One decimal is lost on the way through a number.
        let asked = asked.strip_suffix(".0").unwrap_or(&asked);
        assert_eq!(parse_minor(asked).unwrap(), request.asked_minor, "{grant}");
    }
    let paid = &grant["disbursementTransaction"][0];
    assert_eq!(paid["value"], grant["amountDisbursed"]);
    assert_eq!(paid["recipient"], grant["recipientOrganization"][0]["id"]);
    let is_placed = grant["beneficiaryLocation"][0]["name"].is_string();
    assert_eq!(grant["locationScope"], if is_placed { "GLS050" } else { "GLS030" });
    assert!(!is_placed || request.municipality.is_some(), "{grant}");
}

/// Where the schemas of IATI 2.03 lie; `None` where `scripts/test` has not promised them.
fn schemas() -> Option<PathBuf> {
    let folder = std::env::var_os("ALMONER_TEST_IATI").map(PathBuf::from);
    let promised = std::env::var_os("ALMONER_TEST_PEERS").is_some();
    assert!(folder.is_some() || !promised, "say in ALMONER_TEST_IATI where the IATI schemas lie");
    folder
}

#[tokio::test]
async fn the_demo_fits_the_schemas_of_iati() {
    let (_folder, app) = demo("iati", "2026-04-10").await;
    let activities = made(&app, OpenFormat::Activities).await;
    let organisation = made(&app, OpenFormat::Organisation).await;
    assert!(
        activities.contains("<receiver-org ref=\"MK-CR-"),
        "who has a public name is told by it"
    );
    for (text, ours) in [(&activities, "iati-activities"), (&organisation, "iati-organisations")] {
        let Some(schemas) = schemas() else { continue };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let schema = schemas.join(format!("{ours}-schema.xsd"));
        let paths = [schema.as_path(), file.path()].map(|path: &Path| path.to_str().unwrap());
        let words = ["--noout", "--nonet", "--schema", paths[0], paths[1]];
        agrees(&says("xmllint", &words).unwrap());
    }
    // Each gift of an organisation once, and no person who gives by the reference that stands for the name.
    let facts = app.store.facts_for_reading().await.unwrap();
    let count = |text: &str| activities.matches(text).count();
    // One for each fund, one for people whose fund would tell of a few, and one for what the association cost.
    assert_eq!(count("<iati-activity "), facts.funds.len() + 2);
    assert!(
        0 < count("ref=\"income-") && 0 < count("<transaction-type code=\"4\"/>"),
        "{activities}"
    );
    for source in facts.sources.values().filter(|source| source.kind == SourceKind::Person) {
        assert_eq!(count(&format!(">{}<", source.name)), 0, "{}", source.name);
    }
    let figures = organisation.matches("<total-expenditure>").count();
    assert!((1..=4).contains(&figures), "{organisation}");
    agreements_are_told_as_they_stand(&app, &activities).await;
    costs_are_those_of_the_books(&app, &activities, figures).await;
    app.store.close().await;
}

/// The attributes and the sum of the next value.
fn value(text: &str) -> (String, i64) {
    let (_, rest) = text.split_once("<value").unwrap();
    let (attributes, rest) = rest.split_once('>').unwrap();
    let (value, _) = rest.split_once('<').unwrap();
    (attributes.to_owned(), parse_minor(value).unwrap())
}

/// In every quarter of which the aid is told, to half a unit.
async fn costs_are_those_of_the_books(app: &App, activities: &str, quarters: usize) {
    let costs: Vec<&str> = activities.split("ref=\"costs-2025-Q").skip(1).collect();
    assert!(0 < quarters && costs.len() == quarters, "{activities}");
    let facts = app.store.facts_for_reading().await.unwrap();
    // Wear, losses on currency and what goes back to givers are told otherwise, or not.
    let other = [
        EntryKind::Depreciation,
        EntryKind::AssetRetired,
        EntryKind::Exchange,
        EntryKind::GrantRefund,
        EntryKind::Income,
        EntryKind::Closing,
        EntryKind::Reopening,
    ];
    for rest in costs {
        let number: u32 = rest[..1].parse().unwrap();
        let from = NaiveDate::from_ymd_opt(2025, number * 3 - 2, 1).unwrap();
        let to = from + chrono::Months::new(3) - chrono::Days::new(1);
        let rows = app.store.moved((from, to), i64::MAX).await.unwrap();
        let rows =
            rows.iter().filter(|row| facts.accounts[&row.account].role == AccountRole::Expense);
        let spent: i64 =
            rows.filter(|row| !other.contains(&row.kind)).map(|row| row.amount_minor).sum();
        let (_, told) = value(rest);
        assert!(
            0 < told && told % 100_000 == 0 && (told - spent).abs() <= 50_000,
            "{told} {spent}"
        );
    }
}

/// Every promise of an organisation once, what it gave back, and what the bank paid.
async fn agreements_are_told_as_they_stand(app: &App, activities: &str) {
    let text: String = activities.lines().map(str::trim).collect();
    let facts = app.store.facts_for_reading().await.unwrap();
    let days = ["2025-01-01", "2025-12-31"].map(|day| day.parse::<NaiveDate>().unwrap());
    let [from, to] = days;
    let told = |agreement: &&Agreement| from <= agreement.signed_on && agreement.signed_on <= to;
    let mut count = 0;
    for agreement in facts.agreements.values().filter(told) {
        let (_, rest) = text.split_once(&format!("ref=\"agreement-{}\"", agreement.seq)).unwrap();
        let (attributes, minor) = value(rest);
        assert_eq!(minor, agreement.promised_minor);
        assert!(attributes.contains(&format!("\"{}\"", agreement.currency)), "{attributes}");
        assert!(attributes.contains(&agreement.signed_on.to_string()), "{attributes}");
        count += 1;
    }
    assert!(0 < count && count == text.matches("<transaction-type code=\"11\"/>").count());
    let budgets: Vec<i64> = text.split("<budget ").skip(1).map(|rest| value(rest).1).collect();
    let promised = facts.agreements.values().map(|agreement| agreement.promised_minor);
    assert_eq!(budgets.iter().sum::<i64>(), promised.sum::<i64>(), "no part is lost: {budgets:?}");
    let refunds = app.store.refunds((from, to), i64::MAX).await.unwrap();
    let sum: i64 = refunds.iter().map(|row| row.value_minor).sum();
    let back = text.split("<transaction ref=\"refund-").skip(1).map(|rest| value(rest).1);
    assert!(0 < sum && back.sum::<i64>() == -sum, "{refunds:?}");
    assert!(text.contains("<narrative>Interest</narrative>"));
}

pub(crate) async fn open_data_are_for_ripe_quarters_of_a_registered_association(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    let gift = donation(fund, source, "1234.50");
    app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();
    let get = async |format: &str, rest: &str| {
        let path = format!("/api/v1/exports/{format}?from=2026-01-01&to=2026-12-31{rest}");
        app.get("auditor", &path).await
    };
    let refused = get("iati", "").await;
    assert_eq!(refused.problem(), "no-report", "{}", refused.text());
    assert!(refused.text().contains("no number in the register"), "{}", refused.text());
    let data = json!({"valid_from": "2026-01-01", "name": "Здружение", "seat": "Скопје", "register_number": "1234567"});
    app.post("treasurer", "/api/v1/association", "us", data).await.seq();
    let refused = get("iati-organisation", "").await;
    assert_eq!(refused.problem(), "no-report", "{}", refused.text());
    assert!(refused.text().contains("90 days"), "{}", refused.text());
    assert_eq!(get("360giving", "&prefix=a%2Fb").await.status, StatusCode::CONFLICT);
    assert_eq!(get("iati-people", "").await.status, StatusCode::NOT_FOUND);
}
