//! The official balance forms: which rows they have, and which account stands in which row.
//!
//! Every account of the chart stands in exactly one row, found by the longest beginning of its code that a row names.
//! Only accounts of the kind `result` may stand in none: what they hold is part of the current result, which two rows
//! name as `current_surplus` and `current_deficit`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Kind};
use crate::error::{LawError, Problem};
use crate::files::{BALANCE_SHEET, INCOME_EXPENDITURE};
use crate::form::rule::{Addend, Rule, Sign};
use crate::names::Names;
use crate::table;

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

const COLUMNS: &[&str] = &[
    "row",
    "side",
    "role",
    "rule",
    "name_mk",
    "name_en",
    "name_sq",
    "valid_from",
    "source",
    "verified",
];

pub(crate) fn read(
    balance_sheet: &str,
    income_expenditure: &str,
    accounts: &[Account],
) -> Result<Vec<Forms>, LawError> {
    let mut all: Vec<Forms> = Vec::new();
    for (valid_from, rows) in read_one(Form::BalanceSheet, balance_sheet)? {
        all.push(Forms { valid_from, balance_sheet: rows, income_expenditure: Vec::new() });
    }
    for (valid_from, rows) in read_one(Form::IncomeExpenditure, income_expenditure)? {
        let pair = all.iter_mut().find(|forms| forms.valid_from == valid_from);
        let lonely = || LawError::of_file(INCOME_EXPENDITURE, Problem::LonelyForm { valid_from });
        pair.ok_or_else(lonely)?.income_expenditure = rows;
    }
    for forms in &all {
        if forms.income_expenditure.is_empty() {
            let valid_from = forms.valid_from;
            return Err(LawError::of_file(BALANCE_SHEET, Problem::LonelyForm { valid_from }));
        }
        check_accounts(forms, accounts)?;
    }
    Ok(all)
}

type Edition = (NaiveDate, Vec<FormRow>);

fn read_one(form: Form, text: &str) -> Result<Vec<Edition>, LawError> {
    let mut editions: Vec<Edition> = Vec::new();
    for row in table::read(form.file(), COLUMNS, text)? {
        let number = row.text("row")?.to_owned();
        let rule = row.text("rule")?;
        let rule = Rule::parse(rule).ok_or_else(|| {
            row.refuse(Problem::Unreadable { column: "rule", text: rule.to_owned() })
        })?;
        let (source, verified) = row.provenance()?;
        let role = row.optional("role")?.map(|_| row.word("role")).transpose()?;
        let read = FormRow {
            row: number.clone(),
            side: row.word("side")?,
            role,
            rule,
            names: row.names()?,
            source,
            verified,
        };
        let valid_from = row.word("valid_from")?;
        if !read.side.belongs_to(form) || role.is_some_and(|role| !form.roles().contains(&role)) {
            return Err(row.refuse(Problem::RowOfOtherForm));
        }
        match editions.iter_mut().find(|(from, _)| *from == valid_from) {
            Some((_, rows)) if rows.iter().any(|above| above.row == number) => {
                return Err(row.refuse(Problem::Duplicate { key: number }));
            }
            Some((_, rows)) => rows.push(read),
            None => editions.push((valid_from, vec![read])),
        }
    }
    if editions.is_empty() {
        return Err(LawError::of_file(form.file(), Problem::NoRows));
    }
    for (_, rows) in &editions {
        check_rows(form, rows).map_err(|problem| LawError::of_file(form.file(), problem))?;
    }
    Ok(editions)
}

/// Every row that is added up exists and does not lead back to itself; every part a check needs is played once.
fn check_rows(form: Form, rows: &[FormRow]) -> Result<(), Problem> {
    for row in rows {
        leads_back(rows, row, &mut Vec::new())?;
    }
    for role in form.roles() {
        if rows.iter().filter(|row| row.role == Some(*role)).count() != 1 {
            return Err(Problem::RoleNotOnce { role: *role });
        }
    }
    let current = |wanted: &Addend| {
        let rows = rows.iter().filter(|row| row.rule.addends.contains(wanted));
        rows.count()
    };
    let wanted = usize::from(form == Form::BalanceSheet);
    for addend in [Addend::CurrentSurplus, Addend::CurrentDeficit] {
        if current(&addend) != wanted {
            return Err(Problem::ResultNotOnce);
        }
    }
    Ok(())
}

fn leads_back<'a>(
    rows: &'a [FormRow],
    row: &'a FormRow,
    path: &mut Vec<&'a str>,
) -> Result<(), Problem> {
    if path.contains(&row.row.as_str()) {
        return Err(Problem::RowInCircle { row: row.row.clone() });
    }
    path.push(&row.row);
    for (_, number) in row.rule.rows() {
        let below = rows.iter().find(|below| below.row == number);
        let below = below.ok_or_else(|| Problem::UnknownRow { row: number.to_owned() })?;
        leads_back(rows, below, path)?;
    }
    path.pop();
    Ok(())
}

/// A hole here would be a silent zero in a form, and a wrong side a form that does not balance.
fn check_accounts(forms: &Forms, accounts: &[Account]) -> Result<(), LawError> {
    for form in [Form::BalanceSheet, Form::IncomeExpenditure] {
        let mut seen: Vec<&str> = Vec::new();
        for (_, prefix) in forms.rows(form).iter().flat_map(|row| row.rule.accounts()) {
            if seen.contains(&prefix) {
                let problem = Problem::Duplicate { key: format!("account {prefix}") };
                return Err(LawError::of_file(form.file(), problem));
            }
            seen.push(prefix);
        }
    }
    for account in accounts {
        let code = account.code.clone();
        match forms.row_of(&code) {
            None if account.kind == Kind::Result => {}
            None => {
                let problem = Problem::AccountWithoutRow { account: code };
                return Err(LawError::of_file(BALANCE_SHEET, problem));
            }
            Some((form, row, sign)) if !row.side.takes(account.kind, sign) => {
                let problem = Problem::AccountOnWrongSide { account: code, row: row.row.clone() };
                return Err(LawError::of_file(form.file(), problem));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
