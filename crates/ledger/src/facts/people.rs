//! What is known of people: what was recorded, shown and held of their identity, and that they were erased.

use uuid::Uuid;

use super::Facts;
use crate::codes::SubjectKind;
use crate::command::Subject;
use crate::rows::identity::{Erasure, Hold, IdentityPut, Reveal};

/// An identity as it was recorded last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub seq: i64,
    pub version: i64,
}

impl Facts {
    pub(super) fn forget_people(&mut self) {
        self.payees.clear();
        self.paid_as.clear();
        self.identities.clear();
        self.took_in.clear();
        self.given_on.clear();
        self.erased.clear();
        self.erased_subjects.clear();
    }

    /// What the vault knows somebody by; `None` where they are not known or were erased.
    pub fn reference_of(&self, subject: Subject) -> Option<Uuid> {
        match subject.kind {
            SubjectKind::Recipient => {
                self.recipients.values().find(|row| row.seq == subject.seq)?.reference
            }
            SubjectKind::Giver => self.sources.get(&subject.seq)?.reference,
            SubjectKind::Payee => self.payees.get(&subject.seq)?.reference,
        }
    }

    pub(super) fn apply_identity(&mut self, row: &IdentityPut) {
        let subject = Subject { kind: row.subject, seq: row.subject_seq };
        self.identities.insert(subject, Recorded { seq: row.seq, version: row.identity_version });
        if let Some(reference) = self.reference_of(subject).filter(|_| row.pays) {
            self.paid_as.insert(reference, row.seq);
        }
    }

    pub(super) fn apply_reveal(&mut self, row: &Reveal) {
        if self.reveals_on < Some(row.revealed_on) {
            self.reveals_on = Some(row.revealed_on);
            self.reveals.clear();
        }
        if self.reveals_on == Some(row.revealed_on) && !row.is_bound_to_payout() {
            let shown = self.reveals.entry(row.person_id).or_insert(0);
            *shown = shown.saturating_add(1);
        }
    }

    pub(super) fn apply_hold(&mut self, row: &Hold) {
        let subject = Subject { kind: row.subject, seq: row.subject_seq };
        if row.held {
            self.held.insert(subject);
        } else {
            self.held.remove(&subject);
        }
    }

    /// Everything that can be erased of a person is empty from now on, as the database will have it.
    pub(super) fn apply_erasure(&mut self, row: &Erasure) {
        self.erased.insert(row.reference);
        self.erased_subjects.insert(Subject { kind: row.subject, seq: row.subject_seq });
        self.recipients.remove(&row.reference);
        self.paid_as.remove(&row.reference);
        if let Some(payee) = self.payees.get_mut(&row.subject_seq)
            && row.subject == SubjectKind::Payee
        {
            (payee.reference, payee.salt) = (None, None);
            (payee.public_name, payee.register_number) = (None, None);
        }
        if let Some(source) = self.sources.get_mut(&row.subject_seq)
            && row.subject == SubjectKind::Giver
        {
            (source.reference, source.private_name, source.salt) = (None, None, None);
        }
        for payout in self.payouts.values_mut() {
            if payout.payee == Some(row.reference) {
                (payout.payee, payout.salt) = (None, None);
            }
        }
        for request in self.requests.values_mut() {
            if request.recipient == Some(row.reference) {
                (request.recipient, request.target_group) = (None, None);
                (request.municipality, request.salt) = (None, None);
                (request.payee, request.signs) = (None, None);
                if let Some(fingerprint) = request.fingerprint.take() {
                    self.fingerprints.remove(&fingerprint);
                }
                for payout in self.payouts.values_mut() {
                    if payout.request_seq == request.seq {
                        (payout.payee, payout.salt) = (None, None);
                    }
                }
            }
        }
    }
}
