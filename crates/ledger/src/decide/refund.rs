//! Unspent money of an agreement goes back to its giver: from the agreement's own lots, and no further than they reach.

use crate::act::Act;
use crate::codes::{AccountRole, AgreementState, AllocationEvent, Currency, EntryKind, LotKind};
use crate::command::{Context, RefundGrant};
use crate::draw::{self, Draw};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::rows::giving::Agreement;
use crate::rows::lots::Lot;

pub(super) fn refund(facts: &Facts, deed: &RefundGrant, context: &Context) -> Result<Act, Refusal> {
    let agreement = facts.agreements.get(&deed.agreement);
    let agreement = agreement.ok_or(Refusal::AgreementUnknown { agreement: deed.agreement })?;
    if agreement.state == AgreementState::Draft {
        let (agreement, state) = (agreement.seq, agreement.state);
        return Err(Refusal::AgreementNotActive { agreement, state });
    }
    let fund = facts.open_fund(agreement.fund_seq)?.seq;
    let account = facts.postable(&deed.account)?;
    if !matches!(account.role, AccountRole::Bank | AccountRole::Cash | AccountRole::Currency) {
        let wanted = "a bank account, a currency account or a cash desk";
        return Err(Refusal::WrongAccount { account: deed.account.clone(), wanted });
    }
    let currency = account.currency.unwrap_or(Currency::Mkd);
    let draws = unspent(facts, agreement, currency, deed.amount.minor())?;
    let out = (currency, deed.amount.minor());
    let mut lines = vec![Line::credit_in(&deed.account, fund, draw::value(&draws), out)];
    for draw in &draws {
        // Where the income waited it is taken from; what had become income already is a cost.
        let from = match &draw.release {
            Some((deferred, _)) => deferred.clone(),
            None => facts.scheme("grant_refund", deed.booked_on)?,
        };
        lines.insert(0, Line::debit(&from, fund, draw.value_minor));
    }
    let document = deed.document.clone();
    let kind = EntryKind::GrantRefund;
    let entry = JournalEntry::new(facts, context, kind, deed.booked_on, document, lines)?;
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "grant.refunded");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &draws));
    Ok(act)
}

/// Draws on what is left of the agreement's lots in a currency, the newest first: the oldest was to be spent first.
fn unspent(
    facts: &Facts,
    agreement: &Agreement,
    currency: Currency,
    wanted: i64,
) -> Result<Vec<Draw>, Refusal> {
    let mut lots: Vec<&Lot> = facts
        .lots
        .values()
        .filter(|lot| {
            lot.agreement_seq == Some(agreement.seq)
                && lot.fund_seq == agreement.fund_seq
                && lot.kind == LotKind::Money
                && lot.currency == currency
                && 0 < lot.left_quantity_minor
        })
        .collect();
    lots.sort_by_key(|lot| std::cmp::Reverse((lot.received_on, lot.seq, lot.line)));
    let mut left = wanted;
    let mut draws = Vec::new();
    for lot in &lots {
        let taken = left.min(lot.left_quantity_minor);
        left = left.saturating_sub(taken);
        if 0 < taken {
            draws.push(draw::take(lot, taken));
        }
    }
    if left == 0 {
        return Ok(draws);
    }
    let left_minor = wanted.saturating_sub(left);
    Err(Refusal::RefundBeyondLeft { agreement: agreement.seq, left_minor })
}
