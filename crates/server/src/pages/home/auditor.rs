//! The auditor's home: how far the log has come, what was done in an emergency and not looked at, and who was shown.

use almoner_store::read::page::Paging;
use almoner_store::read::payout::PayoutFilter;

use super::{LINES, payouts};
use crate::pages::desk::Desk;
use crate::pages::panel::{Head, Panel};
use crate::problem::Problem;

pub(super) async fn panels(desk: &Desk) -> Result<Vec<Panel>, Problem> {
    let unreviewed = PayoutFilter { unreviewed: true, ..PayoutFilter::default() };
    let paging = Paging { limit: LINES, after: None };
    let unreviewed = desk.app.store.payouts(&unreviewed, &paging).await?.items;
    Ok(vec![
        log(desk).await?,
        payouts::table(desk, ("home-unreviewed", "home-unreviewed-none"), &unreviewed),
        shown(desk).await?,
    ])
}

async fn log(desk: &Desk) -> Result<Panel, Problem> {
    let words = desk.words;
    let heads = vec![Head::text(words.say("column-what")), Head::number(words.say("column-acts"))];
    let newest = Paging { limit: 1, after: None };
    let checkpoints = desk.app.store.checkpoints(&newest).await?.items;
    let head = desk.app.store.health().await?.head_seq;
    let acts = |count: i64| words.0.number().format_whole(count);
    let mut rows = vec![vec![words.say("row-log").into(), acts(head).into()]];
    if let Some(checkpoint) = checkpoints.first() {
        rows.push(vec![words.say("row-checkpoint").into(), acts(checkpoint.size).into()]);
    }
    let panel = Panel::new(words.say("home-log"), String::new(), heads);
    Ok(Panel { rows, ..panel })
}

async fn shown(desk: &Desk) -> Result<Panel, Problem> {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-day")),
        Head::text(words.say("column-who")),
        Head::number(words.say("column-people")),
    ];
    let paging = Paging { limit: LINES, after: None };
    let page = desk.app.store.reveals(&paging).await?;
    let rows = page.items.iter().map(|reveal| {
        let person = desk.facts.persons.get(&reveal.person_id);
        vec![
            words.day(&reveal.revealed_on).into(),
            person.map(|person| person.name.clone()).unwrap_or_default().into(),
            words.0.number().format_whole(reveal.people).into(),
        ]
    });
    let panel = Panel::new(words.say("home-shown"), words.say("home-shown-none"), heads);
    Ok(Panel { rows: rows.collect(), ..panel })
}
