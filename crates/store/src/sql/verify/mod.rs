//! Reading the whole of the books, in order, for the check; what is right and wrong is decided in `crate::verify`.

mod leaves;
mod rows;
mod sums;

use almoner_ledger::record::Keeping;
use almoner_ledger::rows::TABLES;
use sqlx::Executor as _;

use super::driver::{BEGIN_READ, Connection};
use crate::error::StoreError;
use crate::verify::{Audit, Report, Trust};

/// Leaves that are held in memory at once.
const PAGE: usize = 5_000;

/// Checks everything on one snapshot.
pub(crate) async fn run<P: Fn(u64, u64) + Send + Sync>(
    connection: &mut Connection,
    trust: &Trust,
    progress: &P,
) -> Result<Report, StoreError> {
    connection.execute(BEGIN_READ).await?;
    let report = check(connection, trust, progress).await;
    // Nothing was written; where even this fails, the connection is of no use to anyone and the pool notices.
    drop(connection.execute("rollback").await);
    report
}

/// The same inside the transaction of whoever calls.
pub(crate) async fn check<P: Fn(u64, u64) + Send + Sync>(
    connection: &mut Connection,
    trust: &Trust,
    progress: &P,
) -> Result<Report, StoreError> {
    let heads = leaves::heads(connection).await?;
    let mut audit = Audit::new(trust, heads);
    let mut from = i64::MIN;
    loop {
        let leaves = leaves::page(connection, from, PAGE).await?;
        let to = match leaves.last() {
            Some(last) if PAGE <= leaves.len() => last.seq,
            // Rows behind the last leaf belong to nothing: they are looked at with the last stretch.
            _ => i64::MAX,
        };
        let notes = leaves::notes(connection, from, to).await?;
        let mut page = audit.page(&leaves, notes);
        drop(leaves);
        for table in TABLES.iter().filter(|table| table.keeping == Keeping::Append) {
            let mut merge = page.merge(table);
            rows::append(connection, table, (from, to), &mut merge, &mut audit.findings).await?;
            let rows = merge.end(&mut audit.findings);
            audit.count(rows);
        }
        progress(audit.done(), audit.total().max(audit.done()));
        let Some(next) = to.checked_add(1) else { break };
        from = next;
    }
    for table in TABLES.iter().filter(|table| table.keeping == Keeping::State) {
        let mut merge = audit.state(table);
        rows::state(connection, table, &mut merge, &mut audit.findings).await?;
        let rows = merge.end(&mut audit.findings);
        audit.count(rows);
    }
    for mut merge in audit.derived() {
        rows::derived(connection, &mut merge, &mut audit.findings).await?;
        let rows = merge.end(&mut audit.findings);
        audit.count(rows);
    }
    // Sums over rows that have been compared with the log. Where they cannot be made, that is a doubt and no failure:
    // what has been found by now must still be told.
    if let Err(error) = sums::check(connection, &mut audit).await {
        audit.findings.doubt(format!("sums over lots, agreements and reversals: {error}"));
    }
    Ok(audit.finish())
}
