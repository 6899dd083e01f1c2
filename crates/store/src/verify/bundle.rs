//! Batches and payment lists: as many payouts, and as much, as was declared, and each payout in one at a time.

use std::collections::BTreeMap;

use almoner_ledger::codes::Purpose;
use almoner_ledger::rows::aid::Payout;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

/// How many payouts, and what they come to.
type Sum = (i64, i64);

#[derive(Default)]
pub(super) struct Bundles {
    batches: Kind,
    lists: Kind,
}

/// One table of bundles.
#[derive(Default)]
struct Kind {
    bundles: BTreeMap<i64, Bundle>,
    of_payout: BTreeMap<i64, i64>,
}

struct Bundle {
    declared: Sum,
    found: Sum,
    instead_of: Option<i64>,
}

impl Bundles {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for batch in &parts.batches {
            self.batches.open(batch.seq, (batch.item_count, batch.total_minor), None);
        }
        for list in &parts.lists {
            self.lists.open(list.seq, (list.item_count, list.total_minor), list.instead_of);
            let named = parts.reveals.iter().filter(|shown| shown.purpose == Purpose::PaymentList);
            if i64::try_from(named.count()) != Ok(list.item_count) {
                let what = "the act does not say of each payout who was named";
                findings.column(Place::act("payment_list", list.seq), "item_count", what);
            }
        }
        for payout in &parts.payouts {
            self.batches.add((payout, payout.batch_seq, "batch_seq"), told, findings);
            self.lists.add((payout, payout.list_seq, "list_seq"), told, findings);
        }
    }

    pub(super) fn finish(&self, findings: &mut Findings) {
        self.batches.finish("batch", findings);
        self.lists.finish("payment_list", findings);
    }
}

impl Kind {
    fn open(&mut self, seq: i64, declared: Sum, instead_of: Option<i64>) {
        self.bundles.insert(seq, Bundle { declared, found: (0, 0), instead_of });
    }

    fn add(
        &mut self,
        (payout, bundle, column): (&Payout, Option<i64>, &str),
        told: &Told,
        findings: &mut Findings,
    ) {
        let place = || Place::new("payout", format!("seq {}", payout.seq), Some(told.seq));
        let Some(bundle) = bundle else {
            if self.of_payout.contains_key(&payout.seq) {
                findings.column(place(), column, "it has been in one before");
            }
            return;
        };
        let before = self.of_payout.insert(payout.seq, bundle);
        if before == Some(bundle) {
            return;
        }
        let Some(found) = self.bundles.get_mut(&bundle) else {
            findings.column(place(), column, "there is none of this number");
            return;
        };
        if before.is_some() && before != found.instead_of {
            findings.column(place(), column, "it has been in another");
        }
        let (count, total) = found.found;
        found.found = (count.saturating_add(1), total.saturating_add(payout.net_minor()));
    }

    fn finish(&self, table: &'static str, findings: &mut Findings) {
        for (seq, Bundle { declared, found, .. }) in &self.bundles {
            if declared != found {
                let (count, total) = found;
                let what = format!("its payouts are {count}, worth {total} deni");
                findings.column(Place::act(table, *seq), "total_minor", what);
            }
        }
    }
}
