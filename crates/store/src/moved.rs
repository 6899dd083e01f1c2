//! What moved on an account, in one fund and month.

use almoner_ledger::rows::journal::Posting;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) amount_minor: i64,
    pub(crate) quantity_minor: i64,
    /// The debits alone, in denars; the credits are what is missing to the amount.
    pub(crate) debit_minor: i64,
}

impl Moved {
    pub(crate) fn add(&mut self, posting: &Posting) {
        self.amount_minor = self.amount_minor.saturating_add(posting.amount_minor);
        self.quantity_minor = self.quantity_minor.saturating_add(posting.quantity_minor);
        self.debit_minor = self.debit_minor.saturating_add(posting.amount_minor.max(0));
    }
}
