//! Files that are not taken in: each reason has a name, and nothing is lost or half done.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{On, TestApp};
use crate::file::{DENARS, HEADER, balance, decide, dry_run, generic, import, query, send, with};

const GOOD: &str = "2026-03-02,1500.00,MKD,A-1,Пример Фирма 2,,company,donation,";

async fn ready(on: On) -> TestApp {
    let app = TestApp::start(on).await;
    app.fund_and_source().await;
    app
}

/// Neither the dry run nor the import takes the file, both for the same reason.
async fn refused(app: &TestApp, stated: &[(&str, &str)], file: &[u8], name: &str) {
    let shown = dry_run(app, stated, file.to_vec()).await;
    assert_eq!((shown.status.as_u16(), shown.problem().as_str()), (422, name), "{}", shown.text());
    let key = format!("key-{name}");
    let taken = import(app, &key, stated, file.to_vec()).await;
    assert_eq!((taken.status.as_u16(), taken.problem().as_str()), (422, name), "{}", taken.text());
}

pub(crate) async fn a_file_that_is_no_honest_csv_is_refused_by_name(on: On) {
    let app = ready(on).await;
    let check = async |file: &[u8], name: &str| refused(&app, DENARS, file, name).await;
    check(b"", "file-empty").await;
    check(format!("{HEADER}2026-03-02,1\0,MKD").as_bytes(), "nul-byte").await;
    check(format!("{HEADER}2026-03-02,\"10.00,MKD,A-1\n").as_bytes(), "unclosed-quote").await;
    check(format!("{HEADER}2026-03-02,\"10.00\"x,MKD\n").as_bytes(), "text-after-quote").await;
    let wide = format!("{HEADER}{}\n", vec!["x"; 65].join(","));
    check(wide.as_bytes(), "too-many-columns").await;
    let long = format!("{HEADER}2026-03-02,10.00,MKD,A-1,{}\n", "ш".repeat(3_000));
    check(long.as_bytes(), "cell-too-long").await;
    check(b"\xff\xfer\0e\0", "utf-16").await;
    check(b"received_on,amount\n2026-03-02,1.00\n", "column-missing").await;
    check(format!("amount,{HEADER}").as_bytes(), "duplicate-header").await;
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("износ");
    check(&[cyrillic.as_ref(), b",", HEADER.as_bytes()].concat(), "header-charset").await;
    let many = format!("{HEADER}{}", "x\n".repeat(50_001));
    check(many.as_bytes(), "too-many-rows").await;
    let stated = with(DENARS, ("exclude", "2:not there"));
    refused(&app, &stated, generic(&[GOOD]).as_bytes(), "exclusion-unknown").await;
    assert_eq!(balance(&app, "1000").await, "0.00");
}

pub(crate) async fn a_row_that_cannot_be_an_income_is_named_with_its_reason(on: On) {
    let app = ready(on).await;
    let close = json!({"deed": {"close_month": {"month": "2026-02", "why": "period_end"}}});
    import(
        &app,
        "january",
        DENARS,
        generic(&["2026-01-05,1.00,MKD,J-1,Пример Фирма 3,,company,donation,"]),
    )
    .await
    .seq();
    for month in ["2026-01", "2026-02"] {
        let mut deed = close.clone();
        deed["deed"]["close_month"]["month"] = json!(month);
        decide(&app, deed, month).await.seq();
    }
    let check = async |row: &str, name: &str| {
        let file = generic(&[GOOD, row]);
        let shown = dry_run(&app, DENARS, file.clone()).await.json();
        assert_eq!(shown["rows"][1]["problems"][0]["name"], name, "{}", shown["rows"][1]);
        let key = format!("k{name}{row}");
        let key: String =
            key.bytes().filter(u8::is_ascii_graphic).take(200).map(char::from).collect();
        let taken = import(&app, &key, DENARS, file).await;
        assert_eq!(taken.problem(), "rows-refused");
        assert!(taken.json()["detail"].as_str().unwrap().contains("row 2"), "{}", taken.text());
    };
    let row =
        |on: &str, amount: &str| format!("{on},{amount},MKD,A-9,Пример Фирма 2,,company,donation,");
    check(&row("2026-03-02", "0.00"), "amount-zero").await;
    check(&row("2026-03-02", "-5.00"), "amount-negative").await;
    check(&row("2026-03-02", "10000000000.01"), "amount-too-large").await;
    check(&row("2026-03-02", "5.005"), "amount-decimals").await;
    check(&row("2026-03-02", "\"12.000,45\""), "amount-format").await;
    check(&row("2026-03-02", "1e3"), "amount-format").await;
    check(&row("2026-03-02", ""), "amount-missing").await;
    check(&row("39.09.2010", "5.00"), "date-malformed").await;
    check(&row("2026-02-30", "5.00"), "date-impossible").await;
    check(&row("2026-02-10", "5.00"), "period-closed").await;
    check(&row("2026-03-11", "5.00"), "in-the-future").await;
    check("2026-03-02,5.00,EUR,A-9,Пример Фирма 2,,company,donation,", "currency-other").await;
    check("2026-03-02,5.00,XXX,A-9,Пример Фирма 2,,company,donation,", "currency-unknown").await;
    check("2026-03-02,5.00,MKD,A-9,Пример Фирма 2,,company,gift,", "income-kind-unknown").await;
    check("2026-03-02,5.00,MKD,A-9,,,company,donation,", "source-missing").await;
    check("2026-03-02,5.00,MKD,,Пример Фирма 2,,company,donation,", "document-missing").await;
    check("2026-03-02,5.00,MKD", "ragged-row").await;
    for (stated, name) in
        [(("fund", "none"), "fund-unknown"), (("account", "9999"), "account-unknown")]
    {
        let stated: Vec<(&str, &str)> =
            DENARS.iter().map(|pair| if pair.0 == stated.0 { stated } else { *pair }).collect();
        let shown = dry_run(&app, &stated, generic(&[GOOD])).await.json();
        assert_eq!(shown["rows"][0]["problems"][0]["name"], name);
    }
    assert_eq!(balance(&app, "1000").await, "1.00");
}

pub(crate) async fn mixed_encodings_are_never_guessed(on: On) {
    let app = ready(on).await;
    let (cyrillic, _, _) =
        encoding_rs::WINDOWS_1251.encode("2026-03-03,5.00,MKD,A-2,Ќерка ДОО,,company,donation,\n");
    let file = [generic(&[GOOD]).as_bytes(), cyrillic.as_ref()].concat();
    let shown = dry_run(&app, DENARS, file).await.json();
    assert_eq!(shown["rows"][0]["fate"], "new");
    assert_eq!(shown["rows"][1]["problems"][0]["name"], "not-in-charset");
}

pub(crate) async fn a_formula_in_a_file_stays_text_all_the_way(on: On) {
    let app = ready(on).await;
    let row = "2026-03-02,5.00,MKD,A-1,\"=HYPERLINK(\"\"http://x\"\")\",,company,donation,";
    import(&app, "a", DENARS, generic(&[row])).await.seq();
    let sources = app.get("treasurer", "/api/v1/sources").await.json();
    assert_eq!(
        sources["items"][1]["name"], "=HYPERLINK(\"http://x\")",
        "the books keep what was typed"
    );
}

pub(crate) async fn what_is_stated_for_a_file_must_fit(on: On) {
    let app = ready(on).await;
    let file = generic(&[GOOD]);
    let check = async |stated: &[(&str, &str)], status: u16, name: &str, field: Option<&str>| {
        let answer = dry_run(&app, stated, file.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (status, name),
            "{}",
            answer.text()
        );
        assert_eq!(answer.json()["field"].as_str(), field);
    };
    check(&[], 422, "invalid-query", None).await;
    check(&[("profile", "my-bank")], 422, "profile-unknown", Some("profile")).await;
    check(&[("profile_text", "name = 1")], 422, "profile-unreadable", Some("profile_text")).await;
    check(
        &[("profile", "generic-utf8"), ("fund", "free")],
        422,
        "profile-not-stated",
        Some("account"),
    )
    .await;
    check(
        &with(DENARS, ("income_kind", "grant")),
        422,
        "profile-stated-twice",
        Some("income_kind"),
    )
    .await;
    check(&with(DENARS, ("colour", "red")), 422, "invalid-query", None).await;
    check(&with(DENARS, ("exclude", "664")), 422, "invalid-query", None).await;
    check(&with(DENARS, ("rate", "61.5")), 422, "invalid-query", None).await;
    let rate = [("rate", "61.5"), ("rate_on", "2026-03-02"), ("rate_source", "NBRM")];
    let stated: Vec<(&str, &str)> = DENARS.iter().copied().chain(rate).collect();
    check(&stated, 422, "rate-not-wanted", Some("rate")).await;
}

pub(crate) async fn a_body_that_is_no_file_is_refused(on: On) {
    let app = ready(on).await;
    let path = format!("/api/v1/imports?{}", query(DENARS));
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let answer = send(&app, "treasurer", &path, Some("k"), kind, generic(&[GOOD])).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let large = vec![b'x'; 16 * 1024 * 1024 + 1];
    let answer = send(&app, "treasurer", &path, Some("k"), "text/csv", large).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large".to_owned())
    );
    // More than other routes take is no harm here.
    let line = format!("{HEADER}{}", "\n".repeat(3 * 1024 * 1024));
    assert_eq!(dry_run(&app, DENARS, line).await.status, StatusCode::OK);
}
