//! What was typed about an act.

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::read::note::NoteRow;

pub(crate) async fn of(connection: &mut Connection, seq: i64) -> Result<Vec<NoteRow>, StoreError> {
    let rows = sqlx::query("select seq, line, kind, body from note where seq = $1 order by line")
        .bind(seq)
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, |cells| {
        Ok(NoteRow {
            seq: cells.next()?,
            line: cells.next()?,
            kind: cells.next()?,
            body: cells.next()?,
        })
    })
}
