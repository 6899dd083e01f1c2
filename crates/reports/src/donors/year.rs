//! A year of one giver: what was given, what it paid for in kinds of need, and what is left of it.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::add;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

/// In denars; of a giver's money, whenever it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DonorYear {
    pub giver: String,
    /// Not spent before the period.
    pub opening_minor: i64,
    pub given: Vec<Given>,
    /// By kind of need, as the reader calls it.
    pub aid: Vec<(String, i64)>,
    pub costs_minor: i64,
    pub refunded_minor: i64,
    /// By sales of foreign money and changes of purpose.
    pub elsewhere_minor: i64,
    /// Of what is left at the end, so much is approved for payouts.
    pub reserved_minor: i64,
    /// Not spent at the end, as the traces say.
    pub closing_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub seq: i64,
    pub on: NaiveDate,
    pub receipt: String,
    pub what: String,
    pub minor: i64,
}

impl DonorYear {
    fn check(&self) -> Result<(), BuildError> {
        let given = self.given.iter().try_fold(self.opening_minor, |sum, it| add(sum, it.minor))?;
        let came = add(given, self.elsewhere_minor)?;
        let aid = self.aid.iter().try_fold(0, |sum, (_, minor)| add(sum, *minor))?;
        let went = add(add(aid, self.costs_minor)?, self.refunded_minor)?;
        let found_minor = came.checked_sub(went).ok_or(BuildError::Overflow)?;
        if found_minor == self.closing_minor {
            return Ok(());
        }
        let (account, expected_minor) = (self.giver.clone(), self.closing_minor);
        Err(BuildError::ClosingDiffers { account, found_minor, expected_minor })
    }
}

pub fn build(frame: &Frame<'_>, year: &DonorYear) -> Result<Report, BuildError> {
    year.check()?;
    let mut frame = frame.clone();
    frame.parameter(frame.say("Дарител", "Giver", "Dhuruesi"), &*year.giver);
    let frame = &frame;
    let given = year.given.iter().map(|gift| {
        Row::line(vec![
            Cell::day(gift.on).opens(Drill::Entry(gift.seq)),
            Cell::code(&*gift.receipt),
            Cell::text(&*gift.what),
            Cell::money(gift.minor),
        ])
    });
    let mut used: Vec<Row> = year.aid.iter().map(|(what, minor)| line(what, *minor)).collect();
    if year.costs_minor != 0 {
        let costs = frame.say(
            "Трошоци на спроведување",
            "Costs of carrying it out",
            "Shpenzimet e zbatimit",
        );
        used.push(line(costs, year.costs_minor));
    }
    let sections = vec![
        Section::new(Some(frame.say("Дадено", "Given", "Të dhëna").to_owned()), given.collect())
            .adding_up(),
        Section::new(Some(frame.say("Употребено за", "Used for", "Përdorur për").to_owned()), used)
            .adding_up(),
        Section::new(
            Some(frame.say("Состојба", "Balance", "Gjendja").to_owned()),
            balance(frame, year),
        ),
    ];
    let columns = vec![
        wording::day(frame),
        Column::new("receipt", frame.say("Потврда", "Receipt", "Vërtetim"), CellKind::Code),
        wording::text(frame),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money).adding(),
    ];
    let mut draft = frame.draft(columns, sections);
    draft.notes.push(
        frame
            .say(
                "Износите се во денари. Никој од оние на кои им е помогнато не се именува.",
                "Sums are in denars. Nobody who was helped is named.",
                "Shumat janë në denarë. Askush që është ndihmuar nuk emërtohet.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn line(what: &str, minor: i64) -> Row {
    Row::line(vec![Cell::EMPTY, Cell::EMPTY, Cell::text(what), Cell::money(minor)])
}

fn balance(frame: &Frame<'_>, year: &DonorYear) -> Vec<Row> {
    let sums = [
        (
            frame.say("Неупотребено од порано", "Not used before", "E papërdorur më parë"),
            year.opening_minor,
        ),
        (
            frame.say(
                "Курсни разлики и пренамена",
                "Exchange differences and changed purposes",
                "Diferenca kursi dhe ndryshim qëllimi",
            ),
            year.elsewhere_minor,
        ),
        (
            frame.say("Вратено на дарителот", "Gone back to the giver", "Kthyer dhuruesit"),
            year.refunded_minor,
        ),
        (
            frame.say(
                "Одобрено, а уште неисплатено",
                "Approved and not yet paid",
                "Miratuar, ende pa u paguar",
            ),
            year.reserved_minor,
        ),
        (
            frame.say("Неупотребено на крајот", "Not used at the end", "E papërdorur në fund"),
            year.closing_minor,
        ),
    ];
    sums.map(|(what, minor)| line(what, minor)).to_vec()
}
