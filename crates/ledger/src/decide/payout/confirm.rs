//! Confirming that help arrived, with the receipt that was signed for it.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::PayoutState;
use crate::command::{Context, SignedReceipt};
use crate::decide::payout::{event, expect, found, moved};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Confirmation;

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
    if receipt.is_none() && !payout.method.is_by_bank() {
        return Err(Refusal::ReceiptMissing);
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
