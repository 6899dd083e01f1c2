//! The register of fixed assets: recorded from the entry that has the cost, charged by month, and retired.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AccountKind, AccountRole, EntryKind, NoDocument, NoteKind};
use crate::command::{Context, Depreciated, Document, RecordAsset, RetireAsset};
use crate::decide::note;
use crate::facts::{Booked, Facts};
use crate::journal::{JournalEntry, Line};
use crate::month::Month;
use crate::refusal::Refusal;
use crate::rows::asset::{Asset, Depreciation};
use crate::wear;

/// Nothing that an association has was put to use before.
const FIRST_YEAR: i32 = 1900;
const RATE_MAX_BP: i64 = 10_000;

pub(super) fn record(facts: &Facts, told: &RecordAsset, context: &Context) -> Result<Act, Refusal> {
    let entry = told.entry;
    let account = facts.account(&told.account)?;
    if account.role != AccountRole::FixedAsset || account.kind != AccountKind::Asset {
        let wanted = "a fixed-asset account that has the cost";
        return Err(Refusal::WrongAccount { account: told.account.clone(), wanted });
    }
    let booked = facts.entries.get(&entry).ok_or(Refusal::EntryUnknown { entry })?;
    check_entry(booked)?;
    check_cost(facts, told, booked)?;
    if !(0..=RATE_MAX_BP).contains(&told.rate_bp) {
        return Err(Refusal::AssetRate);
    }
    check_use(told, booked, context)?;
    let began = Month::of(told.in_use_on);
    if let Some(earlier) = told.earlier {
        check_earlier(told, earlier, booked)?;
    }
    let (minor, through) =
        told.earlier.map_or((0, began), |earlier| (earlier.minor, earlier.through));
    let seq = facts.next_seq;
    Ok(Act::new(seq, "asset.recorded").with(Asset {
        seq,
        name: told.name.as_str().to_owned(),
        entry_seq: entry,
        account: told.account.clone(),
        fund_seq: told.fund,
        cost_minor: told.cost.minor(),
        in_use_on: told.in_use_on,
        rate_bp: told.rate_bp,
        depreciated_minor: minor,
        depreciated_through: through.number(),
        left_on: None,
        version: 1,
    }))
}

fn check_entry(booked: &Booked) -> Result<(), Refusal> {
    let entry = booked.entry.seq;
    if booked.reversed {
        return Err(Refusal::AlreadyReversed { entry });
    }
    if booked.entry.kind == EntryKind::Reversal {
        return Err(Refusal::IsAReversal { entry });
    }
    Ok(())
}

/// The costs of all assets of an entry are within what it debits.
fn check_cost(facts: &Facts, told: &RecordAsset, booked: &Booked) -> Result<(), Refusal> {
    let debits = booked.postings.iter().filter(|posting| {
        posting.account == told.account && posting.fund_seq == told.fund && 0 < posting.amount_minor
    });
    let debited = debits.fold(0_i64, |sum, posting| sum.saturating_add(posting.amount_minor));
    let others = facts.assets.values().filter(|asset| {
        asset.entry_seq == told.entry
            && asset.account == told.account
            && asset.fund_seq == told.fund
    });
    let left_minor = others.fold(debited, |left, asset| left.saturating_sub(asset.cost_minor));
    if left_minor < told.cost.minor() {
        return Err(Refusal::AssetBeyondEntry { entry: told.entry, left_minor });
    }
    Ok(())
}

fn check_use(told: &RecordAsset, booked: &Booked, context: &Context) -> Result<(), Refusal> {
    let on = told.in_use_on;
    if context.today < on {
        return Err(Refusal::InTheFuture { on });
    }
    let from = if booked.entry.kind == EntryKind::Opening {
        NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default()
    } else {
        booked.entry.booked_on
    };
    if on < from { Err(Refusal::AssetInUse { from }) } else { Ok(()) }
}

fn check_earlier(told: &RecordAsset, earlier: Depreciated, booked: &Booked) -> Result<(), Refusal> {
    let months = Month::of(told.in_use_on)..=Month::of(booked.entry.booked_on);
    let fits = booked.entry.kind == EntryKind::Opening
        && (0..=told.cost.minor()).contains(&earlier.minor)
        && months.contains(&earlier.through);
    if fits { Ok(()) } else { Err(Refusal::AssetDepreciated) }
}

/// What all assets in use have lost through a month, in one entry on its last day.
pub(super) fn depreciate(facts: &Facts, through: Month, context: &Context) -> Result<Act, Refusal> {
    let on = through.last_day();
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "assets.depreciated");
    let in_use = facts.assets.values().filter(|asset| asset.left_on.is_none());
    let charged: Vec<(&Asset, i64)> = in_use
        .map(|asset| (asset, wear::charge(asset, through)))
        .filter(|(_, minor)| 0 < *minor)
        .collect();
    if charged.is_empty() {
        return Err(Refusal::NothingToDepreciate { month: through });
    }
    let lines = lines(facts, &charged, on)?;
    let document = Document::Missing(NoDocument::Internal);
    JournalEntry::new(facts, context, EntryKind::Depreciation, on, document, lines)?
        .write(facts, &mut act)?;
    for ((asset, minor), line) in charged.into_iter().zip(1_i64..) {
        act.push(row((seq, line), asset, through, minor));
        act.push(after(asset, through, minor));
    }
    Ok(act)
}

fn row((seq, line): (i64, i64), asset: &Asset, through: Month, minor: i64) -> Depreciation {
    Depreciation { seq, line, asset_seq: asset.seq, through: through.number(), minor }
}

fn after(asset: &Asset, through: Month, minor: i64) -> Asset {
    Asset {
        depreciated_minor: asset.depreciated_minor.saturating_add(minor),
        depreciated_through: through.number(),
        version: asset.version.saturating_add(1),
        ..asset.clone()
    }
}

/// Of each fund: what it costs, and on which accounts that gathers.
fn lines(facts: &Facts, charged: &[(&Asset, i64)], on: NaiveDate) -> Result<Vec<Line>, Refusal> {
    let mut sums: BTreeMap<(i64, Option<String>), i64> = BTreeMap::new();
    for (asset, minor) in charged {
        let gathers = wear::account(facts, &asset.account, on)?;
        for (key, moved) in [(None, *minor), (Some(gathers), minor.saturating_neg())] {
            let sum = sums.entry((asset.fund_seq, key)).or_insert(0);
            *sum = sum.checked_add(moved).ok_or(Refusal::AmountTooLarge)?;
        }
    }
    let cost = facts.scheme("depreciation/expense", on)?;
    let line = |((fund, account), minor): ((i64, Option<String>), i64)| {
        Line::debit(account.as_deref().unwrap_or(&cost), fund, minor)
    };
    Ok(sums.into_iter().map(line).collect())
}

/// Out of the register: charged up to its last month, and what it was still worth becomes a cost.
pub(super) fn retire(facts: &Facts, told: &RetireAsset, context: &Context) -> Result<Act, Refusal> {
    let asset = facts.assets.get(&told.asset);
    let asset = asset.ok_or(Refusal::AssetUnknown { asset: told.asset })?;
    if let Some(on) = asset.left_on {
        return Err(Refusal::AssetLeft { asset: told.asset, on });
    }
    if asset.version != told.version {
        return Err(Refusal::StaleVersion { version: asset.version });
    }
    let charged = Month::from_number(asset.depreciated_through).map(Month::first_day);
    let from = charged.unwrap_or(asset.in_use_on).max(asset.in_use_on);
    if told.on < from {
        return Err(Refusal::AssetLeaves { from });
    }
    let (on, through) = (told.on, Month::of(told.on));
    let minor = wear::charge(asset, through);
    let left = Asset { left_on: Some(on), ..after(asset, through, minor) };
    let mut lines = lines(facts, &[(asset, minor)], on)?;
    let gathered = wear::account(facts, &asset.account, on)?;
    let rest = facts.scheme("asset_retired", on)?;
    lines.extend([
        Line::debit(&gathered, asset.fund_seq, left.depreciated_minor),
        Line::debit(&rest, asset.fund_seq, left.book_value_minor()),
        Line::credit(&asset.account, asset.fund_seq, asset.cost_minor),
    ]);
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "asset.retired");
    let document = Document::Missing(NoDocument::Internal);
    JournalEntry::new(facts, context, EntryKind::AssetRetired, on, document, lines)?
        .write(facts, &mut act)?;
    if 0 < minor {
        act.push(row((seq, 1), asset, through, minor));
    }
    act.push(left);
    act.push(note(seq, 1, NoteKind::Reason, &told.why, context));
    Ok(act)
}

/// What the register stands on is not taken back behind it.
pub(super) fn check_reversal(facts: &Facts, booked: &Booked) -> Result<(), Refusal> {
    if matches!(booked.entry.kind, EntryKind::Depreciation | EntryKind::AssetRetired) {
        return Err(Refusal::BelongsToAssets);
    }
    let entry = booked.entry.seq;
    match facts.assets.values().find(|asset| asset.entry_seq == entry) {
        Some(asset) => Err(Refusal::EntryHasAsset { entry, asset: asset.seq }),
        None => Ok(()),
    }
}
