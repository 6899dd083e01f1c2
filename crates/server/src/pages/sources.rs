//! Who gives: the list, a new one, and what one has given.

use almoner_ledger::codes::{Role, SourceKind};
use almoner_ledger::command::{Command, SourceDetails};
use almoner_ledger::rows::giving::Source;
use almoner_store::read::agreement::AgreementFilter;
use almoner_store::read::income::IncomeFilter;
use almoner_store::read::page::Paging;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use chrono::Datelike as _;

use super::block::{Block, Link, Page};
use super::desk::{Desk, Told, absent, led};
use super::field::{Field, Input};
use super::form::{Form, Why};
use super::incomes;
use super::list::Asked;
use super::panel::{Cell, Head, Panel};
use super::pick;
use super::typed::Typed;
use crate::routes::sources::SourceBody;

/// So many stand on one page; more are found by their name.
const MOST: usize = 100;

pub(super) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    Ok(listed(&desk, &asked, None).shown())
}

fn listed(desk: &Desk, asked: &Asked, attempt: Option<(&Typed, &Why)>) -> Page {
    let words = desk.words;
    let kind = asked.text("kind").and_then(SourceKind::parse);
    let name = asked.text("name").unwrap_or_default();
    let fits = |source: &&Source| {
        kind.is_none_or(|kind| source.kind == kind)
            && (name.is_empty() || pick::has(&shown_name(desk, source), name))
    };
    let found: Vec<&Source> = desk.facts.sources.values().rev().filter(fits).collect();
    let heads = vec![
        Head::text(words.say("column-giver")),
        Head::text(words.say("column-kind")),
        Head::text(words.say("source-number")),
    ];
    let row = |source: &&Source| -> Vec<Cell> {
        vec![
            Cell::link(format!("/sources/{}", source.seq), shown_name(desk, source)),
            desk.term(|law| &law.source_kinds, source.kind.code()).into(),
            source.identifier.clone().unwrap_or_default().into(),
        ]
    };
    let panel = Panel {
        rows: found.iter().take(MOST).map(row).collect(),
        ..Panel::new(String::new(), words.say("list-none"), heads)
    };
    let form = Form::new("/sources", words.say("list-show"))
        .field(
            Field::new(Input::Text, "name", words.say("source-name"))
                .hint(words.say("source-name-hint")),
        )
        .field(
            Field::new(Input::Choice, "kind", words.say("column-kind"))
                .options(desk.choices(desk.terms(|law| &law.source_kinds))),
        )
        .typed(&asked.0);
    let mut page = desk.page(words.say("nav-sources")).block(Block::Filter(form));
    let counts = [("shown", found.len().min(MOST).to_string()), ("all", found.len().to_string())];
    let counts = counts.each_ref().map(|(name, text)| (*name, text.as_str()));
    page = page.block(Block::Text(words.say_with("source-count", &counts)));
    page = page.block(Block::Panel(panel));
    if almoner_ledger::authority::FUNDS.roles.contains(&desk.identity.role) {
        let form = adding(desk);
        let form = match attempt {
            Some((typed, why)) => form.typed(typed).refused(words, why),
            None => form,
        };
        page = page.block(Block::Form(form));
    }
    page
}

/// The name of a person who gives is for the treasurer alone.
fn shown_name(desk: &Desk, source: &Source) -> String {
    match &source.private_name {
        Some(name) if desk.identity.role == Role::Treasurer => format!("{} · {name}", source.name),
        Some(_) | None => source.name.clone(),
    }
}

fn adding(desk: &Desk) -> Form {
    Form::new("/sources", desk.say("source-add"))
        .folded(desk.say("source-new"))
        .field(
            Field::new(Input::Choice, "kind", desk.say("column-kind"))
                .needed()
                .options(desk.choices(desk.terms(|law| &law.source_kinds))),
        )
        .field(
            Field::new(Input::Text, "name", desk.say("source-name"))
                .hint(desk.say("source-new-name-hint")),
        )
        .field(Field::new(Input::Text, "identifier", desk.say("source-number")))
        .field(
            Field::new(Input::Text, "country", desk.say("source-country"))
                .hint(desk.say("source-country-hint"))
                .of("MK"),
        )
}

pub(super) async fn add(desk: Desk, typed: Typed) -> Told {
    match added(&desk, &typed).await {
        Ok(seq) => Ok(led(format!("/sources/{seq}"))),
        Err(why) => {
            let mut page = listed(&desk, &Asked(Typed::default()), Some((&typed, &why)));
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}

/// The name of a person goes to the vault, where there is one, by an act of its own.
async fn added(desk: &Desk, typed: &Typed) -> Result<i64, Why> {
    let body: SourceBody = adding(desk).body(desk.words, typed)?;
    let mut details = SourceDetails::from(body);
    let names = desk.app.take_names(std::slice::from_mut(&mut details)).await?;
    let seq = desk.give(typed, Command::AddSource(details)).await?.seq;
    for (_, name) in names {
        desk.app.name_giver(&desk.identity, seq, &name).await?;
    }
    Ok(seq)
}

pub(super) async fn one(desk: Desk, Path(seq): Path<i64>) -> Told {
    let words = desk.words;
    let source = desk.facts.sources.get(&seq).ok_or_else(|| absent("source"))?;
    let mut rows = vec![(
        words.say("column-kind"),
        Cell::from(desk.term(|law| &law.source_kinds, source.kind.code())),
    )];
    if let Some(number) = &source.identifier {
        rows.push((words.say("source-number"), number.clone().into()));
    }
    if let Some(country) = &source.country {
        rows.push((words.say("source-country"), country.clone().into()));
    }
    let mut page = desk.page(shown_name(&desk, source)).block(Block::Facts { title: None, rows });
    let agreements = AgreementFilter { source: Some(seq), ..AgreementFilter::default() };
    let agreements = desk.app.store.agreements(&agreements, &Paging::default()).await?.items;
    page = page.block(Block::Panel(super::agreements::table(&desk, "nav-agreements", &agreements)));
    let year = desk.app.clock.today().year();
    let mut links = Vec::new();
    if crate::routes::table::BOOKS.contains(&desk.identity.role) {
        let filter = IncomeFilter { source: Some(seq), ..IncomeFilter::default() };
        let given = desk.app.store.incomes(&filter, &Paging { limit: 10, after: None }).await?;
        let panel = incomes::table(&desk, &given.items);
        page = page.block(Block::Panel(Panel { title: words.say("source-given"), ..panel }));
        let paper = format!("/reports/donor_year?source={seq}&year={year}");
        links.push(Link::first(paper, words.say("source-year")));
    }
    links.push(Link::new("/sources", words.say("list-back")));
    Ok(page.block(Block::Links(links)).shown())
}
