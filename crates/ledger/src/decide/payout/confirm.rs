//! Confirming that help arrived, with the receipt that was signed for it.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{Duty, PayoutState};
use crate::command::{Context, SignedReceipt};
use crate::decide::payout::{event, expect, found, moved, papers_of};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{Confirmation, Payout};

/// A bank says by itself that money arrived; cash, vouchers and goods need a signature.
pub(in crate::decide) fn confirm(
    facts: &Facts,
    payout: i64,
    (on, receipt): (NaiveDate, Option<&SignedReceipt>),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Paid, PayoutState::PartlyReturned])?;
    if context.today < on {
        return Err(Refusal::InTheFuture { on });
    }
    let payment = payout.payment_seq.and_then(|seq| facts.entries.get(&seq));
    if let Some(paid_on) = payment.map(|booked| booked.entry.booked_on).filter(|paid| on < *paid) {
        return Err(Refusal::BeforeRelease { on: paid_on });
    }
    if !payout.method.is_by_bank() {
        check_other(facts, payout, context)?;
    }
    match receipt {
        Some(receipt) => check_receipt(facts, payout, receipt, context)?,
        None if payout.method.is_by_bank() => {}
        None => return Err(Refusal::ReceiptMissing),
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "payout.confirmed").with(moved(payout, PayoutState::Confirmed));
    act.push(event(seq, payout.seq, PayoutState::Confirmed, on, None));
    if let Some(receipt) = receipt {
        act.push(Confirmation {
            seq,
            payout_seq: payout.seq,
            document_kind: receipt.kind,
            document_number: receipt.number.as_str().to_owned(),
            document_on: receipt.dated_on,
            attachment: receipt.attachment.map(|commitment| commitment.to_vec()),
        });
    }
    Ok(act)
}

/// Where no bank speaks, who proposed it does not say that it arrived: nobody invents a person and their signature.
fn check_other(facts: &Facts, payout: &Payout, context: &Context) -> Result<(), Refusal> {
    let done = facts.duties.get(&payout.seq).into_iter().flatten();
    let mut mine = done.filter(|done| done.person_id == context.actor.person);
    match mine.find(|done| done.duty == Duty::Propose) {
        Some(done) => Err(Refusal::DutyDone { duty: done.duty }),
        None => Ok(()),
    }
}

/// What was signed for, once it had been let go; a scan of it is a paper of the request, which the vault keeps.
fn check_receipt(
    facts: &Facts,
    payout: &Payout,
    receipt: &SignedReceipt,
    context: &Context,
) -> Result<(), Refusal> {
    let kind = receipt.kind;
    let by_bank = payout.method.is_by_bank();
    if !(kind.is_signed_by_receiver() || by_bank && kind.is_of_a_purchase()) {
        return Err(Refusal::ReceiptKind { kind });
    }
    if context.today < receipt.dated_on {
        return Err(Refusal::DocumentInFuture { on: receipt.dated_on });
    }
    if let Some(on) = payout.released_on.filter(|released| receipt.dated_on < *released) {
        return Err(Refusal::BeforeRelease { on });
    }
    let Some(content) = receipt.attachment else { return Ok(()) };
    let mut papers = papers_of(facts, payout.request_seq).iter();
    if papers.any(|paper| paper.content.as_slice() == content.as_slice()) {
        Ok(())
    } else {
        Err(Refusal::ReceiptUnknown { request: payout.request_seq })
    }
}
