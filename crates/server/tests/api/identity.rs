//! Identities by the API: recorded, shown, refused, erased.

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Answer, On, PASSPHRASE, TestApp};

async fn recipient(app: &TestApp, key: &str) -> i64 {
    app.post("case_worker", "/api/v1/recipients", key, json!({})).await.seq()
}

pub(crate) async fn put(app: &TestApp, path: &str, login: &str, fields: Value) -> Answer {
    let path = format!("/api/v1/{path}/identity");
    app.write("PUT", login, &path, None, json!({"fields": fields})).await
}

async fn reveal(app: &TestApp, path: &str, login: &str, body: Value) -> Answer {
    let path = format!("/api/v1/{path}/identity/reveal");
    app.post(login, &path, &Uuid::new_v4().to_string(), body).await
}

fn amber() -> Value {
    json!({"scope": "amber", "purpose": "case_work"})
}

pub(crate) async fn an_identity_is_recorded_and_shown_to_those_whose_work_it_is(on: On) {
    let app = TestApp::with_vault(on).await;
    let path = format!("recipients/{}", recipient(&app, "r").await);
    let whole = json!({"name": "Проба Пробиќ", "phone": "070 123 456", "health": "проба"});
    let first = put(&app, &path, "case_worker", whole.clone()).await;
    assert_eq!((first.status, first.json()["version"].as_i64()), (StatusCode::CREATED, Some(1)));
    let again = put(&app, &path, "case_worker", whole).await;
    assert_eq!((again.status, again.json()["version"].as_i64()), (StatusCode::OK, Some(1)));
    let shown = reveal(&app, &path, "case_worker", amber()).await.json();
    assert_eq!(shown["fields"], json!({"name": "Проба Пробиќ", "phone": "+38970123456"}));
    let act = shown["seq"].as_i64().unwrap();
    let act = app.get("auditor", &format!("/api/v1/acts/{act}")).await;
    assert!(act.text().contains("identity.revealed") && !act.text().contains("Проба"));
    assert_eq!(reveal(&app, &path, "approver", amber()).await.problem(), "reveal-reason-missing");
    let asked = json!({"scope": "amber", "purpose": "approval", "why": "две исти имиња"});
    assert_eq!(reveal(&app, &path, "approver", asked).await.status, StatusCode::OK);
    assert_eq!(reveal(&app, &path, "treasurer", amber()).await.problem(), "reveal-forbidden");
    for login in ["auditor", "admin"] {
        assert_eq!(reveal(&app, &path, login, amber()).await.problem(), "role-forbids");
        let list = app.get(login, "/api/v1/reveals").await;
        assert_eq!(list.json()["items"].as_array().unwrap().len(), 2);
        assert!(!list.text().contains("Проба"));
    }
    let company = json!({"kind": "person"});
    let giver = app.post("treasurer", "/api/v1/sources", "giver", company).await.seq();
    let path = format!("sources/{giver}");
    put(&app, &path, "treasurer", json!({"name": "Петар Пример"})).await;
    let shown = reveal(&app, &path, "treasurer", amber()).await.json();
    assert_eq!(shown["fields"]["name"], "Петар Пример");
    assert_eq!(reveal(&app, &path, "case_worker", amber()).await.problem(), "reveal-forbidden");
}

pub(crate) async fn nobody_is_shown_twice_by_one_act(on: On) {
    let app = TestApp::with_vault(on).await;
    let path = format!("recipients/{}", recipient(&app, "r").await);
    put(&app, &path, "case_worker", json!({"name": "Проба Пробиќ"})).await.seq();
    let route = format!("/api/v1/{path}/identity/reveal");
    let ask = async || app.post("case_worker", &route, "look", amber()).await;
    assert_eq!(ask().await.json()["fields"]["name"], "Проба Пробиќ");
    put(&app, &path, "case_worker", json!({"name": "Проба Новоска"})).await.seq();
    let again = ask().await;
    assert_eq!((again.status, again.problem()), (StatusCode::CONFLICT, "shown-already".to_owned()));
    assert!(!again.text().contains("Проба"));
}

pub(crate) async fn numbers_are_checked_before_they_are_kept(on: On) {
    let app = TestApp::with_vault(on).await;
    let payee = app.post("case_worker", "/api/v1/payees", "p", json!({})).await.seq();
    let path = format!("payees/{payee}");
    let wrong = put(&app, &path, "case_worker", json!({"account": "300000000000134"})).await;
    assert_eq!(wrong.problem(), "account-check-digits");
    assert!(!wrong.text().contains("300000000000134"));
    let path = format!("recipients/{}", recipient(&app, "r").await);
    let number = json!({"identity_number": "0101990450007"});
    let odd = put(&app, &path, "case_worker", number.clone()).await;
    assert_eq!(odd.problem(), "embg-check");
    assert!(!odd.text().contains("0101990450007"));
    let body = json!({"fields": number, "override": ["embg-check"]});
    let path = format!("/api/v1/{path}/identity");
    assert_eq!(
        app.write("PUT", "case_worker", &path, None, body).await.status,
        StatusCode::CREATED
    );
    let typed = json!({"fields": {"name": 1_234_567_890}});
    let refused = app.write("PUT", "case_worker", &path, None, typed).await;
    assert_eq!(refused.problem(), "invalid-field");
    assert!(!refused.text().contains("1234567890"));
}

pub(crate) async fn without_an_open_vault_the_books_go_on(on: On) {
    let off = TestApp::start(on).await;
    let path = format!("recipients/{}", recipient(&off, "r").await);
    let name = || json!({"name": "Проба"});
    assert_eq!(put(&off, &path, "case_worker", name()).await.problem(), "vault-off");
    let app = TestApp::with_vault(on).await;
    let path = format!("recipients/{}", recipient(&app, "r").await);
    let lock = app.post("admin", "/api/v1/vault/lock", "k", json!({})).await;
    assert_eq!(lock.json()["state"], "locked");
    let locked = put(&app, &path, "case_worker", name()).await;
    assert_eq!((locked.status.as_u16(), locked.problem()), (503, "vault-locked".to_owned()));
    let bearer = app.get("admin", "/health/ready").await.json();
    assert!(bearer["notes"][0].as_str().unwrap().starts_with("vault locked"));
    recipient(&app, "another").await;
    let place = app.vault.as_ref().unwrap();
    let away = place.folder.path().join("away");
    std::fs::rename(&place.config.key_file, &away).unwrap();
    let missing = put(&app, &path, "case_worker", name()).await;
    assert_eq!((missing.status.as_u16(), missing.problem()), (503, "vault-key-missing".to_owned()));
    std::fs::rename(&away, &place.config.key_file).unwrap();
    let unlock = |typed: &'static str| json!({"passphrase": typed});
    let unlocking = "/api/v1/vault/unlock";
    let wrong = app.post("admin", unlocking, "k", unlock("не е ова лозинката")).await;
    assert_eq!(wrong.problem(), "wrong-passphrase");
    let short = app.post("admin", unlocking, "k", unlock("кратка")).await;
    assert_eq!(short.problem(), "wrong-passphrase");
    assert_eq!(app.post("admin", unlocking, "k", unlock(PASSPHRASE)).await.json()["state"], "open");
    assert_eq!(put(&app, &path, "case_worker", name()).await.status, StatusCode::CREATED);
}

/// Neither in the file nor in the log beside it, which is emptied within seconds.
async fn nowhere_in(path: &str, text: &str) {
    let holds = |path: &str| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    };
    for _ in 0..100 {
        if !holds(path) && !holds(&format!("{path}-wal")) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("what was erased is still in {path} or beside it");
}

pub(crate) async fn an_erased_person_stays_erased_and_the_log_has_the_same_root(on: On) {
    let mut app = TestApp::with_vault(on).await;
    let seq = recipient(&app, "r").await;
    let path = format!("recipients/{seq}");
    put(&app, &path, "case_worker", json!({"name": "Проба Пробиќ"})).await;
    let copy = app.vault.as_ref().unwrap().folder.path().join("copy.db");
    app.app.vault().await.unwrap().backup(&copy).await.unwrap();
    let reference = app.app.store.recipient_reference(seq).await.unwrap().unwrap();
    let subjects = json!([{"kind": "recipient", "seq": seq}]);
    let told = json!({"recipient": reference, "category": "food", "urgency": "urgent", "asked": "1.00",
        "received_on": "2026-03-10", "story": "Раскажано-за-бришење 0101980450008"});
    let told = app.post("case_worker", "/api/v1/requests", "told", told).await;
    assert_eq!(told.json()["warnings"][0]["name"], "personal-number", "{}", told.text());
    let closing = json!({"reason": "need_passed"});
    let closing_path = format!("/api/v1/requests/{}/closing", told.seq());
    app.post("case_worker", &closing_path, "closing", closing).await.seq();
    let deed = json!({"deed": {"erase": {"subjects": subjects, "why": "person_asked"}}});
    let decision = app.post("case_worker", "/api/v1/decisions", "d", deed).await.seq();
    let before = app.app.store.root().await.unwrap();
    let confirm = format!("/api/v1/decisions/{decision}/confirmation");
    assert_eq!(app.post("case_worker", &confirm, "c", json!({})).await.problem(), "same-person");
    app.post("approver", &confirm, "c", json!({})).await.seq();
    let root = app.app.store.root().await.unwrap();
    assert_ne!(before, root, "the erasure is an act");
    if let Some(path) = app._fresh.url.strip_prefix("sqlite:") {
        nowhere_in(path, "Раскажано-за-бришење").await;
    }
    let gone = put(&app, &path, "case_worker", json!({"name": "Проба"})).await;
    assert_eq!((gone.status, gone.problem()), (StatusCode::GONE, "person-erased".to_owned()));
    let body = json!({
        "recipient": reference, "category": "food", "urgency": "urgent", "asked": "1.00", "received_on": "2026-03-10"
    });
    let gone = app.post("case_worker", "/api/v1/requests", "q", body).await;
    assert_eq!((gone.status, gone.problem()), (StatusCode::GONE, "person-erased".to_owned()));
    // A vault from before the erasure is taken back, and opened as at any start.
    let place = app.vault.as_mut().unwrap();
    let url = format!("sqlite:{}", place.folder.path().join("back.db").display());
    place.config.url = url.clone();
    let config = place.config.clone();
    almoner_vault::vault::Vault::restore(&copy, config, Vec::new()).await.unwrap().close().await;
    app.reopen_vault().await;
    let unlock = json!({"passphrase": PASSPHRASE});
    app.post("admin", "/api/v1/vault/unlock", "u", unlock).await;
    let vault = app.app.vault().await.unwrap();
    let found = vault.reveal(reference, &almoner_vault::identity::Field::ALL).await;
    assert!(matches!(found, Err(almoner_vault::error::VaultError::Erased { .. })), "{found:?}");
    assert_eq!(app.app.store.root().await.unwrap(), root);
    let report =
        app.app.store.verify(&almoner_store::verify::Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}
