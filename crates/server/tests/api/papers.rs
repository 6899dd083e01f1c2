//! Papers: handed in as they are, kept by the vault, shown for a purpose, and gone with whom they are about.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{Answer, On};
use crate::needs::{need, recipient, step, warned};

const BILL: &[u8] = b"%PDF-1.7 medicine for Proba";

async fn hand_in(case: &Case, request: i64, key: &str, (kind, bytes): (&str, &[u8])) -> Answer {
    let asked = "kind=pro_forma&number=PF-1&dated_on=2026-03-09&amount=500.00";
    let sent = Request::post(format!("/api/v1/requests/{request}/attachments?{asked}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", case.app.token_of("case_worker")))
        .header(header::CONTENT_TYPE, kind)
        .header("idempotency-key", key)
        .body(Body::from(bytes.to_vec()))
        .unwrap();
    case.app.send(sent).await
}

async fn asked(case: &Case, key: &str) -> i64 {
    let who = recipient(case, key).await;
    case.app.post("case_worker", "/api/v1/requests", key, need(&who)).await.seq()
}

async fn shown(case: &Case, login: &str, (request, paper): (i64, i64), body: Value) -> Answer {
    let path = format!("/api/v1/requests/{request}/attachments/{paper}/reveal");
    case.app.post(login, &path, &uuid::Uuid::new_v4().to_string(), body).await
}

fn case_work() -> Value {
    json!({"purpose": "case_work"})
}

async fn kept(case: &Case) -> usize {
    case.app.app.vault().await.unwrap().attachment_stamps().await.unwrap().len()
}

pub(crate) async fn a_paper_is_handed_in_and_shown_for_a_purpose(on: On) {
    let case = Case::with_vault(on, "1.00").await;
    let request = asked(&case, "one").await;
    let first = hand_in(&case, request, "k", ("application/pdf", BILL)).await;
    let paper = first.seq();
    let again = hand_in(&case, request, "k", ("application/pdf", BILL)).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
    assert_eq!(kept(&case).await, 1);
    let path = format!("/api/v1/requests/{request}/attachments");
    let list = case.app.get("auditor", &path).await.json();
    assert_eq!(list[0]["content"], first.json()["content"]);
    assert_eq!((list[0]["size_bytes"].as_u64(), list.as_array().unwrap().len()), (Some(27), 1));
    let file = shown(&case, "case_worker", (request, paper), case_work()).await;
    assert_eq!((file.status, &file.bytes[..]), (StatusCode::OK, BILL));
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    let name = format!("attachment; filename=\"paper-{request}-{paper}.pdf\"");
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], name);
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let silent = shown(&case, "approver", (request, paper), case_work()).await;
    assert_eq!(silent.problem(), "reveal-reason-missing");
    let why = json!({"purpose": "approval", "why": "споредба со предлогот"});
    assert_eq!(shown(&case, "approver", (request, paper), why).await.status, StatusCode::OK);
    let told = case.app.get("auditor", "/api/v1/reveals").await.json();
    assert_eq!(
        (&told["items"][1]["scope"], &told["items"][1]["paper"]),
        (&json!("paper"), &json!(paper))
    );
    let other = asked(&case, "other").await;
    let absent = shown(&case, "case_worker", (other, paper), case_work()).await;
    assert_eq!((absent.status.as_u16(), absent.problem()), (404, "evidence-unknown".to_owned()));
}

pub(crate) async fn a_file_that_is_not_what_it_says_is_refused(on: On) {
    let case = Case::with_vault(on, "1.00").await;
    let request = asked(&case, "one").await;
    let large = [b"%PDF-", vec![b' '; 10 * 1024 * 1024].as_slice()].concat();
    for (kind, bytes, status, name) in [
        ("application/pdf", &b"\x89PNG\r\n\x1a\n...."[..], 415, "attachment-type"),
        ("image/png", BILL, 415, "attachment-type"),
        ("text/html", BILL, 415, "attachment-type"),
        ("text/plain", b"PK\x03\x04", 415, "attachment-type"),
        ("application/pdf", b"", 415, "attachment-type"),
        ("application/pdf", &large, 413, "attachment-too-large"),
    ] {
        let answer = hand_in(&case, request, "k", (kind, bytes)).await;
        let said = (answer.status.as_u16(), answer.problem());
        assert_eq!(said, (status, name.to_owned()), "{}", answer.text());
    }
    let note =
        hand_in(&case, request, "note", ("text/plain; charset=utf-8", "изјава".as_bytes())).await;
    let text = shown(&case, "case_worker", (request, note.seq()), case_work()).await;
    assert_eq!(text.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let absent = hand_in(&case, 9_999, "absent", ("application/pdf", BILL)).await;
    assert_eq!((absent.status.as_u16(), absent.problem()), (404, "request-unknown".to_owned()));
    case.app.post("admin", "/api/v1/vault/lock", "l", json!({})).await;
    let locked = hand_in(&case, request, "locked", ("application/pdf", BILL)).await;
    assert_eq!((locked.status.as_u16(), locked.problem()), (503, "vault-locked".to_owned()));
    let off = Case::with(on, "1.00").await;
    let request = asked(&off, "one").await;
    let none = hand_in(&off, request, "k", ("application/pdf", BILL)).await;
    assert_eq!((none.status.as_u16(), none.problem()), (409, "vault-off".to_owned()));
}

pub(crate) async fn what_the_books_refuse_is_not_kept(on: On) {
    let case = Case::with_vault(on, "1.00").await;
    let request = asked(&case, "one").await;
    case.app.clock.set("2026-03-08T09:00:00Z".parse().unwrap());
    let early = hand_in(&case, request, "k", ("application/pdf", BILL)).await;
    assert_eq!(early.problem(), "in-the-future", "{}", early.text());
    assert_eq!(kept(&case).await, 0);
    case.app.clock.set("2026-03-10T10:00:00Z".parse().unwrap());
    hand_in(&case, request, "k", ("application/pdf", BILL)).await.seq();
    let reused = hand_in(&case, request, "k", ("application/pdf", b"%PDF-1.7 another")).await;
    assert_eq!((reused.status.as_u16(), reused.problem()), (409, "key-reused".to_owned()));
    assert_eq!(kept(&case).await, 1, "what was accepted stays");
    // The program is stopped after the vault and before the books: it is named, and the same request goes on.
    let vault = case.app.app.vault().await.unwrap();
    let owner = almoner_vault::attachment::Owner::Request(uuid::Uuid::from_u128(7));
    let bytes = zeroize::Zeroizing::new(b"lost".to_vec());
    let id = uuid::Uuid::from_u128(8);
    vault.attach(id, owner, bytes, case.app.clock.now()).await.unwrap();
    let orphans = case.app.app.identities.orphans(&case.app.app.store).await.unwrap();
    assert_eq!(orphans, [id]);
}

pub(crate) async fn the_same_bytes_on_another_request_are_a_warning(on: On) {
    let case = Case::with_vault(on, "1.00").await;
    let (one, other) = (asked(&case, "one").await, asked(&case, "other").await);
    let first = hand_in(&case, one, "a", ("application/pdf", BILL)).await;
    assert_eq!(warned(&first), [""; 0]);
    let second = hand_in(&case, other, "b", ("application/pdf", BILL)).await;
    assert_eq!(warned(&second), ["same-paper"]);
    let detail = second.json()["warnings"][0]["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains(&format!("request {one};")), "{detail}");
    let repeated = hand_in(&case, one, "a", ("application/pdf", BILL)).await;
    assert_eq!(repeated.json(), first.json(), "it hears what it heard the first time");
}

pub(crate) async fn a_signed_receipt_is_named_by_what_was_handed_in(on: On) {
    let case = Case::with_vault(on, "10000.00").await;
    let payout = case.propose("p", "500.00").await;
    let detail = case.app.get("approver", &format!("/api/v1/payouts/{payout}")).await.json();
    let request = detail["payout"]["request"].as_i64().unwrap();
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    case.step("releaser", payout, "release", digest).await.seq();
    let document =
        json!({"paper": {"kind": "bank_statement", "number": "51", "dated_on": "2026-03-10"}});
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": document});
    case.step("treasurer", payout, "payment", payment).await.seq();
    let signed = hand_in(&case, request, "signed", ("image/png", b"\x89PNG\r\n\x1a\n....")).await;
    let content = signed.json()["content"].clone();
    let receipt = json!({"kind": "receipt", "number": "P-9", "dated_on": "2026-03-10", "attachment": content});
    let confirmation = json!({"confirmed_on": "2026-03-10", "receipt": receipt});
    case.step("case_worker", payout, "confirmation", confirmation).await.seq();
    let told = case.app.get("auditor", &format!("/api/v1/payouts/{payout}")).await.json();
    assert_eq!(told["receipts"][0]["attachment"], content);
    assert!(case.app.app.identities.orphans(&case.app.app.store).await.unwrap().is_empty());
    let trust = almoner_store::verify::Trust::default();
    let report = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}

pub(crate) async fn a_paper_goes_with_whom_it_is_about(on: On) {
    let case = Case::with_vault(on, "1.00").await;
    let request = asked(&case, "one").await;
    let paper = hand_in(&case, request, "k", ("application/pdf", BILL)).await.seq();
    step(&case, "case_worker", request, "rejection", json!({"reason": "need_passed"})).await.seq();
    let list = case.app.get("case_worker", "/api/v1/recipients").await.json();
    let seq = list["items"][0]["seq"].clone();
    let subjects = json!([{"kind": "recipient", "seq": seq}]);
    let deed = json!({"deed": {"erase": {"subjects": subjects, "why": "person_asked"}}});
    let decision = case.app.post("case_worker", "/api/v1/decisions", "d", deed).await.seq();
    let confirm = format!("/api/v1/decisions/{decision}/confirmation");
    case.app.post("approver", &confirm, "c", json!({})).await.seq();
    assert_eq!(kept(&case).await, 0);
    let gone = shown(&case, "case_worker", (request, paper), case_work()).await;
    assert_eq!((gone.status.as_u16(), gone.problem()), (410, "person-erased".to_owned()));
    let late = hand_in(&case, request, "late", ("application/pdf", BILL)).await;
    assert_eq!((late.status.as_u16(), late.problem()), (410, "person-erased".to_owned()));
}
