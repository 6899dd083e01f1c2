//! The two cookies: the session, which only this address gets back and no script can read, and the language.

use axum::http::{HeaderMap, HeaderValue, header};

pub(super) const SESSION: &str = "__Host-almoner";
pub(super) const LANGUAGE: &str = "__Host-language";
const YEAR_SECONDS: u32 = 31_536_000;

/// The value of a cookie, where the request carries it exactly once.
pub(super) fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        (Some(_) | None, _) => None,
    }
}

/// Sets a cookie until the browser is closed; the value is letters, digits, `-` and `_`.
pub(super) fn session(value: &str) -> Option<HeaderValue> {
    let text = format!("{SESSION}={value}; Path=/; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&text).ok()
}

pub(super) fn no_session() -> HeaderValue {
    HeaderValue::from_static("__Host-almoner=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

pub(super) fn language(code: &str) -> Option<HeaderValue> {
    let text = format!(
        "{LANGUAGE}={code}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={YEAR_SECONDS}"
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_where_it_stands_once() {
        let headers = |lines: &[&str]| -> HeaderMap {
            lines.iter().map(|line| (header::COOKIE, line.parse().unwrap())).collect()
        };
        assert_eq!(read(&headers(&["a=1; __Host-almoner=x"]), SESSION), Some("x"));
        assert_eq!(read(&headers(&["a=1", "__Host-almoner=x"]), SESSION), Some("x"));
        assert_eq!(read(&headers(&["__Host-almoner=x; __Host-almoner=y"]), SESSION), None);
        assert_eq!(read(&headers(&["x__Host-almoner=x"]), SESSION), None);
        assert_eq!(read(&headers(&[]), SESSION), None);
    }
}
