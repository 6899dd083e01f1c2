//! Where everybody begins: what waits for them, and what they look after.

mod auditor;
mod case_worker;
mod payouts;
mod treasurer;

use std::sync::Arc;

use almoner_law::pack::Pack;
use almoner_ledger::codes::Role;
use almoner_ledger::facts::Facts;
use almoner_reports::language::Language;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::panel::Panel;
use super::shell::Shell;
use super::words::Words;
use super::{fault, view};
use crate::app::App;
use crate::auth::Identity;
use crate::law_here::law_here;
use crate::problem::Problem;

/// So many lines of a list stand on the first page.
const LINES: i64 = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    words: Words,
    panels: Vec<Panel>,
}

/// What every home is made from.
struct Ground<'a> {
    app: &'a App,
    facts: Arc<Facts>,
    law: Pack,
    words: Words,
}

pub(super) async fn home(
    State(app): State<App>,
    Extension(language): Extension<Language>,
    Extension(identity): Extension<Identity>,
) -> Response {
    match made(&app, language, &identity).await {
        Ok(home) => view::shown(&home),
        Err(problem) => fault::page(&app, language, &problem),
    }
}

async fn made(app: &App, language: Language, identity: &Identity) -> Result<Home, Problem> {
    let words = Words(language);
    let facts = app.store.facts_for_reading().await?;
    let law = law_here(&facts).map_err(|error| Problem::internal(&error))?;
    let ground = Ground { app, facts: Arc::clone(&facts), law, words };
    let panels = match identity.role {
        Role::Treasurer => treasurer::panels(&ground).await?,
        Role::CaseWorker => case_worker::panels(&ground).await?,
        Role::Approver => vec![payouts::to_approve(&ground).await?],
        Role::Releaser => vec![payouts::to_release(&ground).await?],
        Role::Auditor => auditor::panels(&ground).await?,
        Role::Admin => Vec::new(),
    };
    let title = words.say("home-title");
    let shell = Shell::inside(app, words, (title, "/"), (&facts, identity));
    Ok(Home { shell, words, panels })
}
