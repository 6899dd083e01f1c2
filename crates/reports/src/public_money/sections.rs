//! The part that the books write: receipts, every cost with its document, sums by kind and place, and what is left.

use std::collections::BTreeMap;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::add;
use crate::books::wording;
use crate::public_money::{Cost, Grant, Movement, Tally};
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Row, Section};

pub(super) const WIDTH: usize = 6;

pub(super) fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    vec![
        wording::number(frame),
        wording::day(frame),
        text("document", frame.say("Документ", "Document", "Dokumenti")),
        text("issuer", frame.say("Издавач", "Issuer", "Lëshuesi")),
        text("line", frame.say("Ставка", "Line", "Zëri")),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money).adding(),
    ]
}

pub(super) fn all(
    frame: &Frame<'_>,
    grant: &Grant,
    group_min: i64,
) -> Result<Vec<Section>, BuildError> {
    let part = frame.say("Финансиски дел", "Money", "Pjesa financiare");
    let title = |words: &str| Some(format!("{part} – {words}"));
    let received = (1_i64..).zip(&grant.received).map(|(number, paper)| moved(number, paper));
    let costs = (1_i64..).zip(&grant.costs).map(|(number, cost)| cost_row(number, cost));
    let mut sections = vec![
        Section::new(
            title(frame.say("Примени средства", "Received", "Të pranuara")),
            received.collect(),
        )
        .adding_up(),
        Section::new(
            title(frame.say(
                "Трошоци со документи",
                "Costs and their documents",
                "Shpenzimet me dokumente",
            )),
            costs.collect(),
        )
        .adding_up(),
        Section::new(
            title(frame.say("Збирно по ставка", "By line", "Sipas zërit")),
            by_line(grant)?.into_iter().map(|(line, tally)| sum(line, tally)).collect(),
        )
        .adding_up(),
    ];
    let (places, others) = grant.merged(group_min)?;
    let mut rows: Vec<Row> = places.into_iter().map(|(place, tally)| sum(place, tally)).collect();
    if others != Tally::default() {
        rows.push(sum(frame.say("Други места", "Other places", "Vende të tjera"), others));
    }
    let places = frame.say("Помош по општина", "Aid by municipality", "Ndihma sipas komunës");
    sections.push(Section::new(title(places), rows).adding_up());
    let refunded = (1_i64..).zip(&grant.refunded).map(|(number, paper)| moved(number, paper));
    let refunded: Vec<Row> = refunded.collect();
    if !refunded.is_empty() {
        let words = frame.say("Вратени средства", "Gone back", "Të kthyera");
        sections.push(Section::new(title(words), refunded).adding_up());
    }
    let words = frame.say("Состојба", "Balance", "Gjendja");
    sections.push(Section::new(title(words), balance(frame, grant)?));
    Ok(sections)
}

fn moved(number: i64, paper: &Movement) -> Row {
    Row::line(vec![
        Cell::count(number),
        Cell::day(paper.on),
        Cell::text(&*paper.document).opens(Drill::Entry(paper.seq)),
        Cell::EMPTY,
        Cell::EMPTY,
        Cell::money(paper.minor),
    ])
}

fn cost_row(number: i64, cost: &Cost) -> Row {
    Row::line(vec![
        Cell::count(number),
        Cell::day(cost.of.on),
        Cell::text(&*cost.of.document).opens(Drill::Entry(cost.of.seq)),
        Cell::text(&*cost.issuer),
        Cell::text(&*cost.line),
        Cell::money(cost.of.minor),
    ])
}

fn by_line(grant: &Grant) -> Result<BTreeMap<&str, Tally>, BuildError> {
    let mut lines: BTreeMap<&str, Tally> = BTreeMap::new();
    for cost in &grant.costs {
        let tally = lines.entry(&cost.line).or_default();
        tally.count = add(tally.count, 1)?;
        tally.minor = add(tally.minor, cost.of.minor)?;
    }
    Ok(lines)
}

/// The number is how many there were.
fn sum(words: &str, tally: Tally) -> Row {
    Row::line(vec![
        Cell::count(tally.count),
        Cell::EMPTY,
        Cell::EMPTY,
        Cell::EMPTY,
        Cell::text(words),
        Cell::money(tally.minor),
    ])
}

fn balance(frame: &Frame<'_>, grant: &Grant) -> Result<Vec<Row>, BuildError> {
    let spent = grant.spent_minor()?;
    let sums = [
        (frame.say("Пренесено од порано", "Brought forward", "Bartur"), grant.opening_minor),
        (frame.say("Примено", "Received", "E pranuar"), grant.received_minor()?),
        (frame.say("Потрошено", "Spent", "E shpenzuar"), spent),
        (
            frame.say(
                "Пренаменето и курсни разлики",
                "Repurposed, exchange differences",
                "Ndryshuar, diferenca të kursit",
            ),
            grant.elsewhere_minor,
        ),
        (frame.say("Вратено", "Gone back", "E kthyer"), grant.refunded_minor()?),
        (
            frame.say(
                "Неискористено за враќање",
                "Unspent, to return",
                "E papërdorur, për t’u kthyer",
            ),
            grant.closing_minor,
        ),
    ];
    let row = |(words, minor): (&str, i64)| {
        let [empty, day, document, issuer] = [const { Cell::EMPTY }; 4];
        Row::sum(vec![empty, day, document, issuer, Cell::text(words), Cell::money(minor)])
    };
    Ok(sums.into_iter().map(row).collect())
}
