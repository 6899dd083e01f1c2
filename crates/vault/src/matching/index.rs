//! The index of folded names, in memory only.
//!
//! A name has few words and a town has few names, so the words are what is searched: every word that is close enough to a
//! word that was asked for leads to the people who bear it. A quick look at length and letters spares most comparisons.

use std::collections::BTreeMap;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::score::{Side, score};
use super::spelling::{compare, tolerance};
use super::wiped::Wiped;
use super::{Match, MatchKind};
use crate::fold;
use crate::identity::{Field, Identity};

/// More words than any name has: the rest of a text that was put into the wrong field.
const WORDS_MAX: usize = 8;
/// Answers beyond this many help nobody; the likeliest are kept.
const ANSWERS_MAX: usize = 50;

#[derive(Default)]
pub(crate) struct Index {
    words: Vec<Word>,
    /// What can be seen of each word without reading it: its letters as bits, and its length.
    shapes: Vec<(u32, u8)>,
    by_word: BTreeMap<Wiped, usize>,
    people: Vec<Option<Entry>>,
    by_person: BTreeMap<Uuid, usize>,
    places: Vec<Zeroizing<String>>,
    by_place: BTreeMap<Wiped, usize>,
}

struct Word {
    text: Zeroizing<String>,
    people: Vec<usize>,
}

struct Entry {
    person: Uuid,
    words: Vec<usize>,
    birth_year: Option<u16>,
    place: usize,
}

impl Index {
    pub(crate) fn len(&self) -> usize {
        self.by_person.len()
    }

    /// Takes a person in, or what is now known of somebody who is in already.
    pub(crate) fn put(&mut self, person: Uuid, identity: &Identity) {
        self.remove(person);
        let words = words_of(identity);
        if words.is_empty() {
            return;
        }
        let at = self.people.len();
        let words: Vec<usize> = words.into_iter().map(|word| self.word(word)).collect();
        for word in &words {
            if let Some(word) = self.words.get_mut(*word) {
                word.people.push(at);
            }
        }
        let place = self.place(place_of(identity));
        self.people.push(Some(Entry { person, words, birth_year: identity.birth_year(), place }));
        self.by_person.insert(person, at);
    }

    pub(crate) fn remove(&mut self, person: Uuid) {
        let Some(at) = self.by_person.remove(&person) else { return };
        let Some(entry) = self.people.get_mut(at).and_then(Option::take) else { return };
        for word in entry.words {
            if let Some(word) = self.words.get_mut(word) {
                word.people.retain(|person| *person != at);
            }
        }
    }

    fn word(&mut self, text: Zeroizing<String>) -> usize {
        if let Some(known) = self.by_word.get(text.as_str()) {
            return *known;
        }
        let at = self.words.len();
        self.shapes.push(shape(&text));
        self.by_word.insert(Wiped(text.clone()), at);
        self.words.push(Word { text, people: Vec::new() });
        at
    }

    fn place(&mut self, text: Zeroizing<String>) -> usize {
        let at = self.places.len();
        let known = *self.by_place.entry(Wiped(text.clone())).or_insert(at);
        if known == at {
            self.places.push(text);
        }
        known
    }

    /// Everybody who may be the person described, the likeliest first.
    pub(crate) fn find(&self, identity: &Identity) -> Vec<Match> {
        let asked = words_of(identity);
        let place = place_of(identity);
        let words: Vec<&str> = asked.iter().map(|word| word.as_str()).collect();
        let side = Side { words: &words, birth_year: identity.birth_year(), settlement: &place };
        let mut found = Vec::new();
        for at in self.candidates(&words) {
            let Some(entry) = self.people.get(at).and_then(Option::as_ref) else { continue };
            let theirs: Vec<&str> =
                entry.words.iter().filter_map(|word| self.text(*word)).collect();
            let settlement = self.places.get(entry.place).map_or("", |place| place.as_str());
            let other = Side { words: &theirs, birth_year: entry.birth_year, settlement };
            if let Some((score, reasons)) = score(side, other) {
                found.push((score, entry.person, reasons));
            }
        }
        found.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        found.truncate(ANSWERS_MAX);
        found
            .into_iter()
            .map(|(score, person, reasons)| Match {
                person,
                kind: MatchKind::Soft { score, reasons },
            })
            .collect()
    }

    fn text(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(|word| word.text.as_str())
    }

    /// People who share enough words: two, or all there are.
    fn candidates(&self, asked: &[&str]) -> Vec<usize> {
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for (number, word) in asked.iter().enumerate() {
            for close in self.close_to(word) {
                let people = self.words.get(close).map_or(&[][..], |word| &word.people);
                hits.extend(people.iter().map(|person| (*person, number)));
            }
        }
        hits.sort_unstable();
        hits.dedup();
        let mut candidates = Vec::new();
        for of_one in hits.chunk_by(|one, other| one.0 == other.0) {
            let Some((person, _)) = of_one.first() else { continue };
            let theirs = self.people.get(*person).and_then(Option::as_ref);
            let theirs = theirs.map_or(0, |entry| entry.words.len());
            if of_one.len() >= asked.len().min(theirs) {
                candidates.push(*person);
            }
        }
        candidates
    }

    fn close_to(&self, asked: &str) -> Vec<usize> {
        let (letters, length) = shape(asked);
        let mut close = Vec::new();
        for (at, (their_letters, their_length)) in self.shapes.iter().enumerate() {
            let most = tolerance(usize::from(length.min(*their_length))).max(1);
            if length.abs_diff(*their_length) <= most
                // Each wrong letter changes at most two bits.
                && (letters ^ their_letters).count_ones() <= u32::from(most).saturating_mul(2)
                && self.text(at).is_some_and(|text| compare(asked, text).is_some())
            {
                close.push(at);
            }
        }
        close
    }
}

fn words_of(identity: &Identity) -> Vec<Zeroizing<String>> {
    let mut words = identity.get(Field::Name).map(fold::words).unwrap_or_default();
    // An initial says nothing that a name does not say better.
    if words.iter().any(|word| word.len() > 1) {
        words.retain(|word| word.len() > 1);
    }
    words.truncate(WORDS_MAX);
    words
}

fn place_of(identity: &Identity) -> Zeroizing<String> {
    identity.get(Field::Settlement).map(fold::line).unwrap_or_default()
}

fn shape(text: &str) -> (u32, u8) {
    let letters = text.bytes().fold(0_u32, |bits, byte| bits | (1 << (byte & 31)));
    (letters, u8::try_from(text.len()).unwrap_or(u8::MAX))
}
