//! Four people's stories, from the need to the paid and explained decision, told through the API on both databases.

use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::On;
use crate::identity::put;
use crate::payment_list::number_the_bank_account;

const PHARMACY: &str = "270000000002506";
const CLOSED: &str = "210000000001723";
const OPEN: &str = "100000000063095";

/// A recipient, in a household where one is named, with what the vault is told of them.
async fn person(case: &Case, key: &str, body: Value, known: Value) -> Value {
    let seq = case.app.post("case_worker", "/api/v1/recipients", key, body).await.seq();
    put(&case.app, &format!("recipients/{seq}"), "case_worker", known).await.seq();
    json!(case.app.app.store.recipient_reference(seq).await.unwrap().unwrap())
}

/// Somebody who is paid for others, as the books and as the vault know them.
async fn payee(case: &Case, key: &str, known: Value) -> (i64, Value) {
    let seq = case.app.post("case_worker", "/api/v1/payees", key, json!({})).await.seq();
    put(&case.app, &format!("payees/{seq}"), "case_worker", known).await.seq();
    let payees = case.app.get("case_worker", "/api/v1/payees").await.json();
    let rows = payees["items"].as_array().unwrap();
    (seq, rows.iter().find(|row| row["seq"] == seq).unwrap()["reference"].clone())
}

/// The file that asks the bank to pay, after which the payment is on its way.
async fn to_the_bank(case: &Case, key: &str, payout: i64) -> String {
    let body = json!({"payouts": [payout], "account": "1000", "value_on": "2026-03-11"});
    let list = case.app.post("releaser", "/api/v1/payment-lists", key, body).await;
    assert!(list.status.is_success(), "{}", list.text());
    list.text()
}

async fn need(case: &Case, key: &str, body: Value) -> i64 {
    let request = case.app.post("case_worker", "/api/v1/requests", key, body.clone()).await.seq();
    case.look_over(request, body["asked"].as_str().unwrap()).await;
    request
}

async fn payout(case: &Case, key: &str, body: Value) -> i64 {
    case.app.post("case_worker", "/api/v1/payouts", key, body).await.seq()
}

async fn detail(case: &Case, payout: i64) -> Value {
    case.app.get("auditor", &format!("/api/v1/payouts/{payout}")).await.json()
}

fn paper(kind: &str, number: &str) -> Value {
    json!({"paper": {"kind": kind, "number": number, "dated_on": "2026-03-10"}})
}

async fn sound(case: &Case) {
    let trust = almoner_store::verify::Trust::default();
    let report = case.app.app.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
}

/// The house burned in the night. Within the hour two persons have put money into the family's hands; on the next day a
/// third looks at what they did.
pub(crate) async fn a_family_after_a_fire_is_helped_within_the_hour(on: On) {
    let case = Case::with_vault(on, "20000.00").await;
    case.app.cash(case.fund, "20000.00").await;
    let mother = person(
        &case,
        "mother",
        json!({"birth_year": 1988}),
        json!({"name": "Мајка Примерова", "phone": "070 000 111"}),
    )
    .await;
    let known = case.app.get("case_worker", "/api/v1/recipients").await.json();
    let home = &known["items"][0]["household"];
    let father = person(
        &case,
        "father",
        json!({"household": home, "birth_year": 1985}),
        json!({"name": "Татко Примеров"}),
    )
    .await;
    let request = need(
        &case,
        "fire",
        json!({
            "recipient": mother, "category": "shelter", "urgency": "emergency", "asked": "9000.00",
            "received_on": "2026-03-10", "municipality": "MK-814", "story": "пожар во куќата"
        }),
    )
    .await;
    let paid = payout(&case, "fire", json!({
        "request": request, "fund": case.fund, "method": "cash", "tax_basis": "social_protection", "amount": "9000.00"
    }))
    .await;
    let digest = case.digest(paid).await;
    let glass = json!({"digest": digest["digest"], "conflict_of_interest": false, "reason": "other", "acknowledge": ["cash-limit"], "note": "нема каде да спијат"});
    let released = case.step("approver", paid, "emergency-release", glass).await;
    assert_eq!(released.json()["kind"], "payout.emergency_released", "{}", released.text());
    let cash =
        json!({"account": "1010", "paid_on": "2026-03-10", "document": paper("cash_voucher", "1")});
    let slip = case.step("treasurer", paid, "payment", cash).await;
    assert_eq!(slip.json()["kind"], "payout.paid", "{}", slip.text());
    // The father asks elsewhere for the same: the household is seen, and it is not the asker who may go on.
    let again = case.app.post("case_worker", "/api/v1/requests", "again", json!({
        "recipient": father, "category": "shelter", "urgency": "emergency", "asked": "9000.00", "received_on": "2026-03-10"
    }))
    .await;
    let second = again.seq();
    let path = format!("/api/v1/requests/{second}/screening");
    case.app.post("case_worker", &path, "s2", json!({})).await;
    let path = format!("/api/v1/requests/{second}/assessment");
    let body = json!({"found": "9000.00", "finding": "истиот пожар"});
    let stopped = case.app.post("case_worker", &path, "a2", body).await;
    assert_eq!(stopped.problem(), "double-aid", "{}", stopped.text());
    case.app.clock.set("2026-03-11T09:00:00Z".parse().unwrap());
    let review = json!({"finding": "in_order", "note": "видено на лице место"});
    case.step("releaser", paid, "review", review).await.seq();
    let told = detail(&case, paid).await;
    assert_eq!(told["payout"]["state"], "paid");
    assert_eq!(told["payout"]["review_finding"], "in_order");
    sound(&case).await;
}

/// A municipality gives for the health of the homeless in one place, until the end of the year: the agreement and its
/// first instalment.
pub(crate) async fn city_grant(case: &Case) -> (i64, i64) {
    public_grant(case, ("municipality", "Општина Пример"), "08-114/2026", "municipal_budget").await
}

/// The same from any public body.
pub(crate) async fn public_grant(
    case: &Case,
    (kind, name): (&str, &str),
    number: &str,
    income: &str,
) -> (i64, i64) {
    let body = json!({"kind": kind, "name": name, "identifier": "4030000375897", "country": "MK"});
    let body = case.app.post("treasurer", "/api/v1/sources", kind, body).await.seq();
    let grant = case.app.post("treasurer", "/api/v1/agreements", number, json!({
        "source": body, "fund": case.fund, "kind": "grant", "number": number, "signed_on": "2026-01-15",
        "currency": "MKD", "promised": "50000.00", "valid_from": "2026-01-15", "valid_to": "2026-12-31",
        "unspent": "return", "booked_as": "deferred_income",
        "restriction": {"categories": ["health"], "target_groups": ["homeless"], "municipalities": ["MK-814"],
            "to_on": "2026-12-31", "binds": "payment"}
    }))
    .await
    .seq();
    let instalment = json!({
        "kind": income, "fund": case.fund, "source": body, "agreement": grant, "received_on": "2026-03-09",
        "means": {"money": {"account": "1000", "amount": "50000.00"}}, "document": paper("bank_statement", "48")
    });
    (grant, case.app.post("treasurer", "/api/v1/incomes", number, instalment).await.seq())
}

/// A homeless man's medicine is paid to the pharmacy out of a municipal grant that ends on 31 December, before any free
/// money; the final invoice closes the pro-forma.
pub(crate) async fn a_mans_medicine_is_paid_to_the_pharmacy_from_a_grant_that_ends(on: On) {
    let case = Case::with_vault(on, "20000.00").await;
    let (grant, instalment) = city_grant(&case).await;
    let man = person(
        &case,
        "man",
        json!({"birth_year": 1961}),
        json!({"name": "Скитник Примеров", "sleeping": "под мостот"}),
    )
    .await;
    let (_, pharmacy) =
        payee(&case, "pharmacy", json!({"name": "Аптека Пример", "account": PHARMACY})).await;
    number_the_bank_account(&case).await;
    let request = case.app.post("case_worker", "/api/v1/requests", "medicine", json!({
        "recipient": man, "category": "health", "urgency": "urgent", "asked": "3200.00", "received_on": "2026-03-10",
        "target_group": "homeless", "municipality": "MK-814", "payee_kind": "pharmacy", "payee": pharmacy
    }))
    .await
    .seq();
    let evidence = |kind: &str, number: &str, byte: char| {
        json!({"kind": kind, "number": number, "dated_on": "2026-03-10", "amount": "3200.00",
            "media_type": "application/pdf", "size_bytes": 20_000, "content": byte.to_string().repeat(64)})
    };
    let path = format!("/api/v1/requests/{request}/evidence");
    let pro_forma = evidence("pro_forma", "PF-77", 'a');
    case.app.post("case_worker", &path, "pf", pro_forma).await.seq();
    let diagnosis = evidence("medical", "D-5", 'c');
    case.app.post("case_worker", &path, "diagnosis", diagnosis).await.seq();
    case.look_over(request, "3200.00").await;
    let lots = format!("/api/v1/requests/{request}/lots?fund={}&amount=3200.00", case.fund);
    let lots = case.app.get("case_worker", &lots).await.json();
    assert_eq!(lots["chosen"][0]["income"], instalment);
    assert_eq!(
        lots["chosen"][0]["why"],
        "it was given for just such needs and must be used by 2026-12-31"
    );
    let paid = payout(&case, "medicine", json!({
        "request": request, "fund": case.fund, "method": "third_party", "tax_basis": "treatment", "amount": "3200.00"
    }))
    .await;
    let digest = case.digest(paid).await;
    case.step("approver", paid, "approval", digest.clone()).await.seq();
    case.step("releaser", paid, "release", digest).await.seq();
    let list = to_the_bank(&case, "list", paid).await;
    assert!(list.contains("Аптека Пример") && list.contains(PHARMACY), "{list}");
    assert!(!list.contains("Скитник"), "the bank is not told whose medicine it is: {list}");
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": paper("bank_statement", "49")});
    case.step("treasurer", paid, "payment", payment).await.seq();
    let told = detail(&case, paid).await;
    assert_eq!(told["shares"][0]["agreement"], grant);
    assert_eq!(told["shares"][0]["value"], "3200.00");
    let waiting = || async {
        let open = case.app.get("case_worker", "/api/v1/pro-formas").await.json();
        open["items"].as_array().unwrap().len()
    };
    assert_eq!(waiting().await, 1, "paid on a pro-forma, with no invoice yet");
    case.app
        .post("case_worker", &path, "final", evidence("final_invoice", "F-102", 'b'))
        .await
        .seq();
    assert_eq!(waiting().await, 0, "the invoice closes it");
    sound(&case).await;
}

/// A child of the street has no papers and no account. Somebody from the centre for social work signs, and the child goes
/// away with boots.
pub(crate) async fn a_child_without_papers_is_helped_in_kind(on: On) {
    let case = Case::with_vault(on, "1000.00").await;
    let (_, source) = (case.fund, case.source);
    let boots = json!({
        "kind": "donation", "fund": case.fund, "source": source, "received_on": "2026-03-09",
        "means": {"goods": {"item": "чизми", "unit": "pair", "count": 10, "value": "15000.00"}},
        "restriction": {"target_groups": ["street_child"]}, "document": paper("delivery_note", "3")
    });
    case.app.post("treasurer", "/api/v1/incomes", "boots", boots).await.seq();
    // A first name is all there is.
    let child = person(&case, "child", json!({}), json!({"name": "Врапче"})).await;
    let ask = |signs: &str| {
        json!({"recipient": child, "category": "hygiene_clothing", "urgency": "urgent", "asked": "1500.00",
            "received_on": "2026-03-10", "target_group": "street_child", "municipality": "MK-814", "signs": signs})
    };
    let alone = case.app.post("case_worker", "/api/v1/requests", "alone", ask("self")).await;
    assert!(alone.status.is_client_error(), "a child does not sign alone: {}", alone.text());
    let request = need(&case, "boots", ask("social_work_centre")).await;
    let paid = payout(&case, "boots", json!({
        "request": request, "fund": case.fund, "method": "in_kind", "goods": {"item": "чизми", "count": 1}
    }))
    .await;
    let digest = case.digest(paid).await;
    case.step("approver", paid, "approval", digest.clone()).await.seq();
    case.step("releaser", paid, "release", digest).await.seq();
    let handed = json!({"paid_on": "2026-03-10", "document": paper("delivery_note", "4")});
    let handed = case.step("releaser", paid, "payment", handed).await;
    assert_eq!(handed.json()["kind"], "payout.paid", "{}", handed.text());
    assert_eq!(detail(&case, paid).await["payout"]["amount"], "1500.00");
    sound(&case).await;
}

/// The landlord's account was closed and the rent came back: the money stands where it stood, and the need is open again.
pub(crate) async fn a_rent_that_comes_back_is_there_again(on: On) {
    let case = Case::with_vault(on, "12000.00").await;
    let tenant = person(
        &case,
        "tenant",
        json!({"birth_year": 1979}),
        json!({"name": "Станарка Примерова", "address": "Улица Пример 1"}),
    )
    .await;
    let known = |account: &str| json!({"name": "Станодавец Примеров", "account": account});
    let (seq, landlord) = payee(&case, "landlord", known(CLOSED)).await;
    number_the_bank_account(&case).await;
    let request = need(&case, "rent", json!({
        "recipient": tenant, "category": "rent", "urgency": "normal", "asked": "12000.00", "received_on": "2026-03-10",
        "payee_kind": "landlord", "payee": landlord
    }))
    .await;
    let rent = |key: &'static str| {
        let case = &case;
        async move {
            payout(case, key, json!({
                "request": request, "fund": case.fund, "method": "bank", "tax_basis": "social_protection", "amount": "12000.00"
            }))
            .await
        }
    };
    let let_go = async |paid: i64| {
        let digest = case.digest(paid).await;
        case.step("approver", paid, "approval", digest.clone()).await.seq();
        case.step("releaser", paid, "release", digest).await.seq();
    };
    let paid = rent("first").await;
    let_go(paid).await;
    assert!(to_the_bank(&case, "list", paid).await.contains(CLOSED));
    let payment = json!({"account": "1000", "paid_on": "2026-03-10", "document": paper("bank_statement", "50")});
    case.step("treasurer", paid, "payment", payment).await.seq();
    let back = json!({"account": "1000", "returned_on": "2026-03-10", "document": paper("bank_statement", "51")});
    let back = case.step("treasurer", paid, "return", back).await;
    assert_eq!(back.json()["kind"], "payout.returned", "{}", back.text());
    assert_eq!(detail(&case, paid).await["payout"]["state"], "returned");
    // The money is there again, whole, for the same need.
    let path = format!("/api/v1/requests/{request}/lots?fund={}&amount=12000.00", case.fund);
    assert_eq!(case.app.get("case_worker", &path).await.json()["short"], "0.00");
    // The landlord names another account, and it is that one which the bank is asked to pay.
    put(&case.app, &format!("payees/{seq}"), "case_worker", known(OPEN)).await.seq();
    let paid = rent("second").await;
    let_go(paid).await;
    let list = to_the_bank(&case, "list-again", paid).await;
    assert!(list.contains(OPEN) && !list.contains(CLOSED), "{list}");
    sound(&case).await;
}
