//! ДДВ-ЕПФ: the invoices that a project freed of value added tax has received, for the tax office.
//!
//! The books know the project's agreement, not its number at the tax office, and who made out an invoice, not their tax number
//! or address: those are left to be written in.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::public_money::{Cost, CostInvoice};
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

/// The project is an agreement: its number, its giver and how long it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub agreement: String,
    pub giver: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// `costs` in the order of the days: those with an invoice, paid within the period, make a line each.
pub fn build(frame: &Frame<'_>, project: &Project, costs: &[Cost]) -> Result<Report, BuildError> {
    let days = frame.period.from..=frame.period.to;
    let paid = costs.iter().filter(|cost| days.contains(&cost.paid_on) && cost.of.minor != 0);
    let invoiced = paid.filter_map(|cost| Some((cost.invoice.as_ref()?, cost.of.minor)));
    let rows =
        (1_i64..).zip(invoiced).map(|(number, (invoice, minor))| row(number, invoice, minor));
    let frame = headed(frame, project);
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let columns = vec![
        wording::number(&frame),
        Column::new(
            "tax_number",
            frame.say("ЕДБ на вршителот", "Tax no. of the supplier", "NUT i furnizuesit"),
            CellKind::Code,
        ),
        text("who", frame.say("Назив и адреса", "Name and address", "Emri dhe adresa")),
        Column::new(
            "invoice",
            frame.say("Број на фактура", "Invoice", "Numri i faturës"),
            CellKind::Code,
        ),
        Column::new("dated_on", frame.say("Датум", "Date", "Data"), CellKind::Day),
        Column::new(
            "amount",
            frame.say("Вкупен износ без ДДВ", "Amount without VAT", "Shuma pa TVSH"),
            CellKind::Money,
        )
        .adding(),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows.collect())]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Се поднесува само за проект што е регистриран како ослободен од ДДВ. ЕДБ и адресата на издавачот, ЕДБ на \
                 проектот и бројот на потврдата ги нема во книгите и се допишуваат. Износот е делот што го плати проектот.",
                "Handed in only for a project registered as free of VAT. The supplier’s tax number and address, the \
                 project’s tax number and the number of its confirmation are not in the books and are written in by hand. \
                 The amount is the part that the project paid.",
                "Dorëzohet vetëm për projekt të regjistruar si i liruar nga TVSH. NUT dhe adresa e lëshuesit, NUT i projektit \
                 dhe numri i vërtetimit nuk janë në libra dhe plotësohen me dorë. Shuma është pjesa që e pagoi projekti.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn headed<'a>(frame: &Frame<'a>, project: &Project) -> Frame<'a> {
    let mut frame = frame.clone();
    let [from, to] = [project.from, project.to].map(|day| frame.language.day(day));
    let blank = "____________".to_owned();
    let facts = [
        (frame.say("Проект", "Project", "Projekti"), project.agreement.clone()),
        (frame.say("Давател", "Grantor", "Dhënësi"), project.giver.clone()),
        (frame.say("Времетраење", "Duration", "Kohëzgjatja"), format!("{from} – {to}")),
        (frame.say("ЕДБ на проектот", "Tax no. of the project", "NUT i projektit"), blank.clone()),
        (frame.say("Потврда бр.", "Confirmation no.", "Vërtetimi nr."), blank),
    ];
    for (name, value) in facts {
        frame.parameter(name, value);
    }
    frame
}

fn row(number: i64, invoice: &CostInvoice, minor: i64) -> Row {
    Row::line(vec![
        Cell::count(number),
        Cell::EMPTY,
        Cell::text(invoice.issuer.clone().unwrap_or_default()),
        Cell::code(&*invoice.number).opens(Drill::Entry(invoice.seq)),
        invoice.dated_on.map_or(Cell::EMPTY, Cell::day),
        Cell::money(minor),
    ])
}
