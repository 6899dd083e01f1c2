//! The door. Books made by `demo` let anybody in as one of their fictional people; all others ask who it is.

use almoner_ledger::codes::PersonState;
use almoner_ledger::facts::Facts;
use almoner_reports::language::Language;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::language::within;
use super::shell::{Shell, role};
use super::words::Words;
use super::{cookie, fault, view};
use crate::app::App;
use crate::auth::Identity;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "enter.html")]
struct Door {
    shell: Shell,
    words: Words,
    next: String,
    people: Vec<Fictional>,
}

/// Somebody of the demo, in the one role they have.
struct Fictional {
    grant: i64,
    name: String,
    role: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    next: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let words = Words(language);
    let facts = match app.store.facts_for_reading().await {
        Ok(facts) => facts,
        Err(error) => return fault::page(&app, language, &Problem::from(error)),
    };
    let people = if app.about.demo { fictional(&facts, words) } else { Vec::new() };
    let shell = Shell::outside(&app, words, words.say("enter-title"));
    let next = within(wanted.next.as_deref().unwrap_or("/")).to_owned();
    view::shown(&Door { shell, words, next, people })
}

fn fictional(facts: &Facts, words: Words) -> Vec<Fictional> {
    let active = facts.grants.values().filter(|grant| grant.revoked_seq.is_none());
    let known = active.filter_map(|grant| {
        let person = facts.persons.get(&grant.person_id)?;
        let fictional = Fictional {
            grant: grant.seq,
            name: person.name.clone(),
            role: role(words, grant.role),
        };
        (person.state == PersonState::Active).then_some((grant.role, grant.seq, fictional))
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by_key(|(role, grant, _)| (*role, *grant));
    known.into_iter().map(|(_, _, fictional)| fictional).collect()
}

#[derive(Deserialize)]
pub(super) struct AsSomebody {
    grant: i64,
    next: String,
}

pub(super) async fn enter(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    Form(wanted): Form<AsSomebody>,
) -> Response {
    match entered(&app, &wanted).await {
        Ok(response) => response,
        Err(problem) => fault::page(&app, language, &problem),
    }
}

/// Only books that are marked as a demo for ever let anybody in as somebody.
async fn entered(app: &App, wanted: &AsSomebody) -> Result<Response, Problem> {
    if !app.about.demo {
        return Err(Problem::own("not-signed-in"));
    }
    let facts = app.store.facts_for_reading().await?;
    let grant = facts.grants.get(&wanted.grant).ok_or_else(|| Problem::own("not-signed-in"))?;
    let session = app.begin_session(grant.person_id, grant.role).await;
    let session = session.map_err(|error| Problem::unwritten(&error, "/enter"))?;
    let led = Redirect::to(within(&wanted.next));
    let cookie = cookie::session(&session).ok_or_else(|| Problem::own("internal"))?;
    Ok(([(header::SET_COOKIE, cookie)], led).into_response())
}

pub(super) async fn leave(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    Extension(identity): Extension<Identity>,
) -> Response {
    match app.end_session(&identity).await {
        Ok(()) => {
            ([(header::SET_COOKIE, cookie::no_session())], Redirect::to("/enter")).into_response()
        }
        Err(error) => fault::page(&app, language, &Problem::unwritten(&error, "/leave")),
    }
}
