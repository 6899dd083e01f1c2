//! Бруто биланс: every account with what it had, what moved and what it has, and the proof that all of it balances.
//!
//! What closing the year booked is left out, and the report says so: closed or not, it shows what the year was.

use std::collections::BTreeMap;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::{AccountYear, add, by_code, sides};
use crate::books::wording;
use crate::report::cell::{Cell, Drill};
use crate::report::{Column, Report, Row, Section};

/// Opening, turnover and balance, debit and credit of each.
type Figures = [i64; 6];

/// `parents` names the accounts that carry no postings themselves; each is shown as the sum of what begins with its code.
pub fn build(
    frame: &Frame<'_>,
    accounts: &[AccountYear],
    parents: &BTreeMap<String, String>,
) -> Result<Report, BuildError> {
    let accounts = by_code(accounts)?;
    let mut lines: Vec<(&AccountYear, Figures)> = Vec::new();
    let is_closed = accounts.values().any(|account| account.closed_minor != 0);
    for account in accounts.into_values().filter(|account| !is_empty(account)) {
        lines.push((account, figures(account)?));
    }
    balanced(&lines)?;
    let mut classes: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for (place, (account, figures)) in lines.iter().enumerate() {
        let class = account.code.get(..1).unwrap_or_default();
        let rows = classes.entry(class).or_default();
        rows.push(Row::line(cells(&account.code, &account.name, figures)));
        let next = lines.get(place.saturating_add(1)).map_or("", |(next, _)| next.code.as_str());
        let ended = parents.iter().rev().filter(|(code, _)| {
            account.code.starts_with(code.as_str()) && !next.starts_with(code.as_str())
        });
        for (code, name) in ended {
            rows.push(Row::sum(cells(code, name, &sum_under(&lines, code)?)));
        }
    }
    let class = frame.say("Класа", "Class", "Klasa");
    let sections = classes
        .into_iter()
        .map(|(digit, rows)| Section::new(Some(format!("{class} {digit}")), rows).adding_up());
    let mut draft = frame.draft(columns(frame), sections.collect());
    draft.adds_up = true;
    if is_closed {
        let left_out = frame.say(
            "Годината е затворена; налогот за затворање не е вклучен.",
            "The year is closed; the entry that closed it is not included.",
            "Viti është mbyllur; urdhri i mbylljes nuk është përfshirë.",
        );
        draft.notes.push(left_out.to_owned());
    }
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

/// Whether there is nothing to show: an account may stand in the books only because the year was closed.
const fn is_empty(account: &AccountYear) -> bool {
    account.opening_minor == 0 && account.debit_minor == 0 && account.credit_minor == 0
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let pairs = [
        (
            frame.say("Почетна состојба", "Opening", "Gjendja fillestare"),
            ("opening_debit", "opening_credit"),
        ),
        (frame.say("Промет", "Turnover", "Qarkullimi"), ("turnover_debit", "turnover_credit")),
        (frame.say("Салдо", "Balance", "Saldo"), ("balance_debit", "balance_credit")),
    ];
    let mut columns = vec![wording::account(frame), wording::name(frame)];
    for (group, (debit, credit)) in pairs {
        columns.push(wording::debit(frame, debit).under(group).adding());
        columns.push(wording::credit(frame, credit).under(group).adding());
    }
    columns
}

fn figures(account: &AccountYear) -> Result<Figures, BuildError> {
    let (opening_debit, opening_credit) = sides(account.opening_minor)?;
    let (debit, credit) = sides(account.before_closing()?)?;
    let (moved_debit, moved_credit) = (account.debit_minor, account.credit_minor);
    Ok([opening_debit, opening_credit, moved_debit, moved_credit, debit, credit])
}

fn cells(code: &str, name: &str, figures: &Figures) -> Vec<Cell> {
    let mut cells = vec![Cell::code(code).opens(Drill::Account(code.to_owned())), Cell::text(name)];
    cells.extend(figures.iter().map(|minor| Cell::money_or_empty(*minor)));
    cells
}

fn sum_under(lines: &[(&AccountYear, Figures)], code: &str) -> Result<Figures, BuildError> {
    let under = lines.iter().filter(|(account, _)| account.code.starts_with(code));
    let mut sums: Figures = [0; 6];
    for (_, figures) in under {
        for (sum, minor) in sums.iter_mut().zip(figures) {
            *sum = add(*sum, *minor)?;
        }
    }
    Ok(sums)
}

fn balanced(lines: &[(&AccountYear, Figures)]) -> Result<(), BuildError> {
    let sums = sum_under(lines, "")?;
    let pairs = [(sums[0], sums[1]), (sums[2], sums[3]), (sums[4], sums[5])];
    match pairs.into_iter().find(|(debit, credit)| debit != credit) {
        Some((debit_minor, credit_minor)) => {
            Err(BuildError::Unbalanced { debit_minor, credit_minor })
        }
        None => Ok(()),
    }
}
