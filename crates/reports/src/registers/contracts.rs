//! The register of contracts: every agreement under which somebody gives, and the report that it asks for.

use almoner_ledger::codes::AgreementState;
use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub number: String,
    pub signed_on: NaiveDate,
    pub kind: String,
    /// An organisation's name, or the reference of a person.
    pub party: String,
    pub fund: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// In the currency of the contract.
    pub promised_minor: i64,
    pub received_minor: i64,
    pub currency: &'static str,
    pub report_due_on: Option<NaiveDate>,
    pub state: AgreementState,
}

/// Sums stand in the currency of each contract and are not added up.
pub fn build(frame: &Frame<'_>, contracts: &[Contract]) -> Result<Report, BuildError> {
    let rows = (1_i64..).zip(contracts).map(|(number, contract)| row(frame, number, contract));
    let mut draft = frame.draft(columns(frame), vec![Section::new(None, rows.collect())]);
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn row(frame: &Frame<'_>, number: i64, contract: &Contract) -> Row {
    let reported = match (contract.report_due_on, contract.state) {
        (None, _) => frame.say("не се бара", "not asked for", "nuk kërkohet"),
        (Some(_), AgreementState::Reported | AgreementState::Closed) => {
            frame.say("да", "yes", "po")
        }
        (Some(_), AgreementState::Draft | AgreementState::Active) => frame.say("не", "no", "jo"),
    };
    Row::line(vec![
        Cell::count(number),
        Cell::code(&*contract.number),
        Cell::day(contract.signed_on),
        Cell::text(&*contract.kind),
        Cell::text(&*contract.party),
        Cell::code(&*contract.fund).opens(Drill::Fund(contract.fund.clone())),
        Cell::day(contract.from),
        Cell::day(contract.to),
        Cell::money(contract.promised_minor),
        Cell::money(contract.received_minor),
        Cell::code(contract.currency),
        Cell::text(state(frame, contract.state)),
        contract.report_due_on.map_or(Cell::EMPTY, Cell::day),
        Cell::text(reported),
    ])
}

fn state(frame: &Frame<'_>, state: AgreementState) -> &'static str {
    match state {
        AgreementState::Draft => frame.say("нацрт", "draft", "projekt"),
        AgreementState::Active => frame.say("во сила", "in force", "në fuqi"),
        AgreementState::Reported => frame.say("известен", "reported", "i raportuar"),
        AgreementState::Closed => frame.say("затворен", "closed", "i mbyllur"),
    }
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let code = |key, title: &str| Column::new(key, title, CellKind::Code);
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let money = |key, title: &str| Column::new(key, title, CellKind::Money);
    let period = frame.say("Период", "Period", "Periudha");
    vec![
        wording::number(frame),
        code("agreement", frame.say("Договор", "Contract", "Kontrata")),
        day("signed_on", frame.say("Од ден", "Dated", "Data")),
        text("kind", frame.say("Вид", "Kind", "Lloji")),
        text("party", frame.say("Договорна страна", "Party", "Pala")),
        code("fund", frame.say("Фонд", "Fund", "Fondi")),
        day("from", frame.say("Од", "From", "Nga")).under(period),
        day("to", frame.say("До", "To", "Deri")).under(period),
        money("promised", frame.say("Договорено", "Promised", "E premtuar")),
        money("received", frame.say("Примено", "Received", "E pranuar")),
        code("currency", frame.say("Валута", "Currency", "Valuta")),
        text("state", frame.say("Состојба", "State", "Gjendja")),
        day("report_due_on", frame.say("Извештај до", "Report by", "Raporti deri")),
        text("reported", frame.say("Поднесен", "Handed in", "I dorëzuar")),
    ]
}
