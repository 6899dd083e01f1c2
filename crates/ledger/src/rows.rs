//! Every table of the books, one record each; the migrations are their twins and a test compares the two.

pub mod aid;
pub mod asset;
pub mod books;
pub mod chart;
pub mod giving;
pub mod identity;
pub mod journal;
pub mod lots;
pub mod people;
pub mod request;
pub mod tax;
pub mod travel;
pub mod year;

use crate::cell::Value;
use crate::record::{Corrupt, Record, Table};

macro_rules! tables {
    ($($variant:ident = $type:ty,)+) => {
        /// A row of any table.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Row {
            $($variant($type),)+
        }

        impl Row {
            pub fn table(&self) -> &'static Table {
                match self { $(Self::$variant(_) => <$type as Record>::TABLE,)+ }
            }

            pub fn values(&self) -> Vec<Value> {
                match self { $(Self::$variant(row) => row.values(),)+ }
            }

            /// Builds the row of a table by name; `None` where no table is called so.
            pub fn from_values(table: &str, values: Vec<Value>) -> Option<Result<Self, Corrupt>> {
                $(if table == <$type as Record>::TABLE.name {
                    return Some(<$type as Record>::from_values(values).map(Self::$variant));
                })+
                None
            }
        }

        $(impl From<$type> for Row {
            fn from(row: $type) -> Self {
                Self::$variant(row)
            }
        })+

        /// All tables that the log speaks for, in the order in which they are written and checked.
        pub static TABLES: &[&Table] = &[$(<$type as Record>::TABLE),+];
    };
}

tables! {
    Idempotency = books::Idempotency,
    Books = books::Books,
    AssociationData = books::AssociationData,
    SigningKey = books::SigningKey,
    LawValue = books::LawValue,
    Note = books::Note,
    Decision = books::Decision,
    Period = books::Period,
    FiscalYear = year::FiscalYear,
    Inventory = year::Inventory,
    InventoryLine = year::InventoryLine,
    Issued = year::Issued,
    IssuedFile = year::IssuedFile,
    Person = people::Person,
    RoleGrant = people::RoleGrant,
    Token = people::Token,
    Account = chart::Account,
    PostingRule = chart::PostingRule,
    Band = chart::Band,
    Combination = request::Combination,
    TaxRule = tax::TaxRule,
    Fund = giving::Fund,
    Source = giving::Source,
    Member = giving::Member,
    TravelOrder = travel::TravelOrder,
    TravelStep = travel::TravelStep,
    TravelCost = travel::TravelCost,
    Agreement = giving::Agreement,
    Instalment = giving::Instalment,
    Import = giving::Import,
    ImportUndo = giving::ImportUndo,
    Entry = journal::Entry,
    Posting = journal::Posting,
    Reversal = journal::Reversal,
    CashVoucher = journal::CashVoucher,
    Income = giving::Income,
    Lot = lots::Lot,
    Recipient = aid::Recipient,
    Request = aid::Request,
    RequestStep = request::RequestStep,
    Evidence = request::Evidence,
    PairJudged = request::PairJudged,
    Payout = aid::Payout,
    MatchFound = request::MatchFound,
    PayoutLot = aid::PayoutLot,
    DutyDone = aid::DutyDone,
    PayoutEvent = aid::PayoutEvent,
    Confirmation = aid::Confirmation,
    HandedOut = aid::HandedOut,
    Advance = aid::Advance,
    Warning = aid::Warning,
    Batch = aid::Batch,
    PaymentList = aid::PaymentList,
    Expiry = aid::Expiry,
    Asset = asset::Asset,
    Depreciation = asset::Depreciation,
    Allocation = lots::Allocation,
    Overdraft = lots::Overdraft,
    Payee = identity::Payee,
    IdentityPut = identity::IdentityPut,
    Reveal = identity::Reveal,
    Erasure = identity::Erasure,
    Hold = identity::Hold,
}

pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}
