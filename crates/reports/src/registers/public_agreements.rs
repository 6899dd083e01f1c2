//! The register of agreements with public bodies: what was promised, what came of it, and what is to be reported.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

/// Out of whose budget the money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    Central,
    Municipal,
}

/// All sums in denars but what was promised, which is in the currency of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAgreement {
    pub grantor: String,
    pub budget: Budget,
    pub number: String,
    pub signed_on: NaiveDate,
    pub purpose: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub report_due_on: Option<NaiveDate>,
    pub currency: &'static str,
    pub promised_minor: i64,
    pub received_minor: i64,
    /// Paid, or decided on and not yet paid.
    pub spent_minor: i64,
    pub returned_minor: i64,
    pub left_minor: i64,
}

pub fn build(frame: &Frame<'_>, agreements: &[PublicAgreement]) -> Result<Report, BuildError> {
    let rows = (1_i64..).zip(agreements).map(|(number, agreement)| row(frame, number, agreement));
    let rows = rows.collect::<Result<Vec<Row>, BuildError>>()?;
    let mut draft = frame.draft(columns(frame), vec![Section::new(None, rows)]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Друго: што е пренаменето за друга цел, и курсни разлики.",
                "Other: what was moved to another purpose, and exchange differences.",
                "Tjetër: ajo që u ndryshua për qëllim tjetër dhe diferencat e kursit.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn row(frame: &Frame<'_>, number: i64, agreement: &PublicAgreement) -> Result<Row, BuildError> {
    let gone = [agreement.spent_minor, agreement.returned_minor, agreement.left_minor];
    let elsewhere = gone
        .into_iter()
        .try_fold(agreement.received_minor, i64::checked_sub)
        .ok_or(BuildError::Overflow)?;
    let day = |day| frame.language.day(day);
    let signed = day(agreement.signed_on);
    let budget = match agreement.budget {
        Budget::Central => frame.say("централен", "central", "qendror"),
        Budget::Municipal => frame.say("општински", "municipal", "komunal"),
    };
    Ok(Row::line(vec![
        Cell::count(number),
        Cell::text(&*agreement.grantor),
        Cell::text(budget),
        Cell::text(format!("{}, {signed}", agreement.number)),
        Cell::text(&*agreement.purpose),
        Cell::text(format!("{} – {}", day(agreement.from), day(agreement.to))),
        agreement.report_due_on.map_or(Cell::EMPTY, Cell::day),
        Cell::money(agreement.promised_minor),
        Cell::code(agreement.currency),
        Cell::money(agreement.received_minor),
        Cell::money_or_empty(agreement.spent_minor),
        Cell::money_or_empty(agreement.returned_minor),
        Cell::money_or_empty(elsewhere),
        Cell::money_or_empty(agreement.left_minor),
    ]))
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let money = |key, title: &str| Column::new(key, title, CellKind::Money);
    let denars = frame.say("Денари", "Denars", "Denarë");
    vec![
        wording::number(frame),
        text("grantor", frame.say("Давател", "Grantor", "Dhënësi")),
        text("budget", frame.say("Буџет", "Budget", "Buxheti")),
        text("agreement", frame.say("Договор", "Contract", "Kontrata")),
        text("purpose", frame.say("Намена", "Purpose", "Qëllimi")),
        text("period", frame.say("Период", "Period", "Periudha")),
        day("report_due_on", frame.say("Извештај до", "Report by", "Raporti deri")),
        money("promised", frame.say("Договорено", "Promised", "E premtuar")),
        Column::new("currency", frame.say("Валута", "Currency", "Valuta"), CellKind::Code),
        money("received", frame.say("Примено", "Received", "E pranuar")).adding().under(denars),
        money("spent", frame.say("Потрошено", "Spent", "E shpenzuar")).adding().under(denars),
        money("returned", frame.say("Вратено", "Returned", "E kthyer")).adding().under(denars),
        money("elsewhere", frame.say("Друго", "Other", "Tjetër")).adding().under(denars),
        money("left", frame.say("Останато", "Left", "E mbetur")).adding().under(denars),
    ]
}
