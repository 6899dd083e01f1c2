//! A list of needs from the dry run to the day it is undone.

use std::fmt::Write as _;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{Answer, On, TestApp};
use crate::file::{fates, query, send};

const HEADER: &str = "case,received_on,category,amount,urgency,household,birth_year,municipality,target_group,payee_kind,payee,signs\n";
const EN: &[(&str, &str)] = &[("profile", "requests-en")];
const MK: &[(&str, &str)] = &[("profile", "requests-mk")];
const MK_HEADER: &str = "Предмет;Примено на;Потреба;Износ;Итност;Домаќинство;Година на раѓање;Општина;Група;Примач на исплатата;Ознака на примачот;Потпишува;Име и презиме;ЕМБГ;Телефон;Сметка;Адреса;Место\n";

const FIRST: &str = "C-1,2026-03-02,food,1500.00,urgent,H-1,1980,Центар,homeless,self,,self";
const SECOND: &str = "C-2,2026-03-02,rent,2500.50,,H-1,1982,Qendër,,self,,self";
const AGAIN: &str = "C-1,2026-03-03,health,100.00,normal,H-1,1980,MK-814,,self,,self";

pub(crate) fn list(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

fn mk(rows: &[&str]) -> String {
    format!("{MK_HEADER}{}\n", rows.join("\n"))
}

async fn try_out(app: &TestApp, stated: &[(&str, &str)], file: String) -> Answer {
    let path = format!("/api/v1/request-imports/dry-run?{}", query(stated));
    send(app, "case_worker", &path, None, "text/csv", file).await
}

async fn take(app: &TestApp, key: &str, stated: &[(&str, &str)], file: String) -> Answer {
    let path = format!("/api/v1/request-imports?{}", query(stated));
    send(app, "case_worker", &path, Some(key), "text/csv", file).await
}

async fn items(app: &TestApp, what: &str) -> Vec<Value> {
    let answer = app.get("case_worker", &format!("/api/v1/{what}")).await;
    answer.json()["items"].as_array().unwrap().clone()
}

pub(crate) async fn a_list_of_needs_comes_in_is_known_again_and_goes_as_a_whole(on: On) {
    let app = TestApp::start(on).await;
    let file = list(&[FIRST, SECOND, AGAIN]);
    let shown = try_out(&app, EN, file.clone()).await;
    assert_eq!(fates(&shown), ["new", "new", "new"], "{}", shown.text());
    let counts = shown.json()["counts"].clone();
    assert_eq!((&counts["new_recipients"], &counts["total"]), (&json!(2), &json!("4100.50")));
    assert_eq!(shown.json()["identities_checked"], false);
    assert!(items(&app, "requests").await.is_empty());
    let stated = [EN, &[("exclude", "2:се преселил")]].concat();
    let taken = take(&app, "a", &stated, file.clone()).await;
    let import = taken.seq();
    let requests = items(&app, "requests").await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0]["recipient"], requests[1]["recipient"], "a case is one person");
    assert_eq!(requests[0]["municipality"], "MK-814");
    let kept = app.get("auditor", &format!("/api/v1/request-imports/{import}")).await.json();
    assert_eq!(kept["excluded"], json!([{"row": 2, "reason": "се преселил"}]));
    assert_eq!((&kept["kind"], &kept["rows_new"]), (&json!("requests"), &json!(2)));
    assert_eq!(items(&app, &format!("requests?import={import}")).await, requests);
    assert!(items(&app, "requests?import=1").await.is_empty());
    assert_eq!(take(&app, "a", &stated, file.clone()).await.json()["seq"], import);
    let again = take(&app, "b", &stated, file.clone()).await;
    assert_eq!(again.json(), json!({"new": 0, "known": 2, "excluded": 1}), "{}", again.text());
    assert_eq!(fates(&try_out(&app, EN, file.clone()).await), ["known", "new", "known"]);
    take(&app, "c", EN, file.clone()).await.seq();
    let people = items(&app, "recipients").await;
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["household"], people[1]["household"], "also from one file to the next");
    let deed = json!({"deed": {"undo_import": {"import": import, "booked_on": "2026-03-10", "why": "mistake"}}});
    let wrong = app.post("treasurer", "/api/v1/decisions", "t", deed.clone()).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let decision = app.post("case_worker", "/api/v1/decisions", "u", deed).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    let undone = app.post("approver", &path, "u", json!({})).await;
    assert_eq!(undone.json()["kind"], "import.undone", "{}", undone.text());
    assert_eq!(items(&app, "requests?state=closed").await.len(), 2);
    take(&app, "d", &stated, file).await.seq();
    assert_eq!(items(&app, "recipients").await.len(), 2, "the people stayed");
    assert_eq!(items(&app, "request-imports").await.len(), 3);
    assert!(
        app.get("treasurer", "/api/v1/imports").await.json()["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let trust = almoner_store::verify::Trust::default();
    let report = app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}

pub(crate) async fn every_row_that_cannot_be_a_need_is_named_with_its_reason(on: On) {
    let app = TestApp::start(on).await;
    let bad = [
        ("C-1,2026-03-02,gold,1.00,,,,,,,,", "word-unknown"),
        ("C-2,02.03.2026,food,1.00,,,,,,,,", "date-malformed"),
        ("C-3,2026-03-02,food,1.00,,,,Атлантида,,,,", "municipality-unknown"),
        ("C-4,2026-03-02,food,-1.00,,,,,,,,", "nothing-asked"),
        ("C-5,2026-03-02,food,1.000,,,,,,,,", "amount-decimals"),
        ("=1+1,2026-03-02,food,1.00,,,,,,,,", "formula-cell"),
        (",2026-03-02,food,1.00,,,,,,,,", "case-missing"),
        ("C-8,2026-03-02,food,1.00,,,18,,,,,", "birth-year-malformed"),
        ("C-9,2026-03-02,food,1.00,,,,,,,who,", "payee-unfit"),
        ("C-10,2026-03-02,food,1.00,,,,,,landlord,,", "payee-missing"),
        ("C-11,2026-03-11,food,1.00,,,,,,,,", "in-the-future"),
        ("C-12,2026-03-02,food,1.00,,,2015,,,,,self", "cannot-sign-alone"),
        ("C-13,2026-03-02,food,1.00,,,1850,,,,,", "birth-year"),
        ("C-14,2026-03-02,food", "ragged-row"),
        ("C-15,2026-03-02,food,1.00,,,,,,,,", ""),
        ("C-15,2026-03-02,food,1.00,,,,,,,,", "row-repeated"),
        ("C-15,2026-03-02,rent,1.00,,H-9,,,,,,", "case-differs"),
    ];
    let rows: Vec<&str> = bad.iter().map(|(row, _)| *row).collect();
    let shown = try_out(&app, EN, list(&rows)).await;
    let told = shown.json()["rows"].clone();
    for (row, (text, name)) in told.as_array().unwrap().iter().zip(bad) {
        assert_eq!(row["problems"][0]["name"].as_str().unwrap_or_default(), name, "{text}: {row}");
    }
    let refused = take(&app, "a", EN, list(&rows)).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (422, "rows-refused".to_owned()));
    assert!(items(&app, "recipients").await.is_empty(), "all or nothing");
    for (file, name) in [
        (list(&["C-1,2026-03-02,fo\0od,1.00,,,,,,,,"]), "nul-byte"),
        (list(&["\"C-1,2026-03-02,food,1.00,,,,,,,,"]), "unclosed-quote"),
        ("case,amount\nC-1,5.00\n".to_owned(), "column-missing"),
        (String::new(), "file-empty"),
    ] {
        assert_eq!(try_out(&app, EN, file).await.problem(), name);
    }
    assert_eq!(
        try_out(&app, &[("profile", "generic-utf8")], list(&[FIRST])).await.problem(),
        "profile-unknown"
    );
    assert_eq!(
        try_out(&app, &[("profile", "requests-en"), ("fund", "x")], list(&[FIRST])).await.problem(),
        "invalid-query"
    );
}

const ANA: &str = "П-1;02.03.2026;храна;1.500,00;итно;Д-1;1990;Центар;бездомник;лично;;лично;Ана Пробиќ;0101990450006;070 123 456;300000000000133;Пробна 3;Скопје";
const BOJAN: &str = "П-2;02.03.2026;храна;500,00;;;;;;;;;Бојан Пример;;+389 70 123456;;;";

pub(crate) async fn who_somebody_is_goes_to_the_vault_alone(on: On) {
    let app = TestApp::with_vault(on).await;
    let shown = try_out(&app, MK, mk(&[ANA, BOJAN])).await.json();
    assert_eq!(
        (&shown["counts"]["identities"], &shown["identities_checked"]),
        (&json!(2), &json!(true))
    );
    let alike =
        json!([{"request": null, "row": 1, "how": "phone", "level": "warn", "until_on": null}]);
    assert_eq!(shown["rows"][1]["alike"], alike, "{shown}");
    let taken = take(&app, "a", MK, mk(&[ANA, BOJAN])).await;
    let repeated = take(&app, "a", MK, mk(&[ANA, BOJAN])).await;
    assert_eq!((&taken.json()["acts"], &repeated.json()["acts"]), (&json!(2), &json!(2)));
    let recipients = items(&app, "recipients").await;
    let seq = recipients[0]["seq"].as_i64().unwrap();
    let path = format!("/api/v1/recipients/{seq}/identity/reveal");
    let asked = json!({"scope": "amber", "purpose": "case_work"});
    let told = app.post("case_worker", &path, "r", asked).await.json();
    assert_eq!(told["fields"]["name"], "Ана Пробиќ", "{told}");
    assert_eq!(told["fields"]["phone"], "+38970123456");
    assert!(app.app.identities.astray(&app.app.store).await.unwrap().is_empty());
    // The file does not overwrite what is known, and says so.
    let other = ANA.replace("300000000000133", "").replace("02.03", "03.03");
    let other = other.replace("Ана Пробиќ", "Ана Друга");
    let shown = try_out(&app, MK, mk(&[&other])).await.json();
    assert_eq!(shown["rows"][0]["identity_differs"], true);
    assert_eq!(shown["rows"][0]["recipient"], seq);
    take(&app, "b", MK, mk(&[&other])).await.seq();
    let told = app
        .post("case_worker", &path, "s", json!({"scope": "amber", "purpose": "case_work"}))
        .await
        .json();
    assert_eq!(told["fields"]["name"], "Ана Пробиќ");
    for (row, name) in [
        (ANA.replace("0101990450006", "0101990450007"), "embg-check"),
        (ANA.replace("300000000000133", "300000000000134"), "identity-field"),
        (ANA.replace("Ана Пробиќ", "=ИМЕ()"), "formula-cell"),
    ] {
        let answer = try_out(&app, MK, mk(&[&row.replace("П-1", "П-9")])).await;
        assert_eq!(answer.json()["rows"][0]["problems"][0]["name"], name, "{}", answer.text());
        assert!(!answer.text().contains("01019904500"), "{}", answer.text());
        assert!(!answer.text().contains("30000000000013"), "{}", answer.text());
    }
    let odd = ANA.replace("0101990450006", "0101990450007").replace("П-1", "П-8");
    let stated = [MK, &[("accept_odd_numbers", "true")]].concat();
    take(&app, "c", &stated, mk(&[&odd])).await.seq();
}

pub(crate) async fn without_an_open_vault_a_list_with_identities_waits(on: On) {
    let off = TestApp::start(on).await;
    let shown = try_out(&off, MK, mk(&[ANA])).await;
    assert_eq!(fates(&shown), ["new"]);
    assert!(shown.json()["vault"].as_str().unwrap().contains("paper"), "{}", shown.text());
    assert_eq!(take(&off, "a", MK, mk(&[ANA])).await.problem(), "vault-off");
    take(&off, "b", EN, list(&[FIRST])).await.seq();
    let app = TestApp::with_vault(on).await;
    app.post("admin", "/api/v1/vault/lock", "l", json!({})).await;
    let locked = take(&app, "a", MK, mk(&[ANA])).await;
    assert_eq!((locked.status.as_u16(), locked.problem()), (503, "vault-locked".to_owned()));
    assert!(items(&app, "recipients").await.is_empty());
    let unlock = json!({"passphrase": crate::app::PASSPHRASE});
    app.post("admin", "/api/v1/vault/unlock", "u", unlock).await;
    take(&app, "a", MK, mk(&[ANA])).await.seq();
}

pub(crate) async fn other_aid_is_named_row_by_row_before_anything_is_taken_in(on: On) {
    let app = TestApp::with_vault(on).await;
    let ana = ANA.replace("02.03.2026", "09.03.2026");
    take(&app, "a", MK, mk(&[&ana])).await.seq();
    let again = ana.replace("1.500,00", "700,00");
    let other = BOJAN.replace("Бојан Пример", "Ana Probikj");
    let shown = try_out(&app, MK, mk(&[&again, &other])).await.json();
    let hows = |row: usize| -> Vec<String> {
        let alike = shown["rows"][row]["alike"].as_array().unwrap().iter();
        alike.map(|one| one["how"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(hows(0), ["person"], "{shown}");
    assert!(hows(1).contains(&"phone".to_owned()), "{shown}");
    let import = take(&app, "b", MK, mk(&[&again, &other])).await.seq();
    let request = items(&app, "requests?state=submitted").await;
    let last = request.iter().map(|row| row["seq"].as_i64().unwrap()).max().unwrap();
    assert!(import < last);
    let told = app.get("approver", &format!("/api/v1/requests/{last}")).await.json();
    assert_eq!(told["request"]["identities_checked"], true);
    assert!(!told["matches"].as_array().unwrap().is_empty());
}

pub(crate) async fn a_thousand_needs_come_in_within_seconds(on: On) {
    let app = TestApp::with_vault(on).await;
    let mut file = MK_HEADER.to_owned();
    for number in 0..1_000 {
        let day = 1 + number % 9;
        writeln!(file, "П-{number};{day:02}.03.2026;храна;{number},50;;Д-{};1980;Центар;;;;;Проба Број{number};;+38970{:06};;;Скопје", number / 3, 200_000 + number).unwrap();
    }
    let file = file.replace(";0,50;", ";1,50;");
    let began = std::time::Instant::now();
    let shown = try_out(&app, MK, file.clone()).await;
    let looked = began.elapsed();
    assert_eq!(
        shown.json()["counts"]["new"],
        1_000,
        "{}",
        shown.text().chars().take(900).collect::<String>()
    );
    take(&app, "a", MK, file.clone()).await.seq();
    let taken = began.elapsed() - looked;
    assert_eq!(take(&app, "b", MK, file).await.json()["known"], 1_000);
    let again = began.elapsed() - looked - taken;
    println!(
        "1,000 needs with names: looked at in {looked:?}, taken in after {taken:?}, known again in {again:?}"
    );
    assert!(app.app.identities.astray(&app.app.store).await.unwrap().is_empty());
    assert!(taken.as_secs() < 60, "{taken:?} is no matter of seconds, even unoptimised");
}
