//! The answer to a request, read back from what was recorded: the same for the first asking and every repetition.

use chrono::{DateTime, Utc};

use super::driver::Connection;
use crate::error::StoreError;
use crate::write::Answer;

pub(crate) async fn answer(connection: &mut Connection, seq: i64) -> Result<Answer, StoreError> {
    let leaf: Option<(String, DateTime<Utc>)> =
        sqlx::query_as("select kind, recorded_at from leaf where seq = $1")
            .bind(seq)
            .fetch_optional(&mut *connection)
            .await?;
    let (kind, recorded_at) = leaf
        .ok_or_else(|| StoreError::Corrupt(format!("idempotency: act {seq} is not in the log")))?;
    let entry: Option<(i64, i64)> = sqlx::query_as("select year, number from entry where seq = $1")
        .bind(seq)
        .fetch_optional(&mut *connection)
        .await?;
    let receipt: Option<(i64, i64)> = sqlx::query_as(
        "select receipt_year, receipt_number from income where seq = $1 and receipt_number is not null",
    )
    .bind(seq)
    .fetch_optional(&mut *connection)
    .await?;
    let slips: Vec<(i64, String, i64)> = sqlx::query_as(
        "select year, direction, number from cash_voucher where seq = $1 order by line",
    )
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    let warnings = super::reads::warnings::of(connection, "seq", seq).await?;
    let acts = match kind.as_str() {
        "import.taken" | "requests.taken" => {
            sqlx::query_scalar("select rows_new from import where seq = $1")
        }
        "import.undone" => sqlx::query_scalar("select incomes from import_undo where seq = $1"),
        "payment_list.made" => {
            sqlx::query_scalar("select item_count + 1 from payment_list where seq = $1")
        }
        "batch.opened" => sqlx::query_scalar("select item_count + 1 from batch where seq = $1"),
        "reservations.expired" => {
            sqlx::query_scalar("select payouts + 1 from expiry where seq = $1")
        }
        _ => sqlx::query_scalar("select cast(1 as bigint) where $1 = $1"),
    };
    let acts: i64 = acts.bind(seq).fetch_one(&mut *connection).await?;
    Ok(Answer { seq, kind, recorded_at, entry, receipt, slips, warnings, acts, replayed: true })
}
