//! What is known of years that a command asks about: the balances at their ends, the last count, what was issued.

use std::collections::BTreeSet;

use almoner_ledger::facts::{Counted, Facts};
use almoner_ledger::rows::year::{Inventory, InventoryLine, Issued};

use super::driver::Connection;
use super::table::among;
use crate::error::StoreError;

pub(crate) async fn load(
    connection: &mut Connection,
    facts: &mut Facts,
    wanted: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    for year in wanted {
        let sums: Vec<(String, i64, i64, i64)> = sqlx::query_as(
            "select account, fund_seq, cast(sum(amount_minor) as bigint), cast(sum(quantity_minor) as bigint)
             from balance_month
             where month <= $1
             group by account, fund_seq
             having sum(amount_minor) <> 0 or sum(quantity_minor) <> 0
             order by account, fund_seq",
        )
        .bind(year.saturating_mul(100).saturating_add(12))
        .fetch_all(&mut *connection)
        .await?;
        let ends = sums
            .into_iter()
            .map(|(account, fund, amount, quantity)| ((account, fund), (amount, quantity)));
        facts.year_ends.insert(*year, ends.collect());
    }
    // The later one of a year takes the place of the earlier.
    for inventory in among::<Inventory, _>(connection, "year", wanted.iter().copied()).await? {
        let counted = Counted { inventory, lines: Vec::new() };
        facts.counted.insert(counted.inventory.year, counted);
    }
    for counted in facts.counted.values_mut() {
        counted.lines =
            among::<InventoryLine, _>(connection, "seq", [counted.inventory.seq]).await?;
    }
    for row in among::<Issued, _>(connection, "year", wanted.iter().copied()).await? {
        facts.issued.insert((row.seq, row.line), row);
    }
    Ok(())
}
