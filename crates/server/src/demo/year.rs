//! The year that is over is counted, closed by two persons, and its papers issued.

use std::collections::BTreeMap;

use almoner_ledger::codes::Reason;
use almoner_ledger::command::{Command, CountLine, CountYear, Deed};
use almoner_reports::language::Language;
use chrono::NaiveDate;

use crate::app::App;
use crate::demo::DemoError;
use crate::demo::scribe::Scribe;

pub(super) async fn close(scribe: &Scribe, year: i64) -> Result<(), DemoError> {
    let treasurer = scribe.staff.treasurer;
    let count = CountYear { year, lines: found(scribe, year).await? };
    scribe.give(treasurer, Command::CountYear(count)).await?;
    let deed = Deed::CloseYear { year, why: Reason::PeriodEnd };
    scribe.decide(treasurer, scribe.staff.releaser, deed).await?;
    let app = App::new(scribe.store.clone(), scribe.clock()).await?;
    let papers = app.papers_of(year, None, Language::Mk).await?;
    scribe.give(treasurer, Command::IssuePapers(papers)).await?;
    Ok(())
}

/// Whatever the books say is found, account by account.
async fn found(scribe: &Scribe, year: i64) -> Result<Vec<CountLine>, DemoError> {
    let last = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    let last = last.ok_or(DemoError::Untold("a year"))?;
    let facts = scribe.store.facts_for_reading().await?;
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for row in scribe.store.trial_balance(last, None).await?.rows {
        let account = facts.accounts.get(&row.account).filter(|account| account.is_counted());
        let Some(account) = account else { continue };
        let sum = sums.entry(row.account).or_insert(0);
        *sum = sum.saturating_add(account.grown(row.quantity_minor));
    }
    let line =
        |(account, counted_minor)| CountLine { account, fund: None, counted_minor, remark: None };
    Ok(sums.into_iter().map(line).collect())
}
