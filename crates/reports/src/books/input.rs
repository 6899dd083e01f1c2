//! The rows the builders want, as a reader of the books finds them.

use almoner_ledger::codes::AccountKind;

use crate::books::error::BuildError;
use crate::statement::StatementLine;

/// What one account did in a year (or the part of it so far). Debit is positive, credit negative, where a sum has a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountYear {
    pub code: String,
    /// In the language of the report.
    pub name: String,
    pub kind: AccountKind,
    pub opening_minor: i64,
    /// What of the opening earlier years left on an account of income, expenses or result: zero where they were closed.
    pub unclosed_minor: i64,
    /// Without what the closing of the year booked.
    pub debit_minor: i64,
    /// Without what the closing of the year booked.
    pub credit_minor: i64,
    /// What the closing of the year booked: zero until it has been done.
    pub closed_minor: i64,
}

impl AccountYear {
    /// As the form of income and expenditure wants it: before the year was closed.
    pub fn before_closing(&self) -> Result<i64, BuildError> {
        let balance = self
            .opening_minor
            .checked_add(self.debit_minor)
            .and_then(|sum| sum.checked_sub(self.credit_minor));
        balance.ok_or(BuildError::Overflow)
    }

    /// What the year itself brought to an account of income, expenses or result, before it was closed.
    pub fn of_the_year(&self) -> Result<i64, BuildError> {
        self.before_closing()?.checked_sub(self.unclosed_minor).ok_or(BuildError::Overflow)
    }

    pub fn balance(&self) -> Result<i64, BuildError> {
        self.before_closing()?.checked_add(self.closed_minor).ok_or(BuildError::Overflow)
    }
}

/// A posting with the words beside it.
///
/// `text` is what the reader of the report may read: a caller who may not show what people typed gives an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookLine<'a> {
    pub posting: StatementLine<'a>,
    pub text: &'a str,
}

impl BookLine<'_> {
    /// Debit and credit, one of them zero.
    pub(crate) fn sides(&self) -> Result<(i64, i64), BuildError> {
        sides(self.posting.amount_minor)
    }

    pub(crate) const fn order(&self) -> (chrono::NaiveDate, i64, i64) {
        (self.posting.booked_on, self.posting.seq, self.posting.line)
    }

    pub(crate) fn out_of_order(&self) -> BuildError {
        BuildError::OutOfOrder { year: self.posting.entry_year, number: self.posting.entry_number }
    }
}

/// Debit and credit of a signed sum.
pub(crate) fn sides(minor: i64) -> Result<(i64, i64), BuildError> {
    if minor < 0 {
        Ok((0, minor.checked_neg().ok_or(BuildError::Overflow)?))
    } else {
        Ok((minor, 0))
    }
}

pub(crate) fn add(one: i64, other: i64) -> Result<i64, BuildError> {
    one.checked_add(other).ok_or(BuildError::Overflow)
}

/// The accounts by code, each once.
pub(crate) fn by_code(
    accounts: &[AccountYear],
) -> Result<std::collections::BTreeMap<&str, &AccountYear>, BuildError> {
    let mut sorted = std::collections::BTreeMap::new();
    for account in accounts {
        if sorted.insert(account.code.as_str(), account).is_some() {
            return Err(BuildError::AccountTwice { account: account.code.clone() });
        }
    }
    Ok(sorted)
}
