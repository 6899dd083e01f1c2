//! Recipients by number or by reference.

use uuid::Uuid;

use super::super::driver::Connection;
use super::cells::{Cells, each};
use crate::error::StoreError;
use crate::read::page::Span;
use crate::read::recipient::RecipientRow;

macro_rules! recipients {
    ($rest:literal) => {
        concat!("select seq, reference, household, birth_year, version from recipient ", $rest)
    };
}

pub(crate) async fn list(
    connection: &mut Connection,
    span: &Span,
) -> Result<Vec<RecipientRow>, StoreError> {
    let rows = sqlx::query(recipients!("where $1 < seq and seq <= $2 order by seq limit $3"))
        .bind(span.above_seq())
        .bind(span.as_of_seq)
        .bind(span.fetch())
        .fetch_all(&mut *connection)
        .await?;
    each(&rows, recipient)
}

pub(crate) async fn one(
    connection: &mut Connection,
    reference: Uuid,
) -> Result<Option<RecipientRow>, StoreError> {
    let row = sqlx::query(recipients!("where reference = $1"))
        .bind(reference)
        .fetch_optional(&mut *connection)
        .await?;
    row.map(|row| recipient(&mut Cells::of(&row))).transpose()
}

fn recipient(cells: &mut Cells<'_>) -> Result<RecipientRow, StoreError> {
    Ok(RecipientRow {
        seq: cells.next()?,
        reference: cells.next()?,
        household: cells.next()?,
        birth_year: cells.next()?,
        version: cells.next()?,
    })
}
