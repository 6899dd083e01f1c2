//! Part of a lot for another purpose: with the giver's consent or the board's decision, and traceable to its parent.

use crate::act::Act;
use crate::codes::{AccountRole, AllocationEvent, Currency, DocumentKind, EntryKind, LotKind};
use crate::command::{ChangePurpose, Context, Document};
use crate::decide::overdraft;
use crate::draw::{self, Draw};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line, check_day};
use crate::refusal::Refusal;
use crate::rows::lots::Lot;

pub(super) fn change(
    facts: &Facts,
    deed: &ChangePurpose,
    context: &Context,
) -> Result<Act, Refusal> {
    check_day(facts, deed.booked_on, context)?;
    check_document(&deed.document)?;
    facts.open_fund(deed.fund)?;
    facts.open_fund(deed.to_fund)?;
    let key = (deed.lot, deed.line);
    let unknown = Refusal::LotNotOfFund { lot: deed.lot, fund: deed.fund };
    let parent = facts.lots.get(&key).filter(|lot| lot.fund_seq == deed.fund).ok_or(unknown)?;
    if deed.quantity <= 0 {
        return Err(Refusal::CountNotPositive);
    }
    if parent.left_quantity_minor < deed.quantity {
        return Err(Refusal::LotNoLongerFree { lot: deed.lot });
    }
    let restriction = deed.restriction.as_ref().map(crate::restriction::Restriction::to_json);
    let same_terms = parent.agreement_seq.is_none() && parent.restriction == restriction;
    if deed.to_fund == deed.fund && same_terms {
        return Err(Refusal::PurposeUnchanged);
    }
    let draw = draw::take(parent, deed.quantity);
    let seq = facts.next_seq;
    let child = child(parent, &draw, (seq, deed.to_fund), restriction);
    let mut act = Act::new(seq, "purpose.changed");
    let lines = lines(facts, deed, parent, &child, &draw)?;
    if !lines.is_empty() {
        let (kind, document) = (EntryKind::PurposeChange, deed.document.clone());
        let entry = JournalEntry::new(facts, context, kind, deed.booked_on, document, lines)?;
        entry.write(facts, &mut act)?;
    }
    let draws = std::slice::from_ref(&draw);
    act.extend(draw::allocations(seq, 1, AllocationEvent::Convert, None, draws));
    act.push(child);
    overdraft::settle(facts, &mut act);
    Ok(act)
}

fn check_document(document: &Document) -> Result<(), Refusal> {
    match document {
        Document::Paper { kind: DocumentKind::Consent | DocumentKind::Decision, .. } => Ok(()),
        Document::Paper { .. } | Document::Missing(_) => Err(Refusal::ConsentMissing),
    }
}

/// The part with its new terms: those of the agreement end here, the way back to the income stays.
fn child(
    parent: &Lot,
    draw: &Draw,
    (seq, fund_seq): (i64, i64),
    restriction: Option<String>,
) -> Lot {
    let (quantity, value) = (draw.quantity_minor, draw.value_minor);
    Lot {
        seq,
        line: 1,
        fund_seq,
        parent_seq: Some(parent.seq),
        parent_line: Some(parent.line),
        agreement_seq: None,
        quantity_minor: quantity,
        value_minor: value,
        deferred_account: parent.deferred_account.clone().filter(|_| restriction.is_some()),
        restriction,
        left_quantity_minor: quantity,
        left_value_minor: value,
        ..parent.clone()
    }
}

/// Inside a fund only what becomes free moves; between funds the money moves too, and what it stands against.
fn lines(
    facts: &Facts,
    deed: &ChangePurpose,
    parent: &Lot,
    child: &Lot,
    draw: &Draw,
) -> Result<Vec<Line>, Refusal> {
    let value = draw.value_minor;
    if deed.to_fund == deed.fund {
        return Ok(match (&parent.deferred_account, &child.deferred_account) {
            (Some(deferred), None) => vec![
                Line::debit(deferred, deed.fund, value),
                Line::credit(&parent.income_account, deed.fund, value),
            ],
            _ => Vec::new(),
        });
    }
    let carrier = carrier(facts, deed, parent)?;
    let carried = if parent.kind == LotKind::Money {
        (parent.currency, draw.quantity_minor)
    } else {
        (Currency::Mkd, value)
    };
    let moved = || facts.scheme("purpose_change", deed.booked_on);
    let given_up = match &parent.deferred_account {
        Some(deferred) => deferred.clone(),
        None => moved()?,
    };
    let gained = match (&child.deferred_account, &parent.deferred_account) {
        (Some(deferred), _) => deferred.clone(),
        (None, Some(_)) => parent.income_account.clone(),
        (None, None) => moved()?,
    };
    Ok(vec![
        Line::debit(&given_up, deed.fund, value),
        Line::credit_in(&carrier, deed.fund, value, carried),
        Line::debit_in(&carrier, deed.to_fund, value, carried),
        Line::credit(&gained, deed.to_fund, value),
    ])
}

/// What carries the value from fund to fund: the stock the goods lie in, or a money account that has so much of the fund's.
fn carrier(facts: &Facts, deed: &ChangePurpose, parent: &Lot) -> Result<String, Refusal> {
    if let Some(stock) = &parent.stock_account {
        return Ok(stock.clone());
    }
    let code = deed.account.as_deref().ok_or(Refusal::WrongAccount {
        account: String::new(),
        wanted: "a money account of the fund that gives",
    })?;
    let account = facts.postable(code)?;
    if !account.role.is_money() || account.role == AccountRole::Vouchers {
        let wanted = "a bank account, a currency account or a cash desk";
        return Err(Refusal::WrongAccount { account: code.to_owned(), wanted });
    }
    let held = facts.pool_accounts.get(&(deed.fund, code.to_owned())).copied().unwrap_or(0);
    let value = draw::take(parent, deed.quantity).value_minor;
    if held < value {
        let short_minor = value.saturating_sub(held);
        return Err(Refusal::MoneyShort { account: code.to_owned(), short_minor });
    }
    Ok(code.to_owned())
}
