//! The books of invoices, in and out: one line for each, with the entry under it and what of it is still open.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::add;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub seq: i64,
    pub booked_on: NaiveDate,
    pub dated_on: Option<NaiveDate>,
    pub number: String,
    /// Who issued it, or to whom it was issued; empty where the books do not know.
    pub who: String,
    /// Number and year.
    pub entry: (i64, i64),
    pub amount_minor: i64,
    pub open_minor: i64,
    /// The day of the last payment, where nothing is open any more.
    pub paid_on: Option<NaiveDate>,
    /// Taken back: it keeps its line and counts for nothing.
    pub reversed: bool,
}

/// Whose invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Issued by others.
    In,
    /// Issued by the association.
    Out,
}

/// What a book of invoices is made of, each list in the order of the days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    pub direction: Direction,
    pub invoices: Vec<Invoice>,
    /// Of before the period, those that are still open.
    pub before: Vec<Invoice>,
    /// What the ledger has on the accounts of these invoices on the last day.
    pub ledger_minor: i64,
}

pub fn build(frame: &Frame<'_>, book: &Book) -> Result<Report, BuildError> {
    let rows = |invoices: &[Invoice]| {
        let numbered = (1_i64..).zip(invoices);
        numbered.map(|(number, it)| row(frame, number, it)).collect::<Result<Vec<Row>, _>>()
    };
    let mut sections = vec![Section::new(None, rows(&book.invoices)?).adding_up()];
    if !book.before.is_empty() {
        let title = frame.say(
            "Од порано, сѐ уште отворени",
            "From before, still open",
            "Nga më parë, ende të hapura",
        );
        let section = Section::new(Some(title.to_owned()), rows(&book.before)?);
        sections.push(section.adding_up());
    }
    let mut draft = frame.draft(columns(frame, book.direction), sections);
    let all = book.invoices.iter().chain(&book.before);
    let open = all.map(|invoice| invoice.open_minor).try_fold(0, add)?;
    draft.notes.push(rule(frame).to_owned());
    if book.ledger_minor != 0 || open != 0 {
        let other = book.ledger_minor.checked_sub(open).ok_or(BuildError::Overflow)?;
        draft.notes.push(agreed(frame, [book.ledger_minor, open, other]));
    }
    draft.notes.push(without_tax(frame).to_owned());
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn row(frame: &Frame<'_>, number: i64, invoice: &Invoice) -> Result<Row, BuildError> {
    let (entry, year) = invoice.entry;
    let mut cells = vec![
        Cell::count(number),
        Cell::day(invoice.booked_on),
        Cell::code(&*invoice.number),
        invoice.dated_on.map_or(Cell::EMPTY, Cell::day),
        Cell::text(&*invoice.who),
        Cell::code(format!("{entry}/{year}")).opens(Drill::Entry(invoice.seq)),
    ];
    if invoice.reversed {
        cells.extend(vec![Cell::EMPTY; 4]);
        let word = frame.say("сторнирано", "taken back", "e stornuar");
        cells.push(Cell::text(word));
    } else {
        let paid = invoice.amount_minor.checked_sub(invoice.open_minor);
        cells.extend([
            Cell::money(invoice.amount_minor),
            Cell::money_or_empty(paid.ok_or(BuildError::Overflow)?),
            Cell::money_or_empty(invoice.open_minor),
            invoice.paid_on.map_or(Cell::EMPTY, Cell::day),
            Cell::EMPTY,
        ]);
    }
    Ok(Row::line(cells))
}

fn columns(frame: &Frame<'_>, direction: Direction) -> Vec<Column> {
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let who = match direction {
        Direction::In => frame.say("Издавач", "Issued by", "Lëshuesi"),
        Direction::Out => frame.say("Купувач", "Issued to", "Blerësi"),
    };
    vec![
        wording::number(frame),
        wording::day(frame),
        Column::new("invoice", frame.say("Фактура", "Invoice", "Fatura"), CellKind::Code),
        day("dated_on", frame.say("Датум на фактурата", "Invoice date", "Data e faturës")),
        Column::new("who", who, CellKind::Text),
        wording::entry(frame),
        money("amount", frame.say("Износ", "Amount", "Shuma")),
        money("paid", frame.say("Платено", "Paid", "E paguar")),
        money("open", frame.say("Отворено", "Open", "E hapur")),
        day("paid_on", frame.say("Платено на", "Paid on", "Paguar më")),
        Column::new("remark", frame.say("Забелешка", "Remark", "Shënim"), CellKind::Text),
    ]
}

const fn rule(frame: &Frame<'_>) -> &'static str {
    frame.language.say(
        "Плаќање што ја именува фактурата ја затвора неа; друго плаќање ги затвора најстарите на истото конто и фонд.",
        "A payment that names an invoice closes it; any other closes the oldest on the same account and in the same fund.",
        "Pagesa që emërton faturën e mbyll atë; çdo tjetër mbyll më të vjetrat në të njëjtën llogari dhe fond.",
    )
}

/// The ledger, what is open here, and what of the ledger is no invoice.
fn agreed(frame: &Frame<'_>, sums: [i64; 3]) -> String {
    let [ledger, open, other] = sums.map(|minor| frame.denars(minor));
    let words = frame.say(
        "Салдо на контата",
        "The ledger has on these accounts",
        "Libri kryesor ka në këto llogari",
    );
    let of = frame.say("отворени фактури", "open invoices", "fatura të hapura");
    let rest = frame.say("друго", "other", "të tjera");
    format!("{words} {ledger}: {of} {open}, {rest} {other}.")
}

/// The association is asked for no tax number for value added tax, and books no tax of its own.
const fn without_tax(frame: &Frame<'_>) -> &'static str {
    frame.language.say(
        "Книгите не знаат дали здружението е обврзник за ДДВ: износите се како што се фактурирани, без издвоен данок.",
        "The books do not know whether the association is registered for VAT: amounts are as invoiced, no tax is set apart.",
        "Librat nuk dinë nëse shoqata është e regjistruar për TVSH: shumat janë siç janë faturuar, pa tatim të veçuar.",
    )
}
