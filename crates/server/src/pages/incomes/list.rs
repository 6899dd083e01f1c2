//! The list of incomes, with its sum and the statement of the same days.

use almoner_ledger::codes::IncomeKind;
use almoner_store::read::income::{IncomeFilter, IncomeRow};
use axum::extract::Query;

use crate::pages::block::{Block, Link};
use crate::pages::desk::{Desk, Told};
use crate::pages::field::{Field, Input};
use crate::pages::list::Asked;
use crate::pages::panel::{Cell, Head, Panel};
use crate::pages::pick;
use crate::pages::typed::Typed;

pub(in crate::pages) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let days = asked.days(desk.app.clock.today());
    let sources = desk.facts.sources.values().map(|source| (source.seq, source.name.as_str()));
    let source = pick::one(desk.words, "source", &asked.0, sources);
    let filter = IncomeFilter {
        from_on: Some(days.0),
        to_on: Some(days.1),
        source: source.as_ref().ok().copied().flatten(),
        kind: asked.text("kind").and_then(IncomeKind::parse),
        fund: asked.number("fund"),
        agreement: asked.number("agreement"),
        ..IncomeFilter::default()
    };
    let found = desk.app.store.incomes(&filter, &asked.paging()).await?;
    let (count, sum) = desk.app.store.income_sum(&filter, days).await?;
    let form = desk
        .days_asked("/incomes", days)
        .field(desk.fund_choice("fund"))
        .field(
            Field::new(Input::Choice, "kind", desk.say("column-kind"))
                .options(desk.choices(desk.terms(|law| &law.income_kinds))),
        )
        .field(Field::new(Input::Pick, "source", desk.say("column-giver")).options(offered(&desk)))
        .typed(&asked.0);
    let form = match &source {
        Ok(_) => form,
        Err(why) => form.refused(desk.words, why),
    };
    let panel =
        Panel { more: asked.further(&desk, "/incomes", found.next), ..table(&desk, &found.items) };
    let sum =
        [("number", &*desk.words.0.number().format_whole(count)), ("sum", &*desk.words.sum(&sum))];
    let mut links = Vec::new();
    if almoner_ledger::authority::INCOME.roles.contains(&desk.identity.role) {
        links.push(Link::first("/incomes/new", desk.say("income-new")));
    }
    links.push(Link::new(
        format!("/statements?from={}&to={}", days.0, days.1),
        desk.say("statements-title"),
    ));
    let page = desk.page(desk.say("nav-incomes")).block(Block::Links(links));
    let page = page.block(Block::Filter(form));
    let page = page.block(Block::Text(desk.words.say_with("income-sum", &sum)));
    Ok(page.block(Block::Panel(panel)).shown())
}

/// Sources as they are offered while one types.
pub(super) fn offered(desk: &Desk) -> Vec<(String, String)> {
    let active = desk.facts.sources.values().filter(|source| source.active);
    let kind = |code: &str| desk.term(|law| &law.source_kinds, code);
    let offered = active.rev().take(pick::OFFERED);
    offered
        .map(|source| (pick::label(&source.name, source.seq), kind(source.kind.code())))
        .collect()
}

pub(in crate::pages) fn table(desk: &Desk, rows: &[IncomeRow]) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-day")),
        Head::text(words.say("column-giver")),
        Head::text(words.say("column-kind")),
        Head::text(words.say("column-fund")),
        Head::text(words.say("column-receipt")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &IncomeRow| -> Vec<Cell> {
        let giver = row.source_name.clone();
        let receipt = row.receipt_year.zip(row.receipt_number);
        let sum = words.sum(&row.value_minor);
        vec![
            Cell::link(format!("/incomes/{}", row.seq), words.day(&row.received_on)),
            giver.unwrap_or_else(|| words.say("giver-nobody-knows")).into(),
            desk.term(|law| &law.income_kinds, row.kind.code()).into(),
            desk.fund(row.fund_seq).into(),
            receipt.map(crate::recorded::numbered).unwrap_or_default().into(),
            if row.reversed_by_seq.is_some() { words.say_of("taken-back", &sum) } else { sum }
                .into(),
        ]
    };
    let panel = Panel::new(String::new(), words.say("list-none"), heads);
    Panel { rows: rows.iter().map(row).collect(), ..panel }
}
