//! What the books must answer for a dry run. Whoever implements it has loaded the answers before: nothing here waits.

use chrono::NaiveDate;

use almoner_ledger::codes::Currency;
use almoner_ledger::month::Month;
use almoner_proof::hash::Hash;

pub trait Books {
    /// The civil date where the association lives.
    fn today(&self) -> NaiveDate;
    fn month_is_closed(&self, month: Month) -> bool;
    fn fund(&self, code: &str) -> Option<KnownFund>;
    fn account(&self, code: &str) -> Option<KnownAccount>;
    fn sources_by_identifier(&self, identifier: &str) -> Vec<KnownSource>;
    /// By the exact name, of persons too.
    fn sources_by_name(&self, name: &str) -> Vec<KnownSource>;
    /// Whether an income with this fingerprint is in the books and was not taken back.
    fn knows(&self, fingerprint: &Hash) -> bool;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownFund {
    pub seq: i64,
    pub open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    pub currency: Currency,
    /// A bank account, cash desk or currency account in use, without sub-accounts.
    pub takes_money: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSource {
    pub seq: i64,
    pub active: bool,
    pub has_identifier: bool,
}
