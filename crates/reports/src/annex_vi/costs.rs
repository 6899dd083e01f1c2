//! The list of every cost item: when, by what document, for which budget line, in denars and in euro.

use super::plan::Plan;
use super::{Item, note};
use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

pub(super) fn build(
    frame: &Frame<'_>,
    plan: &Plan,
    items: &[Item<'_>],
) -> Result<Report, BuildError> {
    let shown = items.iter().filter(|item| item.in_period);
    let rows = (1_i64..).zip(shown).map(|(number, item)| {
        let line = item.line.and_then(|place| plan.lines.get(place));
        let title = line.map_or_else(
            || frame.say("надвор од буџетот", "outside the budget", "jashtë buxhetit").to_owned(),
            |line| format!("{} {}", line.number, line.name),
        );
        Row::line(vec![
            Cell::count(number),
            Cell::day(item.cost.paid_on),
            Cell::text(&*item.cost.of.document).opens(Drill::Entry(item.cost.of.seq)),
            Cell::text(&*item.cost.issuer),
            Cell::text(&*item.cost.line),
            Cell::text(title),
            Cell::money(item.cost.of.minor),
            Cell::money(item.cents),
        ])
    });
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    let columns = vec![
        wording::number(frame),
        wording::day(frame),
        wording::document(frame),
        text("issuer", frame.say("Издавач", "Issuer", "Lëshuesi")),
        text("what", frame.say("Трошок", "Cost", "Shpenzimi")),
        text("line", frame.say("Ставка", "Budget line", "Zëri")),
        money("mkd", "MKD"),
        money("eur", "EUR"),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows.collect())]);
    draft.adds_up = true;
    draft.notes.push(note(frame));
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}
