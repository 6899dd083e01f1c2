//! The chart of accounts, and what makes it one: unique codes, sub-accounts that follow their parents.

use crate::account::{Account, Role};
use crate::error::{LawError, Problem};
use crate::files::CHART_OF_ACCOUNTS;
use crate::table::{self, Row};

const COLUMNS: &[&str] = &[
    "code", "parent", "kind", "role", "currency", "pool", "guarded", "name_mk", "name_en",
    "name_sq", "source", "verified",
];

pub(crate) fn read(text: &str) -> Result<Vec<Account>, LawError> {
    let mut accounts: Vec<Account> = Vec::new();
    let rows = table::read(CHART_OF_ACCOUNTS, COLUMNS, text)?;
    for row in &rows {
        let account = read_account(row)?;
        check(&account, &accounts).map_err(|problem| row.refuse(problem))?;
        accounts.push(account);
    }
    // Only the whole chart shows which accounts have sub-accounts.
    for (row, account) in rows.iter().zip(&accounts) {
        check_currency(account, &accounts).map_err(|problem| row.refuse(problem))?;
    }
    Ok(accounts)
}

/// Whether the account is in the chart and has no sub-accounts.
pub(crate) fn is_postable(accounts: &[Account], code: &str) -> bool {
    accounts.iter().any(|account| account.code == code)
        && !accounts.iter().any(|account| account.parent.as_deref() == Some(code))
}

fn read_account(row: &Row) -> Result<Account, LawError> {
    let code = row.text("code")?;
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(row.refuse(Problem::Unreadable { column: "code", text: code.to_owned() }));
    }
    let currency = row.optional("currency")?;
    if let Some(text) = currency
        && !(text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()))
    {
        let text = text.to_owned();
        return Err(row.refuse(Problem::Unreadable { column: "currency", text }));
    }
    let (source, verified) = row.provenance()?;
    Ok(Account {
        code: code.to_owned(),
        parent: row.optional("parent")?.map(str::to_owned),
        kind: row.word("kind")?,
        role: row.word("role")?,
        currency: currency.map(str::to_owned),
        pool: row.whole("pool")?,
        guarded: row.whole("guarded")?,
        names: row.names()?,
        source,
        verified,
    })
}

fn check(account: &Account, above: &[Account]) -> Result<(), Problem> {
    if above.iter().any(|earlier| earlier.code == account.code) {
        return Err(Problem::Duplicate { key: account.code.clone() });
    }
    if !account.role.fits(account.kind) {
        return Err(Problem::RoleAgainstKind);
    }
    if account.pool && !account.role.may_be_in_pool() {
        return Err(Problem::RoleOutsidePool);
    }
    if !account.pool && account.role.must_be_in_pool() {
        return Err(Problem::RoleInPool);
    }
    if !account.guarded && account.role.must_be_guarded() {
        return Err(Problem::RoleUnguarded);
    }
    if let Some(code) = &account.parent {
        let parent = above
            .iter()
            .find(|earlier| earlier.code == *code)
            .ok_or_else(|| Problem::UnknownParent { parent: code.clone() })?;
        check_against_parent(account, parent)?;
    }
    Ok(())
}

/// The statements add up accounts by the beginning of their codes, so a sub-account must stand where its parent stands.
fn check_against_parent(account: &Account, parent: &Account) -> Result<(), Problem> {
    if !account.code.starts_with(&parent.code) {
        return Err(Problem::CodeOutsideParent { parent: parent.code.clone() });
    }
    let differs = [
        ("kind", account.kind != parent.kind),
        ("role", account.role != parent.role),
        ("pool", account.pool != parent.pool),
        ("guarded", account.guarded != parent.guarded),
    ];
    match differs.into_iter().find(|(_, differs)| *differs) {
        Some((column, _)) => Err(Problem::DiffersFromParent { column }),
        None => Ok(()),
    }
}

fn check_currency(account: &Account, accounts: &[Account]) -> Result<(), Problem> {
    let wanted = account.role == Role::Currency && is_postable(accounts, &account.code);
    match (wanted, &account.currency) {
        (true, None) => Err(Problem::CurrencyMissing { code: account.code.clone() }),
        (false, Some(_)) => Err(Problem::CurrencyMisplaced),
        (true, Some(_)) | (false, None) => Ok(()),
    }
}
