//! Opening balances: what stood in the earlier books, with the lots that are left of it.

use std::collections::BTreeMap;

use crate::act::Act;
use crate::codes::{AccountRole, Currency, EntryKind, LotKind, SourceKind};
use crate::command::{Context, OpeningLine, OpeningLot, RecordOpening, Side};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::restriction::Restriction;
use crate::rows::lots::Lot;

pub(super) fn record(facts: &Facts, opening: &RecordOpening, context: &Context) -> Result<Act, Refusal> {
    if facts.opened {
        return Err(Refusal::OpeningOnce);
    }
    for line in &opening.lines {
        facts.open_fund(line.fund)?;
    }
    let lines = opening.lines.iter().map(|typed| line(facts, typed)).collect::<Result<Vec<_>, _>>()?;
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
    if let Some(seq) = typed.agreement {
        let agreement = facts.active_agreement(seq)?;
        if Some(agreement.source_seq) != typed.source || agreement.fund_seq != typed.fund {
            return Err(Refusal::AgreementOfAnother { agreement: seq });
        }
    }
    let restricted = typed.agreement.is_some() || typed.restriction.is_some();
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
        deferred_account: if restricted { Some(facts.scheme("deferred/deferred_income", on)?) } else { None },
        income_account: facts.scheme(&format!("{branch}/donation/{source_kind}"), on)?,
        stock_account,
        restriction: typed.restriction.as_ref().map(Restriction::to_json),
        left_quantity_minor: quantity_minor,
        left_value_minor: typed.value.minor(),
    })
}

/// In each fund the lots are what is there: money, stock and claims less obligations; restricted ones are deferred.
fn check_lots(facts: &Facts, lines: &[Line], lots: &[Lot]) -> Result<(), Refusal> {
    let mut pools: BTreeMap<i64, i64> = BTreeMap::new();
    let mut waiting: BTreeMap<i64, i64> = BTreeMap::new();
    let add = |sums: &mut BTreeMap<i64, i64>, fund: i64, minor: i64| {
        let sum = sums.entry(fund).or_insert(0);
        *sum = sum.saturating_add(minor);
    };
    for line in lines {
        let account = facts.account(&line.account)?;
        if account.pool {
            add(&mut pools, line.fund, line.amount_minor);
        }
        if account.role == AccountRole::Deferred {
            add(&mut waiting, line.fund, line.amount_minor);
        }
    }
    for lot in lots {
        add(&mut pools, lot.fund_seq, lot.value_minor.saturating_neg());
        if lot.deferred_account.is_some() {
            add(&mut waiting, lot.fund_seq, lot.value_minor);
        }
    }
    if let Some((fund, _)) = pools.into_iter().find(|(_, difference)| *difference != 0) {
        return Err(Refusal::OpeningLots { fund });
    }
    match waiting.into_iter().find(|(_, difference)| *difference != 0) {
        Some((fund, _)) => Err(Refusal::OpeningDeferred { fund }),
        None => Ok(()),
    }
}
