//! Foreign money measured anew: the lots go on, each at its share of what all of them are worth at the rate.

use crate::act::Act;
use crate::codes::{AccountRole, AllocationEvent, Currency, EntryKind, LotKind};
use crate::command::{Context, RevalueCurrency};
use crate::decide::exchange::{converted, merged, shares};
use crate::draw::{self, Draw};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::money::Amount;
use crate::refusal::Refusal;
use crate::rows::lots::Lot;

/// The difference on free money is a gain or a loss; on restricted money it stays with its giver, as deferred income.
pub(super) fn revalue(
    facts: &Facts,
    anew: &RevalueCurrency,
    context: &Context,
) -> Result<Act, Refusal> {
    facts.open_fund(anew.fund)?;
    let account = facts.postable(&anew.account)?;
    let currency = account.currency.filter(|_| account.role == AccountRole::Currency);
    let currency = currency.filter(|currency| *currency != Currency::Mkd);
    let currency = currency.ok_or_else(|| Refusal::WrongAccount {
        account: anew.account.clone(),
        wanted: "a currency account",
    })?;
    let moved = measured(facts, anew, currency)?;
    let sum = |of: &dyn Fn(&Draw) -> bool| {
        let parts = moved.iter().filter(|(draw, _)| of(draw));
        parts.fold(0_i64, |sum, (draw, worth)| {
            sum.saturating_add(worth.saturating_sub(draw.value_minor))
        })
    };
    let (gained, own) = (sum(&|_| true), sum(&|draw| draw.release.is_none()));
    let mut lines = vec![Line::debit(&anew.account, anew.fund, gained).in_currency(
        currency,
        0,
        Some(anew.rate.clone()),
    )];
    let event = if 0 < own { "exchange/gain" } else { "exchange/loss" };
    lines.push(Line::credit(&facts.scheme(event, anew.booked_on)?, anew.fund, own));
    for (draw, worth) in &moved {
        if let Some((deferred, _)) = &draw.release {
            let gained = worth.saturating_sub(draw.value_minor);
            lines.push(Line::credit(deferred, anew.fund, gained));
        }
    }
    let (kind, document) = (EntryKind::Exchange, anew.document.clone());
    let entry = JournalEntry::new(facts, context, kind, anew.booked_on, document, merged(lines))?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "currency.revalued");
    entry.write(facts, &mut act)?;
    let draws: Vec<Draw> = moved.iter().map(|(draw, _)| draw.clone()).collect();
    act.extend(draw::allocations(seq, 1, AllocationEvent::Convert, None, &draws));
    for ((draw, worth), line) in moved.iter().zip(1_i64..) {
        if let Some(parent) = facts.lots.get(&(draw.lot_seq, draw.lot_line)) {
            let quantity = (currency, draw.quantity_minor);
            act.push(converted(parent, (seq, line), quantity, *worth));
        }
    }
    Ok(act)
}

/// Each lot of that day whose worth changes, taken whole, with what it is worth now.
fn measured(
    facts: &Facts,
    anew: &RevalueCurrency,
    currency: Currency,
) -> Result<Vec<(Draw, i64)>, Refusal> {
    let is_held = |lot: &&Lot| {
        lot.fund_seq == anew.fund
            && lot.kind == LotKind::Money
            && lot.currency == currency
            && 0 < lot.left_quantity_minor
            && lot.received_on <= anew.booked_on
    };
    let held = facts.lots.values().filter(is_held);
    let draws: Vec<Draw> = held.map(|lot| draw::take(lot, lot.left_quantity_minor)).collect();
    let nothing = Refusal::NothingToRevalue { fund: anew.fund, currency };
    if draws.is_empty() {
        return Err(nothing);
    }
    let sum = draws.iter().try_fold(0_i64, |sum, draw| sum.checked_add(draw.quantity_minor));
    let quantity = sum.ok_or(Refusal::AmountTooLarge)?;
    let all = Amount::from_minor(quantity).and_then(|quantity| anew.rate.denars(quantity));
    let all = all.map_err(|_| Refusal::AmountTooLarge)?.minor();
    let worths = shares(&draws, all, quantity);
    let mut moved: Vec<(Draw, i64)> = draws.into_iter().zip(worths).collect();
    moved.retain(|(draw, worth)| draw.value_minor != *worth);
    if moved.is_empty() { Err(nothing) } else { Ok(moved) }
}
