//! Благајнички дневник: what came into the cash desk and what left it, voucher by voucher, and never less than nothing.

use almoner_ledger::codes::VoucherDirection;
use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section, SignOff};

/// One voucher as the cash book names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine<'a> {
    pub seq: i64,
    pub on: NaiveDate,
    pub direction: VoucherDirection,
    pub voucher: &'a str,
    pub text: &'a str,
    /// The accounts on the other side.
    pub accounts: Vec<&'a str>,
    /// More than nothing, whatever the direction.
    pub amount_minor: i64,
}

/// `lines` in the order of day and act; `closing_minor` is what the books hold by another way.
pub fn build(
    frame: &Frame<'_>,
    desk: &str,
    (opening_minor, closing_minor): (i64, i64),
    lines: &[CashLine<'_>],
) -> Result<Report, BuildError> {
    let mut frame = frame.clone();
    let name = frame.say("Благајна", "Cash desk", "Arka");
    frame.parameter(name, desk);
    let frame = &frame;
    let mut balance = opening_minor;
    let mut rows = vec![balance_row(frame.say("Пренос", "Brought forward", "Bartur"), balance)];
    let mut last = None;
    for (number, line) in (1_i64..).zip(lines) {
        if last.is_some_and(|last| (line.on, line.seq) < last) {
            return Err(BuildError::OutOfOrder { year: 0, number: line.seq });
        }
        last = Some((line.on, line.seq));
        let (into, out) = match line.direction {
            VoucherDirection::In => (line.amount_minor, 0),
            VoucherDirection::Out => (0, line.amount_minor),
        };
        balance = balance
            .checked_add(into)
            .and_then(|sum| sum.checked_sub(out))
            .ok_or(BuildError::Overflow)?;
        if balance < 0 {
            let short_minor = balance.saturating_neg();
            return Err(BuildError::CashShort { voucher: line.voucher.to_owned(), short_minor });
        }
        rows.push(row(frame, number, line, (into, out), balance));
    }
    if balance != closing_minor {
        return Err(BuildError::ClosingDiffers {
            account: desk.to_owned(),
            found_minor: balance,
            expected_minor: closing_minor,
        });
    }
    let closing = balance_row(frame.say("Салдо", "Balance", "Saldo"), balance);
    let section = Section::new(None, rows).adding_up().closed_by(closing);
    let mut draft = frame.draft(columns(frame), vec![section]);
    let signatures = [
        frame.say("Благајник", "Cashier", "Arkëtari"),
        frame.say("Контролирал", "Checked by", "Kontrolloi"),
        frame.say("Застапник по закон", "Legal representative", "Përfaqësuesi ligjor"),
    ];
    draft.sign_off = SignOff { signatures: signatures.map(str::to_owned).to_vec(), stamp: true };
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let money = |key, title: &str| Column::new(key, title, CellKind::Money);
    vec![
        wording::number(frame),
        wording::day(frame),
        Column::new("voucher", frame.say("Налог", "Voucher", "Fletëpagesa"), CellKind::Text),
        wording::text(frame),
        wording::account(frame),
        money("in", frame.say("Приход", "In", "Hyrje")).adding(),
        money("out", frame.say("Расход", "Out", "Dalje")).adding(),
        wording::balance(frame),
    ]
}

fn row(
    frame: &Frame<'_>,
    number: i64,
    line: &CashLine<'_>,
    (into, out): (i64, i64),
    balance: i64,
) -> Row {
    let voucher = match line.direction {
        VoucherDirection::In => frame.say("Уплатница", "Receipt", "Fletëpagesë"),
        VoucherDirection::Out => frame.say("Исплатница", "Payment", "Urdhërpagesë"),
    };
    Row::line(vec![
        Cell::count(number),
        Cell::day(line.on),
        Cell::text(format!("{voucher} {}", line.voucher)).opens(Drill::Entry(line.seq)),
        Cell::text(line.text),
        other_side(&line.accounts),
        Cell::money_or_empty(into),
        Cell::money_or_empty(out),
        Cell::money(balance),
    ])
}

/// A single account can be opened.
fn other_side(accounts: &[&str]) -> Cell {
    match accounts {
        [account] => Cell::code(*account).opens(Drill::Account((*account).to_owned())),
        _ => Cell::code(accounts.join(", ")),
    }
}

fn balance_row(words: &str, minor: i64) -> Row {
    let text = Cell::text(words);
    let empty = || Cell::EMPTY;
    let money = Cell::money(minor);
    Row::sum(vec![empty(), empty(), empty(), text, empty(), empty(), empty(), money])
}
