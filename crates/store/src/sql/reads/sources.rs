//! Sources, without the names of natural persons: that column is not read.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::page::Span;
use crate::read::source::{SourceFilter, SourceRow};

macro_rules! sources {
    ($rest:literal) => {
        concat!("select seq, kind, name, identifier, country, active, version from source ", $rest)
    };
}

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &SourceFilter,
    span: &Span,
) -> Result<Vec<SourceRow>, StoreError> {
    let rows = sqlx::query(sources!(
        "where $1 < seq and seq <= $2
         and (cast($3 as text) is null or kind = $3)
         and (cast($4 as boolean) is null or active = $4)
         and (cast($5 as text) is null or substr(name, 1, length($5)) = $5)
         order by seq
         limit $6"
    ))
    .bind(span.above_seq())
    .bind(span.as_of_seq)
    .bind(filter.kind.map(|kind| kind.code()))
    .bind(filter.active)
    .bind(filter.name_begins.as_deref())
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, source)
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<SourceRow>, StoreError> {
    let row =
        sqlx::query(sources!("where seq = $1")).bind(seq).fetch_optional(&mut *connection).await?;
    row.map(|row| source(&mut Cells::of(&row))).transpose()
}

fn source(cells: &mut Cells<'_>) -> Result<SourceRow, StoreError> {
    Ok(SourceRow {
        seq: cells.next()?,
        kind: cells.next()?,
        name: cells.next()?,
        identifier: cells.next()?,
        country: cells.next()?,
        active: cells.next()?,
        version: cells.next()?,
    })
}
