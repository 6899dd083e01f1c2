//! A fixed asset from its purchase to its end, in the register and in the ledger.

use almoner_store::verify::Trust;
use serde_json::{Value, json};

use crate::aid::Case;
use crate::app::{On, donation};
use crate::registers::{english, lines};

const PATH: &str = "/api/v1/assets";

/// Equipment for 6,000.00, paid on 20 January.
async fn bought(case: &Case) -> i64 {
    let mut gift = donation(case.fund, case.source, "9000.00");
    gift["received_on"] = json!("2026-01-10");
    case.app.post("treasurer", "/api/v1/incomes", "january", gift).await.seq();
    let line = |account: &str, side: &str| json!({"account": account, "fund": case.fund, "side": side, "amount": "6000.00"});
    let laptop = json!({
        "booked_on": "2026-01-20", "lines": [line("013", "debit"), line("1000", "credit")],
        "document": {"paper": {"kind": "invoice", "number": "F-3", "dated_on": "2026-01-20"}}
    });
    case.app.post("treasurer", "/api/v1/entries", "laptop", laptop).await.seq()
}

fn laptop(case: &Case, entry: i64) -> Value {
    json!({
        "name": "Преносен сметач", "entry": entry, "account": "013", "fund": case.fund,
        "cost": "6000.00", "in_use_on": "2026-01-20", "rate_bp": 2500
    })
}

fn differs(report: &Value) -> bool {
    report["notes"].to_string().contains("the ledger has")
}

async fn balances(case: &Case, accounts: [&str; 5]) -> [Value; 5] {
    let report = english(case, "trial_balance?").await;
    let told = lines(&report);
    let of = |code: &str| told.iter().find(|line| line["account"] == code);
    accounts.map(|code| of(code).map_or(Value::Null, |line| line["turnover_debit"].clone()))
}

pub(crate) async fn an_asset_goes_from_its_purchase_to_its_end(on: On) {
    let case = Case::with(on, "100.00").await;
    let entry = bought(&case).await;
    assert!(differs(&english(&case, "fixed_assets?").await), "nobody has recorded it yet");
    let mut beyond = laptop(&case, entry);
    beyond["cost"] = json!("6000.01");
    let beyond = case.app.post("treasurer", PATH, "beyond", beyond).await;
    assert_eq!((beyond.status.as_u16(), beyond.problem()), (422, "asset-beyond-entry".to_owned()));
    let asset = case.app.post("treasurer", PATH, "one", laptop(&case, entry)).await.seq();
    let through = json!({"through": "2026-02"});
    case.app.post("treasurer", "/api/v1/depreciation", "february", through).await.seq();

    let report = english(&case, "fixed_assets?").await;
    let told = lines(&report);
    let keys = ["name", "account", "rate", "cost", "before", "within", "book_value", "left_on"];
    assert_eq!(
        keys.map(|key| told[0][key].clone()),
        [
            json!("Преносен сметач"),
            json!("013"),
            json!("25.00"),
            json!("6000.00"),
            json!(null),
            json!("125.00"),
            json!("5875.00"),
            json!(null)
        ]
    );
    assert!(!differs(&report), "{report}");
    assert_eq!(report["basis"][0]["verified"], false, "{report}");
    let listed = case.app.get("auditor", PATH).await.json();
    assert_eq!(listed["items"][0]["depreciated_through"], "2026-02", "{listed}");

    let left = json!({"version": 2, "on": "2026-03-05", "why": "скршен"});
    let path = format!("{PATH}/{asset}/retirement");
    case.app.post("treasurer", &path, "left", left).await.seq();
    let report = english(&case, "fixed_assets?").await;
    let line = &lines(&report)[0];
    assert_eq!(
        ["within", "book_value", "left_on"].map(|key| line[key].clone()),
        [json!("250.00"), json!("0.00"), json!("2026-03-05")]
    );
    assert!(!differs(&report), "{report}");
    let debits = balances(&case, ["013", "019", "406", "417", "1000"]).await;
    assert_eq!(debits, ["6000.00", "250.00", "250.00", "5750.00", "9100.00"].map(Value::from));
    let checked = case.app.app.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(checked.is_sound(), "{checked}");
}
