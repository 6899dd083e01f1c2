//! Fixed assets: their costs stand in their entries, and what was charged of each is what cost, rate and months come to.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::codes::{AccountKind, AccountRole, EntryKind};
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use almoner_ledger::rows::asset::{Asset, Depreciation};
use almoner_ledger::wear;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

#[derive(Default)]
pub(super) struct Assets {
    known: BTreeMap<i64, Asset>,
    /// Debits of accounts that have costs, by entry, account and fund, less the costs in the register.
    costs: BTreeMap<(i64, String, i64), i64>,
    openings: BTreeSet<i64>,
    /// Entries that the register made.
    own: BTreeSet<i64>,
}

impl Assets {
    pub(super) fn act(
        &mut self,
        known: &Facts,
        told: &Told,
        parts: &Parts<'_>,
        findings: &mut Findings,
    ) {
        self.entries(known, parts, findings);
        for row in &parts.depreciations {
            self.charge(row, parts, findings);
        }
        for row in &parts.assets {
            match self.known.get(&row.seq) {
                None => self.recorded(row, told.seq, findings),
                Some(before) => moved(before, row, (told.seq, parts), findings),
            }
            self.known.insert(row.seq, (*row).clone());
        }
    }

    fn entries(&mut self, known: &Facts, parts: &Parts<'_>, findings: &mut Findings) {
        for entry in &parts.entries {
            if entry.kind == EntryKind::Opening {
                self.openings.insert(entry.seq);
            }
            if is_own(entry.kind) {
                self.own.insert(entry.seq);
                check_sums(known, (entry.seq, entry.kind), parts, findings);
            }
        }
        let carries = parts.reversals.is_empty();
        for posting in parts.postings.iter().filter(|line| carries && 0 < line.amount_minor) {
            let account = known.accounts.get(&posting.account);
            let has_cost = account.is_some_and(|account| {
                account.role == AccountRole::FixedAsset && account.kind == AccountKind::Asset
            });
            if has_cost {
                let key = (posting.seq, posting.account.clone(), posting.fund_seq);
                let sum = self.costs.entry(key).or_insert(0);
                *sum = sum.saturating_add(posting.amount_minor);
            }
        }
        for row in &parts.reversals {
            // What was taken back has no cost for an asset to come.
            self.costs.retain(|(entry, _, _), _| *entry != row.reversed_seq);
            let stands = self.known.values().any(|asset| asset.entry_seq == row.reversed_seq);
            if stands || self.own.contains(&row.reversed_seq) {
                let place = Place::line("reversal", row.seq, row.line);
                let what = "the register of fixed assets stands on this entry";
                findings.column(place, "reversed_seq", what);
            }
        }
    }

    /// A charge is that of its asset as it was, and the asset goes with it.
    fn charge(&self, row: &Depreciation, parts: &Parts<'_>, findings: &mut Findings) {
        let place = || Place::line("depreciation", row.seq, row.line);
        let due = self.known.get(&row.asset_seq).and_then(|asset| {
            Month::from_number(row.through).map(|through| wear::charge(asset, through))
        });
        if due != Some(row.minor) || row.minor <= 0 {
            let what = "it is not what cost, rate and months come to";
            findings.column(place(), "minor", what);
        }
        if !parts.entries.iter().any(|entry| is_own(entry.kind)) {
            findings.row(place(), "it was charged and not booked");
        }
        if !parts.assets.iter().any(|asset| asset.seq == row.asset_seq) {
            findings.column(place(), "asset_seq", "the asset stayed as it was");
        }
    }

    fn recorded(&mut self, row: &Asset, act: i64, findings: &mut Findings) {
        let place = || Place::act("asset", row.seq);
        if row.seq != act || row.left_on.is_some() || row.version != 1 {
            findings.row(place(), "it was in the register before it was recorded");
        }
        let key = (row.entry_seq, row.account.clone(), row.fund_seq);
        let left = self.costs.entry(key).or_insert(0);
        *left = left.saturating_sub(row.cost_minor);
        if *left < 0 || row.cost_minor <= 0 {
            findings.column(place(), "cost_minor", "its entry does not have that cost");
        }
        let fresh = row.depreciated_minor == 0
            && row.depreciated_through == Month::of(row.in_use_on).number();
        let fits = (0..=row.cost_minor).contains(&row.depreciated_minor);
        if !fits || !fresh && !self.openings.contains(&row.entry_seq) {
            let what = "nothing was charged of it before these books";
            findings.column(place(), "depreciated_minor", what);
        }
    }
}

/// Whether the register made an entry.
const fn is_own(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Depreciation | EntryKind::AssetRetired)
}

/// What an asset is stays; what was charged of it grows by the charge of the act.
fn moved(before: &Asset, row: &Asset, (act, parts): (i64, &Parts<'_>), findings: &mut Findings) {
    let place = || Place::new("asset", format!("seq {}", row.seq), Some(act));
    let charges = parts.depreciations.iter().filter(|charge| charge.asset_seq == row.seq);
    let sum = charges.clone().fold(0_i64, |sum, charge| sum.saturating_add(charge.minor));
    if charges.count() > 1 {
        findings.row(place(), "it was charged twice in one act");
    }
    if before.depreciated_minor.saturating_add(sum) != row.depreciated_minor {
        let what = "it is not what the charges add up to";
        findings.column(place(), "depreciated_minor", what);
    }
    let through = Month::from_number(row.depreciated_through);
    if through.is_none_or(|through| wear::charge(before, through) != sum) {
        let what = "cost, rate and months up to there come to another charge";
        findings.column(place(), "depreciated_through", what);
    }
    let kind = parts.entries.first().map(|entry| entry.kind);
    let retired = row.left_on.is_some() && before.left_on.is_none();
    if before.left_on.is_some() || retired != (kind == Some(EntryKind::AssetRetired)) {
        findings.column(place(), "left_on", "it left by another act than the one that books it");
    }
    let stays = Asset {
        depreciated_minor: row.depreciated_minor,
        depreciated_through: row.depreciated_through,
        left_on: row.left_on,
        version: row.version,
        ..before.clone()
    };
    if stays != *row {
        findings.row(place(), "an asset stays what it was recorded as");
    }
}

/// The entry moves in each fund what the charges say, and takes out what leaves.
fn check_sums(
    known: &Facts,
    (entry, kind): (i64, EntryKind),
    parts: &Parts<'_>,
    findings: &mut Findings,
) {
    let mut wanted: BTreeMap<(i64, AccountKind), i64> = BTreeMap::new();
    let mut count = |fund: i64, kind: AccountKind, minor: i64| {
        let sum = wanted.entry((fund, kind)).or_insert(0);
        *sum = sum.saturating_add(minor);
    };
    for asset in &parts.assets {
        let charges = parts.depreciations.iter().filter(|charge| charge.asset_seq == asset.seq);
        let minor = charges.fold(0_i64, |sum, charge| sum.saturating_add(charge.minor));
        count(asset.fund_seq, AccountKind::Expense, minor);
        count(asset.fund_seq, AccountKind::ContraAsset, minor.saturating_neg());
        if kind == EntryKind::AssetRetired {
            count(asset.fund_seq, AccountKind::Expense, asset.book_value_minor());
            count(asset.fund_seq, AccountKind::ContraAsset, asset.depreciated_minor);
            count(asset.fund_seq, AccountKind::Asset, asset.cost_minor.saturating_neg());
        }
    }
    for posting in &parts.postings {
        if let Some(account) = known.accounts.get(&posting.account) {
            count(posting.fund_seq, account.kind, posting.amount_minor.saturating_neg());
        }
    }
    if parts.assets.is_empty() || wanted.values().any(|difference| *difference != 0) {
        let what = "it books another sum than the register charges";
        findings.row(Place::act("entry", entry), what);
    }
}
