//! What the books know of identities, which are kept in the vault: that they were recorded, shown, held and erased.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{Purpose, Reason, RevealScope, SubjectKind};
use crate::record;

record! {
    /// Somebody who is paid for another: a landlord, a pharmacy, a company.
    Payee = "payee" State {
        key seq: i64,
        /// The staff member who entered it: their case.
        log taken_by: Uuid,
        log taken_on: NaiveDate,
        /// What the vault knows it by.
        erasable reference: Option<Uuid>,
        /// What everybody may know of an organisation: its name and its number in the register. Never of a person.
        erasable public_name: Option<String>,
        erasable register_number: Option<String>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Vec<u8>,
        log version: i64,
    }
}

record! {
    /// An identity taken in or changed: which version, and the vault's keyed commitment to it. After an erasure the
    /// commitment says nothing, because its key is gone.
    IdentityPut = "identity" Append {
        key seq: i64,
        log subject: SubjectKind,
        log subject_seq: i64,
        log identity_version: i64,
        log sealed: Vec<u8>,
        /// Somebody said that the identity number is right although its check digit is not.
        log overrode: bool,
        /// The name, the account or the address is another than before: what a payment goes by.
        log pays: bool,
    }
}

record! {
    /// An identity shown: to whom, how much of it and what for.
    Reveal = "reveal" Append {
        key seq: i64,
        key line: i64,
        log subject: SubjectKind,
        log subject_seq: i64,
        log scope: RevealScope,
        log purpose: Purpose,
        log payout_seq: Option<i64>,
        /// The paper of a request, where it was one that was shown.
        log evidence_seq: Option<i64>,
        /// The income that a paper for who gave it is about.
        log income_seq: Option<i64>,
        log person_id: Uuid,
        log revealed_on: NaiveDate,
    }
}

impl Reveal {
    /// Bounded by the payout that is being paid, and not by the day.
    pub const fn is_bound_to_payout(&self) -> bool {
        self.purpose.is_payment() && self.payout_seq.is_some()
    }
}

record! {
    /// Somebody erased. The reference stands here so that a vault restored from an old copy erases them again; it leads
    /// nowhere else any more.
    Erasure = "erasure" Append {
        key seq: i64,
        key line: i64,
        log subject: SubjectKind,
        log subject_seq: i64,
        log reference: Uuid,
        log why: Reason,
    }
}

record! {
    /// A reason in law to keep what is due to be erased, or its end; the last one counts.
    Hold = "hold" Append {
        key seq: i64,
        log subject: SubjectKind,
        log subject_seq: i64,
        log held: bool,
    }
}
