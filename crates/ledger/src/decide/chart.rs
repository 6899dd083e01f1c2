//! The chart and the posting scheme are data: an accountant changes them without a programmer.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AccountKind, AccountRole};
use crate::command::PutAccount;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::asset::Asset;
use crate::rows::chart::{Account, PostingRule};
use crate::text::{Code, Text};

pub(super) fn put_account(facts: &Facts, put: &PutAccount) -> Result<Act, Refusal> {
    let code = put.code.as_str().to_owned();
    let shape = || Refusal::AccountShape { account: code.clone() };
    let known = facts.accounts.get(&code);
    match (known, put.version) {
        (Some(_), None) => return Err(Refusal::AccountTaken { account: code }),
        (Some(known), Some(version)) if known.version != version => {
            return Err(Refusal::StaleVersion { version: known.version });
        }
        (None, Some(_)) => return Err(Refusal::AccountUnknown { account: code }),
        _ => {}
    }
    // What an account is to the rules never changes under entries that were booked by those rules.
    let (pool, guarded) = match (known, &put.parent) {
        (Some(known), _) => {
            let same = known.parent == put.parent
                && known.kind == put.kind
                && known.role == put.role
                && known.currency == put.currency;
            if !same {
                return Err(shape());
            }
            if known.active && !put.active {
                check_unused(facts, &code)?;
            }
            if let Some(parent) = known.parent.as_deref().filter(|_| !known.active && put.active) {
                check_may_have_children(facts, parent)?;
            }
            (known.pool, known.guarded)
        }
        (None, Some(parent)) => {
            let above = facts.account(parent)?;
            let fits = code.len() > parent.len()
                && code.starts_with(parent.as_str())
                && above.kind == put.kind
                && above.role == put.role
                && above.currency.is_none_or(|currency| Some(currency) == put.currency)
                && (put.role == AccountRole::Currency) == put.currency.is_some();
            if !fits {
                return Err(shape());
            }
            check_may_have_children(facts, parent)?;
            (above.pool, above.guarded)
        }
        (None, None) => return Err(shape()),
    };
    let number = put.number.as_ref().map(|number| number.as_str().to_owned());
    if number.as_deref().is_some_and(|number| put.role != AccountRole::Bank || !is_sound(number)) {
        return Err(Refusal::AccountNumber { account: code });
    }
    let seq = facts.next_seq;
    let [name_mk, name_en, name_sq] = put.names.clone().map(|name| name.as_str().to_owned());
    Ok(Act::new(seq, "account.put").with(Account {
        code,
        parent: put.parent.clone(),
        kind: put.kind,
        role: put.role,
        currency: put.currency,
        number,
        pool,
        guarded,
        name_mk,
        name_en,
        name_sq,
        active: put.active,
        seq,
        version: known.map_or(1, |known| known.version.saturating_add(1)),
    }))
}

/// Bank, account and control digits; the whole is 1 modulo 97 (ISO 7064).
fn is_sound(number: &str) -> bool {
    let digits = number.len() == 15 && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && number.parse::<u64>().is_ok_and(|number| number % 97 == 1)
}

/// With its first sub-account an account can no longer be booked on: what stands there would be stuck.
fn check_may_have_children(facts: &Facts, parent: &str) -> Result<(), Refusal> {
    if facts.has_children(parent) { Ok(()) } else { check_unused(facts, parent) }
}

fn check_unused(facts: &Facts, code: &str) -> Result<(), Refusal> {
    let held = facts.money.get(code).copied().unwrap_or(0) != 0
        || facts.pool_accounts.iter().any(|((_, account), part)| account == code && *part != 0);
    let named = facts.rules.values().any(|rule| rule.account == code);
    let lasts = |asset: &Asset| asset.account == code && asset.left_on.is_none();
    let held = held || facts.assets.values().any(lasts);
    if held || named { Err(Refusal::AccountInUse { account: code.to_owned() }) } else { Ok(()) }
}

pub(super) fn put_rule(
    facts: &Facts,
    event: &Code,
    account: &str,
    valid_from: NaiveDate,
    source: &Text,
) -> Result<Act, Refusal> {
    let wanted = wanted_by(event.as_str());
    let booked = facts.postable(account)?;
    let gathers = booked.kind == AccountKind::ContraAsset;
    if let Some((role, wanted)) = wanted
        && (booked.role != role || role == AccountRole::FixedAsset && gathers != is_worn(event))
    {
        return Err(Refusal::WrongAccount { account: account.to_owned(), wanted });
    }
    if booked.role == AccountRole::Obligation && !booked.pool {
        let wanted = "an obligation that counts against what a fund has";
        return Err(Refusal::WrongAccount { account: account.to_owned(), wanted });
    }
    let known = facts.rules.get(&(event.as_str().to_owned(), valid_from));
    let seq = facts.next_seq;
    Ok(Act::new(seq, "posting_rule.put").with(PostingRule {
        event: event.as_str().to_owned(),
        valid_from,
        account: account.to_owned(),
        source: source.as_str().to_owned(),
        verified: false,
        seq,
        version: known.map_or(1, |known| known.version.saturating_add(1)),
    }))
}

/// Of a fixed asset the cost stands on one account, and what has worn off on another.
fn is_worn(event: &Code) -> bool {
    event.as_str().starts_with("depreciation/")
}

/// What an account must be for an event to be booked on it: otherwise a line of the scheme could lead money past the
/// lots. Events that no rule asks for are not held to anything.
fn wanted_by(event: &str) -> Option<(AccountRole, &'static str)> {
    let stem = event.split('/').next().unwrap_or(event);
    Some(match (stem, event) {
        ("income" | "income_in_kind" | "aid_returned", _) | (_, "exchange/gain") => {
            (AccountRole::Income, "an income account")
        }
        ("aid" | "aid_in_kind", _) => (AccountRole::Aid, "an aid account"),
        ("unclear" | "aid_obligation" | "aid_tax", _) => {
            (AccountRole::Obligation, "an obligation account")
        }
        ("deferred", _) => (AccountRole::Deferred, "a deferred-income account"),
        (_, "goods/stock") => (AccountRole::Stock, "a stock account"),
        (_, "goods/equipment") => (AccountRole::FixedAsset, "a fixed-asset account"),
        ("advance", _) => (AccountRole::Receivable, "a receivable account"),
        ("grant_refund" | "purpose_change" | "asset_retired", _)
        | (_, "goods/services" | "exchange/loss" | "depreciation/expense") => {
            (AccountRole::Expense, "an expense account")
        }
        ("depreciation", _) => {
            (AccountRole::FixedAsset, "a fixed-asset account that gathers what has worn off")
        }
        ("opening" | "closing", _) => (AccountRole::Equity, "an equity account"),
        _ => return None,
    })
}
