//! What stands around every page: whose books these are, who is at work, where one can go, and the language.

use almoner_ledger::codes::Role;
use almoner_ledger::facts::Facts;
use almoner_reports::language::Language;

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
        Self { title, books, demo: app.about.demo, who: None, here, languages: LANGUAGES }
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
        Self { who: Some(who), here: here.to_owned(), ..outside }
    }

    pub(super) fn speaks(&self, language: &Language, code: &str) -> bool {
        language.code() == code
    }
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
