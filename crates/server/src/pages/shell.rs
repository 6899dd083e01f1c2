//! What stands around every page: whose books these are, who is at work, where one can go, and the language.

use almoner_ledger::codes::Role;
use almoner_ledger::facts::Facts;
use almoner_reports::language::Language;
use axum::http::Method;

use super::table::{self, Sees};
use super::words::Words;
use crate::app::App;
use crate::auth::Identity;

pub(super) struct Shell {
    pub(super) title: String,
    /// Whose books.
    pub(super) books: String,
    pub(super) demo: bool,
    pub(super) who: Option<Who>,
    /// The page itself, to come back to.
    pub(super) here: String,
    /// Where this role can go: address, name, and whether one is there.
    pub(super) nav: Vec<(&'static str, String, bool)>,
    pub(super) languages: [(&'static str, &'static str); 3],
}

pub(super) struct Who {
    pub(super) name: String,
    pub(super) role: String,
}

/// Each by its own name, so that it is found by whoever looks for it.
const LANGUAGES: [(&str, &str); 3] = [("mk", "Македонски"), ("en", "English"), ("sq", "Shqip")];

impl Shell {
    /// Around a page that everybody sees.
    pub(super) fn outside(app: &App, words: Words, title: String) -> Self {
        let books = app.about.name.clone().unwrap_or_else(|| words.say("books-not-open"));
        let here = "/".to_owned();
        Self {
            title,
            books,
            demo: app.about.demo,
            who: None,
            here,
            nav: Vec::new(),
            languages: LANGUAGES,
        }
    }

    pub(super) fn inside(
        app: &App,
        words: Words,
        (title, here): (String, &str),
        (facts, identity): (&Facts, &Identity),
    ) -> Self {
        let person = facts.persons.get(&identity.person);
        let who = Who {
            name: person.map(|person| person.name.clone()).unwrap_or_default(),
            role: role(words, identity.role),
        };
        let outside = Self::outside(app, words, title);
        let nav = nav(words, identity.role, here);
        Self { who: Some(who), here: here.to_owned(), nav, ..outside }
    }

    pub(super) fn speaks(&self, language: &Language, code: &str) -> bool {
        language.code() == code
    }
}

/// The parts of the app, in the order of the day's work.
const PARTS: [(&str, &str); 10] = [
    ("/incomes", "nav-incomes"),
    ("/requests", "nav-requests"),
    ("/payouts", "nav-payouts"),
    ("/funds", "nav-funds"),
    ("/sources", "nav-sources"),
    ("/agreements", "nav-agreements"),
    ("/entries", "nav-entries"),
    ("/reports", "nav-reports"),
    ("/closing", "nav-closing"),
    ("/decisions", "nav-decisions"),
];

fn nav(words: Words, role: Role, here: &str) -> Vec<(&'static str, String, bool)> {
    let parts = PARTS.into_iter().filter(|(path, _)| match table::find(&Method::GET, path) {
        Some(Sees::SignedIn(roles)) => roles.contains(&role),
        Some(Sees::Anybody) | None => false,
    });
    let is_here = |path: &str| {
        let rest = here.strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    parts.map(|(path, name)| (path, words.say(name), is_here(path))).collect()
}

pub(super) fn role(words: Words, role: Role) -> String {
    words.say(match role {
        Role::Admin => "role-admin",
        Role::Treasurer => "role-treasurer",
        Role::CaseWorker => "role-case-worker",
        Role::Approver => "role-approver",
        Role::Releaser => "role-releaser",
        Role::Auditor => "role-auditor",
    })
}
