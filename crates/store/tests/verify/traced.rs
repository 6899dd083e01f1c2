//! Traces agree with lots and journal, and the check says so where they do not.

use almoner_store::verify::Report;

use crate::damage::{Victim, names};

fn says(report: &Report, table: &str, what: &str) -> bool {
    report.findings.iter().any(|finding| finding.table == table && finding.what.contains(what))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_that_was_changed_is_noticed() {
    let victim = Victim::new().await;
    for axis in ["category", "target_group", "municipality", "month"] {
        let moved = format!(
            "update trace_sum set value_minor = value_minor + 100
             where axis = '{axis}' and event = 'spend' and part <> ''"
        );
        let report = victim.after(&[&moved]).await;
        assert!(names(&report, "trace_sum", "value_minor"), "{axis}\n{report}");
        let other =
            format!("update trace_sum set part = part || 'x' where axis = '{axis}' and part <> ''");
        let report = victim.after(&[&other]).await;
        assert!(says(&report, "trace_sum", "nothing in the journal leads to this row"), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lots_that_do_not_hold_what_traces_leave_are_noticed() {
    let victim = Victim::new().await;
    let of_fund = "update lot set left_value_minor = left_value_minor - 1
                   where (seq, line) = (select seq, line from lot where 1 < left_value_minor and agreement_seq is null limit 1)";
    let report = victim.after(&[of_fund]).await;
    assert!(names(&report, "lot", "left_value_minor"), "{report}");
    assert!(says(&report, "fund", "its lots hold"), "{report}");
    let of_agreement = "update lot set left_value_minor = left_value_minor - 1
                        where (seq, line) = (select seq, line from lot where 1 < left_value_minor and agreement_seq is not null limit 1)";
    let report = victim.after(&[of_agreement]).await;
    assert!(says(&report, "agreement", "its lots hold"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn aid_that_lots_did_not_give_is_noticed() {
    let victim = Victim::new().await;
    let smaller = "update allocation set value_minor = value_minor - 1 where event = 'reserve'";
    let report = victim.after(&[smaller]).await;
    assert!(says(&report, "fund", "its aid accounts were debited with"), "{report}");
    let unreserved = "delete from allocation where event = 'reserve' and payout_seq in (
                          select payout_seq from allocation where event = 'spend')";
    let report = victim.after(&[unreserved]).await;
    assert!(
        says(&report, "allocation", "more of this lot was spent than was reserved"),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_request_leaves_its_traces_where_they_were() {
    let victim = Victim::new().await;
    let erase =
        "update request set recipient = null, target_group = null, municipality = null, payee = null, signs = null, salt = null
                 where seq in (select request_seq from payout where state = 'paid')";
    let report = victim.after(&[erase]).await;
    assert!(report.is_sound(), "{report}");
    // What is still known of others must still be in it.
    let less = "update trace_sum set value_minor = value_minor - 1 where axis = 'municipality' and event = 'spend'";
    let report = victim.after(&[erase, less]).await;
    assert!(names(&report, "trace_sum", "value_minor"), "{report}");
}
