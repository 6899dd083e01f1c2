//! Matches by request or by the act that found them.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::likeness::MatchRow;

macro_rules! matches_where {
    ($rest:literal) => {
        concat!(
            "select match_found.seq, match_found.line, match_found.request_seq, recipient.reference,
                 match_found.aid_seq, match_found.how, match_found.level, match_found.until_on,
                 match_found.allowed_by, match_found.reason
             from match_found
             left join recipient on recipient.seq = match_found.other_seq
             where ",
            $rest,
            " order by match_found.seq, match_found.line"
        )
    };
}

pub(crate) async fn of_request(
    connection: &mut Connection,
    request: i64,
) -> Result<Vec<MatchRow>, StoreError> {
    let text = matches_where!("match_found.request_seq = $1");
    let rows = sqlx::query(text).bind(request).fetch_all(&mut *connection).await?;
    each(&rows, found)
}

pub(crate) async fn of_act(
    connection: &mut Connection,
    seq: i64,
) -> Result<Vec<MatchRow>, StoreError> {
    let text = matches_where!("match_found.seq = $1");
    let rows = sqlx::query(text).bind(seq).fetch_all(&mut *connection).await?;
    each(&rows, found)
}

fn found(cells: &mut Cells<'_>) -> Result<MatchRow, StoreError> {
    Ok(MatchRow {
        seq: cells.next()?,
        line: cells.next()?,
        request_seq: cells.next()?,
        other: cells.next()?,
        aid_seq: cells.next()?,
        how: cells.next()?,
        level: cells.next()?,
        until_on: cells.next()?,
        allowed_by: cells.next()?,
        reason: cells.next()?,
    })
}
