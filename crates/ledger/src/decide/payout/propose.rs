//! Proposing a payout: what, from which fund, to whom, and which lots pay.

use crate::act::Act;
use crate::codes::{Currency, Duty, Method, PayoutState, RequestState};
use crate::command::{Context, ProposePayout};
use crate::decide::payout::{digest, duty, event};
use crate::decide::sealed;
use crate::draw::{self, Draw, Want};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::restriction::Purpose;
use crate::rows::aid::{Payout, PayoutLot, Request};

pub(in crate::decide) fn propose(
    facts: &Facts,
    propose: &ProposePayout,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = facts
        .requests
        .get(&propose.request)
        .ok_or(Refusal::RequestUnknown { request: propose.request })?;
    if request.state != RequestState::Submitted {
        return Err(Refusal::RequestStep { state: request.state });
    }
    facts.open_fund(propose.fund)?;
    let want = match (propose.method, &propose.amount, &propose.goods) {
        (Method::Bank | Method::Cash, Some(amount), None) => {
            Want::Money { currency: Currency::Mkd, quantity_minor: amount.minor() }
        }
        (Method::InKind, None, Some((item, count))) if 0 < *count => {
            Want::Goods { item: item.as_str(), count: *count }
        }
        (Method::InKind, None, Some(_)) => return Err(Refusal::CountNotPositive),
        _ => return Err(Refusal::PayoutShape),
    };
    let typed = propose.amount.map_or(0, crate::money::Amount::minor);
    let purpose = purpose(request, typed, context);
    let draws =
        draw::find(facts, propose.fund, &want, Some(&purpose)).complete(propose.fund, &want)?;
    let amount_minor = draw::value(&draws);
    check_cap(facts, propose.fund, &draws, &self::purpose(request, amount_minor, context))?;
    if request.asked_minor < amount_minor {
        return Err(Refusal::BeyondRequest { asked_minor: request.asked_minor });
    }
    let seq = facts.next_seq;
    let lots: Vec<PayoutLot> = draws
        .iter()
        .zip(1_i64..)
        .map(|(draw, line)| PayoutLot {
            seq,
            line,
            lot_seq: draw.lot_seq,
            lot_line: draw.lot_line,
            quantity_minor: draw.quantity_minor,
            value_minor: draw.value_minor,
        })
        .collect();
    let payout = payout(facts, propose, request, (seq, amount_minor), &lots, context);
    let mut act = Act::new(seq, "payout.proposed");
    act.push(duty(seq, &payout, Duty::Propose, context));
    act.push(event(seq, seq, PayoutState::Proposed, context.today, None));
    act.push(crate::decide::request::moved(request, RequestState::Proposed));
    act.push(payout);
    act.extend(lots);
    Ok(act)
}

/// What goods are worth is known once their lots are: a giver's cap is asked again with the value.
fn check_cap(facts: &Facts, fund: i64, draws: &[Draw], purpose: &Purpose) -> Result<(), Refusal> {
    for draw in draws {
        if let Some(lot) = facts.lots.get(&(draw.lot_seq, draw.lot_line)) {
            draw::fits(facts, lot, purpose)
                .map_err(|misfit| draw::misfit_refusal(misfit, fund, draw::value(draws), 0))?;
        }
    }
    Ok(())
}

fn payout(
    facts: &Facts,
    propose: &ProposePayout,
    request: &Request,
    (seq, amount_minor): (i64, i64),
    lots: &[PayoutLot],
    context: &Context,
) -> Payout {
    let mut payout = Payout {
        seq,
        request_seq: request.seq,
        fund_seq: propose.fund,
        category: request.category,
        method: propose.method,
        amount_minor,
        item: propose.goods.as_ref().map(|(item, _)| item.as_str().to_owned()),
        item_quantity: propose.goods.as_ref().map(|(_, count)| *count),
        approvals_needed: facts.approvals_needed(amount_minor, context.today),
        digest: Vec::new(),
        state: PayoutState::Proposed,
        obligation_account: None,
        obligation_seq: None,
        payment_seq: None,
        expires_on: None,
        payee: Some(propose.payee.as_str().to_owned()),
        salt: Some(context.salt("payout", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    payout.commitment = sealed(&payout);
    payout.digest = digest(&payout, lots).to_vec();
    payout
}

/// What the money is wanted for, as restrictions ask.
pub(super) fn purpose(request: &Request, amount_minor: i64, context: &Context) -> Purpose {
    Purpose::Aid {
        category: request.category,
        target_group: request.target_group,
        municipality: request.municipality.clone(),
        amount_minor,
        on: context.today,
    }
}
