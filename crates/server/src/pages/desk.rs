//! What every page inside stands on: who is at work, in which language, and the books.

use std::sync::{Arc, LazyLock};

use almoner_law::pack::Pack;
use almoner_law::term::Term;
use almoner_ledger::command::Command;
use almoner_ledger::facts::Facts;
use almoner_reports::language::Language;
use almoner_store::write::Answer;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::block::Page;
use super::form::KEY;
use super::shell::Shell;
use super::typed::Typed;
use super::words::Words;
use crate::app::App;
use crate::auth::Identity;
use crate::extract::IdempotencyKey;
use crate::problem::Problem;

/// A page that cannot be shown; the gate says so in the reader's language.
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) Problem);

/// What a page's handler answers.
pub(crate) type Told = Result<Response, Fault>;

impl<E: Into<Problem>> From<E> for Fault {
    fn from(problem: E) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// The names of the country's closed lists; read once.
pub(crate) static LAW: LazyLock<Option<Pack>> = LazyLock::new(|| almoner_law::mk().ok());

pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) identity: Identity,
    pub(crate) words: Words,
    pub(crate) facts: Arc<Facts>,
    /// The page itself, as its address is written in the router.
    route: String,
    /// The page itself, to come back to.
    here: String,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let language = parts.extensions.get::<Language>().copied().unwrap_or(Language::Mk);
        let facts = app.store.facts_for_reading().await?;
        let route = parts.extensions.get::<MatchedPath>();
        let route = route.map(|path| path.as_str().to_owned()).unwrap_or_default();
        let here = match (&parts.method, parts.uri.path_and_query()) {
            (&Method::GET, Some(path)) => path.as_str().to_owned(),
            _ => parts.uri.path().to_owned(),
        };
        Ok(Self { app: app.clone(), identity, words: Words(language), facts, route, here })
    }
}

impl Desk {
    pub(crate) fn page(&self, title: String) -> Page {
        let about = (&*self.facts, &self.identity);
        let shell = Shell::inside(&self.app, self.words, (title, &self.here), about);
        Page { shell, words: self.words, blocks: Vec::new(), status: StatusCode::OK }
    }

    pub(crate) fn say(&self, message: &str) -> String {
        self.words.say(message)
    }

    /// Gives a command once for each form, however often it is sent.
    pub(crate) async fn give(&self, typed: &Typed, command: Command) -> Result<Answer, Problem> {
        self.give_as(typed.get(KEY), command).await
    }

    pub(crate) async fn give_as(&self, key: &str, command: Command) -> Result<Answer, Problem> {
        if key.is_empty() {
            return Err(Problem::own("idempotency-key-missing"));
        }
        let key = IdempotencyKey(key.to_owned()).hash(&self.identity, &Method::POST, &self.route);
        let given = self.app.write(&self.identity, Some(key), command).await;
        given.map_err(|error| Problem::unwritten(&error, &self.route))
    }

    /// A person of the house by name.
    pub(crate) fn person(&self, id: Uuid) -> String {
        self.facts.persons.get(&id).map(|person| person.name.clone()).unwrap_or_default()
    }

    pub(crate) fn fund(&self, seq: i64) -> String {
        self.facts.funds.get(&seq).map_or_else(|| seq.to_string(), |fund| fund.name.clone())
    }

    /// An account by code and name.
    pub(crate) fn account(&self, code: &str) -> String {
        let Some(account) = self.facts.accounts.get(code) else { return code.to_owned() };
        let name = match self.words.0 {
            Language::Mk => &account.name_mk,
            Language::En => &account.name_en,
            Language::Sq => &account.name_sq,
        };
        format!("{code} {name}")
    }

    /// A word of a list that the law data names.
    pub(crate) fn term(&self, list: fn(&Pack) -> &Vec<Term>, code: &str) -> String {
        let terms = LAW.as_ref().map(list);
        let found = terms.and_then(|terms| terms.iter().find(|term| term.code == code));
        found.map_or(code, |term| self.words.0.pick(&term.names)).to_owned()
    }

    pub(crate) fn terms(&self, list: fn(&Pack) -> &Vec<Term>) -> Vec<(String, String)> {
        let terms = LAW.as_ref().map(list).into_iter().flatten();
        terms.map(|term| (term.code.clone(), self.words.0.pick(&term.names).to_owned())).collect()
    }

    /// A kind of need.
    pub(crate) fn category(&self, code: &str) -> String {
        self.term(|law| &law.categories, code)
    }

    /// Nothing chosen yet, before what can be chosen.
    pub(crate) fn choices(&self, options: Vec<(String, String)>) -> Vec<(String, String)> {
        let nothing = (String::new(), self.say("form-choose"));
        std::iter::once(nothing).chain(options).collect()
    }
}

/// On to another page: what was sent is not sent again by looking back.
pub(crate) fn led(to: impl AsRef<str>) -> Response {
    Redirect::to(to.as_ref()).into_response()
}

pub(crate) fn absent(noun: &str) -> Problem {
    Problem::own("not-found").detail(format!("there is no such {noun}"))
}

impl FromRequest<App> for Typed {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, app).await;
        form.map(|form| Self(form.0)).map_err(|rejection| {
            let name = if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                "body-too-large"
            } else {
                "invalid-field"
            };
            Fault(Problem::own(name))
        })
    }
}
