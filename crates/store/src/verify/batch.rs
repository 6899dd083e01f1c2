//! Batches: each payout in one batch at most, and each batch as many and as much as was declared.

use std::collections::BTreeMap;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

/// How many payouts, and what they come to.
type Sum = (i64, i64);

#[derive(Default)]
pub(super) struct Batches {
    /// By batch: what was declared, and what was found.
    batches: BTreeMap<i64, (Sum, Sum)>,
    of_payout: BTreeMap<i64, i64>,
}

impl Batches {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for batch in &parts.batches {
            self.batches.insert(batch.seq, ((batch.item_count, batch.total_minor), (0, 0)));
        }
        for payout in &parts.payouts {
            let Some(batch) = payout.batch_seq else { continue };
            let place = || Place::new("payout", format!("seq {}", payout.seq), Some(told.seq));
            match self.of_payout.insert(payout.seq, batch) {
                Some(before) if before == batch => continue,
                Some(_) => findings.column(place(), "batch_seq", "it has been in another batch"),
                None => {}
            }
            match self.batches.get_mut(&batch) {
                Some((_, found)) => {
                    let (count, total) = *found;
                    let total = total.saturating_add(payout.amount_minor);
                    *found = (count.saturating_add(1), total);
                }
                None => findings.column(place(), "batch_seq", "there is no such batch"),
            }
        }
    }

    pub(super) fn finish(&self, findings: &mut Findings) {
        for (seq, (declared, found)) in &self.batches {
            if declared != found {
                let (count, total) = found;
                let what = format!("its payouts are {count}, worth {total} deni");
                findings.column(Place::act("batch", *seq), "total_minor", what);
            }
        }
    }
}
