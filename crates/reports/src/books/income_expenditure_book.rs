//! Книга на приходи и расходи: all that an association below the threshold keeps beside its cash book.

use almoner_ledger::codes::AccountKind;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::{BookLine, add};
use crate::books::wording;
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

/// One income or expense, and which of the two its account makes it. Lines come in the order of day, act and line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultLine<'a> {
    pub line: BookLine<'a>,
    pub kind: AccountKind,
}

/// Only accounts of income and expense belong here; a line of any other is refused.
pub fn build(frame: &Frame<'_>, lines: &[ResultLine<'_>]) -> Result<Report, BuildError> {
    let mut rows = Vec::with_capacity(lines.len());
    let (mut earned, mut spent) = (0_i64, 0_i64);
    let mut last = None;
    for (number, ResultLine { line, kind }) in (1_i64..).zip(lines) {
        if last.is_some_and(|last| line.order() <= last) {
            return Err(line.out_of_order());
        }
        last = Some(line.order());
        let minor = line.posting.amount_minor;
        let (income, expense) = match kind {
            AccountKind::Income => (minor.checked_neg().ok_or(BuildError::Overflow)?, 0),
            AccountKind::Expense => (0, minor),
            AccountKind::Asset
            | AccountKind::ContraAsset
            | AccountKind::Liability
            | AccountKind::Equity
            | AccountKind::Result
            | AccountKind::OffBalance => {
                return Err(BuildError::UnknownAccount {
                    account: line.posting.account.to_owned(),
                });
            }
        };
        earned = add(earned, income)?;
        spent = add(spent, expense)?;
        rows.push(Row::line(vec![
            Cell::count(number),
            Cell::day(line.posting.booked_on),
            wording::entry_cell(line),
            wording::document_cell(line, frame.language),
            Cell::text(line.text),
            Cell::money_or_empty(income),
            Cell::money_or_empty(expense),
        ]));
    }
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    let columns = vec![
        wording::number(frame),
        wording::day(frame),
        wording::entry(frame),
        wording::document(frame),
        wording::text(frame),
        money("income", frame.say("Приходи", "Income", "Të ardhura")),
        money("expenditure", frame.say("Расходи", "Expenditure", "Shpenzime")),
    ];
    let result = earned.checked_sub(spent).ok_or(BuildError::Overflow)?;
    let words = if result < 0 {
        frame.say("Вишок на расходи", "Surplus of expenditure", "Teprica e shpenzimeve")
    } else {
        frame.say("Вишок на приходи", "Surplus of income", "Teprica e të ardhurave")
    };
    let size = result.checked_abs().ok_or(BuildError::Overflow)?;
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    draft.adds_up = true;
    draft.notes.push(format!("{words}: {}", frame.language.number().format(size)));
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}
