//! An account: where it stands in the statements, and what the rules need to know of it.

use serde::{Deserialize, Serialize};

use crate::names::Names;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub code: String,
    pub parent: Option<String>,
    pub kind: Kind,
    pub role: Role,
    /// Set on currency accounts that carry postings, and only there.
    pub currency: Option<String>,
    /// Whether the account counts when, per fund, money and stock less obligations must equal the lots left.
    pub pool: bool,
    /// Whether only the commands of the program may post here, not a manual entry.
    pub guarded: bool,
    pub names: Names,
    pub source: String,
    pub verified: bool,
}

/// Where the account stands in the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Asset,
    ContraAsset,
    Liability,
    Equity,
    Income,
    Expense,
    Result,
    OffBalance,
}

/// What the rules of the books need to know of the account beyond its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Bank,
    Cash,
    Currency,
    Vouchers,
    Stock,
    Receivable,
    Obligation,
    Deferred,
    Income,
    Expense,
    Aid,
    Equity,
    FixedAsset,
    Investment,
    Accrual,
    Reserve,
    Result,
    OffBalance,
}

impl Role {
    /// Whether an account of that kind can play this role.
    pub(crate) fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Bank | Self::Cash | Self::Currency | Self::Vouchers | Self::Stock => {
                kind == Kind::Asset
            }
            Self::Receivable | Self::FixedAsset | Self::Investment => {
                matches!(kind, Kind::Asset | Kind::ContraAsset)
            }
            Self::Obligation | Self::Deferred => kind == Kind::Liability,
            Self::Income => kind == Kind::Income,
            Self::Expense | Self::Aid => kind == Kind::Expense,
            // A deficit not yet covered stands among the assets.
            Self::Equity => matches!(kind, Kind::Equity | Kind::Asset),
            Self::Accrual => matches!(kind, Kind::Asset | Kind::Liability),
            Self::Reserve => matches!(kind, Kind::Asset | Kind::ContraAsset | Kind::Equity),
            Self::Result => kind == Kind::Result,
            Self::OffBalance => kind == Kind::OffBalance,
        }
    }

    /// Deferred income is left out: it says whose money it is, not how much there is.
    pub(crate) fn may_be_in_pool(self) -> bool {
        self.must_be_in_pool() || matches!(self, Self::Receivable | Self::Obligation)
    }

    /// Money and goods always count, or a fund could have what no lot explains.
    pub(crate) fn must_be_in_pool(self) -> bool {
        matches!(self, Self::Bank | Self::Cash | Self::Currency | Self::Vouchers | Self::Stock)
    }

    /// Accounts whose every posting belongs to a lot, a rate, a payout or the closing.
    pub(crate) fn must_be_guarded(self) -> bool {
        matches!(
            self,
            Self::Currency | Self::Stock | Self::Deferred | Self::Aid | Self::Income | Self::Result
        )
    }
}
