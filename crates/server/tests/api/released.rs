//! What a public report told when it was issued is told again by every later one, whatever was corrected since.

use almoner_ledger::codes::{DocumentKind, Method, PayoutState, Reason, Role};
use almoner_ledger::command::{Actor, AddAgreement, Command, Deed, Document};
use almoner_ledger::money::Amount;
use almoner_ledger::month::Month;
use almoner_ledger::text::Code;
use almoner_reports::language::Language;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::reporting::open_data::{OpenFormat, OpenWanted};
use almoner_server::reporting::{Face, Wanted};
use almoner_store::read::page::Paging;
use almoner_store::read::payout::PayoutFilter;
use almoner_store::store::Store;
use almoner_store::write::Request;
use chrono::NaiveDate;
use serde_json::Value;

use crate::demo::told_thinned;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn report(app: &App, language: Language) -> Value {
    let wanted = Wanted {
        report: "public_report".to_owned(),
        from: day("2025-01-01"),
        to: day("2025-12-31"),
        about: std::collections::BTreeMap::new(),
        giver: None,
        language,
        face: Face::Json,
    };
    serde_json::from_slice(&app.report(&wanted).await.unwrap().bytes).unwrap()
}

async fn open(app: &App) -> Vec<Vec<u8>> {
    let mut made = Vec::new();
    for format in OpenFormat::ALL {
        let prefix = Some("primer".to_owned());
        let (from, to) = (day("2025-01-01"), day("2025-12-31"));
        let wanted = OpenWanted { format, from, to, prefix, language: Language::En };
        made.push(app.open_data(&wanted).await.unwrap().bytes);
    }
    made
}

async fn actor(store: &Store, role: Role) -> Actor {
    let facts = store.facts_for_reading().await.unwrap();
    let mut grants = facts.grants.values().filter(|grant| grant.role == role);
    Actor { person: grants.next().unwrap().person_id, role }
}

async fn give(store: &Store, role: Role, command: Command) -> i64 {
    let actor = actor(store, role).await;
    store.write(Request { command, actor, key: None }).await.unwrap().seq
}

async fn decide(store: &Store, deed: Deed) {
    let propose = Command::ProposeDecision { deed, reason: None };
    let decision = give(store, Role::Treasurer, propose).await;
    give(store, Role::Releaser, Command::ConfirmDecision { decision }).await;
}

async fn issue(app: &App) {
    let papers = app.papers_of(2025, Some(vec!["public_report".to_owned()]), Language::Mk).await;
    give(&app.store, Role::Treasurer, Command::IssuePapers(papers.unwrap())).await;
}

/// What was paid in a quarter that has been told, and to how many.
async fn helped(store: &Store) -> (usize, i64) {
    let days = (day("2025-01-01"), day("2025-09-30"));
    let rows = store.helped(days, i64::MAX).await.unwrap();
    let all = rows.into_iter().find(|row| row.axis.is_none()).unwrap();
    (all.paid.len(), all.paid.iter().sum())
}

/// Money of the quarters that were told comes back before the year is over, as the books hear of it long after.
async fn correct(store: &Store) {
    let before = helped(store).await;
    decide(store, Deed::ReopenYear { year: 2025, why: Reason::LateDocument }).await;
    for month in ["2026-01", "2025-12"] {
        decide(store, Deed::ReopenMonth { month: number(month), why: Reason::LateDocument }).await;
    }
    let filter = PayoutFilter {
        state: Some(PayoutState::Paid),
        to_on: Some(day("2025-08-31")),
        ..PayoutFilter::default()
    };
    let mut paid = store.payouts(&filter, &Paging { after: None, limit: 500 }).await.unwrap().items;
    paid.retain(|row| row.tax_minor == 0 && row.method == Method::Bank);
    paid.sort_by_key(|row| std::cmp::Reverse(row.amount_minor));
    let returned_on = day("2025-12-30");
    for row in paid.iter().take(3) {
        let number = Code::parse("izvod-364").unwrap();
        let kind = DocumentKind::BankStatement;
        let document = Document::Paper { kind, number, dated_on: returned_on, issuer: None };
        let account = Some("1000".to_owned());
        let back =
            Command::ReturnPayout { payout: row.seq, account, returned_on, document, part: None };
        give(store, Role::Treasurer, back).await;
    }
    promise_late(store).await;
    let after = helped(store).await;
    assert!(after.1 + 300_000 <= before.1, "{before:?} {after:?}: it would be seen");
}

/// An agreement of a quarter that has been told, of which the books hear when it is.
async fn promise_late(store: &Store) {
    let facts = store.facts_for_reading().await.unwrap();
    let known = facts.agreements.values().next().unwrap();
    let promised = Amount::from_minor(77_700).unwrap();
    let late = AddAgreement {
        source: known.source_seq,
        fund: known.fund_seq,
        kind: known.kind,
        number: Code::parse("late-1").unwrap(),
        signed_on: day("2025-06-02"),
        currency: known.currency,
        promised,
        valid_from: day("2025-06-02"),
        valid_to: day("2025-12-31"),
        report_due_on: None,
        unspent: known.unspent,
        booked_as: known.booked_as,
        restriction: None,
        instalments: Vec::new(),
    };
    give(store, Role::Treasurer, Command::AddAgreement(late)).await;
}

fn number(month: &str) -> i64 {
    Month::parse(month).unwrap().number()
}

fn sections(report: &Value) -> Vec<&Value> {
    let sections = report["sections"].as_array().unwrap();
    sections.iter().filter(|it| !it["title"].as_str().unwrap().starts_with("2025-Q4")).collect()
}

/// All persons and sums, in order.
fn figures(report: &Value) -> Vec<[&Value; 2]> {
    let rows = sections(report).into_iter().flat_map(|it| it["rows"].as_array().unwrap());
    rows.map(|row| [&row["cells"][1]["value"], &row["cells"][2]["value"]]).collect()
}

#[tokio::test]
async fn what_was_issued_is_told_again_whatever_was_corrected() {
    let (_folder, store, _) = told_thinned("released", 3).await;
    let clock = Clock::standing("2026-03-10T12:00:00Z".parse().unwrap());
    let app = App::new(store.clone(), clock.clone()).await.unwrap();
    let (first, english, opened) =
        (report(&app, Language::Mk).await, report(&app, Language::En).await, open(&app).await);
    assert!(!first["notes"].to_string().contains("Стојат"), "nothing was issued yet");
    issue(&app).await;
    correct(&store).await;

    let later = report(&app, Language::Mk).await;
    assert_eq!(sections(&later), sections(&first));
    assert!(later["notes"].to_string().contains("2025-Q3 (10.03.2026)"), "{}", later["notes"]);
    assert_eq!(sections(&report(&app, Language::En).await), sections(&english), "in other words");
    assert!(open(&app).await == opened, "machines are told the same");

    // The months are closed again, and the last quarter is ripe: that alone is new.
    for month in ["2025-12", "2026-01"] {
        decide(&store, Deed::CloseMonth { month: number(month), why: Reason::PeriodEnd }).await;
    }
    clock.set("2026-04-10T12:00:00Z".parse().unwrap());
    let again = report(&app, Language::Mk).await;
    assert_eq!(sections(&again), sections(&first));
    assert_eq!(figures(&report(&app, Language::Sq).await), figures(&first));
    let last = |report: &Value| {
        let all = report["sections"].as_array().unwrap();
        all.iter().any(|it| it["title"].as_str().unwrap().starts_with("2025-Q4"))
    };
    assert!(last(&again) && !last(&first));
    store.close().await;
}
