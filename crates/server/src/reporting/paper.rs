//! Which reports there are: one line for each, beside whoever makes it.

use super::{
    annex_vi, annual, assets, books, cash, donors, funds, invoices, members, notes, public_money,
    publish, registers, tax, travel,
};

/// What has to be said of a report besides its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// An account's code.
    Account,
    /// The number of a form's row (АОП).
    Row,
    /// A fund's code.
    Fund,
    /// An agreement's code.
    Agreement,
    /// A source's code.
    Source,
    /// An income, by the act that recorded it.
    Income,
    /// A cash voucher's number.
    Voucher,
    /// The giver's own income or tax debt of the year: never needed, and used where it is said.
    Base,
    /// By which rates foreign money is told.
    RateMethod,
    /// Which volume of a long book, by number: never needed.
    Volume,
    /// The budget of a contract and its rates, as JSON.
    Plan,
}

impl Want {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Row => "row",
            Self::Fund => "fund",
            Self::Agreement => "agreement",
            Self::Source => "source",
            Self::Income => "income",
            Self::Voucher => "voucher",
            Self::Base => "base",
            Self::RateMethod => "rate_method",
            Self::Volume => "volume",
            Self::Plan => "plan",
        }
    }
}

/// A report that can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// Its code in the law's list of documents.
    pub code: &'static str,
    pub wants: &'static [Want],
    pub(super) made_by: Maker,
}

/// Who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maker {
    Books,
    Cash,
    Invoices,
    Members,
    Travel,
    Assets,
    Registers,
    Funds,
    PublicMoney,
    Notes,
    Tax,
    Donors,
    AnnexVi,
    Publish,
    Annual,
}

impl Paper {
    pub(super) const fn new(code: &'static str, wants: &'static [Want], made_by: Maker) -> Self {
        Self { code, wants, made_by }
    }

    /// Whether it belongs to the annual account.
    pub(super) const fn is_annual(&self) -> bool {
        matches!(self.made_by, Maker::Annual)
    }

    /// Whether it is issued with a year where nobody names the papers: the annual account, and what proves it.
    pub fn goes_with_the_year(&self) -> bool {
        self.wants.is_empty() && (self.is_annual() || self.code == "trial_balance")
    }
}

/// Every report that can be asked for, in the order in which they are listed.
pub fn all() -> impl Iterator<Item = &'static Paper> {
    [
        books::PAPERS,
        cash::PAPERS,
        invoices::PAPERS,
        members::PAPERS,
        travel::PAPERS,
        assets::PAPERS,
        registers::PAPERS,
        funds::PAPERS,
        public_money::PAPERS,
        donors::PAPERS,
        annex_vi::PAPERS,
        publish::PAPERS,
        annual::PAPERS,
        notes::PAPERS,
        tax::PAPERS,
    ]
    .into_iter()
    .flatten()
}

pub(super) fn find(code: &str) -> Option<&'static Paper> {
    all().find(|paper| paper.code == code)
}
