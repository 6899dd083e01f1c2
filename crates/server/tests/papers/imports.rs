//! A file of incomes from the dry run to the day it is undone.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{On, TestApp};
use crate::file::{
    DENARS, balance, decide, dry_run, fates, generic, import, query, send, undo, with,
};

const FIRST: &str =
    "2026-03-02,1500.00,MKD,A-1,Општина Пример,,municipality,municipal_budget,за храна";
const ZERO: &str = "2026-03-03,0.00,MKD,A-2,Пример Фирма 2,,company,donation,";
const EQUAL: &str = "2026-03-04,250.50,MKD,A-3,Петар Примеров,,person,donation,";

async fn ready(on: On) -> TestApp {
    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    app
}

pub(crate) async fn a_file_comes_in_is_known_again_and_goes_as_a_whole(on: On) {
    let app = ready(on).await;
    // Two honest equal gifts of one day both count.
    let file = generic(&[FIRST, ZERO, EQUAL, EQUAL]);
    let shown = dry_run(&app, DENARS, file.clone()).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert_eq!(fates(&shown), ["new", "refused", "new", "new"]);
    let told = shown.json();
    assert_eq!(told["rows"][1]["problems"][0]["name"], "amount-zero");
    assert_eq!((&told["total"], &told["number_format"]), (&json!("2001.00"), &json!("1234.56")));

    let refused = import(&app, "a", DENARS, file.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (422, "rows-refused".to_owned()));
    assert_eq!(balance(&app, "1000").await, "0.00");

    let stated = with(DENARS, ("exclude", "2:нула, по договор"));
    let taken = import(&app, "b", &stated, file.clone()).await;
    let seq = taken.seq();
    assert_eq!(balance(&app, "1000").await, "2001.00");
    let path = format!("/api/v1/imports/{seq}");
    assert_eq!(taken.headers["location"], path.as_str());
    let kept = app.get("auditor", &path).await.json();
    assert_eq!(kept["excluded"], json!([{"row": 2, "reason": "нула, по договор"}]));
    assert_eq!((&kept["rows_read"], &kept["rows_new"]), (&json!(4), &json!(3)));
    assert_eq!((&kept["total"], &kept["undone_by"]), (&json!("2001.00"), &json!(null)));

    let again = import(&app, "c", &stated, file.clone()).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    assert_eq!(again.json(), json!({"new": 0, "known": 3, "excluded": 1, "passed_over": 0}));

    let longer = generic(&[EQUAL, EQUAL, EQUAL, FIRST]);
    let shown = dry_run(&app, DENARS, longer.clone()).await;
    assert_eq!(fates(&shown), ["known", "known", "new", "known"], "a third equal gift is a third");
    let overlapping = import(&app, "d", DENARS, longer).await.seq();
    assert_eq!(balance(&app, "1000").await, "2251.50");

    let undone = undo(&app, seq, "undo").await;
    assert_eq!(undone.json()["kind"], "import.undone", "{}", undone.text());
    assert_eq!(balance(&app, "1000").await, "250.50", "the other file's gift stays");
    assert_ne!(app.get("auditor", &path).await.json()["undone_by"], json!(null));

    import(&app, "e", &stated, file).await.seq();
    assert_eq!(balance(&app, "1000").await, "2251.50");
    let listed = app.get("auditor", "/api/v1/imports").await.json();
    let seqs: Vec<i64> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["seq"].as_i64().unwrap())
        .collect();
    assert_eq!(seqs.len(), 3);
    assert_eq!(seqs[1..], [overlapping, seq], "newest first");
}

pub(crate) async fn a_repeated_request_hears_its_first_answer_and_another_under_its_key_is_refused(
    on: On,
) {
    let app = ready(on).await;
    let file = generic(&[FIRST]);
    let first = import(&app, "k", DENARS, file.clone()).await;
    let seq = first.seq();
    let again = import(&app, "k", DENARS, file.clone()).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    assert_eq!(again.headers["idempotent-replay"], "true");
    assert_eq!(again.json()["seq"], seq);
    // Even after it has been undone: what was answered stays answered.
    undo(&app, seq, "undo").await.seq();
    assert_eq!(import(&app, "k", DENARS, file.clone()).await.json()["seq"], seq);
    assert_eq!(balance(&app, "1000").await, "0.00");

    for (stated, file) in [
        (DENARS.to_vec(), generic(&[EQUAL])),
        (with(DENARS, ("exclude", "1:not ours")), file.clone()),
    ] {
        let other = import(&app, "k", &stated, file).await;
        assert_eq!(
            (other.status, other.problem()),
            (StatusCode::CONFLICT, "key-reused".to_owned())
        );
    }
    let path = format!("/api/v1/imports?{}", query(DENARS));
    let without = send(&app, "treasurer", &path, None, "text/csv", file).await;
    assert_eq!(without.problem(), "idempotency-key-missing");
}

pub(crate) async fn a_row_that_was_taken_back_alone_stays_known(on: On) {
    let app = ready(on).await;
    let file = generic(&[FIRST, EQUAL]);
    let import_seq = import(&app, "a", DENARS, file.clone()).await.seq();
    let incomes = app.get("auditor", &format!("/api/v1/incomes?import={import_seq}")).await.json();
    let one = incomes["items"][0]["seq"].as_i64().unwrap();
    let deed =
        json!({"deed": {"reverse": {"entry": one, "booked_on": "2026-03-10", "why": "mistake"}}});
    decide(&app, deed, "back").await.seq();
    assert_eq!(fates(&dry_run(&app, DENARS, file.clone()).await), ["known", "known"]);
    assert_eq!(import(&app, "b", DENARS, file).await.json()["known"], 2);
}

pub(crate) async fn givers_are_entered_once_and_found_again(on: On) {
    let app = ready(on).await;
    let named = "2026-03-02,10.00,MKD,B-1,Фондација Пример,MK-77,domestic_foundation,grant,";
    let by_identifier =
        "2026-03-03,20.00,MKD,B-2,Foundation Example,MK-77,domestic_foundation,grant,";
    let by_name = "2026-03-04,5.00,MKD,B-3,Петар Примеров,,person,donation,";
    let shown = dry_run(&app, DENARS, generic(&[named, by_identifier, by_name])).await.json();
    assert_eq!(shown["new_sources"].as_array().unwrap().len(), 2, "{shown}");
    let totals: Vec<&str> = shown["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["total"].as_str().unwrap())
        .collect();
    assert_eq!(totals, ["30.00", "5.00"]);
    import(&app, "a", DENARS, generic(&[named, by_identifier, by_name])).await.seq();

    let next = "2026-03-05,7.00,MKD,B-4,Петар Примеров,,person,donation,";
    let shown = dry_run(&app, DENARS, generic(&[next])).await.json();
    assert_eq!(shown["new_sources"], json!([]));
    assert_eq!(shown["remarks"][0]["remark"], "matched_by_name");
    import(&app, "b", DENARS, generic(&[next])).await.seq();
    let sources = app.get("treasurer", "/api/v1/sources").await.json();
    assert_eq!(sources["items"].as_array().unwrap().len(), 3, "the first is the one of the set-up");
    let person = &sources["items"][2];
    assert_eq!(person["private_name"], "Петар Примеров");
    assert!(person["name"].as_str().unwrap().starts_with("P-"), "{person}");
}

pub(crate) async fn a_file_in_pounds_takes_a_rate_with_its_day_and_its_source(on: On) {
    let app = ready(on).await;
    let header = "reference,received_on,amount,currency,source_name,source_identifier,programme,title,description\n";
    let file = format!(
        "{header}G-1,2026-03-02,100.00,GBP,Foundation 1,GB-1,,Grant,\"two\nlines \"\"quoted\"\"\"\n"
    );
    let stated = [("profile", "grants-360giving-gbp"), ("account", "1023"), ("fund", "free")];
    let without = dry_run(&app, &stated, file.clone()).await;
    assert_eq!(
        (without.problem(), &without.json()["field"]),
        ("rate-missing".to_owned(), &json!("rate"))
    );
    let rate = [("rate", "73.25"), ("rate_on", "2026-03-02"), ("rate_source", "NBRM")];
    let stated: Vec<(&str, &str)> = stated.into_iter().chain(rate).collect();
    let shown = dry_run(&app, &stated, file.clone()).await.json();
    assert_eq!((&shown["new_total"], &shown["new_denars"]), (&json!("100.00"), &json!("7325.00")));
    import(&app, "a", &stated, file).await.seq();
    let held = app.get("auditor", "/api/v1/accounts/1023/balance").await.json();
    assert_eq!(held["items"][0]["quantity"], "100.00");
    assert_eq!(held["total"], "7325.00");
}

pub(crate) async fn a_profile_of_ones_own_is_sent_with_the_file(on: On) {
    let app = ready(on).await;
    let profile = r#"
name = "my-bank"
about = "Semicolon and comma, day first"
charset = "windows-1251"
delimiter = ";"
decimal = ","
grouping = "."
date_order = "dmy"
date_separator = "."
currency = "MKD"
account = "1000"
fund = "free"
income_kind = "donation"
source_kind = "company"
document_kind = "bank_statement"
[columns]
date = "Датум"
amount = "Износ"
reference = "Повик"
source_name = "Од"
"#;
    let (file, _, _) = encoding_rs::WINDOWS_1251
        .encode("Датум;Износ;Повик;Од\r\n09.03.2026;12.000,45;C-1;Ќерка ДОО\r\n");
    let shown = dry_run(&app, &[("profile_text", profile)], file.to_vec()).await;
    assert_eq!(fates(&shown), ["new"]);
    assert_eq!(shown.json()["total"], "12000.45");
    assert_eq!(shown.json()["rows"][0]["source_name"], "Ќерка ДОО");
}

pub(crate) async fn only_those_who_record_money_import_and_only_readers_see_imports(on: On) {
    let app = ready(on).await;
    let file = generic(&[FIRST]);
    for login in ["case_worker", "approver", "releaser", "auditor", "admin"] {
        for path in ["/api/v1/imports/dry-run", "/api/v1/imports"] {
            let path = format!("{path}?{}", query(DENARS));
            let answer = send(&app, login, &path, Some("k"), "text/csv", file.clone()).await;
            assert_eq!(
                (answer.status, answer.problem()),
                (StatusCode::FORBIDDEN, "role-forbids".to_owned())
            );
        }
    }
    assert_eq!(app.get("auditor", "/api/v1/imports").await.status, StatusCode::OK);
    for login in ["case_worker", "admin"] {
        assert_eq!(app.get(login, "/api/v1/imports").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(app.get("auditor", "/api/v1/imports/77").await.status, StatusCode::NOT_FOUND);
}
