//! The register of donations and sponsorships: one line for each, with what it was used for so far.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    pub seq: i64,
    pub received_on: NaiveDate,
    /// Year and number.
    pub receipt: Option<(i64, i64)>,
    /// An organisation's name, or the reference of a person.
    pub source: String,
    pub kind: String,
    pub in_kind: bool,
    pub purpose: String,
    pub agreement: String,
    pub amount_minor: i64,
    pub used_minor: i64,
    pub left_minor: i64,
    /// Taken back: it keeps its number and counts for nothing.
    pub reversed: bool,
}

/// `gifts` in the order in which they came.
pub fn build(frame: &Frame<'_>, gifts: &[Gift]) -> Result<Report, BuildError> {
    let rows = (1_i64..).zip(gifts).map(|(number, gift)| row(frame, number, gift));
    let rows = rows.collect::<Result<Vec<Row>, BuildError>>()?;
    let mut draft = frame.draft(columns(frame), vec![Section::new(None, rows)]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Физичките лица се водат под ознака. Искористено е и она што му е вратено на дарителот; што е \
                 добиено или изгубено со продажба на девизи стои во колоната за курсна разлика.",
                "Natural persons are named by a reference. What went back to the giver counts as used; what a sale of \
                 foreign money brought or took stands in the column of exchange differences.",
                "Personat fizikë mbahen me shenjë. I përdorur llogaritet edhe ai që i është kthyer dhuruesit; diferenca \
                 nga shitja e devizave qëndron në kolonën e saj.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn row(frame: &Frame<'_>, number: i64, gift: &Gift) -> Result<Row, BuildError> {
    let receipt = gift.receipt.map(|(year, number)| format!("{number}/{year}"));
    let form = if gift.in_kind {
        frame.say("во натура", "in kind", "në natyrë")
    } else {
        frame.say("во пари", "in money", "në para")
    };
    let mut cells = vec![
        Cell::count(number),
        Cell::day(gift.received_on).opens(Drill::Entry(gift.seq)),
        receipt.map_or(Cell::EMPTY, Cell::code),
        Cell::text(&*gift.source),
        Cell::text(&*gift.kind),
        Cell::text(form),
        Cell::text(&*gift.purpose),
        Cell::code(&*gift.agreement),
    ];
    if gift.reversed {
        let word = frame.say("сторнирано", "taken back", "e stornuar");
        cells.truncate(6);
        cells.extend([Cell::text(word), Cell::code(&*gift.agreement)]);
        cells.extend(vec![Cell::EMPTY; 4]);
    } else {
        let exchanged = gift
            .used_minor
            .checked_add(gift.left_minor)
            .and_then(|now| now.checked_sub(gift.amount_minor))
            .ok_or(BuildError::Overflow)?;
        cells.extend([
            Cell::money(gift.amount_minor),
            Cell::money_or_empty(exchanged),
            Cell::money_or_empty(gift.used_minor),
            Cell::money_or_empty(gift.left_minor),
        ]);
    }
    Ok(Row::line(cells))
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    vec![
        wording::number(frame),
        wording::day(frame),
        Column::new("receipt", frame.say("Потврда", "Receipt", "Vërtetim"), CellKind::Code),
        text("source", frame.say("Дарител", "Giver", "Dhuruesi")),
        text("kind", frame.say("Вид", "Kind", "Lloji")),
        text("form", frame.say("Облик", "Form", "Forma")),
        text("purpose", frame.say("Намена", "Purpose", "Qëllimi")),
        Column::new("agreement", frame.say("Договор", "Agreement", "Kontrata"), CellKind::Code),
        money("amount", frame.say("Износ", "Amount", "Shuma")),
        money("exchange", frame.say("Курсна разлика", "Exchange", "Kursi")),
        money("used", frame.say("Искористено", "Used", "E përdorur")),
        money("left", frame.say("Останато", "Left", "E mbetur")),
    ]
}
