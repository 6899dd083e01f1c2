//! What became of the money of a fund, or of all of them together.

use std::collections::BTreeMap;

use almoner_ledger::codes::{IncomeForm, Unspent};
use almoner_ledger::rows::giving::Fund;
use almoner_reports::books::error::BuildError;
use almoner_reports::funds::heading::Moved;
use almoner_reports::funds::statement;
use almoner_reports::funds::year::FundYear;
use almoner_reports::report::Report;
use almoner_store::read::balance::BalanceRow;
use almoner_store::read::moved::MovedRow;
use almoner_store::read::statement::{StatementOf, StatementRequest};

use super::paper::{Maker, Paper, Want};
use super::{ReportError, Task};

pub(super) const PAPERS: &[Paper] = &[Paper::new("fund_statement", &[Want::Fund], Maker::Funds)];

/// What is said instead of a fund's code to have them all.
const ALL: &str = "all";

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let code = task.wanted.of(Want::Fund)?;
    let funds = years(task).await?;
    let fund = match funds.iter().find(|fund| fund.code == code) {
        Some(fund) => fund.clone(),
        None if code == ALL => {
            let name = task.wanted.language.say("сите фондови", "all funds", "të gjitha fondet");
            FundYear::all("", name, &funds)?
        }
        None => return Err(ReportError::NoSuch(Want::Fund.code(), code.to_owned())),
    };
    Ok(statement::build(task.frame, task.law, &task.inputs.names, &fund)?)
}

/// Every fund within the period, by number.
pub(super) async fn years(task: &Task<'_>) -> Result<Vec<FundYear>, ReportError> {
    let (from, to) = (task.wanted.from, task.wanted.to);
    let known_at = task.inputs.as_of_seq;
    let before = from.pred_opt().unwrap_or(from);
    let before = pools(task, task.store.trial_balance(before, Some(known_at)).await?.rows);
    let rows = task.store.trial_balance(to, Some(known_at)).await?.rows;
    let reserved = reserved(task, &rows)?;
    let after = pools(task, rows);
    let mut moved: BTreeMap<i64, Vec<Moved>> = BTreeMap::new();
    for row in task.store.moved((from, to), known_at).await? {
        moved.entry(row.fund_seq).or_default().push(told(task, row)?);
    }
    let mut years = Vec::new();
    for fund in task.inputs.facts.funds.values() {
        let of = |sums: &BTreeMap<i64, i64>| sums.get(&fund.seq).copied().unwrap_or(0);
        let between = (of(&before), of(&after));
        let moved = moved.remove(&fund.seq).unwrap_or_default();
        let mut year = FundYear::of((&fund.code, &fund.name), between, &moved)?;
        year.reserved_minor = of(&reserved);
        year.to_return = to_return(task, fund).await?;
        years.push(year);
    }
    Ok(years)
}

/// What each fund has.
fn pools(task: &Task<'_>, rows: Vec<BalanceRow>) -> BTreeMap<i64, i64> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for row in rows {
        if task.inputs.facts.accounts.get(&row.account).is_some_and(|account| account.pool) {
            let sum = sums.entry(row.fund_seq).or_default();
            *sum = sum.saturating_add(row.amount_minor);
        }
    }
    sums
}

/// Of each fund, what it owes for aid that has been approved.
fn reserved(task: &Task<'_>, rows: &[BalanceRow]) -> Result<BTreeMap<i64, i64>, ReportError> {
    let owed = task.inputs.facts.scheme("aid_obligation", task.wanted.to);
    let owed = owed.map_err(|_| ReportError::Law("account of aid owed", task.wanted.to))?;
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.account == owed) {
        let sum = sums.entry(row.fund_seq).or_default();
        *sum = sum.saturating_sub(row.amount_minor);
    }
    Ok(sums)
}

fn told(task: &Task<'_>, row: MovedRow) -> Result<Moved, ReportError> {
    let account = task.inputs.facts.accounts.get(&row.account);
    let account =
        account.ok_or_else(|| BuildError::UnknownAccount { account: row.account.clone() })?;
    Ok(Moved {
        role: account.role,
        pool: account.pool,
        kind: row.kind,
        source: row.source,
        in_kind: row.form.is_some_and(|form| form != IncomeForm::Money),
        category: row.category,
        incomes: row.incomes,
        amount_minor: row.amount_minor,
        account: row.account,
    })
}

/// What is left on the last day of agreements whose givers want back what is not spent.
async fn to_return(task: &Task<'_>, fund: &Fund) -> Result<Vec<(String, i64)>, ReportError> {
    let mut left = Vec::new();
    for agreement in task.inputs.facts.agreements.values() {
        if agreement.fund_seq != fund.seq || agreement.unspent != Unspent::Return {
            continue;
        }
        let minor = left_of(task, agreement.seq).await?;
        if minor != 0 {
            left.push((agreement.number.clone(), minor));
        }
    }
    Ok(left)
}

/// What the lots of an agreement hold on the last day, in denars.
async fn left_of(task: &Task<'_>, agreement: i64) -> Result<i64, ReportError> {
    let request = StatementRequest {
        of: StatementOf::Agreement { agreement },
        from: task.wanted.from,
        to: task.wanted.to,
        known_at: Some(task.inputs.as_of_seq),
    };
    let start = task.store.statement(request).await?.start;
    Ok(start.closing.unwrap_or_default().amount_minor)
}
