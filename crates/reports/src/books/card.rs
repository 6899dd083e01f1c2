//! Аналитичка картица of one account, and Главна книга: the cards of all accounts.

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::{BookLine, add};
use crate::books::wording;
use crate::report::cell::{Cell, Drill};
use crate::report::{Column, Report, Row, Section};

/// One account with its lines, in the order of day, act and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub opening_minor: i64,
    pub lines: &'a [BookLine<'a>],
    /// What the books hold by another way than adding up the lines.
    pub closing_minor: i64,
}

/// The card of one account.
pub fn account_card(frame: &Frame<'_>, card: &Card<'_>) -> Result<Report, BuildError> {
    let mut frame = frame.clone();
    let name = frame.say("Конто", "Account", "Llogaria");
    frame.parameter(name, format!("{} {}", card.code, card.name));
    build(&frame, vec![section(&frame, card, None)?])
}

/// The cards of all accounts, one section each. They come in the order of their codes, each once.
pub fn general_ledger(frame: &Frame<'_>, cards: &[Card<'_>]) -> Result<Report, BuildError> {
    for pair in cards.windows(2) {
        if let [one, next] = pair
            && next.code <= one.code
        {
            return Err(BuildError::AccountTwice { account: next.code.to_owned() });
        }
    }
    let sections =
        cards.iter().map(|card| section(frame, card, Some(format!("{} {}", card.code, card.name))));
    let sections: Vec<Section> = sections.collect::<Result<_, _>>()?;
    let mut difference = 0_i64;
    for card in cards {
        difference = add(difference, card.closing_minor)?;
    }
    if difference != 0 {
        let debit_minor = difference;
        return Err(BuildError::Unbalanced { debit_minor, credit_minor: 0 });
    }
    build(frame, sections)
}

fn build(frame: &Frame<'_>, sections: Vec<Section>) -> Result<Report, BuildError> {
    let many = 1 < sections.len();
    let mut draft = frame.draft(columns(frame), sections);
    draft.adds_up = many;
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let fund = Column::new(
        "fund",
        frame.say("Фонд", "Fund", "Fondi"),
        crate::report::cell::CellKind::Code,
    );
    vec![
        wording::day(frame),
        wording::entry(frame),
        wording::document(frame),
        wording::text(frame),
        fund,
        wording::debit(frame, "debit").adding(),
        wording::credit(frame, "credit").adding(),
        wording::balance(frame),
    ]
}

/// Opening, lines with the balance after each, turnover, closing.
fn section(
    frame: &Frame<'_>,
    card: &Card<'_>,
    title: Option<String>,
) -> Result<Section, BuildError> {
    let mut balance = card.opening_minor;
    let opening = frame.say("Почетна состојба", "Opening balance", "Gjendja fillestare");
    let mut rows = vec![balance_row(opening, balance)];
    let mut last = None;
    for line in card.lines {
        if last.is_some_and(|last| line.order() <= last) {
            return Err(line.out_of_order());
        }
        last = Some(line.order());
        if line.posting.account != card.code {
            return Err(BuildError::UnknownAccount { account: line.posting.account.to_owned() });
        }
        balance = add(balance, line.posting.amount_minor)?;
        let (debit, credit) = line.sides()?;
        rows.push(Row::line(vec![
            Cell::day(line.posting.booked_on),
            wording::entry_cell(line),
            wording::document_cell(line, frame.language),
            Cell::text(line.text),
            Cell::code(line.posting.fund).opens(Drill::Fund(line.posting.fund.to_owned())),
            Cell::money_or_empty(debit),
            Cell::money_or_empty(credit),
            Cell::money(balance),
        ]));
    }
    if balance != card.closing_minor {
        return Err(BuildError::ClosingDiffers {
            account: card.code.to_owned(),
            found_minor: balance,
            expected_minor: card.closing_minor,
        });
    }
    let closing = frame.say("Крајна состојба", "Closing balance", "Gjendja përfundimtare");
    Ok(Section::new(title, rows).adding_up().closed_by(balance_row(closing, balance)))
}

fn balance_row(words: &str, minor: i64) -> Row {
    let mut cells = vec![Cell::EMPTY; 8];
    if let Some(cell) = cells.get_mut(3) {
        *cell = Cell::text(words);
    }
    if let Some(cell) = cells.last_mut() {
        *cell = Cell::money(minor);
    }
    Row::sum(cells)
}
