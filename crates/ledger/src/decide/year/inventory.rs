//! Counting what there is at the end of a year: every account of what the association has and owes, against its count.
//!
//! A difference is recorded and never booked by itself: what it was is for people to say, by an entry of that year.

use std::collections::{BTreeMap, BTreeSet};

use super::last_day;
use crate::act::Act;
use crate::codes::{Currency, NoteKind};
use crate::command::{Context, CountYear};
use crate::decide::note;
use crate::facts::Facts;
use crate::money::MINOR_MAX;
use crate::refusal::Refusal;
use crate::rows::chart::Account;
use crate::rows::year::{Inventory, InventoryLine};

const LINES_MAX: usize = 2_000;

/// What the books say of an account at the end of a year, over all funds or in one.
fn booked(facts: &Facts, year: i64, account: &Account, fund: Option<i64>) -> i64 {
    let Some(balances) = facts.year_ends.get(&year) else { return 0 };
    let code = &account.code;
    let sums = balances
        .range((code.clone(), i64::MIN)..=(code.clone(), i64::MAX))
        .filter(|((_, of), _)| fund.is_none_or(|fund| fund == *of));
    let sum = sums.fold(0_i64, |sum, (_, (_, quantity))| sum.saturating_add(*quantity));
    account.grown(sum)
}

pub(crate) fn count(facts: &Facts, count: &CountYear, context: &Context) -> Result<Act, Refusal> {
    let year = count.year;
    let on = last_day(year)?;
    if context.today < on {
        return Err(Refusal::YearNotOver { year });
    }
    if facts.year_is_closed(year) {
        return Err(Refusal::YearClosed { year });
    }
    let places = count.lines.iter().map(|line| (line.account.as_str(), line.fund));
    check_lines(&places.collect::<Vec<_>>())?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "inventory.recorded").with(Inventory { seq, year });
    let mut notes = Vec::new();
    for (typed, line) in count.lines.iter().zip(1_i64..) {
        let account = facts.account(&typed.account)?;
        if !account.is_counted() {
            let wanted = "what the association has or owes";
            return Err(Refusal::WrongAccount { account: typed.account.clone(), wanted });
        }
        if let Some(fund) = typed.fund.filter(|fund| !facts.funds.contains_key(fund)) {
            return Err(Refusal::FundUnknown { fund });
        }
        if MINOR_MAX < typed.counted_minor.saturating_abs() {
            return Err(Refusal::AmountTooLarge);
        }
        notes.extend(
            typed.remark.as_ref().map(|text| note(seq, line, NoteKind::Remark, text, context)),
        );
        act.push(InventoryLine {
            seq,
            line,
            account: typed.account.clone(),
            fund_seq: typed.fund,
            currency: account.currency.unwrap_or(Currency::Mkd),
            booked_minor: booked(facts, year, account, typed.fund),
            counted_minor: typed.counted_minor,
        });
    }
    let lines: Vec<InventoryLine> = act.rows.iter().filter_map(line_of).cloned().collect();
    check_complete(facts, year, &lines)?;
    act.extend(notes);
    Ok(act)
}

fn line_of(row: &crate::rows::Row) -> Option<&InventoryLine> {
    if let crate::rows::Row::InventoryLine(line) = row { Some(line) } else { None }
}

/// Each account once, or once for each fund.
fn check_lines(places: &[(&str, Option<i64>)]) -> Result<(), Refusal> {
    let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let clear = places.iter().all(|(account, fund)| {
        seen.insert((*account, *fund))
            && *whole.entry(account).or_insert(fund.is_none()) == fund.is_none()
    });
    if clear && (1..=LINES_MAX).contains(&places.len()) {
        Ok(())
    } else {
        Err(Refusal::InventoryLines)
    }
}

/// Whatever has a balance is counted.
fn check_complete(facts: &Facts, year: i64, lines: &[InventoryLine]) -> Result<(), Refusal> {
    let balances = facts.year_ends.get(&year).into_iter().flatten();
    for ((code, fund), _) in balances {
        let counted = lines.iter().any(|line| {
            line.account == *code && line.fund_seq.is_none_or(|counted| counted == *fund)
        });
        if !counted && facts.account(code)?.is_counted() {
            return Err(Refusal::InventoryIncomplete { account: code.clone() });
        }
    }
    Ok(())
}

/// The last count of a year, where it agrees with the books as they are now.
pub(super) fn agreed(facts: &Facts, year: i64) -> Result<i64, Refusal> {
    let counted = facts.counted.get(&year).ok_or(Refusal::InventoryMissing { year })?;
    check_complete(facts, year, &counted.lines)?;
    for line in &counted.lines {
        let now = booked(facts, year, facts.account(&line.account)?, line.fund_seq);
        if now != line.counted_minor {
            let difference_minor = line.counted_minor.saturating_sub(now);
            let account = line.account.clone();
            return Err(Refusal::InventoryDiffers { account, difference_minor });
        }
    }
    Ok(counted.inventory.seq)
}
