//! The pages at work: forms typed into as people type, sent twice, sent late, and with what should not run.

use almoner_ledger::codes::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::app::{Answer, On, TestApp, donation};

/// Somebody at the pages, in one role.
struct At<'a> {
    app: &'a TestApp,
    session: String,
}

impl<'a> At<'a> {
    async fn the_desk(app: &'a TestApp, role: Role) -> Self {
        let person = app.id(app.login_of(role));
        let session = app.app.begin_session(person, role).await.unwrap();
        Self { app, session }
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookie = format!("__Host-almoner={}", self.session);
        let request = Request::builder().method(method).uri(path);
        request.header(header::COOKIE, cookie).header("sec-fetch-site", "same-origin")
    }

    async fn see(&self, path: &str) -> Answer {
        self.app.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| -> String {
            text.bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect()
        };
        let body: Vec<String> = fields
            .iter()
            .map(|(name, text)| format!("{}={}", encode(name), encode(text)))
            .collect();
        let request = self.request("POST", path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    /// Sends a form that is obeyed, and says where it led.
    async fn leads(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
        answer.headers["location"].to_str().unwrap().to_owned()
    }

    /// The digest that stands on the page of a payout.
    async fn digest(&self, path: &str) -> String {
        let page = self.see(path).await.text();
        let (_, rest) = page.split_once("name=\"digest\" value=\"").expect("a form to sign");
        rest.split('"').next().unwrap().to_owned()
    }
}

fn number(location: &str) -> i64 {
    let path = location.split('?').next().unwrap();
    path.rsplit('/').next().unwrap().parse().unwrap()
}

const GIFT: [(&str, &str); 9] = [
    ("key", "form-1"),
    ("@as", "money"),
    ("kind", "donation"),
    ("means.money.account", "1000"),
    ("received_on", "2026-03-10"),
    ("document.paper.kind", "bank_statement"),
    ("document.paper.number", "45/2026"),
    ("memo", ""),
    ("agreement", ""),
];

/// The fields of a gift, some of them otherwise.
fn gift<'t>(fund: &'t str, others: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let is_other = |name: &str| others.iter().any(|(other, _)| *other == name);
    let mut fields: Vec<_> = GIFT.into_iter().filter(|(name, _)| !is_other(name)).collect();
    fields.push(("fund", fund));
    fields.extend(others);
    fields
}

pub(crate) async fn a_sum_that_reads_two_ways_is_asked_about_and_nothing_typed_is_lost(on: On) {
    let app = TestApp::start(on).await;
    let (fund, _) = app.fund_and_source().await;
    let fund = fund.to_string();
    let desk = At::the_desk(&app, Role::Treasurer).await;
    let typed = |sum| gift(&fund, &[("@source", "primer firma"), ("means.money.amount", sum)]);
    for sum in ["1.500", "1,500", "сто", "-5", ""] {
        let answer = desk.send("/incomes/new", &typed(sum)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sum}");
        let page = answer.text();
        for kept in ["primer firma", "45/2026", "f-means-money-amount-wrong", "value=\"form-1\""] {
            assert!(page.contains(kept), "{sum}: no {kept} in {page}");
        }
        let shown = format!("value=\"{sum}\"");
        assert!(page.contains(&shown), "{sum} is not there any more");
    }
    // What was refused booked nothing; the same form, put right, books once however often it comes.
    let first = desk.leads("/incomes/new", &typed("1.500,50 ден.")).await;
    let again = desk.leads("/incomes/new", &typed("1.500,50 ден.")).await;
    assert_eq!(first, again);
    let income = app.get("treasurer", &format!("/api/v1/incomes/{}", number(&first))).await.json();
    assert_eq!(income["income"]["value"], "1500.50");
    let all = app.get("treasurer", "/api/v1/incomes").await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "a second click books nothing");
    // The same form with another sum is another intention, and says so.
    let other = desk.send("/incomes/new", &typed("99")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("веќе беше испратен"), "{}", other.text());
    let page = desk.see(first.split('?').next().unwrap()).await.text();
    assert!(page.contains("1.500,50") && page.contains("Пример Фирма"), "{page}");
}

pub(crate) async fn a_need_goes_from_the_form_to_the_payment_by_its_people(on: On) {
    let app = TestApp::start(on).await;
    let (fund, source) = app.fund_and_source().await;
    app.post("treasurer", "/api/v1/incomes", "money", donation(fund, source, "9000.00"))
        .await
        .seq();
    let fund = fund.to_string();
    let worker = At::the_desk(&app, Role::CaseWorker).await;
    let need = [
        ("key", "need"),
        ("category", "food"),
        ("urgency", "normal"),
        ("asked", "3000"),
        ("target_group", "homeless"),
        ("signs", "self"),
        ("payee_kind", "self"),
        ("received_on", "2026-03-10"),
        ("story", "Без храна."),
        ("@birth_year", "1980"),
    ];
    let request = worker.leads("/requests/new", &need).await;
    assert_eq!(request, worker.leads("/requests/new", &need).await);
    let recipients = app.get("case_worker", "/api/v1/recipients").await.json();
    assert_eq!(recipients["items"].as_array().unwrap().len(), 1, "one person, however often sent");
    let request = format!("/requests/{}", number(&request));
    let step = |name: &str| format!("{request}/{name}");
    worker.leads(&step("screening"), &[("key", "s")]).await;
    let found = [("key", "a"), ("found", "2.500,00"), ("finding", "Посетени дома.")];
    worker.leads(&step("assessment"), &found).await;
    let payout = [
        ("key", "p"),
        ("request", &*number(&request).to_string()),
        ("fund", &*fund),
        ("amount", "2500"),
        ("method", "bank"),
        ("tax_basis", "social_protection"),
    ];
    let payout = worker.leads(&step("proposal"), &payout).await;
    let payout = format!("/payouts/{}", number(&payout));
    let step = |name: &str| format!("{payout}/{name}");
    // Who proposed it has nothing to sign.
    let refused = worker.send(&step("approval"), &[("key", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let approver = At::the_desk(&app, Role::Approver).await;
    let digest = approver.digest(&payout).await;
    let unsaid = approver.send(&step("approval"), &[("key", "b"), ("digest", &*digest)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "an interest must be answered");
    assert!(unsaid.text().contains("f-conflict_of_interest-wrong"), "{}", unsaid.text());
    let stale = "0".repeat(64);
    let stale = [("key", "c"), ("digest", &*stale), ("conflict_of_interest", "no")];
    let stale = approver.send(&step("approval"), &stale).await;
    assert!(stale.text().contains("Прочитајте ја одново"), "{}", stale.text());
    let signed = [("key", "d"), ("digest", &*digest), ("conflict_of_interest", "no")];
    approver.leads(&step("approval"), &signed).await;
    approver.leads(&step("approval"), &signed).await;
    let page = approver.see(&payout).await.text();
    assert!(page.contains("1 од 1") && !page.contains("/approval"), "{page}");

    paid(&app, &payout, &digest).await;
    let auditor = At::the_desk(&app, Role::Auditor).await;
    let page = auditor.see(&request).await.text();
    assert!(!page.contains("Без храна"), "an auditor reads no stories");
    let file = auditor.see("/statements/file?of=journal&from=2026-03-01&to=2026-03-31").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("journal-"));
}

/// Lets a payout go, pays it, and confirms that it arrived.
async fn paid(app: &TestApp, payout: &str, digest: &str) {
    let step = |name: &str| format!("{payout}/{name}");
    let releaser = At::the_desk(app, Role::Releaser).await;
    let signed = [("key", "e"), ("digest", digest), ("conflict_of_interest", "no")];
    releaser.leads(&step("release"), &signed).await;
    let paid = [
        ("key", "f"),
        ("account", "1000"),
        ("paid_on", "2026-03-10"),
        ("document.paper.kind", "bank_statement"),
        ("document.paper.number", "46/2026"),
    ];
    releaser.leads(&step("payment"), &paid).await;
    releaser.leads(&step("confirmation"), &[("key", "g"), ("confirmed_on", "2026-03-10")]).await;
    let told = app.get("auditor", &format!("/api/v1{payout}")).await.json();
    assert_eq!(told["payout"]["state"], "confirmed");
}

/// What has run where it should not, in other programs.
const SCRIPTS: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
];

/// Nothing that was typed stands in a page as markup: attributes are in double quotes, and every sign that could end one or
/// begin a tag is written otherwise.
#[track_caller]
fn is_inert(path: &str, page: &str) {
    for live in ["<script", "<img", "<svg/", "</textarea><svg"] {
        assert!(!page.contains(live), "{path} holds {live}: {page}");
    }
}

pub(crate) async fn a_script_in_a_name_stays_a_name(on: On) {
    let app = TestApp::start(on).await;
    let (fund, _) = app.fund_and_source().await;
    let fund = fund.to_string();
    let desk = At::the_desk(&app, Role::Treasurer).await;
    let worker = At::the_desk(&app, Role::CaseWorker).await;
    for (at, script) in SCRIPTS.iter().enumerate() {
        let key = format!("k{at}");
        let source = [("key", &*key), ("kind", "company"), ("name", script), ("country", "MK")];
        let source = desk.leads("/sources", &source).await;
        let code = format!("f{at}");
        let opened = [("key", &*key), ("name", *script), ("code", &*code)];
        let opened = desk.leads("/funds", &opened).await;
        let number = number(&source).to_string();
        let named = format!("x ({number})");
        let given =
            [("key", &*key), ("@source", &*named), ("means.money.amount", "5"), ("memo", script)];
        let given = desk.leads("/incomes/new", &gift(&fund, &given)).await;
        let need = [
            ("key", &*key),
            ("category", "food"),
            ("urgency", "normal"),
            ("asked", "30"),
            ("target_group", "homeless"),
            ("signs", "self"),
            ("payee_kind", "self"),
            ("received_on", "2026-03-10"),
            ("story", script),
        ];
        let need = worker.leads("/requests/new", &need).await;
        for path in
            [&*source, &*opened, &*given, "/sources", "/funds", "/incomes", "/", "/statements"]
        {
            let page = desk.see(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            is_inert(path, &page.text());
        }
        is_inert(&need, &worker.see(&need).await.text());
        // In an address, in what is asked for, and in what is refused.
        let unfit =
            desk.send("/incomes/new", &gift(&fund, &[("@source", script), ("key", script)])).await;
        assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_inert("/incomes/new", &unfit.text());
        let asked: String = script.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [
            "/incomes?source=",
            "/sources?name=",
            "/entries?account=",
            "/reports/account_card?account=",
        ] {
            is_inert(path, &desk.see(&format!("{path}{asked}")).await.text());
        }
    }
    let report = desk.see("/reports/donation_register?year=2026").await;
    is_inert("/reports/donation_register", &report.text());
}
