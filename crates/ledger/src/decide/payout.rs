//! One payment for one request, from the proposal to the confirmation, each step by the right person.

pub(super) mod approve;
pub(super) mod back;
pub(super) mod batch;
pub(super) mod confirm;
pub(super) mod emergency;
pub(super) mod list;
pub(super) mod pay;
pub(super) mod propose;
pub(super) mod steps;
pub(super) mod tax;
mod warning;

use almoner_proof::hash::Hash;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::act::Act;
use crate::cell::Cell as _;
use crate::codes::{AllocationEvent, Duty, PayoutState, Reason, RequestState};
use crate::command::{Actor, Context};
use crate::decide::canon_digest;
use crate::draw::Draw;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{DutyDone, Payout, PayoutEvent, PayoutLot, Request};
use crate::rows::lots::Allocation;
use crate::rows::request::Evidence;

fn found(facts: &Facts, payout: i64) -> Result<&Payout, Refusal> {
    facts.payouts.get(&payout).ok_or(Refusal::PayoutUnknown { payout })
}

fn lots_of(facts: &Facts, payout: i64) -> &[PayoutLot] {
    facts.payout_lots.get(&payout).map(Vec::as_slice).unwrap_or_default()
}

fn papers_of(facts: &Facts, request: i64) -> &[Evidence] {
    facts.evidence.get(&request).map(Vec::as_slice).unwrap_or_default()
}

/// The digest of exactly what is approved: fund, method, payee, sums and tax, the lots that pay, and the request with its papers.
fn digest(payout: &Payout, lots: &[PayoutLot], request: &Request, papers: &[Evidence]) -> Hash {
    canon_digest("almoner/payout/v1", |canon| {
        canon.int(payout.seq).int(payout.request_seq).int(payout.fund_seq);
        canon.text(payout.category.code()).text(payout.method.code()).bytes(&payout.commitment);
        canon.text("MKD").int(payout.amount_minor);
        canon.text(payout.tax_basis.code()).int(payout.tax_minor);
        payout.item.to_value().write(canon);
        payout.item_quantity.to_value().write(canon);
        payout.chosen_why.to_value().write(canon);
        payout.payee_seen.to_value().write(canon);
        for lot in lots {
            canon.int(lot.lot_seq).int(lot.lot_line).int(lot.quantity_minor).int(lot.value_minor);
        }
        canon.text("request").int(request.asked_minor).bytes(&request.commitment);
        request.found_minor.to_value().write(canon);
        canon.text(request.category.code()).text(request.payee_kind.code());
        for paper in papers {
            canon.text("paper").int(paper.seq).int(paper.line).text(paper.kind.code());
            paper.number.to_value().write(canon);
            paper.dated_on.to_value().write(canon);
            paper.amount_minor.to_value().write(canon);
            canon.text(paper.media_type.code()).int(paper.size_bytes).bytes(&paper.content);
        }
    })
}

/// The act that last recorded by what name and account somebody is paid.
fn paid_as(facts: &Facts, paid: Option<Uuid>) -> Option<i64> {
    facts.paid_as.get(&paid?).copied()
}

/// Refuses to pay somebody whose name or account is another than was signed, or was not known then.
fn check_payee(facts: &Facts, payout: &Payout) -> Result<(), Refusal> {
    if payout.payee.is_some() && paid_as(facts, payout.payee) == payout.payee_seen {
        Ok(())
    } else {
        Err(Refusal::PayeeChanged { payout: payout.seq })
    }
}

/// What an act does to what was signed, of the payouts that wait for a signature or for the bank: it is marked, so that
/// everybody sees that nobody can go on with it.
pub(in crate::decide) fn changed(
    facts: &Facts,
    seq: i64,
    touches: impl Fn(&Payout) -> bool,
) -> Vec<Payout> {
    let waits = |payout: &&Payout| {
        matches!(
            payout.state,
            PayoutState::Proposed | PayoutState::Approved | PayoutState::Released
        ) && payout.changed_seq.is_none()
    };
    let touched = facts.payouts.values().filter(waits).filter(|payout| touches(payout));
    touched.map(|payout| Payout { changed_seq: Some(seq), ..moved(payout, payout.state) }).collect()
}

/// Refuses to go on with a payout that is not, to the byte, what was proposed.
fn check_unchanged(facts: &Facts, payout: &Payout) -> Result<(), Refusal> {
    check_payee(facts, payout)?;
    let request = crate::decide::request::found(facts, payout.request_seq)?;
    let now = digest(payout, lots_of(facts, payout.seq), request, papers_of(facts, request.seq));
    let whole = now.as_slice() == payout.digest.as_slice();
    let sealed = crate::decide::sealed(payout) == payout.commitment
        && crate::decide::sealed(request) == request.commitment;
    if whole && sealed && payout.changed_seq.is_none() {
        Ok(())
    } else {
        Err(Refusal::PayoutChanged { payout: payout.seq })
    }
}

/// A person does one thing for one payout, and who took in or assessed its request stands on the proposer's side.
fn check_duty(facts: &Facts, payout: &Payout, actor: Actor) -> Result<(), Refusal> {
    let duties = facts.duties.get(&payout.seq).into_iter().flatten();
    match duties.into_iter().find(|done| done.person_id == actor.person) {
        Some(done) if done.duty == Duty::Conflict => Err(Refusal::InConflict),
        Some(done) => Err(Refusal::DutyDone { duty: done.duty }),
        None => crate::decide::request::check_apart(facts, payout.request_seq, actor.person),
    }
}

fn duty(seq: i64, payout: &Payout, duty: Duty, context: &Context) -> DutyDone {
    DutyDone {
        seq,
        payout_seq: payout.seq,
        person_id: context.actor.person,
        duty,
        conflict: duty == Duty::Conflict,
        payout_digest: payout.digest.clone(),
    }
}

fn event(
    seq: i64,
    payout: i64,
    state: PayoutState,
    on: NaiveDate,
    reason: Option<Reason>,
) -> PayoutEvent {
    PayoutEvent { seq, payout_seq: payout, state, effective_on: on, reason }
}

fn moved(payout: &Payout, state: PayoutState) -> Payout {
    Payout { state, version: payout.version.saturating_add(1), ..payout.clone() }
}

fn expect(payout: &Payout, states: &[PayoutState]) -> Result<(), Refusal> {
    if states.contains(&payout.state) {
        Ok(())
    } else {
        Err(Refusal::PayoutStep { state: payout.state })
    }
}

fn request_of<'f>(facts: &'f Facts, payout: &Payout) -> Result<&'f Request, Refusal> {
    crate::decide::request::found(facts, payout.request_seq)
}

/// Opens the payout's request again in the same act.
fn reopen_request(facts: &Facts, act: &mut Act, payout: &Payout) -> Result<(), Refusal> {
    let request = request_of(facts, payout)?;
    with_request(facts, act, payout, crate::decide::request::reopened(request))
}

/// Sets the payout's request to a state in the same act.
fn with_request(
    facts: &Facts,
    act: &mut Act,
    payout: &Payout,
    state: RequestState,
) -> Result<(), Refusal> {
    let request = request_of(facts, payout)?;
    if request.state != state {
        act.push(crate::decide::request::moved(request, state));
    }
    Ok(())
}

/// The payout's lots as draws, with what each releases from deferred income.
fn draws(facts: &Facts, payout: i64) -> Result<Vec<Draw>, Refusal> {
    lots_of(facts, payout)
        .iter()
        .map(|drawn| {
            let lot = facts.lots.get(&(drawn.lot_seq, drawn.lot_line));
            let lot = lot.ok_or(Refusal::LotNoLongerFree { lot: drawn.lot_seq })?;
            Ok(Draw {
                lot_seq: drawn.lot_seq,
                lot_line: drawn.lot_line,
                quantity_minor: drawn.quantity_minor,
                value_minor: drawn.value_minor,
                release: lot
                    .deferred_account
                    .clone()
                    .map(|deferred| (deferred, lot.income_account.clone())),
                stock_account: lot.stock_account.clone(),
            })
        })
        .collect()
}

fn allocate(seq: i64, event: AllocationEvent, payout: i64, draws: &[Draw]) -> Vec<Allocation> {
    crate::draw::allocations(seq, 1, event, Some(payout), draws)
}
