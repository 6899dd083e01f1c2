//! Closing a month: what has to be in order first, and proposing it to a second person.

use almoner_ledger::codes::{PeriodState, Reason, Role};
use almoner_ledger::command::{Command, Deed};
use almoner_ledger::month::Month;
use almoner_store::read::entry::EntryFilter;
use almoner_store::read::income::IncomeFilter;
use almoner_store::read::page::Paging;
use axum::http::StatusCode;

use super::block::{Block, Link, Page};
use super::desk::{Desk, Told, led};
use super::field::Field;
use super::form::{Form, Why};
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::problem::Problem;

pub(super) async fn show(desk: Desk) -> Told {
    Ok(shown(&desk, None).await?.shown())
}

async fn shown(desk: &Desk, attempt: Option<(&Typed, &Why)>) -> Result<Page, Problem> {
    let words = desk.words;
    let mut page = desk.page(words.say("nav-closing"));
    let next = next(desk).await?;
    if let Some(month) = next {
        page = page.block(Block::Panel(checklist(desk, month).await?));
        if desk.identity.role == Role::Treasurer {
            let title = words.say_of("closing-propose", &month.to_string());
            let form = Form::new("/closing", title).field(Field::hidden("month", month.number()));
            let form = match attempt {
                Some((typed, why)) => form.typed(typed).refused(words, why),
                None => form,
            };
            page = page.block(Block::Text(words.say("closing-two"))).block(Block::Form(form));
        }
    } else {
        page = page.block(Block::Text(words.say("closing-nothing")));
    }
    let heads = vec![Head::text(words.say("column-month")), Head::text(words.say("column-state"))];
    let rows = desk.facts.periods.iter().rev().map(|(month, period)| -> Vec<Cell> {
        vec![month.to_string().into(), words.word("period", period.state.code()).into()]
    });
    let panel = Panel {
        rows: rows.collect(),
        ..Panel::new(words.say("closing-months"), words.say("closing-months-none"), heads)
    };
    let links = vec![Link::new("/decisions", words.say("nav-decisions"))];
    Ok(page.block(Block::Panel(panel)).block(Block::Links(links)))
}

/// The first month that is over and still open.
async fn next(desk: &Desk) -> Result<Option<Month>, Problem> {
    let closed = desk.facts.periods.iter().rev();
    let last =
        closed.filter(|(_, period)| period.state == PeriodState::Closed).map(|it| *it.0).next();
    let month = match last {
        Some(last) => Some(last.next()),
        None => desk.app.store.first_booked_on().await?.map(Month::of),
    };
    Ok(month.filter(|month| *month < Month::of(desk.app.clock.today())))
}

/// What stands in the way, and what is merely worth a look.
async fn checklist(desk: &Desk, month: Month) -> Result<Panel, Problem> {
    let words = desk.words;
    let (from, to) = (month.first_day(), month.last_day());
    let one = Paging { limit: 1, after: None };
    let unclear = IncomeFilter {
        from_on: Some(from),
        to_on: Some(to),
        kind: Some(almoner_ledger::codes::IncomeKind::Unclear),
        ..IncomeFilter::default()
    };
    let unclear = desk.app.store.incomes(&unclear, &Paging::default()).await?.items;
    let unclear = unclear
        .iter()
        .filter(|row| row.explained_by_seq.is_none() && row.reversed_by_seq.is_none())
        .count();
    let booked = EntryFilter { from_on: Some(from), to_on: Some(to), ..EntryFilter::default() };
    let booked = !desk.app.store.entries(&booked, &one).await?.items.is_empty();
    let unreviewed = desk.facts.unreviewed.len();
    let range = format!("from={from}&to={to}");
    let line = |text: String, done: bool, href: String| -> Vec<Cell> {
        let state = if done { "check-done" } else { "check-open" };
        vec![Cell::link(href, text), words.say(state).into()]
    };
    let rows = vec![
        line(
            words.say_of("check-unclear", &unclear.to_string()),
            unclear == 0,
            format!("/incomes?kind=unclear&{range}"),
        ),
        line(words.say("check-booked"), booked, format!("/entries?{range}")),
        line(
            words.say_of("check-unreviewed", &unreviewed.to_string()),
            unreviewed == 0,
            "/payouts?unreviewed=yes".to_owned(),
        ),
    ];
    let heads = vec![Head::text(words.say("column-what")), Head::text(words.say("column-state"))];
    let title = words.say_of("closing-checklist", &month.to_string());
    Ok(Panel { rows, ..Panel::new(title, String::new(), heads) })
}

pub(super) async fn propose(desk: Desk, typed: Typed) -> Told {
    let given = async {
        let month = typed.get("month").parse().map_err(|_| Problem::own("invalid-field"))?;
        let deed = Deed::CloseMonth { month, why: Reason::PeriodEnd };
        let command = Command::ProposeDecision { deed, reason: None };
        desk.give(&typed, command).await
    };
    match given.await {
        Ok(_) => Ok(led("/decisions?done=yes")),
        Err(problem) => {
            let why = Why::Problem(problem);
            let mut page = shown(&desk, Some((&typed, &why))).await?;
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}
