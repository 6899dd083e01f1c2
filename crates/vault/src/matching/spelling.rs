//! How far apart two folded words are.

use std::cmp::Ordering;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    Same,
    /// So many letters wrong, missing, too many, or exchanged with their neighbour.
    Letters(u8),
    /// Only the last vowel: Петровски and Петровска, Иван and Ивана.
    Ending,
}

/// How many letters a typist may get wrong in a word as long as the shorter of the two.
pub(crate) const fn tolerance(length: usize) -> u8 {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

pub(crate) fn compare(one: &str, other: &str) -> Option<Agreement> {
    if one == other {
        return Some(Agreement::Same);
    }
    if only_ending(one, other) {
        return Some(Agreement::Ending);
    }
    let most = tolerance(one.len().min(other.len()));
    distance(one.as_bytes(), other.as_bytes(), most).map(Agreement::Letters)
}

fn only_ending(one: &str, other: &str) -> bool {
    let stem = |word: &str| -> usize { word.trim_end_matches(['a', 'e', 'i', 'o', 'u']).len() };
    let without_vowel = |word: &str| word.len().saturating_sub(stem(word)) <= 1;
    let shared = stem(one);
    shared >= 3
        && without_vowel(one)
        && without_vowel(other)
        && shared == stem(other)
        && one.get(..shared) == other.get(..shared)
}

const LONGEST: usize = 40;

/// Letters to change, add, drop or exchange with a neighbour; `None` above `most` or for words beyond reason.
pub(crate) fn distance(one: &[u8], other: &[u8], most: u8) -> Option<u8> {
    if one.len().abs_diff(other.len()) > usize::from(most) || one.len().max(other.len()) >= LONGEST
    {
        return None;
    }
    let mut before_last = [0_u8; LONGEST];
    let mut last: [u8; LONGEST] = std::array::from_fn(|at| u8::try_from(at).unwrap_or(u8::MAX));
    let mut previous_letter = None;
    for (row, letter) in (1_u8..).zip(one) {
        let mut now = [0_u8; LONGEST];
        *now.first_mut()? = row;
        let mut least = row;
        let mut previous_other = None;
        for (at, other_letter) in other.iter().enumerate() {
            let after = at.saturating_add(1);
            let substituted = last.get(at)?.saturating_add(u8::from(letter != other_letter));
            let dropped = last.get(after)?.saturating_add(1);
            let added = now.get(at)?.saturating_add(1);
            let mut cost = substituted.min(dropped).min(added);
            let exchanged = previous_letter == Some(other_letter) && previous_other == Some(letter);
            if exchanged
                && let Some(two_back) = at.checked_sub(1).and_then(|at| before_last.get(at))
            {
                cost = cost.min(two_back.saturating_add(1));
            }
            *now.get_mut(after)? = cost;
            least = least.min(cost);
            previous_other = Some(other_letter);
        }
        if least > most {
            return None;
        }
        (before_last, last, previous_letter) = (last, now, Some(letter));
    }
    let found = *last.get(other.len())?;
    match found.cmp(&most) {
        Ordering::Less | Ordering::Equal => Some(found),
        Ordering::Greater => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (one, other, expected) in [
            ("gorgi", "gorgi", Some(0)),
            ("gorgi", "georgi", Some(1)),
            ("petrovska", "pertovska", Some(1)),
            ("petrovska", "ptrovsak", Some(2)),
            ("stoianovska", "dimitrovska", None),
            ("", "ab", Some(2)),
            ("abc", "", None),
        ] {
            assert_eq!(distance(one.as_bytes(), other.as_bytes(), 2), expected, "{one} {other}");
            assert_eq!(distance(other.as_bytes(), one.as_bytes(), 2), expected, "{other} {one}");
        }
        assert_eq!(distance(&[b'a'; 41], &[b'a'; 41], 2), None);
    }

    #[test]
    fn short_words_tolerate_less() {
        assert_eq!(compare("ana", "ena"), None);
        assert_eq!(compare("marko", "narko"), Some(Agreement::Letters(1)));
        assert_eq!(compare("marko", "narka"), None);
        assert_eq!(compare("gorgievska", "georgievsk"), Some(Agreement::Letters(2)));
    }

    #[test]
    fn endings_are_told_apart_from_typos() {
        assert_eq!(compare("petrovski", "petrovska"), Some(Agreement::Ending));
        assert_eq!(compare("ivan", "ivana"), Some(Agreement::Ending));
        assert_eq!(compare("iva", "ivo"), None);
    }
}
