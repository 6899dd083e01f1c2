//! The register of members: who joined when, until when, and what they paid as members.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// An organisation's name, or the reference of a person.
    pub member: String,
    pub kind: Option<String>,
    pub joined_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
    /// Paid within the period.
    pub fees_minor: i64,
}

/// `held` in the order in which they joined; `others_minor` is what was paid as a fee by who stands in no line.
pub fn build(
    frame: &Frame<'_>,
    held: &[Membership],
    others_minor: i64,
) -> Result<Report, BuildError> {
    let rows = (1_i64..).zip(held).map(|(number, it)| {
        Row::line(vec![
            Cell::count(number),
            Cell::text(&*it.member),
            it.kind.as_ref().map_or(Cell::EMPTY, Cell::text),
            Cell::day(it.joined_on),
            it.left_on.map_or(Cell::EMPTY, Cell::day),
            Cell::money_or_empty(it.fees_minor),
        ])
    });
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let fees = frame.say("Членарина", "Fees paid", "Anëtarësia");
    let columns = vec![
        wording::number(frame),
        text("member", frame.say("Член", "Member", "Anëtari")),
        text("kind", frame.say("Вид", "Kind", "Lloji")),
        day("joined_on", frame.say("Зачленет на", "Joined", "Anëtarësuar më")),
        day("left_on", frame.say("Престанок", "Left", "Larguar më")),
        Column::new("fees", fees, CellKind::Money).adding(),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows.collect())]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Физичките лица се водат под ознака; нивните имиња се чуваат одделно и се покажуваат само со запис зошто.",
                "Natural persons are named by a reference; their names are kept apart and shown only by an act that says why.",
                "Personat fizikë mbahen me shenjë; emrat ruhen veçmas dhe shfaqen vetëm me një akt që tregon arsyen.",
            )
            .to_owned(),
    );
    if others_minor != 0 {
        let words = frame.say(
            "Членарина од лица што не се во регистарот",
            "Fees of who is not in the register",
            "Anëtarësi nga persona që nuk janë në regjistër",
        );
        draft.notes.push(format!("{words}: {}.", frame.denars(others_minor)));
    }
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}
