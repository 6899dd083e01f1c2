//! Reads both forms, and refuses what would leave an account out or unbalance a total.

use chrono::NaiveDate;

use crate::account::{Account, Kind};
use crate::error::{LawError, Problem};
use crate::files::{BALANCE_SHEET, INCOME_EXPENDITURE};
use crate::form::rule::{Addend, Rule};
use crate::form::{Form, FormRow, Forms};
use crate::table;

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
