//! Reading, page by page and sum by sum. Nothing here writes, and nothing that takes two statements reads outside of one
//! snapshot.

use std::collections::BTreeSet;

use sqlx::{Connection as _, Transaction};

use super::driver::{BEGIN_READ, Connection};
use crate::error::StoreError;

pub(crate) mod advances;
pub(crate) mod agreement_lines;
pub(crate) mod agreements;
pub(crate) mod assets;
pub(crate) mod balances;
pub(crate) mod bundles;
pub(crate) mod cells;
pub(crate) mod decisions;
pub(crate) mod entries;
pub(crate) mod evidence;
pub(crate) mod expiring;
pub(crate) mod funds;
pub(crate) mod helped;
pub(crate) mod identities;
pub(crate) mod imports;
pub(crate) mod income_trace;
pub(crate) mod incomes;
pub(crate) mod log;
pub(crate) mod lots;
pub(crate) mod matches;
pub(crate) mod moved;
pub(crate) mod notes;
pub(crate) mod payouts;
pub(crate) mod posting_lines;
pub(crate) mod recipients;
pub(crate) mod refunds;
pub(crate) mod requests;
pub(crate) mod source_lines;
pub(crate) mod sources;
pub(crate) mod sums;
pub(crate) mod told;
pub(crate) mod trace;
pub(crate) mod turnover;
pub(crate) mod used;
pub(crate) mod warnings;
pub(crate) mod years;

type Snapshot<'c> = Transaction<'c, <Connection as sqlx::Connection>::Database>;

/// Everything read through it belongs to one moment. Dropped, even by a caller that goes away, it ends.
async fn snapshot(connection: &mut Connection) -> Result<Snapshot<'_>, StoreError> {
    Ok(connection.begin_with(BEGIN_READ).await?)
}

/// How many acts the log has.
pub(crate) async fn head_seq(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("select size from head where id = 1").fetch_one(&mut *connection).await?)
}

/// The accounts that count towards what a fund has.
pub(crate) async fn pool_accounts(
    connection: &mut Connection,
) -> Result<BTreeSet<String>, StoreError> {
    let codes: Vec<String> =
        sqlx::query_scalar("select code from account where pool order by code")
            .fetch_all(&mut *connection)
            .await?;
    Ok(codes.into_iter().collect())
}
