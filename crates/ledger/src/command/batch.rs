//! Many payouts in one go: let go in one session, or given back because their time has run out.

use almoner_proof::hash::Hash;
use serde::Serialize;

use crate::codes::WarningCode;
use crate::command::Seen;
use crate::money::Amount;

/// A payout with the digest that its releaser signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchItem {
    pub payout: i64,
    pub digest: Hash,
    /// What the vault says of the recipient on the day of the release.
    #[serde(skip)]
    pub seen: Seen,
}

/// One session of one releaser: what was counted beforehand must be what is let go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenBatch {
    pub items: Vec<BatchItem>,
    pub count: i64,
    pub total: Amount,
    pub acknowledge: Vec<WarningCode>,
}
