//! What can be asked about identities. None of it holds a name: the vault does, and acts after the books have spoken.

use almoner_proof::hash::Hash;
use serde::{Deserialize, Serialize};

use crate::codes::{Purpose, RevealScope, SubjectKind};
use crate::text::Text;

/// Somebody of whom the vault may keep an identity, by the act that registered them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    pub kind: SubjectKind,
    pub seq: i64,
}

/// An identity about to be written to the vault.
#[derive(Clone, Debug, Serialize)]
pub struct RecordIdentity {
    pub subject: Subject,
    pub version: i64,
    /// The vault's commitment to what this version will say.
    pub commitment: Hash,
    pub overrode: bool,
    /// Whether the name, the account or the address is another: what a payment goes by.
    pub pays: bool,
}

/// A paper of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    pub request: i64,
    /// The act that attached it.
    pub seq: i64,
}

/// Identities about to be shown.
#[derive(Clone, Debug, Serialize)]
pub struct Reveal {
    pub subjects: Vec<Subject>,
    pub scope: RevealScope,
    pub purpose: Purpose,
    /// What is being paid, where it is shown for that.
    pub payout: Option<i64>,
    /// The paper that is shown, where it is one and not what is known of somebody.
    pub paper: Option<Paper>,
    /// The income that a paper for who gave it is about.
    pub income: Option<i64>,
    pub why: Option<Text>,
}

/// A reason in law to keep somebody's data beyond its time, or the end of that.
#[derive(Clone, Debug, Serialize)]
pub struct SetHold {
    pub subject: Subject,
    pub held: bool,
    pub why: Text,
}
