//! What the law or the board warned of.

use super::super::driver::Connection;
use super::cells::each;
use crate::error::StoreError;
use crate::write::Warned;

/// The warnings of an act, or of a payout's last act that had any.
pub(crate) async fn of(
    connection: &mut Connection,
    column: &'static str,
    number: i64,
) -> Result<Vec<Warned>, StoreError> {
    let text = format!(
        "select code, law_name, law_value, verified, acknowledged
         from warning
         where {column} = $1 and seq = (select max(last.seq) from warning as last where last.{column} = $1)
         order by line"
    );
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(text)).bind(number).fetch_all(&mut *connection).await?;
    each(&rows, |cells| {
        Ok(Warned {
            code: cells.next()?,
            law_name: cells.next()?,
            law_value: cells.next()?,
            verified: cells.next()?,
            acknowledged: cells.next()?,
        })
    })
}
