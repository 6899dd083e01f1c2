//! Letters that look like others, and signs that nobody sees: what is written to be read alike is brought to one script.

use zeroize::Zeroizing;

/// Latin letters beside the Cyrillic ones that look like them.
const ALIKE: [(char, char); 32] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('É', 'Ѐ'),
    ('È', 'Ѐ'),
    ('é', 'ѐ'),
    ('è', 'ѐ'),
];

/// Signs that take no place on paper, and are dropped wherever they stand: format characters and blank letters.
pub(crate) const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

const fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

const fn is_latin(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}')
}

fn cyrillic(letter: char) -> Option<char> {
    ALIKE.iter().find(|(latin, _)| *latin == letter).map(|(_, cyrillic)| *cyrillic)
}

fn as_latin(letter: char) -> char {
    let found = ALIKE.iter().find(|(_, cyrillic)| *cyrillic == letter);
    found.map_or(letter, |(latin, _)| *latin)
}

/// Where a text is of both scripts, each of its words in one: Cyrillic where every letter of it could be, Latin otherwise.
/// A text of one script stays as it is: what is wholly Latin may be a name of its own.
pub(crate) fn in_one_script(text: &str) -> Zeroizing<String> {
    let mixed = text.chars().any(is_cyrillic) && text.chars().any(is_latin);
    if !mixed {
        return Zeroizing::new(text.to_owned());
    }
    let mut plain = Zeroizing::new(String::with_capacity(text.len().saturating_mul(2)));
    for word in text.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let could_be = |letter: char| !is_latin(letter) || cyrillic(letter).is_some();
        if word.chars().all(could_be) {
            plain.extend(word.chars().map(|letter| cyrillic(letter).unwrap_or(letter)));
        } else {
            plain.extend(word.chars().map(as_latin));
        }
    }
    plain
}
