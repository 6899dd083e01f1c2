//! The budget line by line: planned, spent in the period, before it and to date, and how far that differs.

use super::plan::{Line, Plan};
use super::{Item, note, total};
use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::donors::relief::part;
use crate::report::cell::{Cell, CellKind, Value};
use crate::report::{Column, Report, Row, Section};

pub(super) fn build(
    frame: &Frame<'_>,
    plan: &Plan,
    items: &[Item<'_>],
    reallocation: i64,
) -> Result<Report, BuildError> {
    let mut headings: Vec<(&str, Vec<Row>)> = Vec::new();
    for (place, line) in plan.lines.iter().enumerate() {
        let of_line = items.iter().filter(|item| item.line == Some(place));
        let row = row(line, &of_line.collect::<Vec<_>>())?;
        match headings.last_mut() {
            Some((heading, rows)) if *heading == line.heading() => rows.push(row),
            _ => headings.push((line.heading(), vec![row])),
        }
    }
    let mut notes = vec![note(frame)];
    let mut sections = Vec::new();
    for (heading, rows) in headings {
        notes.extend(grown(frame, plan, (heading, items), reallocation)?);
        let word = frame.say("Наслов", "Heading", "Titulli");
        sections.push(Section::new(Some(format!("{word} {heading}")), rows).adding_up());
    }
    let outside: Vec<&Item<'_>> = items.iter().filter(|item| item.line.is_none()).collect();
    if !outside.is_empty() {
        let word = frame.say("Надвор од буџетот", "Outside the budget", "Jashtë buxhetit");
        let rows = vec![Row::line(spent_cells(vec![Cell::EMPTY; 5], 0, &outside)?)];
        sections.push(Section::new(Some(word.to_owned()), rows).adding_up());
    }
    let mut draft = frame.draft(columns(frame), sections);
    draft.adds_up = true;
    draft.notes = notes;
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let budget = frame.say("Буџет по договор", "Budget as per contract", "Buxheti sipas kontratës");
    let spent = frame.say("Потрошено", "Expenditure", "Shpenzimet");
    let variation = frame.say("Отстапување", "Variation", "Shmangia");
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let money = |key, title: &str, group: &str| {
        Column::new(key, title, CellKind::Money).adding().under(group)
    };
    vec![
        Column::new("line", frame.say("Ставка", "Line", "Zëri"), CellKind::Code),
        text("name", frame.say("Назив", "Name", "Emërtimi")),
        text("unit", frame.say("Единица", "Unit", "Njësia")).under(budget),
        text("units", frame.say("Број", "Units", "Numri")).under(budget),
        Column::new("unit_cost", frame.say("Цена", "Unit cost", "Çmimi"), CellKind::Money)
            .under(budget),
        money("planned", frame.say("Вкупно", "Total", "Gjithsej"), budget),
        money("period", frame.say("Во периодот", "In the period", "Në periudhë"), spent),
        money("before", frame.say("Пред него", "Before", "Më parë"), spent),
        money("to_date", frame.say("До сега", "To date", "Deri tani"), spent),
        money("variation", frame.say("Износ", "Amount", "Shuma"), variation),
        Column::new("variation_percent", "%", CellKind::Percent).under(variation),
    ]
}

fn row(line: &Line, items: &[&Item<'_>]) -> Result<Row, BuildError> {
    let cells = vec![
        Cell::code(&*line.number),
        Cell::text(&*line.name),
        Cell::text(&*line.unit),
        Cell::text(line.units.to_string()),
        line.unit_cents().map_or(Cell::EMPTY, Cell::money),
    ];
    let planned = line.total().ok_or(BuildError::Overflow)?;
    Ok(Row::line(spent_cells(cells, planned, items)?))
}

fn spent_cells(
    mut cells: Vec<Cell>,
    planned: i64,
    items: &[&Item<'_>],
) -> Result<Vec<Cell>, BuildError> {
    let of =
        |in_period: bool| total(items.iter().copied().filter(|item| item.in_period == in_period));
    let (period, before) = (of(true)?, of(false)?);
    let to_date = period.checked_add(before).ok_or(BuildError::Overflow)?;
    let variation = to_date.checked_sub(planned).ok_or(BuildError::Overflow)?;
    cells.extend([planned, period, before, to_date, variation].map(Cell::money));
    cells.push(
        percent(variation, planned).map_or(Cell::EMPTY, |points| Value::Percent(points).into()),
    );
    Ok(cells)
}

/// In hundredths of a per cent, rounded towards nothing; none where nothing was planned.
fn percent(variation: i64, planned: i64) -> Option<i64> {
    let scaled = i128::from(variation).checked_mul(10_000)?;
    i64::try_from(scaled.checked_div(planned.into())?).ok()
}

/// A heading that grew by more than the contract lets it grow without an addendum.
fn grown(
    frame: &Frame<'_>,
    plan: &Plan,
    (heading, items): (&str, &[Item<'_>]),
    most: i64,
) -> Result<Option<String>, BuildError> {
    let of_heading = |item: &&Item<'_>| {
        let line = item.line.and_then(|place| plan.lines.get(place));
        line.is_some_and(|line| line.heading() == heading)
    };
    let spent = total(items.iter().filter(of_heading))?;
    let lines = plan.lines.iter().filter(|line| line.heading() == heading);
    let planned = lines.filter_map(Line::total).fold(0_i64, i64::saturating_add);
    let over = spent.saturating_sub(planned);
    if over <= part(planned, most) {
        return Ok(None);
    }
    let words = frame.say(
        "ПРЕРАСПРЕДЕЛБА над дозволеното без анекс, наслов",
        "REALLOCATION beyond what is allowed without an addendum, heading",
        "RISHPËRNDARJE mbi të lejuarën pa aneks, titulli",
    );
    let over = frame.language.number().format(over);
    Ok(Some(format!("{words} {heading}: +{over} EUR")))
}
