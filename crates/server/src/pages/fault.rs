//! A page that says why not, in words; the status is the problem's.

use almoner_reports::language::Language;
use askama::Template;
use axum::response::Response;

use super::shell::Shell;
use super::view;
use super::words::Words;
use crate::app::App;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "fault.html")]
struct Fault<'a> {
    shell: Shell,
    words: Words,
    said: String,
    detail: &'a str,
    name: &'a str,
}

pub(super) fn page(app: &App, language: Language, problem: &Problem) -> Response {
    let words = Words(language);
    let said = match message(problem.name) {
        Some(message) => words.say(message),
        None => words.refusal(problem),
    };
    let shell = Shell::outside(app, words, said.clone());
    let fault = Fault { shell, words, said, detail: &problem.detail, name: problem.name };
    view::told(&fault, problem.status)
}

/// The message of the catalogues that says it in the language of the page.
fn message(problem: &str) -> Option<&'static str> {
    Some(match problem {
        "not-found" => "fault-not-found",
        "role-forbids" => "fault-role-forbids",
        "disk-full" => "fault-disk-full",
        "internal" => "fault-other",
        _ => return None,
    })
}
