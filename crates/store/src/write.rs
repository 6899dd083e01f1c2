//! Asking for a write, and what comes back.

use almoner_ledger::codes::WarningCode;
use almoner_ledger::command::{Actor, Command};
use almoner_proof::hash::Hash;
use chrono::{DateTime, Utc};

/// One command to be decided and recorded.
#[derive(Clone, Debug)]
pub struct Request {
    pub command: Command,
    pub actor: Actor,
    /// SHA-256 of actor, route and the caller's idempotency key.
    pub key: Option<Hash>,
}

/// A warning that stands in the leaf of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    pub code: WarningCode,
    /// The figure of the law data behind it.
    pub law_name: String,
    pub law_value: String,
    pub verified: bool,
    /// Whether who did the act went on knowingly.
    pub acknowledged: bool,
}

/// What the books recorded, the same for the first answer and every repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The number of the act, which is also the id of what it made.
    pub seq: i64,
    pub kind: String,
    pub recorded_at: DateTime<Utc>,
    /// Year and number of the journal entry, where the act booked one.
    pub entry: Option<(i64, i64)>,
    /// Year and number of the receipt, where the act gave one.
    pub receipt: Option<(i64, i64)>,
    /// Years, directions (`in`, `out`) and numbers of cash slips.
    pub slips: Vec<(i64, String, i64)>,
    /// What the law or the board warns of in this act.
    pub warnings: Vec<Warned>,
    /// How many acts the command led to (an import makes many).
    pub acts: i64,
    /// Whether this is the answer to an earlier, equal request.
    pub replayed: bool,
}
