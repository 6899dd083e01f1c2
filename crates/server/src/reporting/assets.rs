//! The register of fixed assets, and where the ledger says otherwise.

use std::collections::BTreeMap;

use almoner_ledger::codes::AccountRole;
use almoner_ledger::wear;
use almoner_reports::registers::assets::{self, Differing, Kept};
use almoner_reports::report::Report;
use almoner_store::read::asset::AssetRow;

use super::paper::{Maker, Paper};
use super::{ReportError, Task};

pub(super) const PAPERS: &[Paper] = &[Paper::new("fixed_assets", &[], Maker::Assets)];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let known = task.store.assets().await?;
    let (from, to) = (task.wanted.from, task.wanted.to);
    let known = known.iter().filter(|row| {
        let over = row.asset.left_on.is_some_and(|left| left < from);
        row.asset.seq <= task.inputs.as_of_seq && row.acquired_on <= to && !over
    });
    let kept: Vec<Kept> = known.map(|row| kept(task, row)).collect();
    Ok(assets::build(task.frame, &kept, &differing(task, &kept)?)?)
}

fn kept(task: &Task<'_>, row: &AssetRow) -> Kept {
    let asset = &row.asset;
    let (from, to) = (task.wanted.from, task.wanted.to);
    let (mut before_minor, mut within_minor) = (row.earlier_minor(), 0_i64);
    let told = |seq| seq <= task.inputs.as_of_seq;
    for charge in row.charges.iter().filter(|it| told(it.seq) && it.booked_on <= to) {
        let sum = if charge.booked_on < from { &mut before_minor } else { &mut within_minor };
        *sum = sum.saturating_add(charge.minor);
    }
    let fund = task.inputs.facts.funds.get(&asset.fund_seq);
    Kept {
        seq: asset.seq,
        name: asset.name.clone(),
        account: asset.account.clone(),
        fund: fund.map(|fund| fund.code.clone()).unwrap_or_default(),
        in_use_on: asset.in_use_on,
        rate_bp: asset.rate_bp,
        cost_minor: asset.cost_minor,
        before_minor,
        within_minor,
        left_on: asset.left_on.filter(|left| *left <= to),
    }
}

/// Every account of fixed assets on which register and ledger do not have the same at the end of the period.
fn differing(task: &Task<'_>, kept: &[Kept]) -> Result<Vec<Differing>, ReportError> {
    let facts = &task.inputs.facts;
    // The register's sum and the ledger's, with the signs of the ledger.
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for it in kept.iter().filter(|it| it.left_on.is_none()) {
        let cost = sums.entry(it.account.clone()).or_default();
        cost.0 = cost.0.saturating_add(it.cost_minor);
        let gathers = wear::account(facts, &it.account, task.wanted.to)
            .unwrap_or_else(|_| it.account.clone());
        let worn = sums.entry(gathers).or_default();
        worn.0 = worn.0.saturating_sub(it.before_minor).saturating_sub(it.within_minor);
    }
    for year in &task.inputs.years {
        let account = facts.accounts.get(&year.code);
        if account.is_some_and(|account| account.role == AccountRole::FixedAsset) {
            sums.entry(year.code.clone()).or_default().1 = year.balance()?;
        }
    }
    let differing = sums.into_iter().filter(|(_, (register, ledger))| register != ledger);
    let grown = |code: &str, minor: i64| {
        facts.accounts.get(code).map_or(minor, |account| account.grown(minor))
    };
    Ok(differing
        .map(|(code, (register, ledger))| Differing {
            register_minor: grown(&code, register),
            ledger_minor: grown(&code, ledger),
            account: code,
        })
        .collect())
}
