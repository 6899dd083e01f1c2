//! Opening balances: what stood in the earlier books, with the lots that are left of it.

use std::collections::BTreeMap;

use crate::act::Act;
use crate::codes::{AccountRole, BookedAs, Currency, EntryKind, LotKind, SourceKind};
use crate::command::{Context, OpeningLine, OpeningLot, RecordOpening, Side};
use crate::decide::overdraft;
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::restriction::Restriction;
use crate::rows::lots::Lot;

pub(super) fn record(
    facts: &Facts,
    opening: &RecordOpening,
    context: &Context,
) -> Result<Act, Refusal> {
    if facts.opened {
        return Err(Refusal::OpeningOnce);
    }
    for line in &opening.lines {
        facts.open_fund(line.fund)?;
    }
    let lines =
        opening.lines.iter().map(|typed| line(facts, typed)).collect::<Result<Vec<_>, _>>()?;
    let seq = facts.next_seq;
    let lots = opening
        .lots
        .iter()
        .zip(1_i64..)
        .map(|(typed, place)| lot(facts, typed, (seq, place), opening))
        .collect::<Result<Vec<_>, _>>()?;
    check_lots(facts, &lines, &lots)?;
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Opening,
        opening.booked_on,
        opening.document.clone(),
        lines,
    )?;
    entry.check_money(facts)?;
    let mut act = Act::new(seq, "opening.recorded");
    entry.write(facts, &mut act)?;
    act.extend(lots);
    overdraft::settle(facts, &mut act);
    Ok(act)
}

fn line(facts: &Facts, typed: &OpeningLine) -> Result<Line, Refusal> {
    let account = facts.postable(&typed.account)?;
    let line = match typed.side {
        Side::Debit => Line::debit(&typed.account, typed.fund, typed.amount.minor()),
        Side::Credit => Line::credit(&typed.account, typed.fund, typed.amount.minor()),
    };
    match (account.currency.filter(|currency| *currency != Currency::Mkd), typed.quantity) {
        (Some(currency), Some(quantity)) => Ok(line.in_currency(currency, quantity.minor(), None)),
        (Some(currency), None) => Err(Refusal::RateMissing { currency }),
        (None, None) => Ok(line),
        (None, Some(_)) => Err(Refusal::RateNotWanted),
    }
}

fn lot(
    facts: &Facts,
    typed: &OpeningLot,
    (seq, line): (i64, i64),
    opening: &RecordOpening,
) -> Result<Lot, Refusal> {
    let on = opening.booked_on;
    let source_kind = match typed.source {
        Some(source) => facts.active_source(source)?.kind,
        None => SourceKind::Anonymous,
    };
    if opening.booked_on < typed.received_on {
        return Err(Refusal::InTheFuture { on: typed.received_on });
    }
    let denars = typed.currency == Currency::Mkd;
    if typed.goods.is_none() && denars && typed.quantity != typed.value
        || typed.goods.is_some() && !denars
    {
        return Err(Refusal::OpeningLots { fund: typed.fund });
    }
    let branch = if typed.goods.is_some() { "income_in_kind" } else { "income" };
    let (kind, item, unit, quantity_minor, stock_account) = match &typed.goods {
        Some((item, unit, count)) if 0 < *count => (
            LotKind::Goods,
            Some(item.as_str().to_owned()),
            Some(unit.as_str().to_owned()),
            *count,
            Some(facts.scheme("goods/stock", on)?),
        ),
        Some(_) => return Err(Refusal::CountNotPositive),
        None => (LotKind::Money, None, None, typed.quantity.minor(), None),
    };
    Ok(Lot {
        seq,
        line,
        fund_seq: typed.fund,
        income_seq: None,
        parent_seq: None,
        parent_line: None,
        agreement_seq: typed.agreement,
        source_seq: typed.source,
        kind,
        currency: typed.currency,
        item,
        unit,
        quantity_minor,
        value_minor: typed.value.minor(),
        received_on: typed.received_on,
        deferred_account: waits_on(facts, typed, opening)?,
        income_account: facts.scheme(&format!("{branch}/donation/{source_kind}"), on)?,
        stock_account,
        restriction: typed.restriction.as_ref().map(Restriction::to_json),
        left_quantity_minor: quantity_minor,
        left_value_minor: typed.value.minor(),
    })
}

/// Where restricted money waits, as it would had it been received in these books.
fn waits_on(
    facts: &Facts,
    typed: &OpeningLot,
    opening: &RecordOpening,
) -> Result<Option<String>, Refusal> {
    let booked_as = match typed.agreement {
        Some(seq) => {
            let agreement = facts.active_agreement(seq)?;
            if Some(agreement.source_seq) != typed.source || agreement.fund_seq != typed.fund {
                return Err(Refusal::AgreementOfAnother { agreement: seq });
            }
            agreement.booked_as
        }
        None if typed.restriction.is_some() => BookedAs::DeferredIncome,
        None => BookedAs::Income,
    };
    let event = match (booked_as, &typed.goods) {
        (BookedAs::Income, _) => return Ok(None),
        (BookedAs::DeferredIncome, _) => "deferred/deferred_income",
        (BookedAs::Liability, None) => "deferred/liability_money",
        (BookedAs::Liability, Some(_)) => "deferred/liability_goods",
    };
    facts.scheme(event, opening.booked_on).map(Some)
}

/// In each fund the lots are what is there: money, stock and claims less obligations in total; every foreign currency
/// and the stock by itself; restricted ones are deferred, on the account from which they will be released.
fn check_lots(facts: &Facts, lines: &[Line], lots: &[Lot]) -> Result<(), Refusal> {
    let mut pools: BTreeMap<(i64, Part), i64> = BTreeMap::new();
    let mut waiting: BTreeMap<(i64, &str), i64> = BTreeMap::new();
    let mut count = |fund: i64, part: Part, minor: i64| {
        let sum = pools.entry((fund, part)).or_insert(0);
        *sum = sum.saturating_add(minor);
    };
    let mut wait = |fund, account, minor: i64| {
        let sum = waiting.entry((fund, account)).or_insert(0);
        *sum = sum.saturating_add(minor);
    };
    for line in lines {
        let account = facts.account(&line.account)?;
        if account.pool {
            count(line.fund, Part::Value, line.amount_minor);
        }
        if line.currency != Currency::Mkd {
            count(line.fund, Part::Foreign(line.currency), line.quantity_minor);
        }
        if account.role == AccountRole::Stock {
            count(line.fund, Part::Stock, line.amount_minor);
        }
        if account.role == AccountRole::Deferred {
            wait(line.fund, line.account.as_str(), line.amount_minor);
        }
    }
    for lot in lots {
        count(lot.fund_seq, Part::Value, lot.value_minor.saturating_neg());
        if lot.currency != Currency::Mkd {
            count(lot.fund_seq, Part::Foreign(lot.currency), lot.quantity_minor.saturating_neg());
        }
        if lot.kind == LotKind::Goods {
            count(lot.fund_seq, Part::Stock, lot.value_minor.saturating_neg());
        }
        if let Some(account) = &lot.deferred_account {
            wait(lot.fund_seq, account, lot.value_minor);
        }
    }
    if let Some(((fund, _), _)) = pools.into_iter().find(|(_, difference)| *difference != 0) {
        return Err(Refusal::OpeningLots { fund });
    }
    match waiting.into_iter().find(|(_, difference)| *difference != 0) {
        Some(((fund, _), _)) => Err(Refusal::OpeningDeferred { fund }),
        None => Ok(()),
    }
}

/// What of a fund must agree with its lots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Value,
    Foreign(Currency),
    Stock,
}
