//! What the association itself cost in a quarter: rent, wages and fees of all funds, and no aid.

use almoner_ledger::codes::{AccountRole, EntryKind};
use almoner_store::read::moved::MovedRow;
use chrono::NaiveDate;

use super::{ReportError, Task};

/// In deni, less what was taken back. What left no money behind it is no spending: wear, what was given in kind, a loss on
/// currency. Money that went back to a giver is told as that.
pub(super) async fn costs(
    task: &Task<'_>,
    days: (NaiveDate, NaiveDate),
    known_at: i64,
) -> Result<i64, ReportError> {
    let is_cost = |row: &MovedRow| {
        let account = task.inputs.facts.accounts.get(&row.account);
        account.is_some_and(|account| account.role == AccountRole::Expense)
            && matches!(row.kind, EntryKind::Manual | EntryKind::AdvanceSettlement)
    };
    let rows = task.store.moved(days, known_at).await?;
    let costs = rows.iter().filter(|row| is_cost(row));
    Ok(costs.fold(0_i64, |sum, row| sum.saturating_add(row.amount_minor)))
}
