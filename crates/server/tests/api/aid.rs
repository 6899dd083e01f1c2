//! A payout from the request to the confirmation, each step by its own person.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{On, TestApp, donation};

pub(crate) struct Case {
    pub(crate) app: TestApp,
    pub(crate) fund: i64,
    pub(crate) source: i64,
}

impl Case {
    /// Books with some money in a free fund.
    pub(crate) async fn with(on: On, amount: &str) -> Self {
        Self::of(TestApp::start(on).await, amount).await
    }

    /// The same over a vault.
    pub(crate) async fn with_vault(on: On, amount: &str) -> Self {
        Self::of(TestApp::with_vault(on).await, amount).await
    }

    /// The same in books that are open already.
    pub(crate) async fn of(app: TestApp, amount: &str) -> Self {
        let (fund, source) = app.fund_and_source().await;
        app.post("treasurer", "/api/v1/incomes", "money", donation(fund, source, amount))
            .await
            .seq();
        Self { app, fund, source }
    }

    pub(crate) async fn request(&self, key: &str, asked: &str) -> i64 {
        self.request_with(key, asked, "urgent").await
    }

    pub(crate) async fn request_with(&self, key: &str, asked: &str, urgency: &str) -> i64 {
        let recipient =
            self.app.post("case_worker", "/api/v1/recipients", key, json!({})).await.seq();
        let recipient = self.app.app.store.recipient_reference(recipient).await.unwrap().unwrap();
        let body = json!({
            "recipient": recipient, "category": "food", "urgency": urgency, "asked": asked, "received_on": "2026-03-10"
        });
        let request = self.app.post("case_worker", "/api/v1/requests", key, body).await.seq();
        self.look_over(request, asked).await;
        request
    }

    /// Screens a request and finds so much to be needed.
    pub(crate) async fn look_over(&self, request: i64, found: &str) {
        let path = |step: &str| format!("/api/v1/requests/{request}/{step}");
        let key = format!("{request}");
        self.app.post("case_worker", &path("screening"), &key, json!({})).await.seq();
        let body = json!({"found": found, "finding": "како што е раскажано"});
        self.app.post("case_worker", &path("assessment"), &key, body).await.seq();
    }

    pub(crate) async fn propose(&self, key: &str, amount: &str) -> i64 {
        self.propose_as(key, (amount, amount), "social_protection").await
    }

    /// Of a request that found so much, so much for the person under a tax basis.
    pub(crate) async fn propose_as(
        &self,
        key: &str,
        (found, amount): (&str, &str),
        basis: &str,
    ) -> i64 {
        let request = self.request(key, found).await;
        self.propose_for(key, (request, amount), basis).await
    }

    pub(crate) async fn propose_for(
        &self,
        key: &str,
        (request, amount): (i64, &str),
        basis: &str,
    ) -> i64 {
        let body = json!({"request": request, "fund": self.fund, "method": "bank", "tax_basis": basis, "amount": amount});
        self.app.post("case_worker", "/api/v1/payouts", key, body).await.seq()
    }

    pub(crate) async fn step(
        &self,
        login: &str,
        payout: i64,
        step: &str,
        body: Value,
    ) -> crate::app::Answer {
        let path = format!("/api/v1/payouts/{payout}/{step}");
        self.app.post(login, &path, &format!("{login}-{payout}-{step}"), body).await
    }

    pub(crate) async fn digest(&self, payout: i64) -> Value {
        let path = format!("/api/v1/payouts/{payout}");
        let answer = self.app.get("approver", &path).await;
        json!({"digest": answer.json()["digest"], "conflict_of_interest": false})
    }
}

pub(crate) fn paper() -> Value {
    json!({"paper": {"kind": "bank_statement", "number": "51", "dated_on": "2026-03-10"}})
}

pub(crate) async fn a_payout_goes_its_way_through_three_persons(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "5000.00").await;
    let digest = case.digest(payout).await;
    let wrong = json!({"digest": "0".repeat(64), "conflict_of_interest": false});
    assert_eq!(case.step("approver", payout, "approval", wrong).await.problem(), "digest-differs");
    let approved = case.step("approver2", payout, "approval", digest.clone()).await;
    assert_eq!(approved.json()["kind"], "payout.approved", "{}", approved.text());
    case.step("releaser", payout, "release", digest.clone()).await.seq();
    case.step("releaser", payout, "sending", json!({})).await.seq();
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": paper()});
    let paid = case.step("treasurer", payout, "payment", payment).await;
    assert_eq!(paid.json()["kind"], "payout.paid", "{}", paid.text());
    case.step("case_worker", payout, "confirmation", json!({"confirmed_on": "2026-03-10"}))
        .await
        .seq();
}

pub(crate) async fn a_payout_is_not_approved_twice_nor_by_who_may_not(on: On) {
    let case = Case::with(on, "100000.00").await;
    let payout = case.propose("p", "40000.00").await;
    let digest = case.digest(payout).await;
    let forbidden = case.step("case_worker", payout, "approval", digest.clone()).await;
    assert_eq!(
        (forbidden.status, forbidden.problem()),
        (StatusCode::FORBIDDEN, "role-forbids".to_owned())
    );
    let first = case.step("approver", payout, "approval", digest.clone()).await;
    assert_eq!(first.json()["kind"], "payout.approved_in_part");
    let path = format!("/api/v1/payouts/{payout}/approval");
    let twice = case.app.post("approver", &path, "again", digest.clone()).await;
    assert_eq!((twice.status, twice.problem()), (StatusCode::FORBIDDEN, "duty-done".to_owned()));
    case.step("approver2", payout, "approval", digest).await.seq();
}

pub(crate) async fn an_unknown_payout_is_not_there(on: On) {
    let case = Case::with(on, "1.00").await;
    let answer = case
        .step(
            "approver",
            999_999,
            "approval",
            json!({"digest": "0".repeat(64), "conflict_of_interest": false}),
        )
        .await;
    assert_eq!(
        (answer.status, answer.problem()),
        (StatusCode::NOT_FOUND, "payout-unknown".to_owned())
    );
}

pub(crate) async fn money_comes_back_in_parts_and_the_rest_is_confirmed(on: On) {
    let case = Case::with(on, "10000.00").await;
    let payout = case.propose("p", "5000.00").await;
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    case.step("releaser", payout, "release", digest).await.seq();
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": paper()});
    case.step("treasurer", payout, "payment", payment).await.seq();
    let back = |amount: &str| json!({"account": "1000", "returned_on": "2026-03-10", "document": paper(), "amount": amount});
    let part = case.step("treasurer", payout, "return", back("1200.00")).await;
    assert_eq!(part.json()["kind"], "payout.partly_returned", "{}", part.text());
    let path = format!("/api/v1/payouts/{payout}/return");
    let beyond = case.app.post("treasurer", &path, "beyond", back("3800.01")).await;
    assert_eq!(
        (beyond.status, beyond.problem()),
        (StatusCode::UNPROCESSABLE_ENTITY, "beyond-return".to_owned())
    );
    let receipt = json!({"kind": "receipt", "number": "P-9", "dated_on": "2026-03-10"});
    let confirmation = json!({"confirmed_on": "2026-03-10", "receipt": receipt});
    case.step("case_worker", payout, "confirmation", confirmation).await.seq();
    let told = case.app.get("auditor", &format!("/api/v1/payouts/{payout}")).await.json();
    assert_eq!(told["payout"]["returned"], "1200.00");
    assert_eq!(told["receipts"][0]["number"], "P-9");
}

pub(crate) async fn an_advance_is_given_by_two_and_settled_with_a_receipt(on: On) {
    let case = Case::with(on, "10000.00").await;
    let holder = case.app.id("case_worker");
    let advance = json!({
        "person": holder, "fund": case.fund, "amount": "900.00", "account": "1000", "given_on": "2026-03-10", "document": paper()
    });
    let deed = json!({"deed": {"give_advance": advance}});
    let decision = case.app.post("treasurer", "/api/v1/decisions", "give", deed).await.seq();
    let path = format!("/api/v1/decisions/{decision}/confirmation");
    let given = case.app.post("approver", &path, "confirm", json!({})).await.seq();
    let path = format!("/api/v1/advances/{given}/settlement");
    let receipt = json!({"paper": {"kind": "receipt", "number": "F-1", "dated_on": "2026-03-10"}});
    let settled = json!({
        "amount": "400.00", "spent": {"aid": {"category": "food"}}, "booked_on": "2026-03-10", "document": receipt
    });
    case.app.post("treasurer", &path, "settle", settled).await.seq();
    let open = case.app.get("case_worker", "/api/v1/advances").await.json();
    assert_eq!(open["items"][0]["open"], "500.00", "{open}");
    assert_eq!(open["items"][0]["due_on"], "2026-03-20");
    let path = format!("/api/v1/advances/{given}/return");
    let back = json!({"amount": "500.01", "account": "1000", "booked_on": "2026-03-10", "document": paper()});
    let beyond = case.app.post("treasurer", &path, "back", back).await;
    assert_eq!(beyond.problem(), "beyond-advance");
    let back = json!({"amount": "500.00", "account": "1000", "booked_on": "2026-03-10", "document": paper()});
    case.app.post("treasurer", &path, "rest", back).await.seq();
    let list = async |state: &str| {
        let path = format!("/api/v1/advances?state={state}&limit=1");
        case.app.get("case_worker", &path).await.json()["items"].clone()
    };
    assert_eq!(list("open").await, json!([]));
    for state in ["settled", "all"] {
        let kept = list(state).await;
        assert_eq!((&kept[0]["seq"], &kept[0]["open"]), (&json!(given), &json!("0.00")));
    }
}

pub(crate) async fn a_batch_is_let_go_as_counted_and_cash_is_warned_of(on: On) {
    let case = Case::with(on, "20000.00").await;
    let request = case.request("cash", "6100.00").await;
    let body = json!({"request": request, "fund": case.fund, "method": "cash", "tax_basis": "social_protection", "amount": "6100.00"});
    let proposed = case.app.post("case_worker", "/api/v1/payouts", "cash", body.clone()).await;
    assert_eq!(proposed.json()["warnings"][0]["name"], "cash-limit", "{}", proposed.text());
    assert_eq!(proposed.json()["warnings"][0]["law"]["verified"], false);
    let replayed = case.app.post("case_worker", "/api/v1/payouts", "cash", body).await;
    assert_eq!(replayed.json(), proposed.json());
    let payout = proposed.seq();
    let digest = case.digest(payout).await;
    case.step("approver", payout, "approval", digest.clone()).await.seq();
    let batch = |total: &str, acknowledge: Value| {
        let items = json!([{"payout": payout, "digest": digest["digest"]}]);
        json!({"items": items, "count": 1, "total": total, "acknowledge": acknowledge})
    };
    let path = "/api/v1/batches";
    let wrong = case.app.post("releaser", path, "a", batch("6100.01", json!([]))).await;
    assert_eq!(wrong.problem(), "batch-total-differs");
    let silent = case.app.post("releaser", path, "b", batch("6100.00", json!([]))).await;
    assert_eq!(silent.problem(), "acknowledgement-missing");
    let open = batch("6100.00", json!(["cash-limit"]));
    let opened = case.app.post("releaser", path, "c", open.clone()).await;
    assert_eq!(
        (opened.json()["kind"].as_str(), opened.json()["acts"].as_i64()),
        (Some("batch.opened"), Some(2))
    );
    assert_eq!(case.app.post("releaser", path, "c", open).await.json(), opened.json());
    let told = case.app.get("releaser", &format!("/api/v1/payouts/{payout}")).await.json();
    assert_eq!(told["warnings"][0]["law"]["acknowledged"], true, "{told}");
    assert_eq!(told["payout"]["batch"], opened.json()["seq"]);
    let due = case.app.get("treasurer", "/api/v1/reservations/due").await;
    assert_eq!(due.json(), json!([]));
}
