//! Decisions of two, newest first.

use super::super::driver::Connection;
use super::cells::{Cells, each};
use super::{notes, snapshot};
use crate::error::StoreError;
use crate::read::decision::{DecisionDetail, DecisionFilter, DecisionRow};
use crate::read::page::Span;

macro_rules! decisions {
    ($rest:literal) => {
        concat!(
            "select decision.seq, decision.kind, decision.act, decision.proposed_by, leaf.recorded_at,
                 decision.decided_by, decision.decided_seq, decision.state, decision.version
             from decision
             left join leaf on leaf.seq = decision.seq ",
            $rest
        )
    };
}

pub(crate) async fn list(
    connection: &mut Connection,
    filter: &DecisionFilter,
    span: &Span,
) -> Result<Vec<DecisionRow>, StoreError> {
    let rows = sqlx::query(decisions!(
        "where decision.seq < $1
         and (cast($2 as text) is null or decision.state = $2)
         and (cast($3 as text) is null or decision.kind = $3)
         order by decision.seq desc
         limit $4"
    ))
    .bind(span.below_seq())
    .bind(filter.state.map(|state| state.code()))
    .bind(filter.kind.map(|kind| kind.code()))
    .bind(span.fetch())
    .fetch_all(&mut *connection)
    .await?;
    each(&rows, decision)
}

fn decision(cells: &mut Cells<'_>) -> Result<DecisionRow, StoreError> {
    Ok(DecisionRow {
        seq: cells.next()?,
        kind: cells.next()?,
        act: cells.next()?,
        proposed_by: cells.next()?,
        proposed_at: cells.next()?,
        decided_by: cells.next()?,
        decided_seq: cells.next()?,
        state: cells.next()?,
        version: cells.next()?,
    })
}

pub(crate) async fn one(
    connection: &mut Connection,
    seq: i64,
) -> Result<Option<DecisionDetail>, StoreError> {
    let mut held = snapshot(connection).await?;
    let row = sqlx::query(decisions!("where decision.seq = $1"))
        .bind(seq)
        .fetch_optional(&mut *held)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let detail = DecisionDetail {
        decision: decision(&mut Cells::of(&row))?,
        notes: notes::of(&mut held, seq).await?,
    };
    held.rollback().await?;
    Ok(Some(detail))
}
