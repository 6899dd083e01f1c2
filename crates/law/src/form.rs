//! The official balance forms: which rows they have, and which account stands in which row.
//!
//! Every account of the chart stands in exactly one row, found by the longest beginning of its code that a row names.
//! Only accounts of the kind `result` may stand in none: what they hold is part of the current result, which two rows
//! name as `current_surplus` and `current_deficit`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::Kind;
use crate::files::{BALANCE_SHEET, INCOME_EXPENDITURE};
use crate::form::rule::{Rule, Sign};
use crate::names::Names;

pub(crate) mod read;
pub mod rule;

/// Both forms of one country as they hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forms {
    /// All rows of one day make one pair of forms, which replaces the pair before.
    pub valid_from: NaiveDate,
    pub balance_sheet: Vec<FormRow>,
    pub income_expenditure: Vec<FormRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormRow {
    /// АОП.
    pub row: String,
    pub side: Side,
    pub role: Option<RowRole>,
    pub rule: Rule,
    pub names: Names,
    pub source: String,
    pub verified: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Assets,
    Sources,
    Expenses,
    Income,
}

/// What a form must be asked for by more than its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowRole {
    TotalAssets,
    TotalSources,
    OffBalanceAssets,
    OffBalanceSources,
    NetSurplus,
    NetDeficit,
}

impl RowRole {
    const OF_BALANCE_SHEET: [Self; 4] =
        [Self::TotalAssets, Self::TotalSources, Self::OffBalanceAssets, Self::OffBalanceSources];
    const OF_INCOME: [Self; 2] = [Self::NetSurplus, Self::NetDeficit];
}

impl Side {
    const fn belongs_to(self, file: Form) -> bool {
        match self {
            Self::Assets | Self::Sources => matches!(file, Form::BalanceSheet),
            Self::Expenses | Self::Income => matches!(file, Form::IncomeExpenditure),
        }
    }

    /// Whether an account of that kind can stand on this side with that sign without unbalancing the forms.
    const fn takes(self, kind: Kind, sign: Sign) -> bool {
        match (kind, sign) {
            (Kind::Asset, Sign::Plus) | (Kind::ContraAsset, Sign::Minus) => {
                matches!(self, Self::Assets)
            }
            (Kind::Liability | Kind::Equity, Sign::Plus) => matches!(self, Self::Sources),
            (Kind::Expense | Kind::Result, Sign::Plus) => matches!(self, Self::Expenses),
            (Kind::Income, Sign::Plus) => matches!(self, Self::Income),
            (Kind::OffBalance, Sign::Plus) => matches!(self, Self::Assets | Self::Sources),
            (_, Sign::Plus | Sign::Minus) => false,
        }
    }

    /// Whether a debit makes what stands here larger.
    pub const fn grows_by_debit(self) -> bool {
        matches!(self, Self::Assets | Self::Expenses)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    BalanceSheet,
    IncomeExpenditure,
}

impl Form {
    const fn file(self) -> &'static str {
        match self {
            Self::BalanceSheet => BALANCE_SHEET,
            Self::IncomeExpenditure => INCOME_EXPENDITURE,
        }
    }

    /// The document's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BalanceSheet => "balance_sheet",
            Self::IncomeExpenditure => "income_expenditure",
        }
    }

    const fn roles(self) -> &'static [RowRole] {
        match self {
            Self::BalanceSheet => &RowRole::OF_BALANCE_SHEET,
            Self::IncomeExpenditure => &RowRole::OF_INCOME,
        }
    }
}

impl Forms {
    pub fn rows(&self, form: Form) -> &[FormRow] {
        match form {
            Form::BalanceSheet => &self.balance_sheet,
            Form::IncomeExpenditure => &self.income_expenditure,
        }
    }

    /// The row an account stands in, and whether it is added or taken off there.
    pub fn row_of(&self, account: &str) -> Option<(Form, &FormRow, Sign)> {
        let named = [Form::BalanceSheet, Form::IncomeExpenditure].into_iter().flat_map(|form| {
            self.rows(form).iter().flat_map(move |row| {
                row.rule.accounts().map(move |(sign, prefix)| (form, row, sign, prefix))
            })
        });
        named
            .filter(|(_, _, _, prefix)| account.starts_with(*prefix))
            .max_by_key(|(_, _, _, prefix)| prefix.len())
            .map(|(form, row, sign, _)| (form, row, sign))
    }

    /// The row that plays a part in the checks; a folder without it was refused.
    pub fn row_with(&self, role: RowRole) -> Option<&FormRow> {
        self.balance_sheet.iter().chain(&self.income_expenditure).find(|row| row.role == Some(role))
    }
}
