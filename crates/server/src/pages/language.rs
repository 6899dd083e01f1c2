//! Which language the pages speak: the one chosen, or the first of the browser's that we know.

use almoner_reports::language::Language;
use axum::Form;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::cookie;

pub(super) fn of(headers: &HeaderMap) -> Language {
    let chosen = cookie::read(headers, cookie::LANGUAGE).and_then(Language::parse);
    chosen.or_else(|| accepted(headers)).unwrap_or(Language::Mk)
}

/// The best known among what the browser accepts, in the order of its wishes.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(u16, Language)> = text.split(',').filter_map(wish).collect();
    wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wishes.first().map(|(_, language)| *language)
}

/// A wish as `sq-AL;q=0.8`: its weight in thousandths and the language.
fn wish(text: &str) -> Option<(u16, Language)> {
    let (name, weight) = text.split_once(";q=").unwrap_or((text, "1"));
    let language = Language::parse(name.trim().split('-').next()?)?;
    let mut digits = weight.trim().chars().filter(char::is_ascii_digit);
    let mut digit = || digits.next().and_then(|digit| digit.to_digit(10)).unwrap_or(0);
    let thousandths = [1_000, 100, 10, 1].map(|unit| digit().saturating_mul(unit));
    let sum = thousandths.into_iter().fold(0, u32::saturating_add);
    let weight = u16::try_from(sum.min(1_000)).ok().filter(|weight| 0 < *weight)?;
    Some((weight, language))
}

#[derive(Deserialize)]
pub(super) struct Choice {
    language: String,
    /// The page to go back to.
    back: String,
}

pub(super) async fn choose(Form(choice): Form<Choice>) -> Response {
    let back = Redirect::to(within(&choice.back));
    let known = Language::parse(&choice.language).and_then(|known| cookie::language(known.code()));
    match known {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], back).into_response(),
        None => back.into_response(),
    }
}

/// A page of ours; an address elsewhere leads home.
pub(super) fn within(path: &str) -> &str {
    let fits = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if fits { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_asked_where_nothing_was_chosen() {
        let of = |accepts: &str, cookie: &str| {
            let pairs = [(header::ACCEPT_LANGUAGE, accepts), (header::COOKIE, cookie)];
            of(&pairs.map(|(name, value)| (name, value.parse().unwrap())).into_iter().collect())
        };
        assert_eq!(of("de, en;q=0.7, sq-AL;q=0.8", ""), Language::Sq);
        assert_eq!(of("de-DE, fr", ""), Language::Mk);
        assert_eq!(of("en-GB", ""), Language::En);
        assert_eq!(of("en;q=0, mk;q=0.1", ""), Language::Mk);
        assert_eq!(of("en", "__Host-language=sq"), Language::Sq);
    }

    #[test]
    fn nobody_is_led_elsewhere() {
        for (path, leads) in [
            ("/aid?state=open", "/aid?state=open"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(within(path), leads);
        }
    }
}
