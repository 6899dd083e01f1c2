//! The case worker's home: the needs that nobody has answered in time, and those that are open.

use almoner_store::read::page::Paging;
use almoner_store::read::request::{RequestFilter, RequestRow};

use super::{Ground, LINES};
use crate::pages::panel::{Head, Panel};
use crate::problem::Problem;

/// Of so many of the newest, those that are open are listed.
const LOOKED_AT: i64 = 100;

pub(super) async fn panels(ground: &Ground<'_>) -> Result<Vec<Panel>, Problem> {
    let late =
        RequestFilter { overdue_at: Some(ground.app.clock.now()), ..RequestFilter::default() };
    let late = ground.app.store.requests(&late, &Paging { limit: LINES, after: None }).await?.items;
    let newest = Paging { limit: LOOKED_AT, after: None };
    let mut open = ground.app.store.requests(&RequestFilter::default(), &newest).await?.items;
    open.retain(|row| row.state.is_open() && late.iter().all(|late| late.seq != row.seq));
    open.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    Ok(vec![
        table(ground, ("home-late", "home-late-none"), &late),
        table(ground, ("home-open", "home-open-none"), &open),
    ])
}

fn table(ground: &Ground<'_>, (title, empty): (&str, &str), rows: &[RequestRow]) -> Panel {
    let words = ground.words;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-day")),
        Head::text(words.say("column-need")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &RequestRow| {
        vec![
            row.seq.to_string(),
            words.day(&row.received_on),
            ground.category(row.category.code()),
            words.sum(&row.asked_minor),
        ]
    };
    let rows = rows.iter().map(row).collect();
    Panel { rows, ..Panel::new(words.say(title), words.say(empty), heads) }
}
