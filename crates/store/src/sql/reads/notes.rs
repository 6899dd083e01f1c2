//! What was typed about an act.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::note::NoteRow;

pub(crate) async fn of(connection: &mut Connection, seq: i64) -> Result<Vec<NoteRow>, StoreError> {
    let rows = sqlx::query("select seq, line, kind, body from note where seq = $1 order by line")
        .bind(seq)
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, note)
}

/// What was typed at every step of a request.
pub(crate) async fn of_request(
    connection: &mut Connection,
    request: i64,
) -> Result<Vec<NoteRow>, StoreError> {
    let rows = sqlx::query(
        "select note.seq, note.line, note.kind, note.body
         from note
         join request_step on request_step.seq = note.seq
         where request_step.request_seq = $1
         order by note.seq, note.line",
    )
    .bind(request)
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, note)
}

fn note(cells: &mut Cells<'_>) -> Result<NoteRow, StoreError> {
    Ok(NoteRow {
        seq: cells.next()?,
        line: cells.next()?,
        kind: cells.next()?,
        body: cells.next()?,
    })
}
