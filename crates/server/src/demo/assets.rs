//! One fixed asset: a company gives a refrigerator for the food, and every month charges what has worn off.

use almoner_ledger::command::{Command, Means, RecordAsset};
use almoner_ledger::month::Month;
use almoner_ledger::wear;
use chrono::{Datelike as _, NaiveDate};

use crate::demo::DemoError;
use crate::demo::around::given;
use crate::demo::givers::{FREE, Givers};
use crate::demo::scribe::{Scribe, amount, line};

const COST: i64 = 8_400_000;
/// A fifth of a year; the rate is invented, like everything in the demo.
const RATE_BP: i64 = 2_000;

/// Charged the day before the month is closed.
pub(super) async fn tell(
    scribe: &Scribe,
    givers: &Givers,
    day: NaiveDate,
) -> Result<(), DemoError> {
    match day.day() {
        4 => refrigerator(scribe, givers).await,
        11 => charge(scribe, Month::of(day).previous()).await,
        _ => Ok(()),
    }
}

async fn refrigerator(scribe: &Scribe, givers: &Givers) -> Result<(), DemoError> {
    if !scribe.store.facts_for_reading().await?.assets.is_empty() {
        return Ok(());
    }
    let treasurer = scribe.staff.treasurer;
    let income = given(scribe, givers, Means::Equipment { value: amount(COST)? })?;
    let entry = scribe.give(treasurer, Command::RecordIncome(income)).await?.seq;
    let facts = scribe.store.facts_for_reading().await?;
    let account = facts.scheme("goods/equipment", scribe.today);
    let asset = RecordAsset {
        name: line("Фрижидер за храна")?,
        entry,
        account: account.map_err(|_| DemoError::Untold("an account of equipment"))?,
        fund: givers.fund(FREE),
        cost: amount(COST)?,
        in_use_on: scribe.today,
        rate_bp: RATE_BP,
        earlier: None,
    };
    scribe.give(treasurer, Command::RecordAsset(asset)).await?;
    Ok(())
}

async fn charge(scribe: &Scribe, through: Month) -> Result<(), DemoError> {
    let facts = scribe.store.facts_for_reading().await?;
    if facts.assets.values().any(|asset| 0 < wear::charge(asset, through)) {
        scribe.give(scribe.staff.treasurer, Command::Depreciate { through }).await?;
    }
    Ok(())
}
