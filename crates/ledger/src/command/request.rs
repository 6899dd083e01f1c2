//! What can be asked for a need: taking it in, looking it over, its papers, and aid that it may double.

use almoner_proof::hash::Hash;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::{
    Category, Combined, EvidenceKind, MatchHow, MediaType, PayeeKind, Reason, Signs, TargetGroup,
    Urgency,
};
use crate::money::Amount;
use crate::text::{Code, Text};

/// What the vault says about a recipient: whose papers look alike, if it was open at all.
///
/// It is no part of what was asked: the same request again is the same, whatever the vault says by then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whether the vault was open; where it was not, it is recorded that identities were not checked.
    pub checked: bool,
    /// Whether there is a vault that nobody has opened: who lets aid go then says that they know.
    pub closed: bool,
    pub matches: Vec<SeenMatch>,
    /// Others who are paid for somebody by the account that this request pays.
    pub payees: Vec<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenMatch {
    pub how: MatchHow,
    /// The reference of the other recipient.
    pub other: Uuid,
}

/// Aid that comes again: every so many months, last on or before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Recurring {
    pub every_months: i64,
    pub until_on: NaiveDate,
}

#[derive(Clone, Debug, Serialize)]
pub struct SubmitRequest {
    pub recipient: Uuid,
    pub category: Category,
    pub urgency: Urgency,
    pub asked: Amount,
    pub received_on: NaiveDate,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<Code>,
    pub payee_kind: PayeeKind,
    /// An opaque reference; needed for every payee but the recipient.
    pub payee: Option<Uuid>,
    pub signs: Signs,
    pub recurring: Option<Recurring>,
    pub story: Option<Text>,
    #[serde(skip)]
    pub seen: Seen,
}

/// A request put right. Of an assessed one the assessment is made again; a payout proposed for it is void.
#[derive(Clone, Debug, Serialize)]
pub struct EditRequest {
    pub request: i64,
    pub version: i64,
    pub category: Category,
    pub urgency: Urgency,
    pub asked: Amount,
    pub target_group: Option<TargetGroup>,
    pub municipality: Option<Code>,
    pub payee_kind: PayeeKind,
    pub payee: Option<Uuid>,
    pub signs: Signs,
}

#[derive(Clone, Debug, Serialize)]
pub struct AssessRequest {
    pub request: i64,
    /// What is needed, which may be less than was asked.
    pub found: Amount,
    pub finding: Text,
    #[serde(skip)]
    pub seen: Seen,
}

/// A paper, whose bytes the vault keeps.
#[derive(Clone, Debug, Serialize)]
pub struct AttachEvidence {
    pub request: i64,
    pub kind: EvidenceKind,
    pub number: Option<Code>,
    pub dated_on: Option<NaiveDate>,
    pub amount: Option<Amount>,
    pub media_type: MediaType,
    pub size_bytes: i64,
    /// The commitment to its bytes.
    pub content: Hash,
}

/// Going on although there is other aid, as a second person and with a reason.
#[derive(Clone, Debug, Serialize)]
pub struct AllowMatch {
    pub request: i64,
    /// The recipient of the other aid; the request's own where one person asks twice.
    pub other: Uuid,
    pub reason: Reason,
    pub note: Option<Text>,
    #[serde(skip)]
    pub seen: Seen,
}

/// Whether two categories of aid go together; absent stands for every category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CombinationSpec {
    pub one: Option<Category>,
    pub other: Option<Category>,
    pub window_days: i64,
    pub level: Combined,
}
