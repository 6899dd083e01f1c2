//! The inbox: what is late comes first, then what is open.

use almoner_ledger::codes::{Category, RequestState, Urgency};
use almoner_store::read::request::RequestFilter;
use axum::extract::Query;

use crate::pages::block::{Block, Link};
use crate::pages::desk::{Desk, Told};
use crate::pages::field::{Field, Input};
use crate::pages::form::Form;
use crate::pages::home::case_worker::table;
use crate::pages::list::Asked;
use crate::pages::panel::Panel;
use crate::pages::typed::Typed;

pub(in crate::pages) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let is_plain = asked.0.0.iter().all(|(_, text)| text.is_empty());
    let filter = RequestFilter {
        state: asked.text("state").and_then(RequestState::parse),
        category: asked.text("category").and_then(Category::parse),
        urgency: asked.text("urgency").and_then(Urgency::parse),
        overdue_at: asked.text("late").map(|_| desk.app.clock.now()),
        from_on: asked.day("from"),
        to_on: asked.day("to"),
        ..RequestFilter::default()
    };
    let found = desk.app.store.requests(&filter, &asked.paging()).await?;
    let mut page = desk.page(desk.say("nav-requests"));
    if almoner_ledger::authority::RECIPIENTS.roles.contains(&desk.identity.role) {
        let new = Link::first("/requests/new", desk.say("request-new"));
        page = page.block(Block::Links(vec![new]));
    }
    page = page.block(Block::Filter(filters(&desk).typed(&asked.0)));
    if is_plain {
        let late =
            RequestFilter { overdue_at: Some(desk.app.clock.now()), ..RequestFilter::default() };
        let late = desk.app.store.requests(&late, &asked.paging()).await?.items;
        page = page.block(Block::Panel(table(&desk, ("home-late", "home-late-none"), &late)));
    }
    let title = if is_plain { "request-all" } else { "" };
    let panel = table(&desk, (title, "list-none"), &found.items);
    let panel = Panel { more: asked.further(&desk, "/requests", found.next), ..panel };
    Ok(page.block(Block::Panel(panel)).shown())
}

fn filters(desk: &Desk) -> Form {
    let states = RequestState::ALL
        .iter()
        .map(|state| (state.code().to_owned(), desk.words.word("request-state", state.code())));
    let choice = |name: &str, label: &str, options: Vec<(String, String)>| {
        Field::new(Input::Choice, name, desk.say(label)).options(desk.choices(options))
    };
    Form::new("/requests", desk.say("list-show"))
        .field(choice("state", "column-state", states.collect()))
        .field(choice("category", "column-need", desk.terms(|law| &law.categories)))
        .field(choice("urgency", "column-urgency", desk.terms(|law| &law.urgencies)))
        .field(Field::new(Input::Check, "late", desk.say("request-late-only")))
}
