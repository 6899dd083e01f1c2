//! Whole rows and whole acts: taken away, slipped in, exchanged, cut off, rolled back.

use almoner_ledger::rows::TABLES;
use almoner_store::verify::{Report, Trust, verify_file};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::damage::{Victim, names, open};

fn says(report: &Report, table: &str, what: &str) -> bool {
    report.findings.iter().any(|finding| finding.table == table && finding.what.contains(what))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_taken_from_any_table_is_missed() {
    let victim = Victim::new().await;
    let derived = ["balance_month", "balance_closed", "cash_day", "series", "trace_sum", "head"];
    for table in TABLES.iter().map(|table| table.name).chain(derived) {
        let mut connection = open(&victim.whole()).await;
        let without_rowid: Option<String> = sqlx::query_scalar(
            "select name from sqlite_master where name = $1 and lower(sql) like '%without rowid%'",
        )
        .bind(table)
        .fetch_optional(&mut connection)
        .await
        .unwrap();
        let delete = match without_rowid {
            Some(_) => {
                let keys =
                    if derived.contains(&table) { key_columns(table) } else { "seq".to_owned() };
                format!(
                    "delete from {table} where ({keys}) in (select {keys} from {table} limit 1)"
                )
            }
            None => format!("delete from {table} where rowid = (select max(rowid) from {table})"),
        };
        let report = victim.after(&[&delete]).await;
        let missed = ["no longer there", "is not there", "is missing"]
            .iter()
            .any(|what| says(&report, table, what));
        assert!(missed, "{delete}\n{report}");
    }
    let report = victim.after(&["delete from leaf where seq = 40"]).await;
    assert!(says(&report, "leaf", "act 40 is missing from the log"), "{report}");
}

fn key_columns(table: &str) -> String {
    let keys = match table {
        "series" => "name, year",
        "cash_day" => "account, day",
        "trace_sum" => "fund_seq, agreement_seq, axis, part, event",
        _ => "month, account, fund_seq, currency",
    };
    keys.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_slipped_in_comes_from_nowhere() {
    let victim = Victim::new().await;
    let slips = [
        (
            "posting",
            "insert into posting select seq, line + 100, account, fund_seq, amount_minor, currency, quantity_minor, rate, rate_on, rate_source, booked_on from posting limit 1",
        ),
        (
            "fund",
            "insert into fund select 999, code || 'x', name, restricted, state, opened_on, closed_on, version, 0 from fund limit 1",
        ),
        (
            "entry",
            "insert into entry select 0, 1999, 1, booked_on, kind, document_kind, document_number, document_on, document_issuer, no_document, null, null from entry limit 1",
        ),
        (
            "role_grant",
            "insert into role_grant select 998, person_id, 'approver', granted_at, from_at, until_at, stands_in_for, revoked_seq, version from role_grant limit 1",
        ),
    ];
    for (table, slip) in slips {
        let report = victim.after(&[slip]).await;
        assert!(says(&report, table, "no act in the log recorded this row"), "{slip}\n{report}");
        assert_eq!(report.findings_count, 1, "{report}");
    }
    let report = victim.after(&["insert into series values ('receipt', 2031, 4)"]).await;
    assert!(says(&report, "series", "nothing in the journal leads to this row"), "{report}");
    let report = victim.after(&["insert into balance_closed select 202603, account, fund_seq, currency, 1, 1 from balance_closed limit 1"]).await;
    assert!(
        says(&report, "balance_closed", "nothing in the journal"),
        "an open month has no closing balance\n{report}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_cannot_be_exchanged_cut_off_or_put_in_another_order() {
    let victim = Victim::new().await;
    let exchange = [
        "update leaf set seq = -1 where seq = 30",
        "update leaf set seq = 30 where seq = 31",
        "update leaf set seq = 31 where seq = -1",
    ];
    let report = victim.after(&exchange).await;
    for seq in [30, 31] {
        let hit = report.findings.iter().any(|it| {
            it.table == "leaf" && it.seq == Some(seq) && it.column.as_deref() == Some("hash")
        });
        assert!(hit, "{report}");
    }
    let report = victim.after(&["delete from leaf where seq > (select size - 5 from head)"]).await;
    assert!(names(&report, "head", "size") && names(&report, "head", "frontier"), "{report}");
    assert!(says(&report, "checkpoint", "its end is missing"), "{report}");
    // Everything of the end is gone, and the head says so: only what has been signed remembers.
    let mut cut: Vec<String> = TABLES
        .iter()
        .filter(|table| table.column("seq").is_some() && table.column("version").is_none())
        .map(|table| format!("delete from {} where seq > 40", table.name))
        .collect();
    cut.push("delete from leaf where seq > 40".to_owned());
    cut.push("update head set size = 40".to_owned());
    let cut: Vec<&str> = cut.iter().map(String::as_str).collect();
    let report = victim.after(&cut).await;
    assert!(says(&report, "checkpoint", "its end is missing"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_is_rolled_back_is_noticed() {
    let victim = Victim::new().await;
    let report = victim.after(&["update head set size = size - 1"]).await;
    assert!(names(&report, "head", "size"), "{report}");
    let empty = "update head set size = 0, frontier = x'0000000000000000', recorded_at = null, reference_seq = 0";
    let report = victim.after(&[empty]).await;
    for column in ["size", "frontier", "recorded_at", "reference_seq"] {
        assert!(names(&report, "head", column), "{column}\n{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_forged_by_sql_is_noticed() {
    let victim = Victim::new().await;
    // A payout that waits for approval is pushed on, under the name of an approver.
    let forge = [
        "insert into duty (seq, payout_seq, person_id, duty, conflict, payout_digest)
         select 100000, payout_seq, (select person_id from role_grant where role = 'approver' limit 1), 'approve', 1 = 0, payout_digest
         from duty where duty = 'propose' and payout_seq in (select seq from payout where state = 'rejected') limit 1",
        "insert into payout_event (seq, payout_seq, state, effective_on)
         select 100000, seq, 'approved', '2026-04-20' from payout where state = 'rejected' limit 1",
        "update payout set state = 'approved', version = version + 1 where state = 'rejected'",
    ];
    let report = victim.after(&forge).await;
    assert!(says(&report, "duty", "no act in the log recorded this row"), "{report}");
    assert!(says(&report, "payout_event", "no act in the log recorded this row"), "{report}");
    assert!(names(&report, "payout", "state") && names(&report, "payout", "version"), "{report}");
}

/// Whoever forges a whole act with its leaf, hash and head, still cannot forge what has been signed, nor what the rules
/// would have refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_forged_with_its_leaf_breaks_the_rules_it_went_around() {
    let victim = Victim::new().await;
    let copy = victim.copy();
    let mut connection = open(&copy).await;
    crate::forge::approval_by_the_proposer(&mut connection).await;
    connection.close().await.unwrap();
    let report = verify_file(&copy, &Trust::default(), |_, _| {}).await.unwrap();
    assert!(
        !names(&report, "leaf", "hash") && !names(&report, "head", "frontier"),
        "the forgery is skilful\n{report}"
    );
    assert!(says(&report, "duty", "has done a duty for this payout already"), "{report}");
    assert!(says(&report, "duty", "did not hold the role approver then"), "{report}");
    assert!(says(&report, "payout_event", "without an entry"), "{report}");
    assert!(says(&report, "leaf", "held no role then"), "{report}");
    assert!(says(&report, "duty", "took in or assessed the request"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_forged_over_other_aid_is_noticed() {
    let report = forged(crate::forge::release_over_other_aid).await;
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    assert!(says(&report, "payout_event", "that no second person allowed"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_raised_by_one_person_under_another_name_is_noticed() {
    let report = forged(crate::forge::a_limit_raised_alone).await;
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    assert!(says(&report, "leaf", "that only a decision of two persons sets"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_shown_for_a_payment_that_is_none_is_noticed() {
    let report = forged(crate::forge::a_payment_without_a_payout_as_purpose).await;
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    assert!(says(&report, "reveal", "no payout pays them"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_dated_before_its_release_is_noticed() {
    let report = forged(crate::forge::a_payment_before_the_release).await;
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    assert!(says(&report, "payout_event", "paid before it was let go"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_charge_that_no_rate_comes_to_is_noticed() {
    let report = forged(crate::forge::a_charge_beyond_the_rate).await;
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    for what in ["not what cost, rate and months come to", "and not booked"] {
        assert!(says(&report, "depreciation", what), "{what}\n{report}");
    }
    assert!(says(&report, "asset", "come to another charge"), "{report}");
}

/// What the check says of books into which somebody has put a whole act.
async fn forged(forge: impl AsyncFnOnce(&mut SqliteConnection)) -> Report {
    let victim = Victim::new().await;
    let copy = victim.copy();
    let mut connection = open(&copy).await;
    forge(&mut connection).await;
    connection.close().await.unwrap();
    verify_file(&copy, &Trust::default(), |_, _| {}).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_outside_the_books_is_looked_at() {
    let victim = Victim::new().await;
    let report = victim.after(&["update _sqlx_migrations set description = 'x'"]).await;
    assert!(report.is_sound(), "{report}");
    let unknown = victim.after(&["alter table note add column colour text"]).await;
    assert!(unknown.is_sound(), "columns of a newer program are not ours to judge\n{unknown}");
    let broken = victim.copy();
    let mut connection = open(&broken).await;
    sqlx::query(AssertSqlSafe("drop table lot".to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(
        verify_file(&broken, &Trust::default(), |_, _| {}).await.is_err(),
        "what cannot be read is not judged"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_closed_in_name_only_is_noticed() {
    let victim = Victim::new().await;
    let copy = victim.copy();
    let mut connection = open(&copy).await;
    crate::forge::a_year_closed_in_name_only(&mut connection).await;
    connection.close().await.unwrap();
    let report = verify_file(&copy, &Trust::default(), |_, _| {}).await.unwrap();
    assert!(!names(&report, "leaf", "hash"), "the forgery is skilful\n{report}");
    for what in ["was not taken to zero", "before its months", "without a count that agrees"] {
        assert!(says(&report, "fiscal_year", what), "{what}\n{report}");
    }
}
