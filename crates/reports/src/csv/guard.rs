//! Keeps a text from being run as a formula by the spreadsheet that opens it, and gives it back unchanged on import.
//!
//! Only text cells pass through here. An amount never does: `-5.00` must stay a number.

use std::borrow::Cow;

/// The mark that spreadsheets read as "this is text".
const MARK: char = '\'';

/// Puts a `'` before a text that a spreadsheet could run: one that begins, after spaces or a byte order mark, with
/// `=`, `+`, `-`, `@` (also in full width), or that opens with a tab, a line break or a NUL.
///
/// A phone number in strict E.164 (`+` and 7 to 15 digits) is no formula and stays as it is; whatever only looks like
/// one (`+1-1`) is guarded. [`unguard_text`] undoes it exactly.
pub fn guard_text(text: &str) -> Cow<'_, str> {
    if wants_guard(text) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// Takes back the `'` that [`guard_text`] put there, and no other.
pub fn unguard_text(text: &str) -> &str {
    match text.strip_prefix(MARK) {
        Some(rest) if wants_guard(rest) => rest,
        _ => text,
    }
}

/// A text that is already marked is marked once more, or the way back would strip a mark that its author typed.
fn wants_guard(text: &str) -> bool {
    could_run(text.trim_start_matches(MARK))
}

fn could_run(text: &str) -> bool {
    if is_phone(text) {
        return false;
    }
    for letter in text.chars() {
        match letter {
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n' | '\0' => {
                return true;
            }
            '\u{feff}' | '\u{200b}' | '\u{2060}' => {}
            other if other.is_whitespace() => {}
            _ => return false,
        }
    }
    false
}

/// E.164 and nothing else: `^\+[1-9][0-9]{6,14}$`.
fn is_phone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(guard_text(text), expected, "{text:?}");
        assert_eq!(unguard_text(expected), text, "{text:?} does not come back");
    }

    #[test]
    fn a_formula_is_marked_as_text() {
        check("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")");
        check("+1-1", "'+1-1");
        check("-2+3", "'-2+3");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r\n=1", "'\r\n=1");
        check("\0", "'\0");
        check("＝1+1", "'＝1+1");
        check("\u{feff}=1", "'\u{feff}=1");
        check("  =1", "'  =1");
        check("\u{a0}@x", "'\u{a0}@x");
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in ["", "Општина Центар", "a=b", "3-17/2026", "'90s club", "'", "  two spaces"]
        {
            check(text, text);
        }
    }

    #[test]
    fn only_a_strict_phone_number_keeps_its_plus() {
        check("+38970123456", "+38970123456");
        for text in [
            "+389 70 123 456",
            "+0389701234",
            "+123456",
            "+1234567890123456",
            "+3897012345x",
            "+389-70",
        ] {
            check(text, &format!("'{text}"));
        }
    }

    #[test]
    fn a_mark_that_was_typed_comes_back() {
        check("'=1", "''=1");
        check("''=1", "'''=1");
        check("'+38970123456", "'+38970123456");
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\-＝ \t\r\na1\u{feff}]{0,8}|\\PC{0,12}") {
            let guarded = guard_text(&text);
            proptest::prop_assert_eq!(unguard_text(&guarded), text.as_str());
        }

        #[test]
        fn nothing_guarded_can_run(text in "[ '\u{feff}]{0,3}[=+@\\-＝＋－＠\t\r\n]\\PC{0,6}") {
            let guarded = guard_text(&text);
            proptest::prop_assert!(!could_run(&guarded), "{:?}", guarded);
        }
    }
}
