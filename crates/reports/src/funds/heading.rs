//! Under which heading of a fund's statement a movement stands.

use almoner_ledger::codes::{AccountRole, Category, EntryKind, SourceKind};

/// Movements on accounts that are not part of what a fund has: each says why it grew or shrank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub account: String,
    pub role: AccountRole,
    /// Whether the account is part of what a fund has: money, stock and claims less obligations.
    pub pool: bool,
    /// Of the entry, or of the entry that it takes back.
    pub kind: EntryKind,
    pub source: Option<SourceKind>,
    pub in_kind: bool,
    pub category: Option<Category>,
    /// Incomes less those taken back.
    pub incomes: i64,
    /// Debit is positive.
    pub amount_minor: i64,
}

/// In the order in which a statement shows them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// From givers of a kind; absent where there is no giver: interest.
    Received {
        source: Option<SourceKind>,
        in_kind: bool,
    },
    /// Aid decided on, by need; by account where the need stands nowhere else.
    Aid(Category),
    AidOn(String),
    /// Costs by account, also equipment and services that are used up as they arrive.
    Cost(String),
    /// Aid that came back.
    CameBack,
    /// Gone back to who gave it, unspent.
    GivenBack,
    /// To or from another fund.
    Repurposed,
    Exchanged,
    /// Between deferred income and income, funds and assets, or years: of what a fund has, it moves nothing in the end.
    Carried,
}

/// The parts of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Received,
    Aid,
    Costs,
    Other,
}

impl Heading {
    pub const fn group(&self) -> Group {
        match self {
            Self::Received { .. } => Group::Received,
            Self::Aid(_) | Self::AidOn(_) => Group::Aid,
            Self::Cost(_) => Group::Costs,
            Self::CameBack
            | Self::GivenBack
            | Self::Repurposed
            | Self::Exchanged
            | Self::Carried => Group::Other,
        }
    }

    /// Where a movement on an account outside of what a fund has belongs.
    pub fn of(moved: &Moved) -> Self {
        let account = || moved.account.clone();
        match moved.kind {
            EntryKind::Income | EntryKind::Explanation if is_income(moved.role) => {
                Self::Received { source: moved.source, in_kind: moved.in_kind }
            }
            EntryKind::AidReturn => Self::CameBack,
            EntryKind::GrantRefund => Self::GivenBack,
            EntryKind::PurposeChange => Self::Repurposed,
            EntryKind::Exchange => Self::Exchanged,
            EntryKind::Opening | EntryKind::Closing | EntryKind::Reopening => Self::Carried,
            EntryKind::Income
            | EntryKind::Explanation
            | EntryKind::Manual
            | EntryKind::Transfer
            | EntryKind::Reversal
            | EntryKind::AidObligation
            | EntryKind::AidPayment
            | EntryKind::AidRelease
            | EntryKind::AidTax
            | EntryKind::HandOut
            | EntryKind::Advance
            | EntryKind::AdvanceSettlement
            | EntryKind::AdvanceReturn
            | EntryKind::Depreciation
            | EntryKind::AssetRetired => match (moved.role, moved.category) {
                (AccountRole::Aid, Some(category)) => Self::Aid(category),
                (AccountRole::Aid, None) => Self::AidOn(account()),
                (role, _) if is_income(role) => Self::Carried,
                (AccountRole::Equity | AccountRole::Result | AccountRole::Reserve, _) => {
                    Self::Carried
                }
                (_, _) => Self::Cost(account()),
            },
        }
    }
}

const fn is_income(role: AccountRole) -> bool {
    matches!(role, AccountRole::Income | AccountRole::Deferred)
}
