//! The hot statements follow their indexes: an empty database says as much about that as a full one.

use sqlx::{Row as _, SqlSafeStr as _};

use crate::config::Config;
use crate::sqlite;
use crate::sqlite::sql::reads::{
    entries, incomes, payouts, posting_lines, requests, source_lines, sums, told, trace,
};

/// A statement, what its plan must say, and what it must not.
const HOT: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "incomes by day",
        incomes::BY_DAY,
        &["income USING INDEX income_received (received_on"],
        &["TEMP B-TREE"],
    ),
    (
        "incomes by source",
        incomes::BY_SOURCE,
        &["income USING INDEX income_source (source_seq=? AND"],
        &["TEMP B-TREE"],
    ),
    ("incomes by agreement", incomes::BY_AGREEMENT, &["income USING INDEX income_agreement"], &[]),
    ("incomes taken back", incomes::REVERSED, &["income USING INTEGER PRIMARY KEY (rowid=?)"], &[]),
    ("incomes by import", incomes::BY_IMPORT, &["income USING INDEX income_import"], &[]),
    (
        "entries by day",
        entries::BY_DAY,
        &["entry USING INDEX entry_booked (booked_on"],
        &["TEMP B-TREE"],
    ),
    (
        "entries by account",
        entries::BY_ACCOUNT,
        &["INDEX posting_account (account=? AND"],
        &["TEMP B-TREE"],
    ),
    ("entries by payout", entries::BY_PAYOUT, &["entry USING INDEX entry_payout"], &[]),
    (
        "requests by state",
        requests::BY_STATE,
        &["request_state (state=? AND seq<?)"],
        &["TEMP B-TREE"],
    ),
    (
        "requests by recipient",
        requests::BY_RECIPIENT,
        &["request_recipient (recipient=?"],
        &["TEMP B-TREE"],
    ),
    (
        "requests by import",
        requests::BY_IMPORT,
        &["request_import (import_seq=?"],
        &["TEMP B-TREE"],
    ),
    (
        "payouts by state",
        payouts::BY_STATE,
        &["payout_state (state=? AND seq<?)"],
        &["TEMP B-TREE"],
    ),
    (
        "payouts by request",
        payouts::BY_REQUEST,
        &["payout_request (request_seq=?"],
        &["TEMP B-TREE"],
    ),
    (
        "account lines",
        posting_lines::ACCOUNT,
        &["posting USING INDEX posting_account (account=? AND"],
        &["TEMP B-TREE"],
    ),
    (
        "lines of a denar account",
        posting_lines::DENARS,
        &["posting USING COVERING INDEX posting_account (account=? AND"],
        &["TEMP B-TREE"],
    ),
    (
        "journal lines",
        posting_lines::JOURNAL,
        &["entry USING INDEX entry_booked", "posting USING PRIMARY KEY (seq=?"],
        &["USE TEMP B-TREE FOR ORDER BY"],
    ),
    (
        "fund lines",
        posting_lines::FUND,
        &["entry USING INDEX entry_booked", "posting USING PRIMARY KEY (seq=?"],
        &["USE TEMP B-TREE FOR ORDER BY"],
    ),
    ("source keys", source_lines::KEYS, &["income USING INDEX income_source (source_seq=?)"], &[]),
    (
        "closed month",
        sums::CLOSED_OF,
        &["balance_closed USING PRIMARY KEY (month=? AND account=?)"],
        &[],
    ),
    ("months", sums::MONTHS_OF, &["balance_month USING PRIMARY KEY (month=? AND account=?)"], &[]),
    (
        "days of an account",
        sums::DENARS_OF,
        &[
            "posting USING COVERING INDEX posting_account (account=? AND booked_on>? AND booked_on<?)",
        ],
        &[],
    ),
    (
        "days of all",
        sums::DENARS,
        &[
            "posting USING COVERING INDEX posting_account (account=? AND booked_on>? AND booked_on<?)",
        ],
        &[],
    ),
    ("trace of a fund", trace::OF_FUND, &["trace_sum USING PRIMARY KEY (fund_seq=?)"], &[]),
    (
        "trace of an agreement",
        trace::OF_AGREEMENT,
        &["trace_sum USING INDEX trace_sum_agreement (agreement_seq=?)"],
        &[],
    ),
    ("later acts", sums::LATER, &["posting USING PRIMARY KEY (seq>?)"], &[]),
    ("turnover of later acts", sums::TURNOVER_LATER, &["posting USING PRIMARY KEY (seq>?)"], &[]),
];

#[tokio::test]
async fn hot_statements_use_their_indexes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("books.db").display());
    let clock: crate::config::Clock = std::sync::Arc::new(Default::default);
    let config = Config::new(url, clock, std::sync::Arc::new(|| [0; 32]));
    let mut connection = sqlite::connect(&config).await.unwrap();
    sqlite::migrate(&mut connection).await.unwrap();
    let mut wrong = Vec::new();
    for (name, text, wanted, unwanted) in HOT {
        let text = told::columns(text).0;
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {text}")).into_sql_str();
        let rows = sqlx::query(explain).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get::<String, _>(3)).collect();
        let plan = plan.join("\n");
        let lacks = wanted.iter().any(|part| !plan.contains(part));
        if lacks || unwanted.iter().any(|part| plan.contains(part)) {
            wrong.push(format!("{name}:\n{plan}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
