//! Imports, newest first.

use almoner_ledger::codes::ImportKind;

use super::super::driver::Connection;
use super::cells::{Cells, each, hex};
use crate::error::StoreError;
use crate::read::import::ImportRow;
use crate::read::page::Span;

macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "select import.seq, import.kind, leaf.recorded_at, import.profile, import.file_hash, import.rows_read, import.rows_new,
                 import.rows_known, import.excluded, import.currency, import.total_minor, import_undo.seq as undone
             from import
             left join leaf on leaf.seq = import.seq
             left join import_undo on import_undo.import_seq = import.seq ",
            $rest
        )
    };
}

pub(crate) async fn list(
    connection: &mut Connection,
    kind: ImportKind,
    span: &Span,
) -> Result<Vec<ImportRow>, StoreError> {
    let rows = sqlx::query(imports!(
        "where import.kind = $1 and import.seq < $2 order by import.seq desc limit $3"
    ))
    .bind(kind.code())
    .bind(span.below_seq())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, import)
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<ImportRow>, StoreError> {
    let row = sqlx::query(imports!("where import.seq = $1"))
        .bind(seq)
        .fetch_optional(&mut *connection)
        .await?;
    row.map(|row| import(&mut Cells::of(&row))).transpose()
}

fn import(cells: &mut Cells<'_>) -> Result<ImportRow, StoreError> {
    Ok(ImportRow {
        seq: cells.next()?,
        kind: cells.next()?,
        at: cells.next()?,
        profile: cells.next()?,
        file_hash: hex(&cells.next::<Vec<u8>>()?),
        rows_read: cells.next()?,
        rows_new: cells.next()?,
        rows_known: cells.next()?,
        excluded: cells.next()?,
        currency: cells.next()?,
        total_minor: cells.next()?,
        undone_by_seq: cells.next()?,
    })
}
