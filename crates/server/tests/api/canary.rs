//! A mark in every field of a thousand people, and none of them anywhere but in the vault, sealed.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Command, Deed};
use almoner_ledger::month::Month;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::app::{Answer, On, TestApp};

/// A thousand people in all: some told one by one, the others in a list of needs.
const TOLD: std::ops::Range<usize> = 0..960;
const LISTED: std::ops::Range<usize> = 960..1_000;
const LIST_HEADER: &str = "Предмет;Примено на;Потреба;Износ;Итност;Домаќинство;Година на раѓање;Општина;Група;Примач на исплатата;Ознака на примачот;Потпишува;Име и презиме;ЕМБГ;Телефон;Сметка;Адреса;Место";

/// What the program traces, kept to be searched.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<u8>>>);

impl io::Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Letters that stand in no other word, one run of them for each field of each person.
fn mark(person: usize, field: usize) -> String {
    format!("Ѕуњѕа{person:04}ѓ{field:02}")
}

fn fields(person: usize) -> Value {
    let text = |field| mark(person, field);
    let account = account(person);
    json!({
        "name": text(1), "phone": format!("+38971{:06}", 700_000 + person), "account": account,
        "address": text(2), "settlement": text(3), "guardian": text(4), "notes": text(5),
        "health": text(6), "violence": text(7), "sleeping": text(8),
        "identity_number": format!("{:013}", 9_870_000_000_000_u64 + u64::try_from(person).unwrap())
    })
}

/// A domestic account with right check digits.
fn account(person: usize) -> String {
    let stem = format!("3007778880{person:03}");
    let number: u128 = format!("{stem}00").parse().unwrap();
    format!("{stem}{:02}", 98 - number % 97)
}

/// How the marks could be written down: as text, in UTF-16, in hexadecimal, in base64.
fn spellings() -> Vec<Vec<u8>> {
    let plain = "Ѕуњѕа".as_bytes();
    let hex = plain.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    });
    let utf16 = |order: fn(u16) -> [u8; 2]| "Ѕуњѕа".encode_utf16().flat_map(order).collect();
    let mut found = vec![
        plain.to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        b"987000000".to_vec(),
        b"300777888".to_vec(),
        b"38971700".to_vec(),
    ];
    use base64::Engine as _;
    // Wherever the mark begins within a group of three bytes, its middle is written in one of three ways.
    for before in 0..3 {
        let bytes = [vec![0; before], plain.to_vec()].concat();
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        found.push(text.get(4..12).unwrap().as_bytes().to_vec());
    }
    found
}

#[track_caller]
fn holds_none(place: &str, bytes: &[u8]) {
    for spelling in spellings() {
        let found = bytes.windows(spelling.len()).any(|window| window == spelling);
        assert!(!found, "{place} holds {:?}", String::from_utf8_lossy(&spelling));
    }
}

fn search(folder: &Path) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        holds_none(&path.display().to_string(), &std::fs::read(&path).unwrap());
        files += 1;
    }
    files
}

async fn tell(app: &TestApp, person: usize) -> i64 {
    let key = format!("k{person}");
    let (login, path, body) = match person % 3 {
        0 => ("case_worker", "recipients", json!({})),
        1 => ("treasurer", "sources", json!({"kind": "person", "name": mark(person, 1)})),
        _ => ("case_worker", "payees", json!({})),
    };
    let seq = app.post(login, &format!("/api/v1/{path}"), &key, body).await.seq();
    let put = json!({"fields": fields(person), "override": ["embg-check"]});
    let path = format!("/api/v1/{path}/{seq}/identity");
    let answer = app.write("PUT", login, &path, None, put).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    holds_none("the answer to a change", &answer.bytes);
    seq
}

async fn send(app: &TestApp, path: &str, key: &str, kind: &str, body: Vec<u8>) -> Answer {
    let sent = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", app.token_of("case_worker")))
        .header(header::CONTENT_TYPE, kind)
        .header("idempotency-key", key)
        .body(Body::from(body))
        .unwrap();
    app.send(sent).await
}

/// The association's own numbers of cases and homes are marks too: who knows one would know the person.
async fn tell_by_list(app: &TestApp) {
    let mut list = format!("{LIST_HEADER}\n");
    for person in LISTED {
        let [case, home] = [8, 9].map(|field| mark(person, field));
        let [name, address, place] = [1, 2, 3].map(|field| mark(person, field));
        let phone = format!("+38971{:06}", 700_000 + person);
        let account = account(person);
        writeln!(
            list,
            "{case};02.03.2026;храна;500,00;;{home};;;;;;;{name};;{phone};{account};{address};{place}"
        )
        .unwrap();
    }
    let dry = "/api/v1/request-imports/dry-run?profile=requests-mk";
    let dry = send(app, dry, "dry", "text/csv", list.clone().into_bytes()).await;
    assert_eq!(dry.json()["counts"]["new_recipients"], LISTED.len(), "{}", dry.text());
    let taken = "/api/v1/request-imports?profile=requests-mk";
    let taken = send(app, taken, "list", "text/csv", list.into_bytes()).await;
    assert!(taken.status.is_success(), "{}", taken.text());
    holds_none("the answer to a list", &taken.bytes);
    let requests = app.get("case_worker", "/api/v1/requests?limit=200").await.json();
    let requests = requests["items"].as_array().unwrap();
    assert_eq!(requests.len(), LISTED.len());
    for (person, request) in LISTED.zip(requests) {
        let path = format!(
            "/api/v1/requests/{}/attachments?kind=medical&number={person}&dated_on=2026-03-09",
            request["seq"]
        );
        let paper = format!("%PDF-1.7 {} {}", mark(person, 10), account(person)).into_bytes();
        let kept = send(app, &path, &format!("paper{person}"), "application/pdf", paper).await;
        assert!(kept.status.is_success(), "{}", kept.text());
        holds_none("the answer to a paper", &kept.bytes);
    }
}

/// A payee, from whichever page of the list has it.
async fn listed(app: &TestApp, payee: i64) -> Value {
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/payees?limit=200{after}");
        let page = app.get("case_worker", &path).await.json();
        let found = page["items"].as_array().unwrap().iter().find(|item| item["seq"] == payee);
        if let Some(found) = found {
            return found.clone();
        }
        after = format!("&after={}", page["next"].as_str().unwrap());
    }
}

/// Every export, once the first quarter may be told; beside the marked stands a pharmacy that everybody may know.
async fn exported(app: &TestApp) {
    let data = json!({"valid_from": "2026-01-01", "name": "Здружение", "seat": "Скопје", "register_number": "1234567"});
    app.post("treasurer", "/api/v1/association", "us", data).await.seq();
    let public = |kind: &str| json!({"public": {"kind": kind, "name": "Аптека Пример", "register_number": "0000017"}});
    let path = "/api/v1/payees";
    let refused = app.post("case_worker", path, "home", public("landlord")).await;
    assert_eq!(refused.problem(), "payee-not-public", "{}", refused.text());
    let payee = app.post("case_worker", path, "shop", public("pharmacy")).await.seq();
    assert_eq!(listed(app, payee).await["public_name"], "Аптека Пример");
    let path = format!("{path}/{payee}");
    let edited = app.write("PUT", "case_worker", &path, Some("edit"), json!({"version": 1})).await;
    assert!(edited.status.is_success(), "{}", edited.text());
    assert_eq!(listed(app, payee).await["public_name"], Value::Null);
    let (fund, source) = app.fund_and_source().await;
    let gift = crate::app::donation(fund, source, "1234.50");
    app.post("treasurer", "/api/v1/incomes", "gift", gift).await.seq();
    let token = app.token(app.id("auditor"), Role::Auditor, 180).await;
    app.clock.set("2026-07-05T09:00:00Z".parse().unwrap());
    let month = Month::parse("2026-03").unwrap().number();
    let deed = Deed::CloseMonth { month, why: Reason::PeriodEnd };
    let decision = app.give("treasurer", Command::ProposeDecision { deed, reason: None }).await;
    app.give("releaser", Command::ConfirmDecision { decision }).await;
    for format in
        ["hledger", "beancount", "iati", "iati-organisation", "360giving", "360giving-csv"]
    {
        let path = format!("/api/v1/exports/{format}?from=2026-01-01&to=2026-06-30&prefix=primer");
        let asked = Request::get(&path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = app.send(asked.body(Body::empty()).unwrap()).await;
        // Nobody was paid: there is no grant to tell.
        assert!(answer.status.is_success() != format.contains("giving"), "{}", answer.text());
        holds_none(&path, &answer.bytes);
    }
}

#[tokio::test]
async fn no_mark_of_anybody_is_found_outside_the_vault() {
    let traced = Traced::default();
    let writer = traced.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For the whole test binary: what other tests trace meanwhile is searched too, and does no harm.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let app = TestApp::with_vault(On::Sqlite).await;
    let mut first = 0;
    for person in TOLD {
        let seq = tell(&app, person).await;
        first = if person == 0 { seq } else { first };
    }
    tell_by_list(&app).await;
    // Refused: wrong account, wrong type, unknown field, each with a mark in it.
    let path = format!("/api/v1/recipients/{first}/identity");
    for fields in [
        json!({"account": "300777888012345"}),
        json!({"name": [mark(1, 1)]}),
        json!({(mark(1, 2)): "x"}),
        json!({"phone": mark(1, 3)}),
    ] {
        let refused = app.write("PUT", "case_worker", &path, None, json!({"fields": fields})).await;
        assert!(refused.status.is_client_error());
        holds_none("a problem", &refused.bytes);
    }
    // Shown to who may, and to nobody else.
    let ask = json!({"scope": "amber_red", "purpose": "case_work"});
    let shown = app.post("case_worker", &format!("{path}/reveal"), "show", ask).await;
    assert!(shown.text().contains(&mark(0, 8)), "{}", shown.text());
    for (login, path) in [
        ("treasurer", "/api/v1/journal.csv?from=2026-01-01&to=2026-12-31"),
        ("treasurer", "/api/v1/sources?limit=500"),
        ("case_worker", "/api/v1/recipients?limit=200"),
        ("case_worker", "/api/v1/payees?limit=200"),
        ("case_worker", "/api/v1/requests?limit=200"),
        ("auditor", "/api/v1/request-imports"),
        ("auditor", "/api/v1/reports/journal?year=2026&format=html"),
        ("auditor", "/api/v1/reports/donation_register?year=2026&format=csv"),
        ("auditor", "/api/v1/acts?limit=200"),
        ("auditor", "/api/v1/reveals"),
        ("auditor", "/api/v1/retention/due"),
        ("auditor", "/metrics"),
        ("auditor", "/api/openapi.json"),
    ] {
        let answer = app.get(login, path).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        holds_none(path, &answer.bytes);
    }
    exported(&app).await;
    let books = app._fresh.url.strip_prefix("sqlite:").unwrap().to_owned();
    let books = Path::new(&books).parent().unwrap().to_owned();
    let place = app.vault.as_ref().unwrap();
    let vault = place.config.url.strip_prefix("sqlite:").unwrap().to_owned();
    let copy = place.folder.path().join("copy.db");
    app.app.vault().await.unwrap().backup(&copy).await.unwrap();
    let trust = almoner_store::verify::Trust::default();
    app.app.store.backup(&books.join("copy.db"), &trust, |_, _| {}).await.unwrap();
    assert!(2 <= search(&books), "the books, their log and their copy");
    assert!(1 <= search(Path::new(&vault).parent().unwrap()));
    search(place.folder.path());
    holds_none("the trace", &traced.0.lock().unwrap());
    assert!(!traced.0.lock().unwrap().is_empty());
}
