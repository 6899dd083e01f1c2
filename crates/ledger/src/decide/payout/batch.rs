//! Many payouts in one go, all or nothing: one act for the whole and one for each payout.

use std::collections::BTreeSet;

use crate::act::Act;
use crate::codes::{Duty, PayoutState};
use crate::command::{BatchItem, Context, OpenBatch};
use crate::decide::payout::{check_unchanged, found, moved, steps};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{Batch, Expiry, Payout};

const SIZE_MAX: usize = 200;

/// Lets payouts go in one session of one releaser; what the same person released before joins the batch as it is.
pub(in crate::decide) fn open(
    facts: &Facts,
    batch: &OpenBatch,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    if batch.items.is_empty() || SIZE_MAX < batch.items.len() {
        return Err(Refusal::BatchSize);
    }
    let found_count = i64::try_from(batch.items.len()).unwrap_or(i64::MAX);
    if batch.count != found_count {
        let (declared, found) = (batch.count, found_count);
        return Err(Refusal::BatchCountDiffers { declared, found });
    }
    let mut seen = BTreeSet::new();
    let mut total_minor = 0_i64;
    for item in &batch.items {
        let payout = found(facts, item.payout)?;
        if !seen.insert(payout.seq) || payout.batch_seq.is_some() {
            return Err(Refusal::AlreadyInBatch { payout: payout.seq });
        }
        total_minor = total_minor.saturating_add(payout.net_minor());
    }
    let declared_minor = batch.total.minor();
    if declared_minor != total_minor {
        return Err(Refusal::BatchTotalDiffers { declared_minor, found_minor: total_minor });
    }
    let seq = facts.next_seq;
    let head =
        Act::new(seq, "batch.opened").with(Batch { seq, item_count: found_count, total_minor });
    let mut staged = facts.clone();
    staged.apply(&head);
    let mut acts = vec![head];
    for item in &batch.items {
        let payout = found(&staged, item.payout)?;
        let act = if payout.state == PayoutState::Released {
            check_own(&staged, payout, item, context)?;
            let joined = Payout { batch_seq: Some(seq), ..moved(payout, PayoutState::Released) };
            Act::new(staged.next_seq, "payout.batched").with(joined)
        } else {
            let signed = (item.payout, &item.digest, &item.seen);
            steps::release(&staged, signed, &batch.acknowledge, Some(seq), context)?
        };
        staged.apply(&act);
        acts.push(act);
    }
    Ok(acts)
}

/// A session is one releaser's: what was let go before joins it only if the same person let it go, and signs it again.
fn check_own(
    facts: &Facts,
    payout: &Payout,
    item: &BatchItem,
    context: &Context,
) -> Result<(), Refusal> {
    let done = facts.duties.get(&payout.seq).into_iter().flatten();
    let mut mine = done.filter(|done| done.person_id == context.actor.person);
    if !mine.any(|done| done.duty == Duty::Release) {
        return Err(Refusal::ReleasedByAnother { payout: payout.seq });
    }
    check_unchanged(facts, payout)?;
    if payout.digest.as_slice() != item.digest.as_slice() {
        return Err(Refusal::DigestDiffers);
    }
    Ok(())
}

/// Gives back all reservations whose time has run out; what has gone on meanwhile is passed over.
pub(in crate::decide) fn expire(
    facts: &Facts,
    payouts: &[i64],
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    let due: BTreeSet<i64> = payouts
        .iter()
        .filter_map(|payout| facts.payouts.get(payout))
        .filter(|payout| {
            payout.state == PayoutState::Approved
                && payout.expires_on.is_none_or(|until| until < context.today)
        })
        .map(|payout| payout.seq)
        .collect();
    if due.is_empty() {
        return Err(Refusal::NothingDue);
    }
    if SIZE_MAX < due.len() {
        return Err(Refusal::BatchSize);
    }
    let seq = facts.next_seq;
    let count = i64::try_from(due.len()).unwrap_or(i64::MAX);
    let head = Act::new(seq, "reservations.expired").with(Expiry { seq, payouts: count });
    let mut staged = facts.clone();
    staged.apply(&head);
    let mut acts = vec![head];
    for payout in due {
        let act = steps::expire(&staged, payout, context)?;
        staged.apply(&act);
        acts.push(act);
    }
    Ok(acts)
}
