//! What stands in each row of both forms, in deni and in whole denars, proved before anybody sees it.
//!
//! In whole denars each row rounds only what it holds itself, half away from zero, and adds up the rounded rows below it, as
//! who checks the form with a pencil does. The few denars by which the two totals then differ go into the row of the
//! current result, and the report says so.

use std::collections::BTreeMap;

use almoner_law::form::rule::{Addend, Sign};
use almoner_law::form::{Form, FormRow, Forms, RowRole};
use almoner_ledger::codes::AccountKind;

use crate::books::error::BuildError;
use crate::books::input::{AccountYear, add, by_code};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// By row, in deni.
    pub exact: BTreeMap<String, i64>,
    /// By row, in whole denars, as the form shows it.
    pub denars: BTreeMap<String, i64>,
    /// The row that took the difference of rounding, and how much.
    pub evened: Option<(String, i64)>,
    /// By row: the accounts in it and what each adds, in deni.
    pub accounts: BTreeMap<String, Vec<(String, i64)>>,
    /// Income less expenditure and tax of the year, before it was closed.
    pub result_minor: i64,
    /// What of it has not been carried away by closing the year.
    pub open_result_minor: i64,
    /// What earlier years came to that nobody closed. It is no income of this year, and stands where closing would have
    /// carried it.
    pub earlier_result_minor: i64,
}

/// `unit_minor` is what forms are rounded to: 100 for whole denars.
pub fn compute(
    forms: &Forms,
    accounts: &[AccountYear],
    unit_minor: i64,
) -> Result<Figures, BuildError> {
    let accounts = by_code(accounts)?;
    let mut under: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    let (mut result, mut open, mut earlier) = (0_i64, 0_i64, 0_i64);
    let mut proof = 0_i64;
    for account in accounts.values() {
        proof = add(proof, account.balance()?)?;
        if is_result(account.kind) {
            result = result.checked_sub(account.of_the_year()?).ok_or(BuildError::Overflow)?;
            open = open.checked_sub(account.balance()?).ok_or(BuildError::Overflow)?;
            earlier = earlier.checked_sub(account.unclosed_minor).ok_or(BuildError::Overflow)?;
        }
        if let Some((row, minor)) = place(forms, account)? {
            under.entry(row).or_default().push((account.code.clone(), minor));
        }
    }
    if proof != 0 {
        return Err(BuildError::Unbalanced { debit_minor: proof, credit_minor: 0 });
    }
    let open = open.checked_sub(earlier).ok_or(BuildError::Overflow)?;
    let own = own_sums(forms, &under, [open, earlier])?;
    let exact = totals(forms, &own)?;
    let figures = Figures {
        denars: BTreeMap::new(),
        evened: None,
        accounts: under,
        result_minor: result,
        open_result_minor: open,
        earlier_result_minor: earlier,
        exact,
    };
    figures.prove(forms)?;
    figures.rounded(forms, &own, unit_minor)
}

/// Income, expenses and the accounts of the result: what the year is worth until it is closed.
const fn is_result(kind: AccountKind) -> bool {
    match kind {
        AccountKind::Income | AccountKind::Expense | AccountKind::Result => true,
        AccountKind::Asset
        | AccountKind::ContraAsset
        | AccountKind::Liability
        | AccountKind::Equity
        | AccountKind::OffBalance => false,
    }
}

/// The row of an account and what it adds there; nothing for what is only part of the current result.
fn place(forms: &Forms, account: &AccountYear) -> Result<Option<(String, i64)>, BuildError> {
    let Some((form, row, _)) = forms.row_of(&account.code) else {
        return if account.kind == AccountKind::Result {
            Ok(None)
        } else {
            Err(BuildError::AccountWithoutRow { account: account.code.clone() })
        };
    };
    let balance = match form {
        Form::BalanceSheet => account.balance()?,
        Form::IncomeExpenditure => account.of_the_year()?,
    };
    // On its natural side with its sign, an account always comes to this: a debit on the side that grows by debits.
    let minor = if row.side.grows_by_debit() {
        balance
    } else {
        balance.checked_neg().ok_or(BuildError::Overflow)?
    };
    Ok(Some((row.row.clone(), minor)))
}

fn all_rows(forms: &Forms) -> impl Iterator<Item = &FormRow> {
    forms.balance_sheet.iter().chain(&forms.income_expenditure)
}

/// What each row holds itself: its accounts, and its half of the results that no closing carried away.
fn own_sums(
    forms: &Forms,
    under: &BTreeMap<String, Vec<(String, i64)>>,
    open: [i64; 2],
) -> Result<BTreeMap<String, i64>, BuildError> {
    let mut own = BTreeMap::new();
    for row in all_rows(forms) {
        let mut sum = 0;
        for (_, minor) in under.get(&row.row).into_iter().flatten() {
            sum = add(sum, *minor)?;
        }
        for addend in &row.rule.addends {
            for result in open {
                sum = add(sum, half(addend, result))?;
            }
        }
        own.insert(row.row.clone(), sum);
    }
    Ok(own)
}

/// The half of the current result that a row names; nothing for any other addend.
fn half(addend: &Addend, open: i64) -> i64 {
    match addend {
        Addend::CurrentSurplus => open.max(0),
        Addend::CurrentDeficit => open.min(0).saturating_neg(),
        Addend::Row(..) | Addend::Account(..) => 0,
    }
}

/// Every row: what it holds itself and the rows it adds up. The law refused forms that run in a circle.
fn totals(forms: &Forms, own: &BTreeMap<String, i64>) -> Result<BTreeMap<String, i64>, BuildError> {
    let mut sums = BTreeMap::new();
    for form in [Form::BalanceSheet, Form::IncomeExpenditure] {
        let rows: BTreeMap<&str, &FormRow> =
            forms.rows(form).iter().map(|row| (row.row.as_str(), row)).collect();
        for number in rows.keys() {
            total(&rows, own, number, &mut sums)?;
        }
    }
    Ok(sums)
}

fn total(
    rows: &BTreeMap<&str, &FormRow>,
    own: &BTreeMap<String, i64>,
    number: &str,
    sums: &mut BTreeMap<String, i64>,
) -> Result<i64, BuildError> {
    if let Some(sum) = sums.get(number) {
        return Ok(*sum);
    }
    let row = rows.get(number).ok_or_else(|| BuildError::UnknownRow { row: number.to_owned() })?;
    let mut sum = own.get(number).copied().unwrap_or(0);
    for (sign, below) in row.rule.rows() {
        let below = total(rows, own, below, sums)?;
        sum = match sign {
            Sign::Plus => sum.checked_add(below),
            Sign::Minus => sum.checked_sub(below),
        }
        .ok_or(BuildError::Overflow)?;
    }
    if row.rule.not_below_zero {
        sum = sum.max(0);
    }
    sums.insert(number.to_owned(), sum);
    Ok(sum)
}

/// To the nearest unit, half away from zero.
fn round(minor: i64, unit_minor: i64) -> Result<i64, BuildError> {
    let half = unit_minor.unsigned_abs() / 2;
    let size = minor.unsigned_abs().checked_add(half).ok_or(BuildError::Overflow)?;
    let units = size.checked_div(unit_minor.unsigned_abs()).ok_or(BuildError::Overflow)?;
    let units = i64::try_from(units).map_err(|_| BuildError::Overflow)?;
    Ok(if minor < 0 { units.saturating_neg() } else { units })
}

/// What the row with that part shows.
fn part(forms: &Forms, of: &BTreeMap<String, i64>, role: RowRole) -> i64 {
    forms.row_with(role).and_then(|row| of.get(&row.row)).copied().unwrap_or(0)
}

impl Figures {
    /// What of the current result an addend brings to its row.
    pub(crate) fn half(&self, addend: &Addend) -> i64 {
        half(addend, self.open_result_minor).saturating_add(half(addend, self.earlier_result_minor))
    }

    /// Assets are sources, on the balance and off it, and the result of the one form is that of the accounts.
    fn prove(&self, forms: &Forms) -> Result<(), BuildError> {
        let part = |role| part(forms, &self.exact, role);
        let (assets_minor, sources_minor) =
            (part(RowRole::OffBalanceAssets), part(RowRole::OffBalanceSources));
        if assets_minor != sources_minor {
            return Err(BuildError::OffBalanceUnbalanced { assets_minor, sources_minor });
        }
        let (assets_minor, sources_minor) =
            (part(RowRole::TotalAssets), part(RowRole::TotalSources));
        if assets_minor != sources_minor {
            return Err(BuildError::FormUnbalanced { assets_minor, sources_minor });
        }
        let form_minor = part(RowRole::NetSurplus)
            .checked_sub(part(RowRole::NetDeficit))
            .ok_or(BuildError::Overflow)?;
        if form_minor != self.result_minor {
            let accounts_minor = self.result_minor;
            return Err(BuildError::ResultDiffers { form_minor, accounts_minor });
        }
        Ok(())
    }

    fn rounded(
        mut self,
        forms: &Forms,
        own: &BTreeMap<String, i64>,
        unit_minor: i64,
    ) -> Result<Self, BuildError> {
        let mut leaves = BTreeMap::new();
        for (row, minor) in own {
            leaves.insert(row.clone(), round(*minor, unit_minor)?);
        }
        self.denars = totals(forms, &leaves)?;
        let difference = part(forms, &self.denars, RowRole::TotalAssets)
            .checked_sub(part(forms, &self.denars, RowRole::TotalSources))
            .ok_or(BuildError::Overflow)?;
        if difference == 0 {
            return Ok(self);
        }
        let (wanted, by) = if self.open_result_minor < 0 {
            (Addend::CurrentDeficit, difference.saturating_neg())
        } else {
            (Addend::CurrentSurplus, difference)
        };
        let row = forms.balance_sheet.iter().find(|row| row.rule.addends.contains(&wanted));
        if let Some(row) = row {
            let leaf = leaves.entry(row.row.clone()).or_insert(0);
            *leaf = add(*leaf, by)?;
            self.evened = Some((row.row.clone(), by));
            self.denars = totals(forms, &leaves)?;
        }
        Ok(self)
    }
}
