//! Many hands reaching for the last denar: one gets it, the others are told why.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;

use crate::aid::Case;
use crate::app::On;

pub(crate) async fn of_64_clients_racing_for_the_last_denar_exactly_one_wins(on: On) {
    let case = Case::with(on, "100.00").await;
    let mut payouts = Vec::new();
    for number in 0..64 {
        let payout = case.propose(&format!("p-{number}"), "100.00").await;
        payouts.push((payout, case.digest(payout).await));
    }
    let racing = payouts
        .iter()
        .map(|(payout, digest)| case.step("approver", *payout, "approval", digest.clone()));
    let answers = join_all(racing).await;
    let won = answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != StatusCode::CREATED) {
        assert_eq!(
            (answer.status, answer.problem()),
            (StatusCode::CONFLICT, "lot-no-longer-free".to_owned())
        );
    }
}

pub(crate) async fn of_64_equal_requests_one_is_booked_and_all_hear_the_same(on: On) {
    let case = Case::with(on, "100.00").await;
    let body = json!({"household": null});
    let racing = (0..64)
        .map(|_| case.app.post("case_worker", "/api/v1/recipients", "one-key", body.clone()));
    let answers = join_all(racing).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count(), 1);
    assert!(
        answers.iter().all(|answer| answer.bytes == answers[0].bytes && answer.status.is_success())
    );
}
