//! The case worker's home: the needs that nobody has answered in time, and those that are open.

use almoner_store::read::page::Paging;
use almoner_store::read::request::{RequestFilter, RequestRow};

use super::LINES;
use crate::pages::desk::Desk;
use crate::pages::panel::{Cell, Head, Panel};
use crate::problem::Problem;

/// Of so many of the newest, those that are open are listed.
const LOOKED_AT: i64 = 100;

pub(super) async fn panels(desk: &Desk) -> Result<Vec<Panel>, Problem> {
    let late = RequestFilter { overdue_at: Some(desk.app.clock.now()), ..RequestFilter::default() };
    let late = desk.app.store.requests(&late, &Paging { limit: LINES, after: None }).await?.items;
    let newest = Paging { limit: LOOKED_AT, after: None };
    let mut open = desk.app.store.requests(&RequestFilter::default(), &newest).await?.items;
    open.retain(|row| row.state.is_open() && late.iter().all(|late| late.seq != row.seq));
    open.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    Ok(vec![
        table(desk, ("home-late", "home-late-none"), &late),
        table(desk, ("home-open", "home-open-none"), &open),
    ])
}

pub(in crate::pages) fn table(
    desk: &Desk,
    (title, empty): (&str, &str),
    rows: &[RequestRow],
) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-day")),
        Head::text(words.say("column-need")),
        Head::text(words.say("column-urgency")),
        Head::text(words.say("column-state")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &RequestRow| -> Vec<Cell> {
        vec![
            Cell::link(format!("/requests/{}", row.seq), row.seq.to_string()),
            words.day(&row.received_on).into(),
            desk.category(row.category.code()).into(),
            desk.term(|law| &law.urgencies, row.urgency.code()).into(),
            words.word("request-state", row.state.code()).into(),
            words.sum(&row.asked_minor).into(),
        ]
    };
    let title = if title.is_empty() { String::new() } else { words.say(title) };
    Panel { rows: rows.iter().map(row).collect(), ..Panel::new(title, words.say(empty), heads) }
}
