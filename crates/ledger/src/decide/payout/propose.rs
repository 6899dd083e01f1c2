//! Proposing a payout: what, from which fund, to whom, and which lots pay.

use crate::act::Act;
use crate::bands;
use crate::codes::{Currency, Duty, Method, NoteKind, PayoutState, RequestState, TaxBasis};
use crate::command::{ChosenLots, Context, ProposePayout, Seen};
use crate::decide::payout::{digest, duty, event, paid_as, papers_of};
use crate::decide::request::{self, double_aid};
use crate::decide::{note, sealed};
use crate::draw::{self, Draw, Want};
use crate::facts::Facts;
use crate::proposal;
use crate::refusal::Refusal;
use crate::restriction::Stage;
use crate::rows::aid::{Payout, PayoutLot, Request};
use crate::tax;

pub(in crate::decide) fn propose(
    facts: &Facts,
    propose: &ProposePayout,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = request::found(facts, propose.request)?;
    let found_minor = match (request.state, request.found_minor) {
        (RequestState::Assessed, Some(found_minor)) => found_minor,
        (state, _) => return Err(Refusal::RequestStep { state }),
    };
    let alike = double_aid::cleared(facts, request, &Seen::default(), context)?;
    facts.open_fund(propose.fund)?;
    check_retry(facts, propose)?;
    let basis = tax::basis(propose.method, propose.tax)?;
    let want = want(facts, propose, basis, context)?;
    let purpose = proposal::purpose(request, context.today, Stage::Decision);
    let had = proposal::had(facts, request, None, true);
    let draws = match &propose.chosen {
        None => proposal::for_request(facts, request, propose.fund, &want, context.today)
            .complete(facts, propose.fund, &want)?,
        Some(chosen) => chosen_draws(facts, propose.fund, &want, chosen)?,
    };
    proposal::check(facts, propose.fund, &draws, &purpose, &had)?;
    let amount_minor = draw::value(&draws);
    let tax_minor = propose.amount.map_or(0, |net| amount_minor.saturating_sub(net.minor()));
    if found_minor < amount_minor {
        return Err(if 0 < tax_minor {
            Refusal::BeyondFindingWithTax { found_minor, tax_minor }
        } else {
            Refusal::BeyondFinding { found_minor }
        });
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
    let sums = (amount_minor, basis, tax_minor);
    let payout = payout(facts, propose, request, (seq, sums), &lots, context);
    let mut act = Act::new(seq, "payout.proposed");
    act.push(duty(seq, &payout, Duty::Propose, context));
    act.push(event(seq, seq, PayoutState::Proposed, context.today, None));
    act.push(request::moved(request, RequestState::Proposed));
    act.extend(alike);
    act.extend(super::warning::told(facts, &payout, context));
    act.push(payout);
    act.extend(lots);
    if let Some(text) = propose.chosen.as_ref().and_then(|chosen| chosen.note.as_ref()) {
        act.push(note(seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}

/// What is tried again has been tried, for this request, and has come to nothing.
fn check_retry(facts: &Facts, propose: &ProposePayout) -> Result<(), Refusal> {
    let Some(payout) = propose.retry_of else { return Ok(()) };
    let earlier = facts.payouts.get(&payout);
    let fits = earlier.is_some_and(|earlier| {
        earlier.request_seq == propose.request
            && matches!(earlier.state, PayoutState::Failed | PayoutState::Returned)
    });
    if fits { Ok(()) } else { Err(Refusal::NothingToRetry { payout }) }
}

/// What is wanted of the lots: denars, with the tax where there is one, or so many of one item.
fn want<'p>(
    facts: &Facts,
    propose: &'p ProposePayout,
    basis: TaxBasis,
    context: &Context,
) -> Result<Want<'p>, Refusal> {
    match (propose.method, &propose.amount, &propose.goods) {
        (Method::InKind, None, Some((item, count))) if 0 < *count => {
            Ok(Want::Goods { item: item.as_str(), count: *count })
        }
        (Method::InKind, None, Some(_)) => Err(Refusal::CountNotPositive),
        (Method::InKind, ..) => Err(Refusal::PayoutShape),
        (_, Some(amount), None) => {
            let quantity_minor = tax::gross(facts, basis, amount.minor(), context.today)?;
            Ok(Want::Money { currency: Currency::Mkd, quantity_minor })
        }
        _ => Err(Refusal::PayoutShape),
    }
}

/// Lots that a person chose otherwise than the ledger proposed: each once, of this fund and kind, and together all of it.
fn chosen_draws(
    facts: &Facts,
    fund: i64,
    want: &Want<'_>,
    chosen: &ChosenLots,
) -> Result<Vec<Draw>, Refusal> {
    let mut draws: Vec<Draw> = Vec::with_capacity(chosen.lots.len());
    for pick in &chosen.lots {
        let unknown = Refusal::LotNotOfFund { lot: pick.lot, fund };
        let key = (pick.lot, pick.line);
        let lot = facts.lots.get(&key).filter(|lot| lot.fund_seq == fund && want.is(lot));
        let lot = lot.ok_or(unknown)?;
        if pick.quantity_minor <= 0
            || lot.left_quantity_minor < pick.quantity_minor
            || draws.iter().any(|draw| (draw.lot_seq, draw.lot_line) == key)
        {
            return Err(Refusal::LotNoLongerFree { lot: pick.lot });
        }
        draws.push(draw::take(lot, pick.quantity_minor));
    }
    let sum = draws.iter().fold(0_i64, |sum, draw| sum.saturating_add(draw.quantity_minor));
    if sum != want.quantity() {
        return Err(Refusal::LotsDoNotAddUp { wanted_minor: want.quantity(), chosen_minor: sum });
    }
    Ok(draws)
}

fn payout(
    facts: &Facts,
    propose: &ProposePayout,
    request: &Request,
    (seq, (amount_minor, tax_basis, tax_minor)): (i64, (i64, TaxBasis, i64)),
    lots: &[PayoutLot],
    context: &Context,
) -> Payout {
    // Goods reach the person; money reaches whom the request names.
    let paid = if propose.method == Method::InKind { request.recipient } else { request.paid() };
    let mut payout = Payout {
        seq,
        request_seq: request.seq,
        fund_seq: propose.fund,
        category: request.category,
        method: propose.method,
        amount_minor,
        tax_basis,
        tax_minor,
        item: propose.goods.as_ref().map(|(item, _)| item.as_str().to_owned()),
        item_quantity: propose.goods.as_ref().map(|(_, count)| *count),
        proposed_on: context.today,
        chosen_why: propose.chosen.as_ref().map(|chosen| chosen.why),
        approvals_needed: bands::needed(facts, request, None, amount_minor, context.today),
        digest: Vec::new(),
        state: PayoutState::Proposed,
        obligation_account: None,
        obligation_seq: None,
        payment_seq: None,
        tax_account: None,
        tax_list_number: None,
        tax_paid_seq: None,
        expires_on: None,
        review_due_at: None,
        reviewed_seq: None,
        review_finding: None,
        returned_quantity: 0,
        returned_minor: 0,
        retry_of: propose.retry_of,
        released_on: None,
        batch_seq: None,
        list_seq: None,
        changed_seq: None,
        payee_seen: paid_as(facts, paid),
        payee: paid,
        salt: Some(context.salt("payout", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    payout.commitment = sealed(&payout);
    payout.digest = digest(&payout, lots, request, papers_of(facts, request.seq)).to_vec();
    payout
}
