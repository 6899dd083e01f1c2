//! Staff advances: what is settled and comes back adds up to what its entries say, and never to more than was given.

use std::collections::BTreeMap;

use almoner_ledger::codes::EntryKind;
use almoner_ledger::rows::aid::Advance;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

#[derive(Default)]
pub(super) struct Advances {
    known: BTreeMap<i64, Advance>,
    /// What the entries about advances were.
    entries: BTreeMap<i64, EntryKind>,
}

impl Advances {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for row in &parts.advances {
            let place = || Place::new("advance", format!("seq {}", row.seq), Some(told.seq));
            let before = self.known.insert(row.seq, (*row).clone());
            let entry = parts.entries.first().filter(|entry| entry.advance_seq == Some(row.seq));
            let kind = entry.map(|entry| entry.kind);
            let undone = parts.reversals.first().and_then(|undo| {
                let undone = self.entries.get(&undo.reversed_seq).copied();
                undone.filter(|_| kind == Some(EntryKind::Reversal))
            });
            self.entries.extend(entry.map(|entry| (entry.seq, entry.kind)));
            let moved: i64 = parts
                .postings
                .iter()
                .filter(|posting| posting.account == row.account)
                .fold(0_i64, |sum, posting| sum.saturating_add(posting.amount_minor));
            let fits = match (&before, undone.or(kind)) {
                (None, Some(EntryKind::Advance)) if undone.is_none() => {
                    moved == row.amount_minor && row.settled_minor == 0 && row.returned_minor == 0
                }
                (Some(before), Some(EntryKind::AdvanceSettlement)) => {
                    let settled = before.settled_minor.saturating_sub(moved);
                    row.settled_minor == settled && row.returned_minor == before.returned_minor
                }
                (Some(before), Some(EntryKind::AdvanceReturn | EntryKind::Advance)) => {
                    let returned = before.returned_minor.saturating_sub(moved);
                    row.returned_minor == returned && row.settled_minor == before.settled_minor
                }
                _ => false,
            };
            if !fits || row.open_minor() < 0 {
                findings.column(place(), "settled_minor", "it is not what the entries add up to");
            }
            if before.is_some_and(|before| {
                (before.person_id, before.amount_minor, before.due_on)
                    != (row.person_id, row.amount_minor, row.due_on)
            }) {
                findings.column(place(), "amount_minor", "an advance stays what was given");
            }
        }
    }
}
